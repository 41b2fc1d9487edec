"""Words and marks that every template uses: 北京时间, masked numbers, names that break at the dot, icons."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.rules.identity import masked_document, masked_phone, name_parts
from review.rules.masking import masked_name

register = template.Library()
BEIJING = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"

register.filter("masked_document", masked_document)
register.filter("masked_phone", masked_phone)
register.filter("masked_name", masked_name)


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """Draw an icon of the sprite; the word beside it carries the meaning."""
    return format_html(
        '<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#{}"/></svg>',
        tone,
        static("icons.svg"),
        name,
    )


@register.filter
def person(name: str) -> SafeString:
    """Write a name whole, each part unbroken."""
    return format_html_join("", '<span class="np">{}</span>', ((part,) for part in name_parts(name)))


def _local(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date whole: 2025年3月6日（星期四）."""
    if value is None:
        return ""
    on = _local(value).date() if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日（星期{WEEKDAYS[on.weekday()]}）"


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """Write a date without its weekday: 2025年3月6日."""
    if value is None:
        return ""
    on = _local(value).date() if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日"


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a date short: 3月6日."""
    if value is None:
        return ""
    on = _local(value).date() if isinstance(value, datetime) else value
    return f"{on.month}月{on.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: 3月6日16:20; the last instant of a day as 24时."""
    if value is None:
        return ""
    local = _local(value)
    if is_day_end(local):
        return f"{short_day(value)}24时"
    return f"{short_day(value)}{local:%H:%M}"


@register.filter
def whole_moment(value: datetime | None) -> str:
    """Write a moment whole: 2025年3月6日（星期四）24时."""
    if value is None:
        return ""
    local = _local(value)
    return f"{day(value)}{'24时' if is_day_end(local) else f'{local:%H:%M}'}"


def is_day_end(local: datetime) -> bool:
    """Tell whether a local moment lies in the last second of its day."""
    return (local.hour, local.minute, local.second) == (23, 59, 59)


@register.filter
def left_until(due: datetime, at: datetime) -> str:
    """Write the time left: 2天3小时19分; 已截止 when there is none."""
    left = due - at
    if left < timedelta(0):
        return _("已截止")
    minutes = int(left.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "天"), (hours, "小时"), (minutes, "分")]
    shown = [f"{number}{unit}" for number, unit in parts if number] or [_("不到1分钟")]
    return "".join(shown)


@register.filter
def since(then: datetime, at: datetime) -> str:
    """Write for how long something has waited: 2天, 3小时."""
    waited = at - then
    if waited.days:
        return f"{waited.days}天"
    hours = int(waited.total_seconds()) // 3600
    return f"{hours}小时" if hours else "不到1小时"


@register.filter
def lookup(mapping: dict[str, object], key: str) -> object:
    """Give a mapping's value by a key that is itself a variable."""
    return mapping.get(key)
