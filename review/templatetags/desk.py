"""Words of the desk: how near a deadline is, told by days in 北京时间."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from applications.selectors.blinding import why_unfit
from campaigns.models import ChecklistItem
from campaigns.rules.calendar import day_of
from review.models import Criterion
from review.rules.rubrics import plain_points
from review.selectors.viewing import Open

register = template.Library()
SOON = timedelta(days=1)

register.filter("points", plain_points)
register.filter("why_unfit", why_unfit)


@register.filter
def total_points(criteria: Iterable[Criterion]) -> str:
    """Write how many points criteria have together."""
    return plain_points(sum((criterion.points for criterion in criteria), Decimal(0)))


@register.filter
def days_until(due: datetime, at: datetime) -> str:
    """Write how near a deadline is: 今天24时, 明天24时, 4天后, 已过."""
    if at > due:
        return _("已过")
    days = (day_of(due) - day_of(at)).days
    if days > 1:
        return _("%(days)d天后") % {"days": days}
    return _("明天到期") if days else _("今天到期")


@register.filter
def is_soon(due: datetime, at: datetime) -> bool:
    """Tell whether a deadline lies today, tomorrow or behind."""
    return day_of(due) <= day_of(at + SOON)


@register.simple_tag
def looks(view: Open, item: ChecklistItem) -> list[tuple[str, str, bool]]:
    """Give what belongs to an item: label, the query that opens it beside the checklist, whether it is open."""
    return view.looks(item)


@register.simple_tag
def pin_query(view: Open, section: str, place: str) -> str:
    """Give the query that begins a fault at a place of a section."""
    return view.pin_query(section, place)


@register.simple_tag
def look(view: Open, **words: str | int | None) -> str:
    """Give the query that opens a file or a section plainly."""
    return view.look(**words)


@register.filter
def span_words(waited: timedelta) -> str:
    """Write a span: 3天4小时, 5小时, 不到1小时."""
    hours = int(waited.total_seconds()) // 3600
    if hours < 24:
        return _("%(hours)d小时") % {"hours": hours} if hours else _("不到1小时")
    if not hours % 24:
        return _("%(days)d天") % {"days": hours // 24}
    return _("%(days)d天%(hours)d小时") % {"days": hours // 24, "hours": hours % 24}
