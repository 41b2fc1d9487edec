"""What people are told after the decision: the applicant, and the employer that has to post the result (C08)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Employer, Membership
from accounts.services.messages import tell
from applications.models import Application
from campaigns.rules.wording import plain_day
from review.models import Certificate, Publicity, ResultDocument


def tell_decision(application: Application, *, passed: bool, why: str, at: datetime) -> None:
    """Tell the applicant what was decided and which rule decided (C24, C37)."""
    subject = _("评审通过，等待结果公示") if passed else _("评审没有通过")
    _tell_applicant(application, "decided", subject, why, at)


def tell_publicised(publicity: Publicity, applications: Iterable[Application], *, at: datetime) -> None:
    """Tell the applicants, and every employer concerned that it posts the same result (C08)."""
    employers: dict[int, Employer] = {}
    period = _("公示时间%(first)s至%(last)s。") % {
        "first": plain_day(publicity.posted_on),
        "last": plain_day(publicity.last_day),
    }
    for application in applications:
        _tell_applicant(application, "publicised", _("您的结果正在公示"), period, at)
        if application.employer:
            employers[application.employer_id or 0] = application.employer
    members = Membership.objects.filter(
        employer__in=employers, role__in=Role.of_employer(), is_active=True
    ).select_related("user")
    for member in members:
        tell(
            member.user,
            key=f"publicity/{publicity.pk}/post/{member.user_id}",
            subject=_("请在本单位同步公示评审结果"),
            body=_("%(title)s。%(period)s请下载公示文书，在本单位张贴，公示期与网上一致（通知三（四））。")
            % {"title": publicity.title, "period": period},
            link=reverse("results:publicity", args=[publicity.slug]),
            at=at,
        )


def tell_qualified(document: ResultDocument, applications: Iterable[Application], *, at: datetime) -> None:
    for application in applications:
        words = _("%(number)s，%(title)s。备案后签发电子证书。") % {
            "number": document.number,
            "title": application.title,
        }
        _tell_applicant(application, "qualified", _("任职资格文件已印发"), words, at)


def tell_certified(certificate: Certificate, *, at: datetime) -> None:
    words = _("证书编号%(number)s，可以下载，也可以让别人扫码核验。") % {"number": certificate.number}
    _tell_applicant(certificate.application, "certified", _("电子证书已签发"), words, at)


def tell_result_revoked(application: Application, finding: str, *, at: datetime) -> None:
    """Tell of a result that an objection took back before there was a title (C08)."""
    _tell_applicant(application, "revoked", _("公示异议成立，您的结果已撤销"), finding, at)


def tell_revoked(application: Application, finding: str, *, at: datetime) -> None:
    _tell_applicant(application, "revoked", _("您的任职资格已撤销"), finding, at)


def _tell_applicant(application: Application, what: str, subject: str, body: str, at: datetime) -> None:
    tell(
        application.applicant,
        key=f"application/{application.pk}/{what}",
        subject=subject,
        body=body,
        link=reverse("applications:home"),
        at=at,
    )
