"""What the secretary sees of the rubrics, what everybody sees, and which rubric judges a case (C31, C32)."""

from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from accounts.enums import Tier
from review.enums import RubricStatus
from review.models import Committee, Meeting, Rubric, Tally
from review.rules.rubrics import CriterionFacts, Share, share


@dataclass(frozen=True)
class Layer:
    """A layer of a committee: the rubric in force there, the draft of the next, either may be missing."""

    tier: Tier
    in_force: Rubric | None
    draft: Rubric | None
    used: bool

    @property
    def shown(self) -> Rubric | None:
        """Give what the editor begins with."""
        return self.draft or self.in_force


def layers_of(committee: Committee) -> list[Layer]:
    """Give the three layers of a committee with their rubrics, criteria at hand (three queries)."""
    rubrics = committee.rubrics.exclude(status=RubricStatus.REPLACED).prefetch_related("criteria")
    found = {(rubric.tier, rubric.status): rubric for rubric in rubrics}
    used = set(Tally.objects.filter(rubric__committee=committee).values_list("rubric__tier", flat=True))
    return [
        Layer(
            tier,
            found.get((tier, RubricStatus.IN_FORCE)),
            found.get((tier, RubricStatus.DRAFT)),
            tier in used,
        )
        for tier in Tier
    ]


def criteria_facts(rubric: Rubric) -> list[CriterionFacts]:
    """Give the criteria of a rubric as plain facts, in order."""
    return [
        CriterionFacts(row.section, row.name, row.points, row.measure, row.note) for row in rubric.criteria.all()
    ]


def share_of(rubric: Rubric) -> Share:
    """Give how the points of a rubric fall on what they measure (C32)."""
    return share(criteria_facts(rubric))


def public_rubrics() -> QuerySet[Rubric]:
    """Give every rubric in force of the published campaigns, the newest campaign first."""
    return (
        Rubric.objects.filter(status=RubricStatus.IN_FORCE, committee__campaign__status="published")
        .select_related("committee__campaign", "committee__series", "committee__office")
        .annotate(layer=Case(*(When(tier=tier, then=place) for place, tier in enumerate(Tier))))
        .order_by(
            "-committee__campaign__year", "committee__series__order", "committee__band", "committee_id", "layer"
        )
    )


def rubrics_in_force(committee: Committee) -> dict[str, Rubric]:
    """Give the rubric in force of each layer that has one, by `Tier`."""
    return {rubric.tier: rubric for rubric in committee.rubrics.filter(status=RubricStatus.IN_FORCE)}


def layers_without_rubric(meeting: Meeting) -> list[Tier]:
    """Give the layers of the cases in a meeting for which its committee has no rubric in force (two queries)."""
    needed = set(meeting.tallies.values_list("application__employer__tier", flat=True))
    known = rubrics_in_force(meeting.committee)
    return [tier for tier in Tier if tier in needed and tier not in known]
