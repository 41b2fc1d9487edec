"""What ran out is ended: to the instant, once, by two sweeps at once, and for nobody who began in time."""

import threading
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.acting import Act
from accounts.models import Division
from applications import signals
from applications.enums import PaperKind, State, Transition
from applications.models import Application
from applications.rules.refusal import Refused
from applications.selectors.deadlines import correction_deadline, window_of
from applications.services import sweep as sweeping
from applications.services.steps import carry_out, locked
from applications.services.sweep import GRACE, end_draft, sweep
from campaigns.enums import Kind, Level, WindowKind
from campaigns.models import Window
from campaigns.rules.calendar import end_of_day
from campaigns.selectors import working_calendar
from tests import factories, stories

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)
CLOSES = end_of_day(date(2025, 3, 6))


def state_of(row):
    return Application.objects.values_list("state", flat=True).get(pk=row.pk)


def returned_at(moment, **fields):
    row = factories.application(State.RETURNED, at=moment, **fields)
    due = correction_deadline(row, moment, working_calendar()).moment
    Application.objects.filter(pk=row.pk).update(correction_due=due)
    row.refresh_from_db()
    return row


def resubmitted(row, began_at):
    with transaction.atomic():
        application = locked(row.pk)
        act = factories.act_of(row.applicant, began_at)
        carry_out(application.resubmit, act, obstacles=(), unanswered=0, commitment_signed=True)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (CLOSES, State.DRAFT),
        (CLOSES + GRACE, State.DRAFT),
        (CLOSES + GRACE + INSTANT, State.LAPSED),
        (CLOSES + timedelta(days=9), State.LAPSED),
    ],
)
def test_a_draft_lapses_when_the_filing_window_is_over(at, state):
    """C05: to the last instant of 6 March it lives; who began in time has two minutes to arrive; then it lapses."""
    row = factories.application(State.DRAFT)
    assert end_draft(row.pk, at) is (state == State.LAPSED)
    sweep(at=at)
    assert state_of(row) == state


def test_what_a_lapse_writes():
    """C05, C44: the event is the portal's own, with the clause; the applicant is told; the later rooms hear of it."""
    row, heard = factories.application(State.DRAFT), []

    def hear(sender, application, act, **_rest):
        heard.append((application.pk, act.is_portal))

    signals.application_lapsed.connect(hear)
    try:
        assert sweep(at=CLOSES + timedelta(hours=1)).drafts == 1
    finally:
        signals.application_lapsed.disconnect(hear)
    event = row.events.get()
    assert (event.transition, event.actor, event.actor_name) == (Transition.LAPSE, None, "系统")
    assert "C05" in row.applicant.inbox.get().body
    assert heard == [(row.pk, True)]


def test_a_county_closes_its_own_junior_drafts():
    """C09: a county's own filing window holds for its junior levels, and for nobody else."""
    campaign = factories.Campaign.objects.get(key="2025")
    luopu = Division.objects.get(key="luopu")
    Window.objects.create(
        campaign=campaign,
        kind=WindowKind.FILING,
        division=luopu,
        closes_at=end_of_day(date(2025, 2, 28)),
        clause="C09",
        citation="通知三（四）",
    )
    there = factories.employer(division="luopu")
    junior = factories.application(State.DRAFT, employer=there, kind=Kind.INITIAL, level=Level.ASSISTANT)
    lowest = factories.application(State.DRAFT, employer=there, kind=Kind.INITIAL, level=Level.TECHNICIAN)
    middle = factories.application(State.DRAFT, employer=there)
    elsewhere = factories.application(State.DRAFT, kind=Kind.INITIAL, level=Level.ASSISTANT)
    without = factories.application(State.DRAFT)
    Application.objects.filter(pk=without.pk).update(employer=None)
    assert window_of(junior, WindowKind.FILING).division == luopu
    sweep(at=end_of_day(date(2025, 2, 28)) + timedelta(hours=1))
    assert [state_of(row) for row in (junior, lowest)] == [State.LAPSED, State.LAPSED]
    assert [state_of(row) for row in (middle, elsewhere)] == [State.DRAFT, State.DRAFT]
    sweep(at=CLOSES + timedelta(hours=1))
    assert {state_of(row) for row in (middle, elsewhere, without)} == {State.LAPSED}


def test_filing_and_sweep_ask_the_same_window():
    """C09: a county's own window closes its junior levels to new drafts, and leaves the intermediate ones open."""
    campaign = factories.Campaign.objects.get(key="2025")
    Window.objects.create(
        campaign=campaign,
        kind=WindowKind.FILING,
        division=Division.objects.get(key="hetian-shi"),
        closes_at=end_of_day(date(2025, 2, 28)),
        clause="C09",
        citation="通知三（四）",
    )
    at = factories.beijing(2025, 3, 1, 9)
    assert stories.drafted(at=at).state == State.DRAFT
    with pytest.raises(Refused, match="截止"):
        stories.drafted(at=at, kind=Kind.REVIEW, level=Level.ASSISTANT)


def test_day_two_at_the_last_second_and_day_three_at_the_first_with_a_weekend_between():
    """C16: returned on Thursday 6 March; two days end on Saturday and roll to Monday 10 March, 24:00."""
    row = returned_at(factories.beijing(2025, 3, 6, 16, 20))
    assert row.correction_due == end_of_day(date(2025, 3, 10))
    for weekend in (factories.beijing(2025, 3, 8, 23, 59, 59), factories.beijing(2025, 3, 9, 0, 10)):
        sweep(at=weekend)
        assert state_of(row) == State.RETURNED
    sweep(at=factories.beijing(2025, 3, 11, 0, 0, 0))
    with pytest.raises(Refused, match="截止"):
        resubmitted(row, factories.beijing(2025, 3, 11, 0, 0, 0))
    resubmitted(row, factories.beijing(2025, 3, 10, 23, 59, 59))
    assert state_of(row) == State.INITIAL_REVIEW


def test_day_two_before_a_holiday():
    """C16: returned on 2 April 2025, the second day is 清明节: it rolls over the holiday to Monday 7 April, if let."""
    campaign = factories.Campaign.objects.get(key="2025")
    campaign.windows.filter(kind__in=(WindowKind.CORRECTION, WindowKind.REVIEW)).update(
        closes_at=end_of_day(date(2025, 4, 30))
    )
    row = returned_at(factories.beijing(2025, 4, 2, 9), campaign=campaign)
    assert row.correction_due == end_of_day(date(2025, 4, 7))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    returned=st.datetimes(datetime(2025, 2, 20), datetime(2025, 3, 15, 22)),
    after=st.timedeltas(timedelta(minutes=-10), timedelta(minutes=10)),
)
def test_a_correction_is_refused_exactly_when_its_time_has_run_out(returned, after):
    """C16, C18: round any deadline, the sweep refuses if and only if it is over and nobody is on his way."""
    with transaction.atomic():
        row = returned_at(returned.replace(tzinfo=factories.BEIJING))
        at = row.correction_due + after
        sweep(at=at)
        assert (state_of(row) == State.REJECTED) == (at > row.correction_due + GRACE)
        transaction.set_rollback(True)


def test_what_a_refusal_writes(django_capture_on_commit_callbacks):
    """C18, C24: the published reason R02, a notice that says how to complain, a message, nobody's personal decision."""
    row = returned_at(factories.beijing(2025, 3, 6, 16, 20))
    assert sweep(at=factories.beijing(2025, 3, 11, 0, 5)).corrections == 1
    event = row.events.get()
    assert (event.transition, event.reasons, event.actor) == (Transition.REJECT, ["R02"], None)
    paper = row.papers.get(kind=PaperKind.REFUSAL)
    assert paper.data["reasons"][0]["text"] == "退回后逾期未修改"
    assert "0903-2069176" in paper.data["complaint"]
    assert "不予受理" in row.applicant.inbox.get().subject


def accepted(**fields):
    at = factories.beijing(2025, 3, 12, 10)
    return factories.application(
        State.ACCEPTED,
        at=at,
        **(
            {
                "paper_due_at": end_of_day(date(2025, 3, 25)),
                "fee_amount": Decimal(280),
                "fee_due_at": end_of_day(date(2025, 3, 30)),
            }
            | fields
        ),
    )


def test_originals_that_never_came():
    """C06, C39: without originals the acceptance lapses after 25 March, with them it does not."""
    row, proved = accepted(), accepted(originals_confirmed_at=factories.beijing(2025, 3, 20))
    sweep(at=end_of_day(date(2025, 3, 25)) + GRACE)
    assert state_of(row) == State.ACCEPTED
    sweep(at=end_of_day(date(2025, 3, 25)) + GRACE + INSTANT)
    assert (state_of(row), state_of(proved)) == (State.LAPSED, State.ACCEPTED)
    assert "C06" in row.applicant.inbox.get().body


def test_a_fee_that_never_came():
    """C07, C36: unpaid by 30 March it lapses, once five working days for booking are over; paid or free it does not.

    30 March is a Sunday, 4 to 6 April are 清明: the fifth working day is 7 April.
    """
    seen = {"originals_confirmed_at": factories.beijing(2025, 3, 20)}
    owing = accepted(**seen)
    paid = accepted(**seen, fee_settled_at=factories.beijing(2025, 3, 29))
    free = accepted(**seen, fee_amount=None, fee_due_at=None)
    sweep(at=end_of_day(date(2025, 4, 7)) + GRACE)
    assert state_of(owing) == State.ACCEPTED
    sweep(at=end_of_day(date(2025, 4, 7)) + GRACE + INSTANT)
    assert [state_of(row) for row in (owing, paid, free)] == [State.LAPSED, State.ACCEPTED, State.ACCEPTED]
    assert "C07" in owing.applicant.inbox.get().body


def test_a_second_sweep_finds_nothing_to_do():
    """C16: run twice, ended once."""
    row = returned_at(factories.beijing(2025, 3, 6, 16, 20))
    at = factories.beijing(2025, 3, 11, 1)
    assert (sweep(at=at).corrections, sweep(at=at).corrections) == (1, 0)
    assert (row.events.count(), row.applicant.inbox.count()) == (1, 1)


def test_one_that_cannot_be_ended_does_not_hold_up_the_others(monkeypatch):
    """C16: an error at one application is written down; the next one is ended all the same."""
    first, second = (returned_at(factories.beijing(2025, 3, 6, 16, 20)) for _ in range(2))
    real = sweeping.refuse_correction

    def failing(pk, at):
        if pk == first.pk:
            raise ValueError("broken row")
        return real(pk, at)

    monkeypatch.setattr(sweeping, "refuse_correction", failing)
    assert sweep(at=factories.beijing(2025, 3, 11, 1)).corrections == 1
    assert (state_of(first), state_of(second)) == (State.RETURNED, State.REJECTED)


def test_a_row_that_changed_since_it_was_found_is_left_alone():
    """C16: the sweep looks again under the lock: resubmitted in the last second, it stays in review."""
    row = returned_at(factories.beijing(2025, 3, 6, 16, 20))
    resubmitted(row, row.correction_due)
    assert not sweeping.refuse_correction(row.pk, row.correction_due + timedelta(hours=1))
    assert state_of(row) == State.INITIAL_REVIEW


def test_a_request_that_began_after_the_sweep_ended_it_is_told(db):
    """C16: once refused there is nothing to resubmit; the person is told the state."""
    row = returned_at(factories.beijing(2025, 3, 6, 16, 20))
    sweep(at=row.correction_due + timedelta(hours=1))
    with pytest.raises(Refused, match="不予受理"):
        resubmitted(row, row.correction_due)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_end_each_row_once():
    """C16, C05: two workers at the same time; every row is ended once, with one event."""
    rows = [returned_at(factories.beijing(2025, 3, 6, 16, 20)) for _ in range(4)]
    at, results = factories.beijing(2025, 3, 11, 1), []

    def work():
        try:
            results.append(sweep(at=at).corrections)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(results) == 4
    assert [row.events.count() for row in rows] == [1] * 4


@pytest.mark.parametrize("state", [state for state in State if state not in (State.DRAFT, State.ACCEPTED)])
def test_nobody_else_lapses(state):
    """C05: lapse exists from draft and acceptance alone, and only for the portal."""
    row = factories.application(state)
    with pytest.raises(Refused), transaction.atomic():
        carry_out(locked(row.pk).lapse, Act.by_portal(CLOSES + DAY), due=CLOSES, what="申报", clause="C05")
    draft = factories.application(State.DRAFT)
    clerk = factories.act_as(factories.clerk_of(draft.employer), CLOSES + DAY)
    with pytest.raises(Refused, match="系统"), transaction.atomic():
        carry_out(locked(draft.pk).lapse, clerk, due=CLOSES, what="申报", clause="C05")


DAY = timedelta(days=1)
