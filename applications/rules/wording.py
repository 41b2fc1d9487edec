"""How a deadline is said. Dates and spans are said by `campaigns.rules.wording`, offered here too."""

from datetime import datetime

from applications.rules.deadlines import Deadline
from campaigns.rules.wording import (
    hour,
    plain_day,
    short_day,
    short_moment,
    span,
    time_until,
    whole_day,
    whole_moment,
)

__all__ = [
    "hour",
    "plain_day",
    "short_day",
    "short_moment",
    "span",
    "time_left",
    "time_until",
    "whole_day",
    "whole_moment",
]


def time_left(deadline: Deadline, at: datetime) -> str:
    """Give what is left of a deadline at `at`: 2天3小时19分, or an empty text when it is over."""
    return time_until(deadline.moment, at)
