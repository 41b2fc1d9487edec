"""The working-day calendar as a table of the office's own."""

from datetime import date

import pytest
from django.core.management import call_command

from campaigns.models import CalendarDay
from campaigns.selectors import working_calendar
from campaigns.services import load_calendar

pytestmark = pytest.mark.django_db


def test_the_loaded_calendar_is_the_state_councils() -> None:
    """C26, C39: holidays with their names, make-up days worked."""
    calendar = working_calendar()
    assert not calendar.is_workday(date(2025, 4, 4))
    assert calendar.name_of(date(2025, 4, 4)) == "清明节"
    assert calendar.is_workday(date(2025, 4, 27))
    assert "调休上班" in calendar.name_of(date(2025, 4, 27))


def test_a_year_that_is_not_published_is_reported_and_falls_back() -> None:
    """C39: 2027 counts weekdays, and everybody is told."""
    report = load_calendar(first_year=2026, last_year=2027)
    assert report.uncovered == [2027]
    assert "2027年的放假安排尚未公布" in str(report)
    calendar = working_calendar()
    assert calendar.is_workday(date(2027, 2, 8))
    assert not calendar.is_known(date(2027, 2, 8))


def test_a_correction_of_the_office_survives_the_next_load() -> None:
    """C39: Xinjiang's own days off, written by the office, stay."""
    day = date(2025, 3, 31)
    CalendarDay.objects.filter(date=day).update(is_workday=False, name="肉孜节", corrected=True)
    report = load_calendar(first_year=2025, last_year=2025)
    assert report.kept == [day]
    assert not working_calendar().is_workday(day)


def test_an_uncorrected_row_follows_the_source() -> None:
    """C39: a wrong row of an older source is mended."""
    CalendarDay.objects.filter(date=date(2025, 10, 1)).update(is_workday=True)
    assert load_calendar(first_year=2025, last_year=2025).updated == 1
    assert not working_calendar().is_workday(date(2025, 10, 1))


def test_a_second_load_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    """C39: the command can run twice."""
    call_command("load_calendar", "--from", "2024", "--to", "2026")
    assert capsys.readouterr().out.strip() == "工作日历：没有变化"


def test_the_calendar_takes_one_query(django_assert_num_queries: object) -> None:
    """C39: a page that shows five deadlines asks once."""
    with django_assert_num_queries(1):  # type: ignore[operator]
        working_calendar(first=date(2025, 1, 1), last=date(2025, 12, 31))
