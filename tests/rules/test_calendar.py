"""Working days: the State Council's calendar, its made-up weekends, and years that it does not know."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.calendar import WorkingCalendar
from tests.rules.samples import state_calendar

known = st.dates(date(2024, 6, 1), date(2026, 6, 1))
few = st.integers(0, 30)


@pytest.mark.parametrize(
    "day", [date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)]
)
def test_a_made_up_weekend_is_a_working_day(day: date) -> None:
    """C26, C39: make-up days count as working days."""
    assert day.weekday() >= 5
    assert state_calendar().is_workday(day)


@pytest.mark.parametrize("day", [date(2025, 1, 28), date(2025, 4, 4), date(2025, 5, 5), date(2025, 10, 8)])
def test_a_holiday_on_a_weekday_is_not(day: date) -> None:
    """C26, C39: statutory holidays do not count."""
    assert day.weekday() < 5
    assert not state_calendar().is_workday(day)


def test_an_unknown_year_falls_back_to_weekdays_and_says_so() -> None:
    """C39: a year whose calendar is not published counts Monday to Friday, flagged."""
    calendar = state_calendar()
    new_year = date(2027, 1, 1)
    assert calendar.is_workday(new_year)
    assert not calendar.is_workday(date(2027, 1, 2))
    assert not calendar.is_known(new_year)
    assert not calendar.covers(date(2026, 12, 30), new_year)
    assert calendar.covers(date(2026, 12, 30), date(2026, 12, 31))


@given(start=known, count=few)
def test_adding_counts_exactly_that_many_working_days(start: date, count: int) -> None:
    """C26: the start does not count, and the end is the last of the days that do."""
    calendar = state_calendar()
    end = calendar.add_workdays(start, count)
    assert calendar.workdays_between(start, end) - calendar.is_workday(start) == (count if count else 0)
    assert count == 0 or calendar.is_workday(end)


@given(start=known, count=few)
def test_subtracting_undoes_adding_from_a_working_day(start: date, count: int) -> None:
    """C26: counting back from the end of a period gives its start."""
    calendar = state_calendar()
    start = calendar.next_workday_on_or_after(start)
    assert calendar.subtract_workdays(calendar.add_workdays(start, count), count) == start


@given(day=known)
def test_the_next_working_day_skips_only_rest_days(day: date) -> None:
    """C16: an end rolls no farther than it must."""
    calendar = state_calendar()
    found = calendar.next_workday_on_or_after(day)
    assert calendar.is_workday(found)
    assert calendar.workdays_between(day, found) == 1


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        WorkingCalendar({}).add_workdays(date(2025, 1, 1), -1)
