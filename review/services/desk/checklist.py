"""Marking a checklist and pinning faults: each under the lock of the application, none changes its state (C24, C25)."""

from collections import Counter
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import REVIEWING, FaultTarget, State, Verdict
from applications.models import Application, Fault, Mark, Material, Review, Submission
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.services.steps import locked
from applications.workflow import REVIEW_ROLES
from campaigns.enums import FOR_RETURN
from campaigns.models import ChecklistItem, Reason
from review.rules.checklist import Standing, standing

REVIEW = Statement(
    lambda application, stage, number: Review.objects.filter(
        application=application, stage=stage, submission__number=number
    ),
    int,
    str,
    int,
)
ITEM = Statement(lambda campaign, key: ChecklistItem.objects.filter(campaign=campaign, key=key), int, str)
PINNED = Statement(lambda review, item: Fault.objects.filter(review=review, item=item).values_list("pk"), int, int)

LABELS = Statement(
    lambda campaign: ChecklistItem.objects.filter(campaign=campaign).values_list("pk", "label"), int
)
FAULTS = Statement(lambda review: Fault.objects.filter(review=review).values_list("item"), int)
VERDICTS = Statement(
    lambda review: Mark.objects.filter(review=review).order_by().values_list("item", "verdict"), int
)


def open_review(application: Application, act: Act) -> Review:
    """Give the review of the present submission at the present stage, made when it is not there yet.

    The caller holds the application's row. Raises `Refused` when the act is not for the office that reviews now, or
    by the applicant himself (C40, C44), or when the application is not being reviewed.
    """
    require(
        _is_reviewing(application),
        _gone_on(application, act)
        or guards.acts_as_office(act, application.reviewing_office_id, application.applicant_id, *REVIEW_ROLES),
    )
    number = application.submissions_used
    review = REVIEW.first(application.pk, application.state, number) or Review.objects.create(
        submission=Submission.objects.only("number").get(application=application, number=number),
        stage=application.state,
        application=application,
        office=act.own_office,
        opened_at=application.state_since,
    )
    review.application = application
    return review


def _is_reviewing(application: Application) -> Refusal | None:
    return guards.holds(
        application.state in REVIEWING,
        _("这件申报现在是“%(state)s”，不在审核中。") % {"state": State(application.state).label},
        "",
        _("请刷新页面，看现在的状态。"),
    )


def _gone_on(application: Application, act: Act) -> Refusal | None:
    """A colleague has passed the case on while an older page was open: that is said, not that it is another's."""
    is_first = application.initial_office_id != application.final_office_id and act.acts_for_office(
        application.initial_office_id, *REVIEW_ROLES
    )
    if not is_first or application.state != State.FINAL_REVIEW:
        return None
    return Refusal(
        _("这件申报已经通过初审，现在由%(office)s复审。") % {"office": application.final_office},
        "C40",
        _("请刷新页面，看是谁办的。"),
    )


def review_now(
    application_id: int, *, submission: int, act: Act, lock: Callable[[int], Application] = locked
) -> Review:
    """Lock the application and give its open review; `submission` is the one that the reviewer has before him.

    `lock`: `locked`, or `locked_whole` where letters follow.

    Raises `Refused` as `open_review` does, and when a later submission has come in the meantime.
    """
    application = lock(application_id)
    require(
        guards.holds(
            application.submissions_used == submission,
            _("申报人已经重新提交，您看的是第%(number)d次。") % {"number": submission},
            "C17",
            _("请刷新页面，看最新的一次。"),
        )
    )
    return open_review(application, act)


@transaction.atomic
def mark_item(application_id: int, *, item_key: str, verdict: Verdict, submission: int, act: Act) -> Mark:
    """Mark one checklist item (C25); marking again replaces the mark.

    Raises `Refused` when faults are pinned to the item and the mark says otherwise, and as `review_now` does;
    `ChecklistItem.DoesNotExist` for an unknown item.
    """
    review = review_now(application_id, submission=submission, act=act)
    item = item_of(review, item_key)
    pinned = 0 if verdict == Verdict.PROBLEM else len(PINNED.tuples(review.pk, item.pk))
    require(
        guards.holds(
            not pinned,
            _("“%(item)s”上还钉着%(count)d处问题。") % {"item": item.label, "count": pinned},
            "C25",
            _("先撤下问题，再改记。"),
        )
    )
    return _mark(review, item, verdict, act)


def _mark(review: Review, item: ChecklistItem, verdict: Verdict, act: Act) -> Mark:
    mark = Mark(review=review, item=item, verdict=verdict, marked_by=act.person, marked_at=act.at)
    Mark.objects.bulk_create(
        [mark],
        update_conflicts=True,
        unique_fields=["review", "item"],
        update_fields=["verdict", "marked_by", "marked_at"],
    )
    return mark


def item_of(review: Review, key: str) -> ChecklistItem:
    return ITEM.get(review.application.campaign_id, key)


@transaction.atomic
def pin_fault(
    application_id: int,
    *,
    item_key: str,
    reason_code: str,
    comment: str,
    target: FaultTarget,
    target_key: str,
    submission: int,
    act: Act,
    field: str = "",
    material_id: int | None = None,
    page: int | None = None,
) -> Fault:
    """Pin a fault to a field or a file, with a published reason and words to the applicant; marks the item (C24).

    `target_key` is a section or a slot, `page` counts from 1. Raises `Refused` without a comment, for a reason that is
    not for returns or not for this item, for a file that was not submitted, and as `review_now` does.
    """
    review = review_now(application_id, submission=submission, act=act)
    item = item_of(review, item_key)
    reason = _return_reason(review, item, reason_code)
    require(
        guards.holds(comment.strip(), _("请写清改哪里、怎么改。"), "C24"),
        _was_submitted(review, target_key, material_id, page),
    )
    fault = Fault.objects.create(
        review=review,
        item=item,
        reason=reason,
        target=target,
        target_key=target_key,
        field=field,
        material_id=material_id,
        page=page,
        comment=comment.strip(),
        pinned_by=act.person,
        pinned_at=act.at,
    )
    _mark(review, item, Verdict.PROBLEM, act)
    return fault


def _return_reason(review: Review, item: ChecklistItem, code: str) -> Reason:
    found = Reason.objects.filter(campaign_id=review.application.campaign_id, code=code).first()
    if found is None or found.use not in FOR_RETURN or (found.items and item.key not in found.items):
        raise Refused(Refusal(_("请从公布的目录中选一条原因。"), "C24"))
    return found


def _was_submitted(review: Review, slot_key: str, material_id: int | None, page: int | None) -> Refusal | None:
    if material_id is None:
        return None
    material = (
        Material.objects.filter(submissions=review.submission_id, pk=material_id, slot_key=slot_key)
        .select_related("file")
        .first()
    )
    is_there = material is not None and (page is None or 1 <= page <= material.file.pages)
    return guards.holds(is_there, _("这一次提交里没有这份材料或这一页。"), "C17")


@transaction.atomic
def unpin_fault(application_id: int, *, fault_id: int, submission: int, act: Act) -> None:
    """Take a fault off before the conclusion; the last one of an item takes the item's mark with it (C25).

    Raises `Fault.DoesNotExist` for a fault of another review, and `Refused` as `review_now` does.
    """
    review = review_now(application_id, submission=submission, act=act)
    fault = review.faults.select_related("item").get(pk=fault_id)
    fault.delete()
    if not review.faults.filter(item=fault.item).exists():
        review.marks.filter(item=fault.item).delete()


def standing_of(review: Review) -> Standing:
    """Give where a review stands, from its rows (three queries)."""
    faults = Counter(item for (item,) in FAULTS.tuples(review.pk))
    return standing(LABELS.tuples(review.application.campaign_id), dict(VERDICTS.tuples(review.pk)), faults)
