"""初定 and 授予: determined by the competent office, without a committee (C38, C40)."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.models import Application
from applications.rules.refusal import Refused
from applications.services.steps import carry_out, locked
from campaigns.enums import Kind
from review.services.notices import tell_decision


@transaction.atomic
def determine(application_id: int, *, passed: bool, comment: str, act: Act) -> Application:
    """Determine an accepted 初定 or 授予; a refusal needs its reason in `comment` (C24, C38, C40).

    Raises `Refused`: another office, 评审, originals not confirmed, a fee that is due and not settled, no reason.
    """
    application = locked(application_id)
    needs_committee = application.kind == Kind.REVIEW
    if passed:
        carry_out(application.determine_pass, act, comment=comment, needs_committee=needs_committee)
    else:
        carry_out(application.determine_fail, act, comment=comment, needs_committee=needs_committee, why=comment)
    tell_decision(application, passed=passed, why=comment.strip() or _("审定通过。"), at=act.at)
    return application


def determine_all(chosen: Iterable[Application], *, act: Act) -> list[tuple[Application, str]]:
    """Determine each chosen application well, by itself (C38, C40, C44).

    Gives each with why it was refused, empty where it was determined; one that is refused holds up no other.
    """
    return [(application, _why_not(application, act)) for application in chosen]


def _why_not(application: Application, act: Act) -> str:
    try:
        determine(application.pk, passed=True, comment="", act=act)
    except Refused as refused:
        return "".join(str(refusal) for refusal in refused.refusals)
    return ""
