"""Words and marks that every template uses: 北京时间, masked numbers, names that break at the dot, icons."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join, strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.rules.identity import masked_document, masked_phone, name_parts
from campaigns.rules import wording
from review.rules.masking import masked_name

if TYPE_CHECKING:
    from django.forms import BaseForm

    from applications.models import Material

register = template.Library()
PAGE_WIDTH = 900  # pixels of a page's picture, where none are asked for
BEIJING = ZoneInfo("Asia/Shanghai")

register.filter("masked_document", masked_document)
register.filter("masked_phone", masked_phone)
register.filter("masked_name", masked_name)


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """Draw an icon of the sprite; the word beside it carries the meaning."""
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {tone}" if tone else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def page_picture(material: "Material", number: int, width: int, **more: object) -> str:
    """Give the address of a page's picture, `width` pixels wide; it names the page's turn, so that it may be kept.

    more: what else is asked for (`around`, or `against` and `there`).
    """
    turn = material.turned(number)
    asked = {"width": width} if width != PAGE_WIDTH else {}
    query = urlencode(asked | ({"turn": turn} if turn else {}) | more, safe=",")
    return reverse("files:page", args=[material.pk, number]) + (f"?{query}" if query else "")


@register.filter
def slimmed(table: str) -> SafeString:
    """Give an inline table of Django's admin without space between its tags and without a head that says nothing."""
    headed = table.replace('<th class="original"></th>', '<td class="original"></td>')
    return mark_safe(strip_spaces_between_tags(headed))  # noqa: S308: what a template has drawn is escaped already


@register.filter
def person(name: str) -> SafeString:
    """Write a name whole, each part unbroken."""
    return format_html_join("", '<span class="np">{}</span>', ((part,) for part in name_parts(name)))


@register.filter
def faults(form: "BaseForm") -> int:
    """Count what is wrong with a form: a field with two faults counts twice, as it stands in two lines."""
    return sum(len(said) for said in form.errors.values())


def _local(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING)


def _date(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _clock(value: datetime) -> str:
    local = _local(value)
    return _("24时") if is_day_end(local) else f"{local:%H:%M}"


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date whole: 2025年3月6日（星期四）."""
    return wording.whole_day(_date(value)) if value else ""


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """Write a date without its weekday: 2025年3月6日."""
    return wording.plain_day(_date(value)) if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """Write a date short: 3月6日."""
    return wording.short_day(_date(value)) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment: 3月6日16:20; the last instant of a day as 24时."""
    return _("%(day)s%(clock)s") % {"day": short_day(value), "clock": _clock(value)} if value else ""


@register.filter
def short_day_from(value: datetime, now: datetime) -> str:
    """Write a date short, with its year where that is another than the year of `now`: 2026年1月3日."""
    return short_day(value) if _date(value).year == _date(now).year else plain_day(value)


@register.filter
def moment_from(value: datetime, now: datetime) -> str:
    """Write a moment, with its year where that is another than the year of `now`: 2026年1月3日24时."""
    return _("%(day)s%(clock)s") % {"day": short_day_from(value, now), "clock": _clock(value)}


@register.filter
def whole_moment(value: datetime | None) -> str:
    """Write a moment whole: 2025年3月6日（星期四）24时."""
    return _("%(day)s%(clock)s") % {"day": day(value), "clock": _clock(value)} if value else ""


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
    shown = [
        _days(days) if days else "",
        _hours(hours) if hours else "",
        ngettext("%(count)d分", "%(count)d分", minutes) % {"count": minutes} if minutes else "",
    ]
    return "".join(shown).strip() or _("不到1分钟")


@register.filter
def since(then: datetime, at: datetime) -> str:
    """Write for how long something has waited: 2天, 3小时."""
    waited = at - then
    if waited.days:
        return _days(waited.days).strip()
    hours = int(waited.total_seconds()) // 3600
    return _hours(hours).strip() if hours else _("不到1小时")


def _days(count: int) -> str:
    return ngettext("%(count)d天", "%(count)d天", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d小时", "%(count)d小时", count) % {"count": count}


@register.filter
def lookup(mapping: dict[str, object], key: str) -> object:
    """Give a mapping's value by a key that is itself a variable."""
    return mapping.get(key)
