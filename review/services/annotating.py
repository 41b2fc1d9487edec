"""A holder's annotated copies of his certificate: purpose and last day burnt in, each with a code of its own."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import PaperKind, PaperStatus
from applications.rules import guards
from applications.rules.refusal import require
from applications.services.papers import request_paper
from campaigns.rules.calendar import day_of
from review.awards import annotated_paper
from review.enums import CertificateStatus
from review.models import AnnotatedCopy, Certificate
from review.models.annotated import PURPOSE_LENGTH
from review.rules.annotating import A_DAY, latest_day


@transaction.atomic
def make_copy(certificate_id: int, *, purpose: str, valid_until: date, act: Act) -> AnnotatedCopy:
    """Give the copy of a certificate for one purpose until a day; the same asked for twice is one copy.

    Raises `Refused`: not the holder, a certificate that is revoked or not made yet, no purpose or too long a one, a day
    that is over or more than a year ahead, too many on one day.
    """
    certificate = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("application", "paper")
        .get(pk=certificate_id)
    )
    purpose, today = " ".join(purpose.split()), day_of(act.at)
    require(
        guards.acts_as_applicant(act, certificate.application.applicant_id),
        guards.holds(certificate.status == CertificateStatus.VALID, _("证书已撤销，不能再做加注件。"), "C45"),
        guards.holds(_is_made(certificate), _("电子证书还在制作，做好以后才能加注。"), "C11"),
        guards.holds(0 < len(purpose) <= PURPOSE_LENGTH, _("请写明用途，最多40个字。")),
        guards.holds(today <= valid_until <= latest_day(today), _("有效期从今天起，最长一年。")),
    )
    known = certificate.copies.filter(purpose=purpose, valid_until=valid_until).first()
    if known:
        return known
    recent = certificate.copies.filter(made_at__gt=act.at - timedelta(days=1)).count()
    require(guards.holds(recent < A_DAY, _("一天最多做10份加注件，请明天再做。")))
    return _made(certificate, purpose, valid_until, act)


def _is_made(certificate: Certificate) -> bool:
    return certificate.paper is not None and certificate.paper.status == PaperStatus.READY


def _made(certificate: Certificate, purpose: str, valid_until: date, act: Act) -> AnnotatedCopy:
    copy = AnnotatedCopy.objects.create(
        certificate=certificate, purpose=purpose, valid_until=valid_until, made_by=act.person, made_at=act.at
    )
    copy.paper = request_paper(
        PaperKind.CERTIFICATE_COPY,
        annotated_paper(copy),
        at=act.at,
        application=certificate.application,
        part=copy.token,
    )
    copy.save(update_fields=["paper"])
    return copy
