"""From rows to the data of the reviewers' letters: plain JSON in the shape that `documents.papers.letters` declares."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.models import Application, Fault, Review
from applications.rules.deadlines import Deadline
from campaigns.models import Reason
from campaigns.rules.calendar import day_of
from review.targets import target_label


def return_letter(review: Review, faults: Iterable[Fault], deadline: Deadline, act: Act) -> dict[str, Any]:
    """Give the data of the 退回修改通知: every fault, until when and why, what is left (C16, C17, C24)."""
    application = review.application
    return {
        **_letter(application, act),
        "reasons": [_fault(fault) for fault in faults],
        "returned_at": act.at.isoformat(),
        "deadline": deadline.moment.isoformat(),
        "why": "；".join(deadline.citations),
        "left": application.campaign.max_submissions - application.submissions_used,
    }


def refusal(review: Review, reasons: Iterable[Reason], comment: str, act: Act) -> dict[str, Any]:
    """Give the data of the 不予受理通知书: why, by which clause, how to complain (C18, C24, C48)."""
    application = review.application
    campaign = application.campaign
    return {
        **_letter(application, act),
        "reasons": [_reason(reason, item="", comment=comment) for reason in reasons],
        "issued_on": day_of(act.at).isoformat(),
        "complaint": _(
            "对本决定有异议的，可以向%(office)s书面申诉，也可以拨打监督电话%(supervision)s反映；"
            "对材料和政策有疑问的，拨打咨询电话%(contact)s。"
        )
        % {
            "office": act.unit_name,
            "supervision": campaign.supervision_phone,
            "contact": campaign.contact_phone,
        },
    }


def _letter(application: Application, act: Act) -> dict[str, Any]:
    campaign = application.campaign
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "application": application_words(application),
        "decided_by": act.name,
        "issuer": act.unit_name,
        "contact_phone": campaign.contact_phone,
        "supervision_phone": campaign.supervision_phone,
    }


def application_words(application: Application) -> str:
    """Say what is applied for: 2025年民营企业专项，建筑工程专业工程师（中级）评审."""
    return _("%(campaign)s，%(specialty)s专业%(title)s（%(level)s）%(kind)s") % {
        "campaign": application.campaign.name,
        "specialty": application.specialty,
        "title": application.title,
        "level": application.get_level_display(),
        "kind": application.get_kind_display(),
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
