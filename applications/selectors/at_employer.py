"""How an application that is still with the employer stands against the end of review (C06, C26)."""

from dataclasses import dataclass
from datetime import datetime

from applications.enums import State
from applications.models import Application, EmployerNotice
from applications.rules.deadlines import Deadline, forwarding_is_possible, notice_period
from applications.selectors.deadlines import AT_THE_EMPLOYER, latest_notice_of, window_of
from campaigns.enums import WindowKind
from campaigns.models import Window
from campaigns.rules.calendar import WorkingCalendar, day_of


@dataclass(frozen=True)
class AtEmployer:
    """The last day for the notice unless it hangs, the end of review, and whether the employer can still forward in time.

    The state machine has no way out of this but the applicant's withdrawal and the employer's return.
    """

    latest: Deadline | None
    review: Window
    at: datetime
    is_hopeless: bool

    @property
    def is_posted(self) -> bool:
        return self.latest is None

    @property
    def is_closed(self) -> bool:
        """Whether the review window is over: nothing is forwarded any more (C06)."""
        return self.at > self.review.closes_at

    @property
    def is_too_late(self) -> bool:
        """Whether no notice, or not the one that hangs, ends before the window does (C26)."""
        return self.is_hopeless and not self.is_closed


def at_employer(
    application: Application, notice: EmployerNotice | None, *, calendar: WorkingCalendar, at: datetime
) -> AtEmployer | None:
    """Give how it stands, or None when it is not with the employer.

    `notice`: the one that hangs; without one the `calendar` says until when it can be posted.
    """
    review = window_of(application, WindowKind.REVIEW)
    if application.state not in AT_THE_EMPLOYER or review is None:
        return None
    if application.state == State.EMPLOYER_NOTICE and notice:
        return AtEmployer(None, review, at, not forwarding_is_possible(notice.last_day, review.closes_at))
    period = notice_period(day_of(at), workdays=application.campaign.notice_days, calendar=calendar)
    return AtEmployer(
        latest_notice_of(application, calendar=calendar),
        review,
        at,
        not forwarding_is_possible(period.last_day, review.closes_at),
    )
