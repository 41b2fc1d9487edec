"""Dates that move under open cases: a window that the office changes, and a clock that jumps back."""

from datetime import date, timedelta

import pytest

from applications.enums import State, Transition
from applications.models import Application
from applications.rules.refusal import Refused
from applications.selectors.deadlines import current_deadline
from applications.services.reminders import remind
from applications.services.submitting import submit
from applications.services.sweep import GRACE, sweep
from campaigns.enums import WindowKind
from campaigns.rules.calendar import end_of_day
from campaigns.selectors import working_calendar
from hetian_titles.invariants import examine_all
from tests import factories, stories, stories_after
from tests.factories import act_of

pytestmark = pytest.mark.django_db
CLOSES = end_of_day(date(2025, 3, 6))
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
#: By as much as the sweep waits for who began in time, and a second more.
AFTER = GRACE + SECOND


def moved(campaign, *kinds, days):
    for window in campaign.windows.filter(kind__in=kinds):
        window.closes_at += days * DAY
        window.save()


def submitting(case, at):
    return submit(application_id=case.pk, signed=stories.signed(case), act=act_of(case.applicant, at))


@pytest.mark.parametrize("days", [-3, 0, 3])
def test_a_filing_window_that_moves_takes_its_drafts_along(campaign, days):
    """C05: submitting and the sweep both go by the new end, to the second, and not by the one it had."""
    moved(campaign, WindowKind.FILING, days=days)
    case, other = stories.filled(), factories.application(State.DRAFT)
    ends = CLOSES + days * DAY
    sweep(at=ends + GRACE)
    with pytest.raises(Refused, match="截止"):
        submitting(case, ends + SECOND)
    submitting(case, ends)
    sweep(at=ends + AFTER)
    assert stories_after.fresh(case).state == State.EMPLOYER_CHECK
    assert stories_after.fresh(other).state == State.LAPSED


@pytest.mark.parametrize("days", [-6, 6])
def test_a_correction_keeps_the_time_that_was_promised(campaign, days):
    """C16: what the letter of the return says holds on the screen and for the sweep, whatever the office changes."""
    case = stories.returned()
    due = case.correction_due
    moved(campaign, WindowKind.REVIEW, WindowKind.CORRECTION, days=days)
    shown = current_deadline(stories_after.fresh(case), calendar=working_calendar())
    assert shown.deadline.moment == due
    sweep(at=due + GRACE)
    assert stories_after.fresh(case).state == State.RETURNED
    sweep(at=due + AFTER)
    assert stories_after.fresh(case).state == State.REJECTED


def test_an_acceptance_keeps_at_least_what_was_promised(campaign):
    """C06, C07: a paper or fee window that is brought forward takes nothing away from who was accepted before."""
    case = stories.accepted()
    paper, fee = case.paper_due_at, case.fee_due_at
    moved(campaign, WindowKind.PAPER, WindowKind.PAYMENT, days=-5)
    sweep(at=paper + GRACE)
    case = stories_after.originals_confirmed(case, at=paper)
    assert (case.state, case.paper_due_at, case.fee_due_at) == (State.ACCEPTED, paper, fee)
    assert stories_after.paid(case, at=fee).fee_is_settled


# A clock that jumps back


def test_what_the_sweep_ended_stays_ended_when_the_clock_jumps_back():
    """C05, C16: ended once, told once; an earlier hour gives nothing back and ends nothing else."""
    case, draft = stories.returned(), factories.application(State.DRAFT)
    late = case.correction_due + AFTER
    for at in (late, late - 10 * DAY, late):
        sweep(at=at)
    for row, step in ((case, Transition.REJECT), (draft, Transition.LAPSE)):
        assert row.events.filter(transition=step).count() == 1
        assert not stories_after.fresh(row).is_live


def test_reminders_are_not_said_again_when_the_clock_jumps_back():
    """C05: each at most once, in whatever order the hours come."""
    row = factories.application(State.DRAFT)
    hours = [CLOSES - DAY, CLOSES - 3 * DAY, CLOSES - DAY, CLOSES - timedelta(hours=3), CLOSES - DAY]
    assert [remind(at=at) for at in hours] == [1, 1, 0, 1, 0]
    assert row.applicant.inbox.count() == 3


def test_a_case_goes_on_when_the_clock_jumps_back():
    """C16, C44: returned at four, resubmitted at two of the same day: in time, and the record is in its order."""
    case = stories.resubmitted(stories.returned(), at=stories.RETURNED - timedelta(hours=2))
    assert case.state == State.INITIAL_REVIEW
    assert list(case.events.values_list("sequence", flat=True)) == list(range(1, case.events.count() + 1))
    assert [finding for finding in examine_all() if finding.breaches] == []
    assert Application.objects.get(pk=case.pk).submissions_used == 2
