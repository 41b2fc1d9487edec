"""不予受理通知书 when nobody but the clock decided (C18, C24); the reviewers' own letters stand in their room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.enums import PaperKind
from applications.models import Application
from applications.papers.common import complaint, of_campaign, subject_of
from campaigns.models import Reason
from campaigns.rules.calendar import day_of


@dataclass(frozen=True)
class Given:
    """A reason as it was given: what it concerns, and what the reviewer said beside it."""

    reason: Reason
    item: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Decision:
    """Who decided, for which office, when (C44)."""

    at: datetime
    name: str
    unit: str


def refusal(application: Application, reasons: Iterable[Given], decision: Decision) -> dict[str, Any]:
    """Give 不予受理通知书: every reason with its clause, and how to complain (C18, C24)."""
    campaign = application.campaign
    issuer = decision.unit or campaign.issuer
    return {
        **_letter(application),
        "reasons": [_reason(one) for one in reasons],
        "decided_by": decision.name,
        "issuer": issuer,
        "issued_on": day_of(decision.at).isoformat(),
        "complaint": complaint(campaign, campaign.issuer),
    }


def _letter(application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "application": subject_of(application),
        **of_campaign(application.campaign, PaperKind.REFUSAL),
    }


def _reason(given: Given) -> dict[str, str]:
    return {
        "code": given.reason.code,
        "text": given.reason.label,
        "clause": given.reason.citation,
        "item": given.item,
        "comment": given.comment or given.reason.remedy,
    }
