"""After acceptance, before the decision: the fee arrives, the originals are seen."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import State, Transition
from applications.models import Application, Event
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.steps import carry_out, locked, record


@transaction.atomic
def settle_fee(application_id: int, *, act: Act) -> Event:
    """Write on an accepted application that its fee arrived; payments calls this (C36).

    Raises `Refused` when the office is another, the application is not accepted, owes nothing, or has paid.
    """
    application = locked(application_id)
    require(
        guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER),
        guards.holds(application.state == State.ACCEPTED, _("“已接收材料”的申报才能缴费。"), "C36"),
        guards.holds(application.fee_amount is not None, _("这件申报不收费。"), "C35"),
        guards.holds(application.fee_settled_at is None, _("这件申报的费用早已到账。"), "C36"),
    )
    application.fee_settled_at = act.at
    application.save(update_fields=["fee_settled_at"])
    return record(application, Transition.SETTLE_FEE, application.state, act)


@transaction.atomic
def confirm_originals(application_id: int, *, copies: int, originals_seen: bool, act: Act) -> Application:
    """Record that the title office holds the 呈报表 in `copies` and saw the originals (C39, C06).

    Raises `Refused` with the rule: another office, not two copies, originals not seen, too late, done before.
    """
    application = locked(application_id)
    carry_out(
        application.confirm_originals,
        act,
        comment=_("呈报表%(copies)d份，原件已看") % {"copies": copies},
        copies=copies,
        originals_seen=originals_seen,
        due=application.paper_due_at,
    )
    return application
