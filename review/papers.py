"""From rows to the data of the reviewers' letters: plain JSON in the shape that `documents.papers.letters` declares."""

from collections.abc import Iterable
from typing import Any

from accounts.acting import Act
from applications.enums import PaperKind
from applications.models import Application, Fault, Review
from applications.papers.common import complaint, of_campaign, seal_of, subject_of
from applications.rules.deadlines import Deadline
from campaigns.models import Reason
from campaigns.rules.calendar import day_of
from review.targets import target_label


def return_letter(review: Review, faults: Iterable[Fault], deadline: Deadline, act: Act) -> dict[str, Any]:
    """Give the data of the 退回修改通知: every fault, until when and why, what is left (C16, C17, C24)."""
    application = review.application
    return {
        **_letter(application, act, PaperKind.RETURN_LETTER),
        "reasons": [_fault(fault) for fault in faults],
        "returned_at": act.at.isoformat(),
        "deadline": deadline.moment.isoformat(),
        "why": "；".join(deadline.citations),
        "left": application.campaign.max_submissions - application.submissions_used,
    }


def refusal(review: Review, reasons: Iterable[Reason], comment: str, act: Act) -> dict[str, Any]:
    """Give the data of the 不予受理通知书: why, by which clause, how to complain (C18, C24, C48)."""
    application = review.application
    return {
        **_letter(application, act, PaperKind.REFUSAL),
        "reasons": [_reason(reason, item="", comment=comment) for reason in reasons],
        "issued_on": day_of(act.at).isoformat(),
        "complaint": complaint(application.campaign, act.unit_name),
    }


def _letter(application: Application, act: Act, form: PaperKind) -> dict[str, Any]:
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "application": subject_of(application),
        "decided_by": act.name,
        "issuer": act.unit_name,
        **(seal_of(act.office, form) if form == PaperKind.REFUSAL else {}),
        **of_campaign(application.campaign, form),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return _reason(fault.reason, item=target_label(fault, fault.review.application), comment=fault.comment)


def _reason(reason: Reason, *, item: str, comment: str) -> dict[str, Any]:
    return {
        "code": reason.code,
        "text": reason.label,
        "clause": reason.citation,
        "item": item,
        "comment": comment,
    }
