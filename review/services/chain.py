"""Whether the record of an application is whole: every event's digest, its link to the one before, no gap (C44)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.models import Application, Event


@dataclass(frozen=True)
class Break:
    """One place where a record does not hold: the event's number, and what is wrong in words."""

    sequence: int
    what: str


def verify(application: Application) -> list[Break]:
    """Give every break in the record of an application; an empty list when it is whole (one query)."""
    return breaks_in(application, application.events.order_by("sequence"))


def verify_all(applications: Iterable[Application]) -> dict[int, list[Break]]:
    """Give the breaks of several applications by id (one query)."""
    rows = {application.pk: application for application in applications}
    events: dict[int, list[Event]] = {pk: [] for pk in rows}
    for event in Event.objects.filter(application__in=rows).order_by("application_id", "sequence"):
        events[event.application_id].append(event)
    return {pk: breaks_in(row, events[pk]) for pk, row in rows.items()}


def breaks_in(application: Application, events: Iterable[Event]) -> list[Break]:
    """Give every break of a record, its events given in order."""
    found: list[Break] = []
    previous: Event | None = None
    for event in events:
        found += _breaks_at(event, previous)
        previous = event
    if previous is not None and previous.target != application.state:
        found.append(Break(previous.sequence, _("最后一条记录与申报现在的状态不一致")))
    return found


def _breaks_at(event: Event, previous: Event | None) -> list[Break]:
    expected = previous.sequence + 1 if previous else 1
    checks = (
        (event.sequence == expected, _("前面缺了记录")),
        (event.digest == event.computed_digest(), _("内容与摘要不符，被改动过")),
        (event.previous == (previous.digest if previous else ""), _("与前一条的摘要接不上")),
    )
    return [Break(event.sequence, what) for holds, what in checks if not holds]
