"""The year's timetable as a picture: each window as a stretch of the year, with today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext as _

BEIJING = ZoneInfo("Asia/Shanghai")


class Stretch(Protocol):
    """A window: from when (or None) until when, with a name."""

    opens_at: datetime | None
    closes_at: datetime

    def get_kind_display(self) -> str: ...


@dataclass(frozen=True)
class Row:
    """One line of the timetable; `start`, `width`, `end` are percentages of the whole as texts for SVG."""

    label: str
    opens: date | None
    closes: datetime
    status: str
    start: str
    width: str
    end: str


@dataclass(frozen=True)
class Timetable:
    """The lines, the first days of months, and today, all as percentages; `today` is None outside the year."""

    rows: tuple[Row, ...]
    months: tuple[tuple[str, str], ...]
    today: str | None
    over: int


def lay_out(windows: Sequence[Stretch], at: datetime) -> Timetable:
    """Give the timetable of windows at a moment; status is `next`, `now` or `over` (C42)."""
    if not windows:
        return Timetable((), (), None, 0)
    first = min(_day(window.opens_at or window.closes_at) for window in windows)
    last = max(_day(window.closes_at) for window in windows) + timedelta(days=1)
    scale = _Scale(first, last)
    rows = tuple(_row(window, at, scale) for window in sorted(windows, key=_in_order))
    today = scale.at(_day(at)) if first <= _day(at) < last else None
    return Timetable(rows, _months(first, last, scale), today, sum(row.status == "over" for row in rows))


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def share(self, on: date) -> float:
        return 100 * (on - self.first).days / (self.last - self.first).days

    def at(self, on: date) -> str:
        return f"{self.share(on):.2f}%"


def _row(window: Stretch, at: datetime, scale: _Scale) -> Row:
    closes = _day(window.closes_at) + timedelta(days=1)
    opens = _day(window.opens_at) if window.opens_at else None
    start = scale.share(opens) if opens else scale.share(closes)
    return Row(
        label=window.get_kind_display(),
        opens=opens,
        closes=window.closes_at,
        status=_status(window, at),
        start=f"{start:.2f}%",
        width=f"{scale.share(closes) - start:.2f}%",
        end=f"{min(scale.share(closes), 99.5):.2f}%",
    )


def _status(window: Stretch, at: datetime) -> str:
    if at > window.closes_at:
        return "over"
    return "now" if window.opens_at and at >= window.opens_at else "next"


def _months(first: date, last: date, scale: _Scale) -> tuple[tuple[str, str], ...]:
    month = first.replace(day=1)
    found = []
    while month < last:
        found.append((dateformat.format(month, _("n月")), scale.at(max(month, first))))
        month = (month + timedelta(days=32)).replace(day=1)
    if len(found) > 1 and scale.share((first + timedelta(days=32)).replace(day=1)) < 9:
        found = found[1:]
    return tuple(found)


def _day(moment: datetime) -> date:
    return moment.astimezone(BEIJING).date()


def _in_order(window: Stretch) -> tuple[datetime, datetime]:
    return (window.closes_at, window.opens_at or window.closes_at)
