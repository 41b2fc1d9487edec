"""Whether an application may go into a committee's meeting, and every reason why not."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from applications.rules.guards import holds
from applications.rules.refusal import Refusal
from campaigns.enums import Kind


@dataclass(frozen=True)
class CandidateFacts:
    """What is asked of an application: ids of its rows, kind, band."""

    campaign_id: int
    series_id: int | None
    band: str
    kind: str
    division_id: int | None


class CommitteeLike(Protocol):
    campaign_id: int
    series_id: int
    band: str

    @property
    def only_division_id(self) -> int | None: ...


def why_not(committee: CommitteeLike, facts: CandidateFacts) -> tuple[Refusal | None, ...]:
    """Give the refusals that keep an application out of the committee's meetings (C09, C12, C40)."""
    only = committee.only_division_id
    return (
        holds(facts.kind == Kind.REVIEW, _("初定、授予不经评审委员会。"), "C40"),
        holds(facts.campaign_id == committee.campaign_id, _("不是这一年度的申报。")),
        holds(facts.series_id == committee.series_id, _("系列与评审委员会不符。")),
        holds(facts.band == committee.band, _("层级与评审委员会不符。")),
        holds(only is None or facts.division_id == only, _("不是本县市的申报。"), "C09"),
    )
