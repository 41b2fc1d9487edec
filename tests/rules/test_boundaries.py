"""Every deadline on the days where counting goes wrong: a second before, at, and after its last instant."""

from datetime import date, datetime, time, timedelta

import pytest

from applications.rules import deadlines
from applications.rules.deadlines import Deadline
from campaigns.rules.calendar import BEIJING, end_of_day, start_of_day
from campaigns.rules.windows import WindowFacts
from tests.rules.samples import state_calendar

SECOND, INSTANT = timedelta(seconds=1), timedelta(microseconds=1)
CALENDAR = {"calendar": state_calendar()}
#: What the day is, the day itself, two days from it, five working days from it, whether the calendar is a guess.
DAYS = [
    pytest.param(date(2024, 2, 27), date(2024, 2, 29), date(2024, 3, 5), False, id="a leap day"),
    pytest.param(date(2025, 12, 30), date(2026, 1, 4), date(2026, 1, 7), False, id="the year's end"),
    pytest.param(date(2025, 4, 30), date(2025, 5, 6), date(2025, 5, 12), False, id="a holiday inside"),
    pytest.param(date(2025, 2, 6), date(2025, 2, 8), date(2025, 2, 12), False, id="a make-up Saturday"),
    pytest.param(date(2027, 4, 29), date(2027, 5, 3), date(2027, 5, 6), True, id="a year without calendar"),
]
HOURS = (time.min, time(12), time.max)
on_hard_days = pytest.mark.parametrize(("day", "two", "five", "guessed"), DAYS)
at_any_hour = pytest.mark.parametrize("hour", HOURS, ids=str)


def ends_with(due: Deadline, day: date) -> bool:
    """Tell whether a deadline is the last instant of a day: in time a second before it and at it, late right after."""
    last = end_of_day(day)
    late = [due.is_over(moment) for moment in (last - SECOND, last, last + INSTANT, last + SECOND)]
    return late == [False, False, True, True] and due.moment == last


@on_hard_days
@at_any_hour
def test_two_days_for_a_correction(day: date, two: date, five: date, guessed: bool, hour: time) -> None:
    """C16: at whatever hour it was returned."""
    at = datetime.combine(day, hour, BEIJING)
    due = deadlines.correction(at, days=2, rolls=True, correction_closes=None, **CALENDAR)
    assert ends_with(due, two)
    assert due.assumed_calendar is guessed


@on_hard_days
@at_any_hour
def test_five_working_days_after_acceptance(day: date, two: date, five: date, guessed: bool, hour: time) -> None:
    """C39, C06, C07: to print, and to bring and to pay where the campaign's own date is over."""
    at = datetime.combine(day, hour, BEIJING)
    passed = WindowFacts(closes_at=end_of_day(day), clause="C06", citation="通知三（二）")
    for due in (
        deadlines.print_form(at, workdays=5, **CALENDAR),
        deadlines.paper(at, passed, workdays=5, **CALENDAR),
        deadlines.payment(at, passed, workdays=5, **CALENDAR),
    ):
        assert ends_with(due, five)
        assert due.assumed_calendar is guessed
    assert deadlines.fee_booked(end_of_day(day), workdays=5, **CALENDAR) == end_of_day(five)


@on_hard_days
def test_five_working_days_of_a_notice(day: date, two: date, five: date, guessed: bool) -> None:
    """C26, C08: over with the first instant of the day after, not a second sooner."""
    next_day = start_of_day(five + timedelta(days=1))
    for period in (
        deadlines.notice_period(day, workdays=5, **CALENDAR),
        deadlines.publicity_period(day, workdays=5, **CALENDAR),
    ):
        over = [period.may_conclude(moment) for moment in (next_day - SECOND, next_day, next_day + SECOND)]
        assert over == [False, True, True]
        assert (period.last_day, period.assumed_calendar) == (five, guessed)


@on_hard_days
def test_the_last_day_for_a_notice_looks_back_over_the_same_days(
    day: date, two: date, five: date, guessed: bool
) -> None:
    """C26, C06: a review that closes on the day after five working days lets a notice start on the day itself."""
    due = deadlines.latest_notice(end_of_day(five + timedelta(days=1)), workdays=5, **CALENDAR)
    assert ends_with(due, day)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 3, 5), date(2024, 2, 29)),
        (date(2026, 1, 3), date(2025, 12, 29)),
        (date(2025, 5, 7), date(2025, 5, 2)),
        (date(2025, 2, 13), date(2025, 2, 8)),
        (date(2027, 5, 6), date(2027, 5, 1)),
    ],
)
def test_a_filing_before_a_meeting_moves_over_none_of_them(day: date, end: date) -> None:
    """C33: calendar days, counted backwards."""
    assert ends_with(deadlines.pre_meeting_filing(day, days=5), end)
