"""The payment deadline of an application with its reason, as it stood at acceptance."""

from applications.models import Application
from applications.rules.deadlines import Deadline, payment
from applications.selectors.deadlines import window_of
from campaigns.enums import WindowKind
from campaigns.rules.calendar import day_of
from campaigns.selectors import calendar_around


def payment_deadline(application: Application) -> Deadline | None:
    """Give until when the fee is to be paid, and why (C07, C36); None before acceptance.

    The moment is the one that was written at acceptance; the days beside it are computed anew for the screen.
    """
    if application.accepted_at is None or application.fee_due_at is None:
        return None
    return payment(
        application.accepted_at,
        window_of(application, WindowKind.PAYMENT),
        workdays=application.campaign.print_days,
        calendar=calendar_around(day_of(application.accepted_at)),
    )
