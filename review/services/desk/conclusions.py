"""The conclusions of a review: return, pass, accept, refuse. Each under the row's lock, each signed (C24, C25, C44)."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import State, Transition
from applications.models import Application, Event, Review
from applications.rules import guards
from applications.rules.refusal import require
from applications.selectors.deadlines import correction_deadline
from applications.services.steps import carry_out, locked_whole
from applications.signals import application_accepted, application_rejected
from campaigns.enums import FOR_REFUSAL
from campaigns.models import Reason
from review.rules.checklist import may_return
from review.services.desk import letters
from review.services.desk.checklist import review_now, standing_of
from review.services.desk.dates import acceptance_begins, dates_for


@transaction.atomic
def return_for_correction(
    application_id: int, *, submission: int, act: Act, seen_faults: tuple[int, ...] | None = None
) -> Event:
    """Return the application with every fault named, and tell applicant and employer until when (C16, C18, C24).

    `seen_faults`: ids of the faults that the reviewer confirmed; a colleague may have pinned another meanwhile.
    Raises `Refused`: an item open, no fault, third submission, no correction time left, another office.
    """
    review = review_now(application_id, submission=submission, act=act, lock=locked_whole)
    application = review.application
    faults = list(review.faults.select_related("reason", "item"))
    require(_as_seen(faults, seen_faults))
    stands = standing_of(review)
    deadline = correction_deadline(application, act.at, dates_for(application, act.at).calendar)
    event = carry_out(
        application.return_for_correction,
        act,
        reasons=tuple(fault.reason.code for fault in faults),
        comment=_("退回%(count)d处") % {"count": len(faults)},
        unmarked=stands.unmarked,
        faults=stands.faults,
        limit=application.campaign.max_submissions,
        due=deadline.moment,
    )
    _conclude(review, Transition.RETURN_FOR_CORRECTION, act)
    letters.tell_returned(review, faults, deadline, act)
    return event


def _as_seen(faults: list, seen: tuple[int, ...] | None):  # type: ignore[no-untyped-def, type-arg]
    same = seen is None or {fault.pk for fault in faults} == set(seen)
    return guards.holds(same, _("您确认以后，又有同事钉上或撤下了问题。"), "C24", _("请看过现在的问题，再退回。"))


@transaction.atomic
def pass_initial(application_id: int, *, submission: int, act: Act) -> Event:
    """Pass the application on to the final review (C25). Raises `Refused` while an item is open or a fault pinned."""
    review = review_now(application_id, submission=submission, act=act, lock=locked_whole)
    stands = standing_of(review)
    event = carry_out(review.application.pass_initial, act, unmarked=stands.unmarked, faults=stands.faults)
    _conclude(review, Transition.PASS_INITIAL, act)
    letters.tell_passed(review, act)
    return event


@transaction.atomic
def accept(application_id: int, *, submission: int, act: Act) -> Event:
    """Accept the materials: print, paper and fee deadlines begin (C36, C38 to C40). Raises `Refused` as above."""
    review = review_now(application_id, submission=submission, act=act, lock=locked_whole)
    application = review.application
    stands = standing_of(review)
    begins = acceptance_begins(application, act.at, dates_for(application, act.at))
    event = carry_out(
        application.accept,
        act,
        unmarked=stands.unmarked,
        faults=stands.faults,
        print_due=begins.printing.moment,
        paper_due=begins.paper.moment,
        fee_amount=begins.amount,
        fee_due=begins.payment.moment if begins.payment else None,
    )
    _conclude(review, Transition.ACCEPT, act)
    answers = application_accepted.send(sender=Application, application=application, act=act)
    letters.tell_accepted(review, begins, [words for _room, words in answers if words], act)
    return event


@transaction.atomic
def reject(
    application_id: int, *, submission: int, reason_codes: tuple[str, ...], comment: str, act: Act
) -> Event:
    """Refuse the application with published reasons; the notice says how to complain (C18, C24).

    Raises `Refused` without a reason that is for refusals, without words to the applicant, with an item open.
    """
    review = review_now(application_id, submission=submission, act=act, lock=locked_whole)
    application = review.application
    due = correction_deadline(application, act.at, dates_for(application, act.at).calendar).moment
    returnable = may_return(application.submissions_used, application.campaign.max_submissions, due, act.at)
    reasons = list(refusal_reasons(application, returnable=returnable).filter(code__in=reason_codes))
    require(
        guards.holds(len(reasons) == len(set(reason_codes)), _("请从公布的不予受理原因中选。"), "C24"),
        guards.holds(comment.strip(), _("请写明不予受理的事实和理由。"), "C24"),
    )
    event = carry_out(
        application.reject,
        act,
        reasons=tuple(reason.code for reason in reasons),
        comment=comment.strip(),
        reason_codes=tuple(reason.code for reason in reasons),
        unmarked=standing_of(review).unmarked,
    )
    _conclude(review, Transition.REJECT, act)
    letters.tell_refused(review, reasons, comment.strip(), act)
    application_rejected.send(sender=Application, application=application, act=act)
    return event


def refusal_reasons(application: Application, *, returnable: bool):  # type: ignore[no-untyped-def]
    """Give the published reasons for a refusal in the application's campaign (C24).

    Those of C18 say that the way back is closed; while it is open (`returnable`, see `may_return`) they are not true.
    """
    reasons = Reason.objects.filter(campaign=application.campaign_id, use__in=FOR_REFUSAL)
    return reasons.exclude(clause="C18") if returnable else reasons


def _conclude(review: Review, conclusion: Transition, act: Act) -> None:
    review.conclusion = conclusion
    review.concluded_by, review.concluded_at = act.user, act.at
    review.save(update_fields=["conclusion", "concluded_by", "concluded_at"])


def onward(state: str) -> Callable[..., Event]:
    """Give the service that lets an application go on from a stage."""
    return pass_initial if state == State.INITIAL_REVIEW else accept
