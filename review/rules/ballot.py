"""Voting arithmetic: quorum, two thirds of those present, the pass rate, and which rule failed (C37)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from review.enums import Outcome


@dataclass(frozen=True)
class Count:
    """The votes on one application: `key` names it, `score` ranks it, `runoff` are the yes votes of a re-vote."""

    key: int
    present: int
    yes: int
    score: Decimal | None = None
    runoff: int | None = None

    @property
    def rank(self) -> tuple[Decimal, int]:
        return (self.score if self.score is not None else Decimal(0), self.runoff or 0)


def quorum(members: int) -> int:
    """Give how many of `members` must sit for a vote: two thirds, rounded up."""
    return -(-2 * members // 3)


def has_quorum(members: int, present: int) -> bool:
    return members > 0 and quorum(members) <= present <= members


def has_two_thirds(yes: int, present: int) -> bool:
    """Tell whether two thirds of those present agree; who abstains counts against."""
    return present > 0 and yes * 3 >= present * 2


def places(candidates: int, percent: int | None) -> int | None:
    """Give how many of `candidates` may pass at a rate in per cent, fractions dropped; None without a rate (C37)."""
    return None if percent is None else candidates * percent // 100


def is_odd(members: int) -> bool:
    """Tell whether a committee of that size may be formed: odd, and not a single person (40号令, article 9)."""
    return members >= 3 and members % 2 == 1


def decide(counts: Iterable[Count], *, members: int, percent: int | None) -> dict[int, Outcome]:
    """Give the outcome of every application of a meeting by its key (C37).

    In order: quorum for the item, two thirds of those present, rank by score, cut at the places. Where the cut runs
    through equals none of them passes: they are TIED until a re-vote parts them.
    """
    every = list(counts)
    outcomes = {count.key: _by_votes(count, members) for count in every}
    agreed = [count for count in every if outcomes[count.key] is Outcome.PASSED]
    limit = places(len(every), percent)
    if limit is not None and len(agreed) > limit:
        outcomes.update(_cut(agreed, limit))
    return outcomes


def _by_votes(count: Count, members: int) -> Outcome:
    if not has_quorum(members, count.present):
        return Outcome.NO_QUORUM
    return Outcome.PASSED if has_two_thirds(count.yes, count.present) else Outcome.NOT_TWO_THIRDS


def _cut(agreed: list[Count], limit: int) -> dict[int, Outcome]:
    """Give the outcomes of those who lie on or beyond the cut; `agreed` are more than `limit`."""
    ranked = sorted(agreed, key=lambda count: count.rank, reverse=True)
    first_out = ranked[limit].rank
    is_tied = limit > 0 and ranked[limit - 1].rank == first_out
    outcomes = {}
    for count in ranked:
        if is_tied and count.rank == first_out:
            outcomes[count.key] = Outcome.TIED
        elif count.rank <= first_out:
            outcomes[count.key] = Outcome.BEYOND_PLACES
    return outcomes
