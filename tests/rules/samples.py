"""Facts and calendars for the tests of rules: the 2025 campaign as it is shipped, without a database."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import chinese_calendar

from applications.rules.facts import EligibilityFacts
from campaigns.rules.calendar import BEIJING, WorkingCalendar

UNTIL_FILING = date(2025, 3, 6)


def beijing(*parts: int) -> datetime:
    """Give a moment, 北京时间."""
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type, misc]


@cache
def state_calendar() -> WorkingCalendar:
    """Give the State Council's calendar of 2024 to 2026; 2027 and later are unknown."""
    first = date(2024, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(2027, 1, 1) - first).days)]
    return WorkingCalendar({day: chinese_calendar.is_workday(day) for day in days})


def engineer(**changes: Any) -> EligibilityFacts:
    """Give an applicant who meets every rule: a construction engineer of a private enterprise in 和田市."""
    facts: dict[str, Any] = {
        "kind": "review",
        "level": "intermediate",
        "path": "education",
        "series_key": "engineering",
        "specialty_key": "construction",
        "employer_kind": "private",
        "employer_in_prefecture": True,
        "education_rank": 30,
        "full_time": True,
        "graduated_on": date(2010, 7, 1),
        "work_started_on": date(2010, 9, 1),
        "professional_years": 14,
        "prior_level": "assistant",
        "prior_since": date(2020, 9, 1),
        "appraisals_ok": True,
        "first_time": False,
        "training_hours": {2024: (90, 60), 2025: (90, 60)},
    }
    return EligibilityFacts(**(facts | changes))
