"""The deadlines of an accepted application with their reasons, for screens."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.enums import State
from applications.models import Application
from applications.rules.deadlines import Deadline, paper, payment, print_form
from applications.selectors.deadlines import windows_of
from campaigns.enums import WindowKind
from campaigns.rules.calendar import day_of
from campaigns.selectors import calendar_around


@dataclass(frozen=True)
class Named:
    """A deadline of the page: what it is for, and the deadline with why."""

    what: str | Promise
    deadline: Deadline


def after_acceptance(application: Application) -> list[Named]:
    """Give what still runs on an accepted application: print, paper, fee (C06, C07, C36, C39).

    The moments are those written at acceptance; the days beside them are worked out anew.
    """
    if application.state != State.ACCEPTED or application.accepted_at is None:
        return []
    at, days, calendar = (
        application.accepted_at,
        application.campaign.print_days,
        calendar_around(day_of(application.accepted_at)),
    )
    found = windows_of(application)
    running = []
    if application.originals_confirmed_at is None:
        shown = print_form(at, workdays=days, calendar=calendar)
        running.append(Named(_("打印呈报表、带原件来确认"), _at(shown, application.print_due_at)))
        received = paper(at, found.get(WindowKind.PAPER), workdays=days, calendar=calendar)
        running.append(Named(_("纸质材料接收"), _at(received, application.paper_due_at)))
    if not application.fee_is_settled:
        paid = payment(at, found.get(WindowKind.PAYMENT), workdays=days, calendar=calendar)
        running.append(Named(_("缴费"), _at(paid, application.fee_due_at)))
    return running


def _at(deadline: Deadline, written: object) -> Deadline:
    return replace(deadline, moment=written) if written else deadline  # type: ignore[arg-type]
