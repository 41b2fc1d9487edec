"""Rates and times of reviewing, from plain conclusions (C24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from applications.enums import Transition


@dataclass(frozen=True)
class Concluded:
    """One conclusion of an office and how long the case waited for it."""

    office: int
    conclusion: str
    waited: timedelta


@dataclass(frozen=True)
class Tally:
    """What an office concluded: how many went on, were returned, were refused; and the median waiting."""

    total: int
    returned: int
    refused: int
    waiting: timedelta | None

    @property
    def return_rate(self) -> int:
        """Returns per hundred conclusions, rounded; 0 when there are none."""
        return _percent(self.returned, self.total)

    @property
    def refusal_rate(self) -> int:
        """Refusals per hundred conclusions, rounded; 0 when there are none."""
        return _percent(self.refused, self.total)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def tally(conclusions: Sequence[Concluded]) -> Tally:
    """Count conclusions; the waiting is their median, None without any."""
    return Tally(
        len(conclusions),
        sum(one.conclusion == Transition.RETURN_FOR_CORRECTION for one in conclusions),
        sum(one.conclusion == Transition.REJECT for one in conclusions),
        timedelta(seconds=median(one.waited.total_seconds() for one in conclusions)) if conclusions else None,
    )


def by_office(conclusions: Iterable[Concluded]) -> dict[int, Tally]:
    """Give the tally of every office by its id."""
    sorted_out: dict[int, list[Concluded]] = {}
    for one in conclusions:
        sorted_out.setdefault(one.office, []).append(one)
    return {office: tally(mine) for office, mine in sorted_out.items()}
