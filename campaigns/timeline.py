"""The picture of a rehearsal: dates as bands, and for each desk how many cases waited at the end of each day.

Here everything gets its place, in whole units of the picture; a template draws it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from campaigns.rules.calendar import DAY, days_from
from campaigns.rules.wording import short_day

MOST_DESKS = 6
#: Units: margin, width at least, height of a date, of a desk with its words, of the highest bar, of the line of weeks.
MARGIN, NARROWEST, LANE, DESK, BAR, HEAD = 8, 760, 22, 88, 48, 26
#: Width of a day, narrower where a campaign takes longer than so many days.
WIDE, NARROW, LONG = 8, 4, 120
WEEK_LABEL, LEAST_WITH_WORDS = 56, 32


@dataclass(frozen=True)
class Box:
    """A piece of the picture from one day to another."""

    x: int
    width: int
    y: int = 0
    words: str = ""
    #: Where the words stand, and whether they end there instead of beginning.
    words_x: int = 0
    ends: bool = False


@dataclass(frozen=True)
class Row:
    """A desk: its words, its bars in good time and after the deadline as paths, and its numbers."""

    office: str
    officers: int
    handled: int
    most: int
    y: int
    base: int
    bars: str
    late: str
    waiting: dict[date, int]


class Timeline:
    """The picture of `dates` and `desks` as `hetian_titles.rehearsal.report.as_data` gives them."""

    def __init__(self, dates: dict[str, Any], desks: list[dict[str, Any]]) -> None:
        self.first = date.fromisoformat(dates["first"])
        self.deadline = date.fromisoformat(dates["review_closes"])
        self._windows = [
            (words, date.fromisoformat(opens or closes), date.fromisoformat(closes))
            for words, opens, closes in dates["windows"]
            if date.fromisoformat(closes) >= self.first
        ]
        self._rest = [date.fromisoformat(day) for day in dates["rest"]]
        self._desks = [(desk, _waiting(desk)) for desk in desks[:MOST_DESKS]]
        worked = [day for _desk, waiting in self._desks for day in waiting]
        self.last = max([self.deadline, *(closes for _words, _opens, closes in self._windows), *worked])
        self.unit = WIDE if (self.last - self.first).days < LONG else NARROW

    # sizes

    @property
    def width(self) -> int:
        return max(NARROWEST, self._x(self.last + DAY) + MARGIN)

    @property
    def height(self) -> int:
        return self.desks_top + DESK * len(self._desks) + MARGIN

    @property
    def desks_top(self) -> int:
        return HEAD + LANE * (len(self._windows) + 1)

    def _x(self, day: date) -> int:
        return MARGIN + (day - self.first).days * self.unit

    # pieces

    @property
    def weeks(self) -> list[Box]:
        """Give the Mondays that have room for their date."""
        mondays = [day for day in days_from(self.first, self.last) if not day.weekday()]
        step = 1 + (WEEK_LABEL - 1) // (7 * self.unit)
        weeks = [Box(self._x(day), 7 * self.unit, words=short_day(day)) for day in mondays[::step]]
        return [week for week in weeks if week.x + WEEK_LABEL <= self.width]

    @property
    def rests(self) -> list[Box]:
        """Give the days of rest, those that follow each other as one."""
        runs: list[list[date]] = []
        for day in self._rest:
            if not self.first <= day <= self.last:
                continue
            if runs and runs[-1][-1] + DAY == day:
                runs[-1].append(day)
            else:
                runs.append([day])
        return [Box(self._x(run[0]), len(run) * self.unit) for run in runs]

    @property
    def bands(self) -> list[Box]:
        """Give the windows, one below the other; a date without a beginning is one day wide."""
        return [self._band(place, *window) for place, window in enumerate(self._windows)]

    def _band(self, place: int, words: str, opens: date, closes: date) -> Box:
        x, end = self._x(max(opens, self.first)), self._x(closes + DAY)
        said = (
            f"{words} {short_day(closes)}"
            if opens == closes
            else f"{words} {short_day(opens)}—{short_day(closes)}"
        )
        return self._named(said, x, end, HEAD + place * LANE)

    @property
    def review_closes(self) -> Box:
        """Give the line at the end of review, with its words."""
        x = self._x(self.deadline + DAY)
        said = _("审核截止 %(day)s") % {"day": short_day(self.deadline)}
        return self._named(said, x, x, self.desks_top - 4)

    def _named(self, words: str, x: int, end: int, y: int) -> Box:
        """Give a box with its words: inside, or behind a narrow one; where there is no room they end there instead."""
        ends = x + _length(words) > self.width
        near, far = (end, x) if ends else (x, end)
        edge = near if end - x >= LEAST_WITH_WORDS else far
        return Box(x, end - x, y, words, edge - 4 if ends else edge + 4, ends)

    @cached_property
    def rows(self) -> list[Row]:
        """Give the desks; all bars by one measure, so that they can be compared."""
        most = max((left for _desk, waiting in self._desks for left in waiting.values()), default=0)
        return [self._row(place, desk, waiting, most) for place, (desk, waiting) in enumerate(self._desks)]

    def _row(self, place: int, desk: dict[str, Any], waiting: dict[date, int], most: int) -> Row:
        y = self.desks_top + place * DESK
        base = y + DESK - MARGIN
        bars = {day: self._bar(day, left, base, most) for day, left in waiting.items() if left}
        return Row(
            office=desk["office"],
            officers=desk["officers"],
            handled=desk["handled"],
            most=max(waiting.values(), default=0),
            y=y,
            base=base,
            bars="".join(path for day, path in bars.items() if day <= self.deadline),
            late="".join(path for day, path in bars.items() if day > self.deadline),
            waiting=waiting,
        )

    def _bar(self, day: date, left: int, base: int, most: int) -> str:
        high = max(1, round(left * BAR / most))
        return f"M{self._x(day)} {base}v-{high}h{self.unit - 1}v{high}z"

    def table(self) -> Iterator[tuple[date, list[int]]]:
        """Give the same numbers: each day on which anybody waited, with how many at each desk."""
        for day in days_from(self.first, self.last):
            counts = [row.waiting.get(day, 0) for row in self.rows]
            if any(counts):
                yield day, counts


def _waiting(desk: dict[str, Any]) -> dict[date, int]:
    return {date.fromisoformat(day): left for day, _came, left in desk["days"]}


def _length(words: str) -> int:
    """Give about how long words are at 12 units a character of Chinese, with the widest narrow box before them."""
    return sum(12 if ord(letter) > 255 else 7 for letter in words) + LEAST_WITH_WORDS
