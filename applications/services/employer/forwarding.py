"""The end of the employer's part: forward to the office, or give back to the applicant (C17, C20, C26)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.models import Application, Event
from applications.rules import guards
from applications.rules.refusal import Refusal, Refused, require
from applications.selectors.deadlines import read_window
from applications.selectors.notices import blocking, missing_scans
from applications.services.employer.batches import outdate_batch
from applications.services.employer.common import held, take_out_scans, void_posted
from applications.services.steps import carry_out, locked_whole
from applications.services.submissions import freeze_submission
from applications.services.telling import tell_applicant
from campaigns.enums import FOR_RETURN, WindowKind
from campaigns.models import Reason


def forward(*, application_id: int, act: Act) -> Event:
    """Send the application to the office that reviews first, frozen as submission 1 (C06, C17, C20, C26)."""
    with transaction.atomic():
        application = held(application_id, act, lock=locked_whole)
        notice = application.notices.filter(cancelled_at=None).first()
        window = read_window(application, WindowKind.REVIEW)
        if window is None:
            raise Refused(Refusal(_("这次申报还没有定审核时间。"), "C06"))
        event = carry_out(
            application.forward,
            act,
            notice_concluded=bool(notice and notice.concluded_at),
            open_objections=blocking(notice) if notice else 0,
            missing_scans=missing_scans(application),
            opens=window.opens_at,
            closes=window.closes_at,
        )
        freeze_submission(application, at=act.at)
        office = application.initial_office.name if application.initial_office else ""
        tell_applicant(
            application,
            occasion=f"forwarded:{event.pk}",
            subject=_("单位已报送您的申报"),
            body=_("您的申报%(number)s已由单位报送%(office)s初审。")
            % {"number": application.number, "office": office},
            at=act.at,
        )
    return event


def return_to_applicant(*, application_id: int, reason_code: str, comment: str, act: Act) -> Event:
    """Give the application back, with a published reason and words of one's own; costs no submission (C17, C24).

    A notice that runs is cancelled, its papers are void and its scans taken out.
    """
    with transaction.atomic():
        application = held(application_id, act)
        reason = application.campaign.reasons.filter(code=reason_code, use__in=FOR_RETURN).first()
        require(guards.holds(reason, _("请从公布的原因里选一条。"), "C24"))
        event = carry_out(
            application.return_to_applicant, act, comment=comment.strip(), reasons=(reason_code,), reason=comment
        )
        outdate_batch(application)
        application.notices.filter(cancelled_at=None).update(cancelled_at=act.at)
        void_posted(application)
        take_out_scans(application, at=act.at)
        _tell_returned(application, reason, comment, event, act)
    return event


def _tell_returned(application: Application, reason: Reason | None, comment: str, event: Event, act: Act) -> None:
    facts = {
        "unit": act.unit_name,
        "number": application.number,
        "reason": reason.label if reason else "",
        "comment": comment.strip(),
    }
    body = _("%(unit)s退回您的申报%(number)s：%(reason)s。%(comment)s") % facts
    body += _way_back(application, act)
    tell_applicant(
        application,
        occasion=f"returned_by_employer:{event.pk}",
        subject=_("单位退回了您的申报"),
        body=body,
        at=act.at,
    )


def _way_back(application: Application, act: Act) -> str:
    """Say what can be done now: filing again while its window is open, else whom to ask (C05, C17)."""
    filing = read_window(application, WindowKind.FILING)
    if filing and act.at <= filing.closes_at:
        return _("改好后请在申报截止前重新提交；这次退回不占提交次数。")
    return _("网上申报已经截止，不能再提交，这件申报会逾期失效（C05）。有不同意见，请打监督电话%(phone)s。") % {
        "phone": application.campaign.supervision_phone
    }
