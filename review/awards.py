"""结果公示, 任职资格文件, 电子证书 (C08, C10, C11)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import PaperKind
from applications.models import Application
from applications.papers.common import (
    Person,
    contents_of,
    document_shown,
    of_campaign,
    person_of,
    photo_of,
    seal_of,
    telephones,
)
from campaigns.enums import Kind
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import plain_day
from documents import wording
from review.models import AnnotatedCopy, Certificate, Publicity, ResultDocument
from review.rules.numbers import grouped_certificate_number

#: What every paper of a result names of an application.
NAMED = ("applicant", "employer", "series", "specialty", "title")


def result_publicity(publicity: Publicity) -> dict[str, Any]:
    """Give the data of the list that employers post: names whole, no number of any document (C08, C46)."""
    campaign = publicity.campaign
    return {
        "title": publicity.title,
        "campaign": campaign.name,
        "people": [
            _titled(entry.application)
            | {
                "sex": _person(entry.application).sex,
                "kind": str(entry.application.get_kind_display()),
            }
            for entry in _entries(publicity)
        ],
        "from_day": publicity.posted_on.isoformat(),
        "to_day": publicity.last_day.isoformat(),
        "working_days": campaign.publicity_days,
        **of_campaign(campaign, PaperKind.RESULT_PUBLICITY),
        **seal_of(publicity.office, PaperKind.RESULT_PUBLICITY),
        "issuer": publicity.office.name,
        "address": publicity.office.address,
        "issued_on": publicity.posted_on.isoformat(),
    }


def result_document(document: ResultDocument) -> dict[str, Any]:
    """Give the data of the 任职资格文件 after GB/T 9704, with the people in its annex (C10)."""
    from review.services.certificates import qualified_on

    applications = list(
        document.applications.select_related(*NAMED)
        .prefetch_related("sections")
        .order_by("series__order", "level", "pk")
    )
    publicity, campaign = document.publicity, document.campaign
    values = {
        "机关": document.office.name,
        "通知": campaign.title,
        "通知文号": campaign.document_number,
        "公示开始": plain_day(publicity.posted_on),
        "公示结束": plain_day(publicity.last_day),
        "首位姓名": applications[0].applicant.name + ("等" if len(applications) > 1 else ""),
        "人数": str(len(applications)),
    }
    words = campaign.wording.get(PaperKind.RESULT_DOCUMENT, {})
    head, to, body = (
        wording.filled(wording.text_of(PaperKind.RESULT_DOCUMENT, key, words), values)
        for key in ("head", "to", "body")
    )
    return {
        "sign": head,
        "number": document.number,
        "title": document.title,
        "to": to,
        "body": body,
        "annex": _("取得专业技术职务任职资格人员名单"),
        "people": [
            _titled(application)
            | {"sex": _person(application).sex, "qualified_from": qualified_on(application).isoformat()}
            for application in applications
        ],
        **seal_of(document.office, PaperKind.RESULT_DOCUMENT),
        "issuer": document.office.name,
        "issued_on": document.issued_on.isoformat(),
        "printer": document.office.name,
        "printed_on": document.issued_on.isoformat(),
        **telephones(campaign),
    }


def certificate_paper(certificate: Certificate, document: ResultDocument) -> dict[str, Any]:
    """Give the data of a certificate; its QR code leads to the public page of this one (C11)."""
    application = certificate.application
    campaign = document.campaign
    human = person_of(application.applicant, contents_of(application))
    return _titled(application) | {
        "sex": human.sex,
        "born": human.born,
        "id_number": document_shown(application.applicant),
        "way": str(application.get_kind_display()),
        "committee": judged_by(application),
        "document_number": document.number,
        "qualified_from": certificate.qualified_on.isoformat(),
        "number": grouped_certificate_number(certificate.number),
        **seal_of(document.office, PaperKind.CERTIFICATE),
        "issuer": document.office.name,
        "issued_on": day_of(certificate.issued_at).isoformat(),
        "code_url": public_address(certificate),
        "photo": photo_of(application),
        **telephones(campaign),
    }


def public_address(certificate: Certificate) -> str:
    """Give the address that the QR code holds: 128 random bits, nothing personal."""
    return settings.PORTAL_ADDRESS + reverse("results:certificate", args=[certificate.token])


def annotated_paper(copy: AnnotatedCopy) -> dict[str, Any]:
    """Give the data of an annotated copy: its certificate's, but for the address, which is the copy's own."""
    assert copy.certificate.paper
    return copy.certificate.paper.data | {
        "code_url": settings.PORTAL_ADDRESS + reverse("results:copy", args=[copy.token]),
        "purpose": copy.purpose,
        "valid_until": copy.valid_until.isoformat(),
    }


def judged_by(application: Application) -> str:
    """Give the committee's name, or the office that determined (C38, C40)."""
    if application.kind == Kind.REVIEW:
        tally = application.tallies.select_related("meeting__committee").order_by("-pk").first()
        if tally:
            return str(tally.meeting.committee.name)
    return application.final_office.name if application.final_office else ""


def _person(application: Application) -> Person:
    return person_of(application.applicant, contents_of(application))


def _entries(publicity: Publicity) -> Any:
    rows = publicity.entries.select_related(*(f"application__{name}" for name in NAMED))
    return rows.prefetch_related("application__sections")


def _titled(application: Application) -> dict[str, Any]:
    return {
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "series": application.series.name if application.series else "",
        "specialty": application.specialty.name if application.specialty else "",
        "title": application.title.name if application.title else "",
        "level": str(application.get_level_display()),
    }
