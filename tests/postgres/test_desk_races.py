"""Two reviewers at once, with real connections: one wins, the other is told, and nothing is written twice."""

import pytest

from accounts.enums import Role
from applications.enums import State, Transition, Verdict
from applications.models import Application, Event, Fault, Mark, Paper, Review
from review.services import desk
from tests.postgres.racing import at_once, split
from tests.review.desk import cases

pytestmark = pytest.mark.usefixtures("transactional_db")
ROUNDS = 3


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_return_against_refusal_one_wins(_round):
    """C18, C44: two colleagues conclude at the same moment; one event, one conclusion, the other is told."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    other = cases.act()

    done, refused = split(
        at_once(
            lambda: desk.return_for_correction(row.pk, submission=1, act=by),
            lambda: desk.reject(row.pk, submission=1, reason_codes=("E01",), comment="不在范围。", act=other),
        )
    )

    assert (len(done), len(refused)) == (1, 1)
    assert Event.objects.filter(application=row).count() == 1
    assert Paper.objects.filter(application=row).count() == 1
    state = Application.objects.get(pk=row.pk).state
    assert (
        Review.objects.get().conclusion
        == {
            State.RETURNED: Transition.RETURN_FOR_CORRECTION,
            State.REJECTED: Transition.REJECT,
        }[State(state)]
    )


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_approve_against_return_one_wins(_round):
    """C25, C44: an acceptance against a colleague who pins a fault and returns; never accepted with a fault in it."""
    row = cases.arrived(State.FINAL_REVIEW)
    by = cases.act("title-office", role=Role.TITLE_OFFICER)
    other = cases.act("title-office", role=Role.TITLE_OFFICER)
    cases.mark_all(row, by)

    def pin_and_return():
        cases.pin(row, other)
        return desk.return_for_correction(row.pk, submission=1, act=other)

    done, refused = split(at_once(lambda: desk.accept(row.pk, submission=1, act=by), pin_and_return))

    assert (len(done), len(refused)) == (1, 1)
    row.refresh_from_db()
    assert (row.state == State.ACCEPTED) is not Fault.objects.exists()
    assert Event.objects.filter(application=row).exclude(transition=Transition.PASS_INITIAL).count() == 1


def test_two_first_marks_open_one_review():
    """C25: two colleagues mark the first items at the same moment; one review holds both marks."""
    row = cases.arrived()
    acts = [cases.act(), cases.act()]

    done, refused = split(
        at_once(
            *(
                lambda key=key, act=act: desk.mark_item(
                    row.pk, item_key=key, verdict=Verdict.OK, submission=1, act=act
                )
                for key, act in zip(("identity", "education"), acts, strict=True)
            )
        )
    )

    assert (len(done), len(refused)) == (2, 0)
    assert (Review.objects.count(), Mark.objects.count()) == (1, 2)


def test_two_bulk_passes_of_the_same_cases_pass_each_once():
    """C25, C44: two colleagues choose the same cases; each case is passed once, and each person has exact answers."""
    rows = [cases.arrived() for _ in range(3)]
    by, other = cases.act(), cases.act()
    for row in rows:
        cases.mark_all(row, by)

    first, second = at_once(
        *(lambda act=act: desk.let_pass([(row, 1) for row in rows], act=act) for act in (by, other))
    )

    for place, row in enumerate(rows):
        assert [bool(one[place].event) for one in (first, second)].count(True) == 1
        assert Event.objects.filter(application=row, transition=Transition.PASS_INITIAL).count() == 1
