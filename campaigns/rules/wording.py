"""How moments, days and spans are said to a reader: 北京时间, whole once, then short."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from campaigns.rules.calendar import BEIJING


def weekday(day: date) -> str:
    """Give 星期四 for a Thursday."""
    return (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))[
        day.weekday()
    ]


def short_weekday(day: date) -> str:
    """Give 周四 for a Thursday."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]


def plain_day(day: date) -> str:
    """Give 2025年3月6日."""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def whole_day(day: date) -> str:
    """Give 2025年3月6日（星期四）."""
    return _("%(day)s（%(weekday)s）") % {"day": plain_day(day), "weekday": weekday(day)}


def short_day(day: date) -> str:
    """Give 3月6日."""
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}


def hour(moment: datetime) -> str:
    """Give 24时 for the last instant of a day, 18时, or 9时30分."""
    local = moment.astimezone(BEIJING)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return _("24时")
    if local.minute:
        return _("%(hour)d时%(minute)d分") % {"hour": local.hour, "minute": local.minute}
    return _("%(hour)d时") % {"hour": local.hour}


def whole_moment(moment: datetime) -> str:
    """Give 2025年3月6日（星期四）24时."""
    return whole_day(moment.astimezone(BEIJING).date()) + hour(moment)


def short_moment(moment: datetime) -> str:
    """Give 3月6日24时."""
    return short_day(moment.astimezone(BEIJING).date()) + hour(moment)


def span(left: timedelta) -> str:
    """Give a span as days, hours and minutes: 2天3小时19分; empty when nothing is left.

    Under a minute it says 不到1分钟; whole parts that are zero in front are left out.
    """
    if left <= timedelta(0):
        return ""
    minutes = int((left + timedelta(microseconds=1)) / timedelta(minutes=1))
    if not minutes:
        return _("不到1分钟")
    days, rest = divmod(minutes, 24 * 60)
    parts = {"days": days, "hours": rest // 60, "minutes": rest % 60}
    if days:
        return _("%(days)d天%(hours)d小时%(minutes)d分") % parts
    if parts["hours"]:
        return _("%(hours)d小时%(minutes)d分") % parts
    return _("%(minutes)d分钟") % parts


def time_until(moment: datetime, at: datetime) -> str:
    """Give what is left from `at` until `moment`, as `span` says it."""
    return span(moment - at)
