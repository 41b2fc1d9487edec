"""Voting arithmetic (C37): the table of the rules, boundaries, and laws that hold for every count."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.enums import Outcome
from review.rules.ballot import Count, decide, has_quorum, has_two_thirds, is_odd, places, quorum


@pytest.mark.parametrize(("present", "needed"), [(5, 4), (7, 5), (9, 6), (11, 8), (13, 9), (25, 17)])
def test_two_thirds_of_those_present(present, needed):
    """C37: attendees 11 need 8, 9 need 6, 7 need 5, 25 need 17, 13 need 9; one vote less is not enough."""
    assert has_two_thirds(needed, present)
    assert not has_two_thirds(needed - 1, present)


@pytest.mark.parametrize(("members", "needed"), [(3, 2), (5, 4), (7, 5), (9, 6), (11, 8), (25, 17)])
def test_quorum_is_two_thirds_rounded_up(members, needed):
    """C37: N=11 needs 8, N=7 needs 5, N=25 needs 17; more than all cannot sit."""
    assert quorum(members) == needed
    assert has_quorum(members, needed)
    assert not has_quorum(members, needed - 1)
    assert not has_quorum(members, members + 1)


def test_nobody_is_no_quorum_and_no_majority():
    """C37: without members or voters nothing passes; of one, one is all."""
    assert not has_quorum(0, 0)
    assert not has_two_thirds(0, 0)
    assert has_quorum(1, 1)
    assert has_two_thirds(1, 1)


@pytest.mark.parametrize(("candidates", "percent", "found"), [(10, 75, 7), (3, 50, 1), (1, 99, 0), (8, 100, 8)])
def test_places_drop_the_fraction(candidates, percent, found):
    """C37: places are floor(n times p)."""
    assert places(candidates, percent) == found
    assert places(candidates, None) is None


@pytest.mark.parametrize(("size", "may"), [(0, False), (1, False), (2, False), (3, True), (4, False), (11, True)])
def test_a_committee_is_odd(size, may):
    """C37, 40号令 article 9: an even committee is not formed."""
    assert is_odd(size) is may


def test_abstaining_counts_against():
    """C37: of 9 present 6 yes pass whatever the rest did; 5 yes with 4 abstentions do not."""
    assert decide([Count(1, 9, 6)], members=11, percent=None) == {1: Outcome.PASSED}
    assert decide([Count(1, 9, 5)], members=11, percent=None) == {1: Outcome.NOT_TWO_THIRDS}


def test_votes_first_then_score_then_cut():
    """C37: a high score without two thirds does not take a place from one who has them."""
    counts = [
        Count(1, 9, 5, Decimal(99)),
        Count(2, 9, 9, Decimal(70)),
        Count(3, 9, 6, Decimal(80)),
        Count(4, 9, 7, Decimal(60)),
    ]
    assert decide(counts, members=11, percent=50) == {
        1: Outcome.NOT_TWO_THIRDS,
        2: Outcome.PASSED,
        3: Outcome.PASSED,
        4: Outcome.BEYOND_PLACES,
    }


def test_equals_on_the_cut_do_not_pass_together():
    """C37: where the cut runs through equals none of them passes until a re-vote parts them."""
    equal = [Count(1, 9, 8, Decimal(80)), Count(2, 9, 9, Decimal(70)), Count(3, 9, 6, Decimal(70))]
    assert decide(equal, members=11, percent=67) == {1: Outcome.PASSED, 2: Outcome.TIED, 3: Outcome.TIED}
    parted = [equal[0], Count(2, 9, 9, Decimal(70), runoff=4), Count(3, 9, 6, Decimal(70), runoff=5)]
    assert decide(parted, members=11, percent=67) == {
        1: Outcome.PASSED,
        2: Outcome.BEYOND_PLACES,
        3: Outcome.PASSED,
    }
    one_voted_on = [equal[0], Count(2, 9, 9, Decimal(70), runoff=1), equal[2]]
    assert decide(one_voted_on, members=11, percent=67)[2] is Outcome.PASSED
    assert decide(equal[1:], members=11, percent=50) == {2: Outcome.TIED, 3: Outcome.TIED}


def test_no_score_ranks_below_any():
    """C37: half a point is more than none."""
    counts = [Count(1, 9, 9), Count(2, 9, 9, Decimal("0.5"))]
    assert decide(counts, members=11, percent=50) == {1: Outcome.BEYOND_PLACES, 2: Outcome.PASSED}


def test_equals_all_beyond_the_cut_are_beyond():
    """C37: equals none of whom could pass are beyond the places, not tied."""
    counts = [Count(1, 9, 9, Decimal(90)), Count(2, 9, 9, Decimal(70)), Count(3, 9, 9, Decimal(70))]
    assert decide(counts, members=11, percent=34)[2] is Outcome.BEYOND_PLACES
    assert decide(counts, members=11, percent=1) == dict.fromkeys((1, 2, 3), Outcome.BEYOND_PLACES)
    assert decide(counts[1:], members=11, percent=1) == dict.fromkeys((2, 3), Outcome.BEYOND_PLACES)


def test_an_item_needs_its_own_quorum():
    """C37: members recused from one application are absent for it, and it needs its own quorum."""
    assert decide([Count(1, 7, 7)], members=11, percent=None) == {1: Outcome.NO_QUORUM}


counts_of = st.lists(
    st.tuples(st.integers(8, 11), st.integers(0, 11), st.integers(0, 6)).map(
        lambda drawn: (drawn[0], min(drawn[1], drawn[0]), Decimal(drawn[2]))
    ),
    min_size=1,
    max_size=12,
).map(lambda rows: [Count(key, *row) for key, row in enumerate(rows)])


@given(counts_of, st.integers(1, 100))
def test_laws_of_every_decision(counts, percent):
    """C37: never more than the places, never without two thirds, never past a better rank."""
    outcomes = decide(counts, members=11, percent=percent)
    passed = [count for count in counts if outcomes[count.key] is Outcome.PASSED]
    assert len(passed) <= places(len(counts), percent)
    assert all(count.yes * 3 >= count.present * 2 for count in passed)
    beaten = [count for count in counts if outcomes[count.key] in (Outcome.BEYOND_PLACES, Outcome.TIED)]
    assert all(winner.rank > loser.rank for winner in passed for loser in beaten)
    assert outcomes == decide(list(reversed(counts)), members=11, percent=percent)
