"""How moments, days and spans are said to a reader: 北京时间, whole once, then short."""

from datetime import date, datetime, timedelta

from django.utils import dateformat
from django.utils.translation import gettext as _

from campaigns.rules.calendar import BEIJING


def plain_day(day: date) -> str:
    """Give 2025年3月6日."""
    return dateformat.format(day, _("Y年n月j日"))


def whole_day(day: date) -> str:
    """Give 2025年3月6日（星期四）."""
    return dateformat.format(day, _("Y年n月j日（l）"))


def short_day(day: date) -> str:
    """Give 3月6日."""
    return dateformat.format(day, _("n月j日"))


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
