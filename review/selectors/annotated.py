"""Annotated copies: the holder's list, and one that a stranger has in hand."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.acting import Act
from campaigns.rules.calendar import day_of
from review.enums import AnnotatedState, CertificateStatus
from review.models import AnnotatedCopy, Certificate
from review.rules import annotating
from review.selectors.results import CERTIFICATE_ROWS


@dataclass(frozen=True)
class Shown:
    """A copy with what it is worth on the day of the page."""

    copy: AnnotatedCopy
    state: AnnotatedState


def own_certificate(act: Act, number: str) -> Certificate | None:
    """Give the certificate of a person's own application, or None; nobody else's, in no capacity."""
    if act.user is None or act.membership is not None:
        return None
    own = Certificate.objects.filter(application__number=number, application__applicant=act.user)
    return own.select_related(*CERTIFICATE_ROWS).first()


def copies_of(certificate: Certificate, at: datetime) -> list[Shown]:
    """Give the copies that a holder had made, newest first."""
    rows = AnnotatedCopy.objects.filter(certificate=certificate).select_related("paper", "certificate__paper")
    return [shown(copy, day_of(at)) for copy in rows]


def copy_with_token(token: str, at: datetime) -> Shown | None:
    """Give the copy of a public address, or None."""
    rows = (f"certificate__{name}" for name in CERTIFICATE_ROWS)
    copy = AnnotatedCopy.objects.filter(token=token).select_related("certificate", "paper", *rows).first()
    return shown(copy, day_of(at)) if copy else None


def shown(copy: AnnotatedCopy, day: date) -> Shown:
    """Give a copy with what it is worth on `day`."""
    certificate = copy.certificate
    assert certificate.paper
    assert copy.paper
    state = annotating.state_on(
        day,
        valid_until=copy.valid_until,
        certificate_stands=certificate.status == CertificateStatus.VALID,
        is_of_current=annotating.says_the_same(certificate.paper.data, copy.paper.data),
    )
    return Shown(copy, state)
