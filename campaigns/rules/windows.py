"""A window as a fact: from when until when something may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from django.utils.translation import gettext as _

from campaigns.enums import WindowKind
from campaigns.rules.wording import short_moment


class WindowLike(Protocol):
    """What the rules ask of a window: the model and `WindowFacts` both have it."""

    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime: ...
    @property
    def clause(self) -> str: ...
    @property
    def citation(self) -> str: ...


@dataclass(frozen=True)
class WindowFacts:
    """A window without its row."""

    closes_at: datetime
    clause: str
    citation: str
    opens_at: datetime | None = None


class WindowState(Enum):
    """Where a moment stands against a window."""

    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def state_of(window: WindowLike, at: datetime) -> WindowState:
    """Say whether the window is yet to open, open or over at `at`; both its ends belong to it (C05)."""
    if at > window.closes_at:
        return WindowState.OVER
    if window.opens_at is not None and at < window.opens_at:
        return WindowState.NOT_YET
    return WindowState.OPEN


@dataclass(frozen=True)
class WindowRow:
    """A window among the others of its campaign; `division` is a county's name, or empty for the prefecture."""

    kind: str
    division: str
    opens_at: datetime | None
    closes_at: datetime


#: The first of each pair must not end later than the second.
IN_ORDER = (
    (WindowKind.FILING, WindowKind.REVIEW),
    (WindowKind.REVIEW, WindowKind.PAPER),
    (WindowKind.REVIEW, WindowKind.MEETING),
    (WindowKind.MEETING, WindowKind.RESULT_DOCUMENT),
    (WindowKind.RESULT_DOCUMENT, WindowKind.CERTIFICATE),
)


def faults_among(rows: Iterable[WindowRow], *, about: WindowRow | None = None) -> list[str]:
    """Give a sentence for each way in which the windows of a campaign do not fit together (C05 to C11).

    The prefecture's follow each other; a county's lie inside the prefecture's, its committee done by the date for
    the counties (C09). With `about`, only what that county's window does wrong.
    """
    rows = list(rows)
    prefecture = {row.kind: row for row in rows if not row.division}
    counties = [row for row in rows if row.division and about in (None, row)]
    found = [] if about else _disorder(prefecture)
    return found + [fault for row in counties for fault in _county_faults(row, prefecture)]


def _disorder(prefecture: dict[str, WindowRow]) -> list[str]:
    return [
        _("“%(first)s”的截止不能晚于“%(second)s”的截止。") % {"first": first.label, "second": second.label}
        for first, second in IN_ORDER
        if first in prefecture
        and second in prefecture
        and prefecture[first].closes_at > prefecture[second].closes_at
    ]


def _county_faults(row: WindowRow, prefecture: dict[str, WindowRow]) -> list[str]:
    said = {"division": row.division, "kind": WindowKind(row.kind).label}
    done_by = prefecture.get(WindowKind.COUNTY)
    if done_by and row.closes_at > done_by.closes_at:
        text = _("%(division)s的“%(kind)s”要在%(end)s前完成（C09）。")
        return [text % {**said, "end": short_moment(done_by.closes_at)}]
    outer = prefecture.get(row.kind)
    if row.kind in (WindowKind.MEETING, WindowKind.COUNTY) or outer is None:
        return []
    early = bool(row.opens_at and outer.opens_at and row.opens_at < outer.opens_at)
    if early or row.closes_at > outer.closes_at:
        text = _("%(division)s的“%(kind)s”要在地区的时间之内，地区截止%(end)s（C09）。")
        return [text % {**said, "end": short_moment(outer.closes_at)}]
    return []
