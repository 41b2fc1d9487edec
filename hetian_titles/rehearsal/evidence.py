"""What the database shows at the end of a rehearsal: how often a clause decided something, counted in rows.

Refusals and answers of rules are written down as they happen; here is what only the rows tell.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import IntegrityEntry
from applications.enums import PaperKind, Transition
from applications.models import Application, Commitment, Event, Paper, Submission
from campaigns.models import Campaign
from hetian_titles.rehearsal.ledger import Ledger
from review.models import Rubric


@dataclass(frozen=True)
class Evidence:
    """Rows that a clause decided: the clause, the rows of a campaign, and the words for one of them."""

    clause: str
    rows: Callable[[Campaign], QuerySet[Any]]
    words: Callable[[Any], str]


def _events(*steps: Transition, **more: Any) -> Callable[[Campaign], QuerySet[Event]]:
    return lambda campaign: Event.objects.filter(
        application__campaign=campaign, transition__in=steps, **more
    ).select_related("application")


def _told(event: Event) -> str:
    return f"{event.application.number}：{event.get_transition_display()}，{event.comment}".rstrip("，")


def _papers(*kinds: PaperKind, **more: Any) -> Callable[[Campaign], QuerySet[Paper]]:
    return lambda _campaign: Paper.objects.filter(kind__in=kinds, **more)


def _said(paper: Paper) -> str:
    return f"{paper.application or ''}{paper.get_kind_display()}"


EVIDENCE = (
    Evidence("C04", _events(Transition.SUBMIT), _told),
    Evidence("C05", _events(Transition.LAPSE, source="draft"), _told),
    Evidence("C06", _events(Transition.LAPSE, source="accepted", comment__contains="纸质"), _told),
    Evidence("C07", _events(Transition.LAPSE, source="accepted", comment__contains="缴费"), _told),
    Evidence(
        "C14",
        lambda campaign: Commitment.objects.filter(application__campaign=campaign),
        lambda row: f"{row.application.number}：{row.name}签署，版本{row.version}",
    ),
    Evidence(
        "C17",
        lambda campaign: Submission.objects.filter(
            application__campaign=campaign, number=campaign.max_submissions
        ),
        lambda row: f"{row.application.number}：第{row.number}次提交，是最后一次",
    ),
    Evidence("C18", _events(Transition.REJECT, source="returned"), _told),
    Evidence(
        "C32",
        lambda campaign: Rubric.objects.filter(committee__campaign=campaign, published_at__isnull=False),
        lambda row: f"{row.committee.name}：{row.get_tier_display()}的标准，四唯在线以内",
    ),
    Evidence(
        "C44",
        lambda campaign: Event.objects.filter(application__campaign=campaign).exclude(unit_name=""),
        lambda row: f"{row.get_transition_display()}：{row.actor_name}，{row.unit_name}",
    ),
    Evidence("C45", lambda _campaign: IntegrityEntry.objects.all(), lambda row: f"{row.name}，到{row.ends_on}"),
    Evidence("C46", _papers(PaperKind.EMPLOYER_NOTICE, PaperKind.EMPLOYER_NOTICE_RESULT), _said),
    Evidence("C47", _papers(PaperKind.APPRAISAL_FORM), _said),
    Evidence(
        "C48",
        lambda campaign: Paper.objects.filter(data__contact_phone=campaign.contact_phone),
        lambda row: f"{_said(row)}：{row.data['contact_phone']}、{row.data['supervision_phone']}",
    ),
)


def weigh(campaign: Campaign, ledger: Ledger) -> None:
    """Add what the rows show to the ledger."""
    for evidence in EVIDENCE:
        rows = evidence.rows(campaign).order_by("pk")
        first = rows.first()
        if first is not None:
            ledger.note(evidence.clause, evidence.words(first), rows.count())


def final_states(campaign: Campaign) -> Counter[str]:
    """Give how many applications ended in each state."""
    return Counter(Application.objects.filter(campaign=campaign).order_by().values_list("state", flat=True))
