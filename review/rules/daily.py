"""How many were submitted each day, as a picture: columns and lines in per cent of its width and height."""

from dataclasses import dataclass
from datetime import date, timedelta

TOP = 86.5  # per cent of the height that the highest line reaches; its label stands above
FILLED = 0.78  # of the width of a day
LINES = 3
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Column:
    """One day: how many, and where its column stands."""

    day: date
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """One line of the scale: its number and its height."""

    count: int
    y: float


@dataclass(frozen=True)
class Daily:
    """The picture; `busiest` is the first of the days with most."""

    columns: list[Column]
    lines: list[Line]

    @property
    def total(self) -> int:
        return sum(column.count for column in self.columns)

    @property
    def busiest(self) -> Column:
        return max(self.columns, key=lambda column: column.count)

    @property
    def last(self) -> date:
        return self.columns[-1].day

    @property
    def filled(self) -> list[Column]:
        """The days with something."""
        return [column for column in self.columns if column.count]


def daily(counts: dict[date, int], first: date, last: date) -> Daily | None:
    """Give the picture of `first` to `last`, both included; None when nothing was submitted in those days."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    most = max((counts.get(day, 0) for day in days), default=0)
    if not most:
        return None
    step, slot = line_step(most), 100 / len(days)
    scale = TOP / (step * LINES)
    return Daily(
        [_column(day, counts.get(day, 0), n * slot, slot * FILLED, scale) for n, day in enumerate(days)],
        [Line(n * step, round(100 - n * step * scale, 1)) for n in range(1, LINES + 1)],
    )


def _column(day: date, count: int, x: float, width: float, scale: float) -> Column:
    height = count * scale
    return Column(day, count, round(x, 2), round(100 - height, 1), round(width, 2), round(height, 1))


def line_step(most: int) -> int:
    """Give the smallest of 1, 2, 5, 10, 20, 50 … of which `LINES` reach `most`."""
    power = 1
    while True:
        for step in STEPS:
            if step * power * LINES >= most:
                return step * power
        power *= 10
