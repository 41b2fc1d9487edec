"""The clock that runs for one application, with as much of the calendar as it needs."""

from datetime import datetime, timedelta

from applications.enums import State
from applications.models import Application
from applications.selectors.deadlines import Running, current_deadline
from campaigns.rules.calendar import WorkingCalendar, day_of
from campaigns.selectors import working_calendar

AHEAD = timedelta(days=40)


def clock_of(application: Application, at: datetime) -> Running | None:
    """Give the deadline that runs now, or None where nothing can be missed; at most two queries."""
    since = {State.RETURNED: application.returned_at, State.ACCEPTED: application.accepted_at}.get(
        State(application.state)
    )
    calendar = WorkingCalendar({}, {})
    if since is not None:
        first = day_of(since)
        calendar = working_calendar(first=first, last=first + AHEAD)
    return current_deadline(application, calendar=calendar, at=at)
