"""Revocation for fraud: the title goes, the certificate says so, the integrity list names who answers for it (C45)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.acting import Act
from accounts.enums import IntegrityKind
from accounts.models import Employer
from accounts.services.integrity import enter
from applications.enums import PaperKind, PaperStatus
from applications.models import Application
from applications.services.steps import carry_out, locked
from campaigns.rules.calendar import day_of
from review.enums import CertificateStatus
from review.models import Certificate
from review.services.notices import tell_revoked


@dataclass(frozen=True)
class Responsible:
    """Somebody directly responsible for a fraud: name and document number, normalised."""

    name: str
    document_number: str


@transaction.atomic
def revoke(
    application_id: int,
    *,
    finding: str,
    responsible: Sequence[Responsible] = (),
    employer_too: bool = False,
    act: Act,
) -> Application:
    """Revoke a title on a finding of fraud; the person and those named are listed for the campaign's years (C45).

    Raises `Refused`: another office, nothing decided yet, no finding.
    """
    application = locked(application_id)
    carry_out(application.revoke, act, comment=finding.strip(), finding=finding)
    Certificate.objects.filter(application=application).update(
        status=CertificateStatus.REVOKED, revoked_at=act.at, revocation=finding.strip()
    )
    void = (PaperKind.CERTIFICATE, PaperKind.CERTIFICATE_COPY)
    application.papers.filter(kind__in=void).update(status=PaperStatus.OUTDATED)
    person = application.applicant
    _list(IntegrityKind.PERSON, person.name, application, finding, act, document_number=person.document_number)
    for other in responsible:
        _list(
            IntegrityKind.RESPONSIBLE, other.name, application, finding, act, document_number=other.document_number
        )
    if employer_too and application.employer:
        employer = application.employer
        _list(IntegrityKind.EMPLOYER, employer.name, application, finding, act, employer=employer)
    tell_revoked(application, finding.strip(), at=act.at)
    return application


def _list(
    kind: IntegrityKind,
    name: str,
    application: Application,
    finding: str,
    act: Act,
    *,
    document_number: str = "",
    employer: Employer | None = None,
) -> None:
    enter(
        kind=kind,
        name=name,
        finding=finding,
        starts_on=day_of(act.at),
        years=application.campaign.fraud_ban_years,
        document_number=document_number,
        employer=employer,
        act=act,
    )
