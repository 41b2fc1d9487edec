"""Rubrics (量化赋分标准): drafted by the committee's secretary, published, replaced by a new version (C31, C32)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Tier
from applications.enums import PaperKind
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from review.enums import MeetingStatus, RubricStatus
from review.models import Committee, Criterion, Rubric, Tally
from review.rules.rubrics import CriterionFacts, by_section, twice, why_not_publish
from review.selectors.rubrics import criteria_facts
from review.services.committee import secretary_of
from review.services.meeting_papers import outdate_of_meeting


@transaction.atomic
def save_rubric(
    committee_id: int, tier: Tier, *, lines: Sequence[CriterionFacts], reason: str = "", act: Act
) -> Rubric:
    """Keep `lines` as the draft of a committee's rubric for one layer, its sections together; gives the draft (C31).

    Raises `Refused`: another office, a criterion twice, a rubric that a meeting has judged by.
    """
    committee = _locked(committee_id)
    require(secretary_of(act, committee.office_id), _not_used(committee, tier), twice(lines))
    versions = Rubric.objects.filter(committee=committee, tier=tier)
    draft = versions.filter(status=RubricStatus.DRAFT).first()
    if draft is None:
        draft = Rubric(committee=committee, tier=tier, version=versions.count() + 1)
    draft.reason = reason.strip()
    draft.save()
    draft.criteria.all().delete()
    Criterion.objects.bulk_create(Criterion(rubric=draft, **vars(line)) for line in by_section(lines))
    return draft


@transaction.atomic
def publish_rubric(rubric_id: int, *, act: Act) -> Rubric:
    """Publish a draft: it is public, judges from now on, and replaces the version before (C31, C32, C44).

    Raises `Refused`: another office, published before, not 100 points, the 四唯 beyond the campaign's limit without
    a reason, a rubric that a meeting has judged by.
    """
    committee = _locked(Rubric.objects.values_list("committee_id", flat=True).get(pk=rubric_id))
    rubric = Rubric.objects.select_for_update().get(pk=rubric_id)
    require(
        secretary_of(act, committee.office_id),
        guards.holds(rubric.status == RubricStatus.DRAFT, _("这一版已经发布过了。"), "C31"),
        _not_used(committee, Tier(rubric.tier)),
        *why_not_publish(criteria_facts(rubric), limit=committee.campaign.four_only_limit, reason=rubric.reason),
    )
    Rubric.objects.filter(committee=committee, tier=rubric.tier, status=RubricStatus.IN_FORCE).update(
        status=RubricStatus.REPLACED
    )
    rubric.status = RubricStatus.IN_FORCE
    rubric.published_by, rubric.published_at = act.user, act.at
    rubric.save()
    for meeting in committee.meetings.filter(status=MeetingStatus.PLANNED):
        outdate_of_meeting(meeting, PaperKind.SCORE_SHEET)
    return rubric


def _not_used(committee: Committee, tier: Tier) -> Refusal | None:
    used = Tally.objects.filter(rubric__committee=committee, rubric__tier=tier).exists()
    return guards.holds(
        not used, _("评审会已经按这份标准评过，不能再改。"), "C31", _("同一年度、同一层次的人按同一份标准评。")
    )


def _locked(committee_id: int) -> Committee:
    return Committee.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=committee_id)
