"""Letters of the offices to one person: 退回修改通知 (C16, C17) and 不予受理通知书 (C18, C24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from applications.models import Application
from applications.papers.common import subject_of, telephones
from applications.rules.deadlines import Deadline
from campaigns.models import Reason
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import whole_moment


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
        "complaint": (
            f"对本决定有异议的，可以向{campaign.issuer}书面申诉，也可以拨打监督电话{campaign.supervision_phone}反映；"
            f"对材料和政策有疑问的，拨打咨询电话{campaign.contact_phone}。"
        ),
    }


def return_letter(
    application: Application, reasons: Iterable[Given], decision: Decision, due: Deadline
) -> dict[str, Any]:
    """Give 退回修改通知: every fault at once, the deadline with its arithmetic, how many submissions are left."""
    return {
        **_letter(application),
        "reasons": [_reason(one) for one in reasons],
        "returned_at": decision.at.isoformat(),
        "deadline": due.moment.isoformat(),
        "why": f"{'；'.join(due.citations)}。截止到{whole_moment(due.moment)}。",
        "left": application.campaign.max_submissions - application.submissions_used,
        "decided_by": decision.name,
        "issuer": decision.unit or application.campaign.issuer,
    }


def _letter(application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "application": subject_of(application),
        **telephones(application.campaign),
    }


def _reason(given: Given) -> dict[str, str]:
    return {
        "code": given.reason.code,
        "text": given.reason.label,
        "clause": given.reason.citation,
        "item": given.item,
        "comment": given.comment or given.reason.remedy,
    }
