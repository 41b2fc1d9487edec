"""The sweep: what ran out is ended, row by row, each under its own lock and in a transaction of its own (C05, C16, C18).

It may run twice, and twice at once: the row is looked at again under its lock. A request that began before a deadline
counts by that moment even if it commits later, so the sweep leaves it `GRACE` to arrive.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.acting import Act
from applications.enums import PaperKind, State
from applications.models import Application
from applications.papers.letters import Decision, Given, refusal
from applications.rules.deadlines import fee_booked
from applications.rules.refusal import Refused
from applications.selectors.deadlines import read_window
from applications.services.papers import request_paper
from applications.services.steps import carry_out, locked
from applications.services.telling import tell_applicant
from applications.signals import application_lapsed, application_rejected
from campaigns.enums import FOR_REFUSAL, Level, ReasonUse, WindowKind
from campaigns.models import Reason, Window
from campaigns.rules.calendar import day_of
from campaigns.selectors import working_calendar

log = logging.getLogger(__name__)
#: Longer than any request may take: who began in time arrives in time.
GRACE = timedelta(minutes=2)
MOST = 5000
OVERDUE = "R02"
JUNIOR = (Level.ASSISTANT, Level.TECHNICIAN)


@dataclass(frozen=True)
class Swept:
    """How many of each kind were ended."""

    drafts: int = 0
    corrections: int = 0
    accepted: int = 0


@dataclass(frozen=True)
class RanOut:
    """What ran out: when, what it is called, by which clause."""

    due: datetime
    what: str
    clause: str


def sweep(*, at: datetime) -> Swept:
    """End what had run out by `at`: drafts lapse, overdue corrections are refused, unpaid or unproved cases lapse."""
    late = at - GRACE
    return Swept(
        drafts=_each(overdue_drafts(late), end_draft, at),
        corrections=_each(overdue_corrections(late), refuse_correction, at),
        accepted=_each(overdue_acceptances(late), end_acceptance, at),
    )


def overdue_drafts(late: datetime) -> QuerySet[Application]:
    """Give the drafts whose filing window closed before `late`; a county's own window goes first (C05, C09)."""
    windows = Window.objects.filter(campaign=OuterRef("campaign"), kind=WindowKind.FILING).values("closes_at")
    general = Subquery(windows.filter(division=None))
    own = Subquery(windows.filter(division=OuterRef("employer__division")))
    closes = Case(When(level__in=JUNIOR, then=Coalesce(own, general)), default=general)
    return Application.objects.filter(state=State.DRAFT).annotate(closes=closes).filter(closes__lt=late)


def overdue_corrections(late: datetime) -> QuerySet[Application]:
    """Give the returned applications that were not resubmitted in time (C16, C18)."""
    return Application.objects.filter(state=State.RETURNED, correction_due__lt=late)


def overdue_acceptances(late: datetime) -> QuerySet[Application]:
    """Give the accepted applications without originals after the paper deadline, or unpaid after the fee's (C06, C07)."""
    without_originals = Q(originals_confirmed_at=None, paper_due_at__lt=late)
    unpaid = Q(fee_amount__isnull=False, fee_settled_at=None, fee_due_at__lt=late)
    return Application.objects.filter(without_originals | unpaid, state=State.ACCEPTED)


def _each(rows: QuerySet[Application], end: Callable[[int, datetime], bool], at: datetime) -> int:
    """End each row; one that cannot be ended is written down and does not hold up the others."""
    ended = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True)[:MOST]:
        try:
            ended += end(pk, at)
        except Refused as refused:
            log.error("The sweep could not end application %s: %s", pk, refused)
        except Exception:
            log.exception("The sweep failed at application %s", pk)
    return ended


def end_draft(application_id: int, at: datetime) -> bool:
    """Tell whether a draft lapsed with its filing window (C05)."""
    return _end(application_id, at, State.DRAFT, _filing_ran_out)


def end_acceptance(application_id: int, at: datetime) -> bool:
    """Tell whether an accepted application lapsed for want of originals or of its fee (C06, C07, C39)."""
    return _end(application_id, at, State.ACCEPTED, _acceptance_ran_out)


def _end(
    application_id: int, at: datetime, state: State, why: Callable[[Application, datetime], RanOut | None]
) -> bool:
    act = Act.by_portal(at)
    with transaction.atomic():
        application = locked(application_id)
        out = why(application, at - GRACE) if application.state == state else None
        if out is None:
            return False
        event = carry_out(application.lapse, act, comment=_("%(what)s已过") % {"what": out.what}, **vars(out))
        application_lapsed.send(Application, application=application, act=act)
        tell_applicant(
            application,
            occasion=f"lapsed:{event.pk}",
            subject=_("您的申报已逾期失效"),
            body=_("申报%(number)s：%(what)s已过，逾期失效（依据%(clause)s）。有疑问请打咨询电话%(phone)s。")
            % {
                "number": application.number,
                "what": out.what,
                "clause": out.clause,
                "phone": application.campaign.contact_phone,
            },
            at=at,
        )
    return True


def _filing_ran_out(application: Application, late: datetime) -> RanOut | None:
    window = read_window(application, WindowKind.FILING)
    if window is None or not window.closes_at < late:
        return None
    return RanOut(window.closes_at, _("申报截止时间"), "C05")


def _acceptance_ran_out(application: Application, late: datetime) -> RanOut | None:
    return next(_ran_out_after_acceptance(application, late), None)


def _ran_out_after_acceptance(application: Application, late: datetime) -> Iterator[RanOut]:
    paper, fee = application.paper_due_at, application.fee_due_at
    if application.originals_confirmed_at is None and paper and paper < late:
        yield RanOut(paper, _("纸质材料接收时间"), "C06")
    if not application.fee_is_settled and fee and fee < late:
        days = application.campaign.booking_days
        if fee_booked(fee, workdays=days, calendar=working_calendar(first=day_of(fee))) < late:
            yield RanOut(fee, _("缴费时间"), "C07")


def refuse_correction(application_id: int, at: datetime) -> bool:
    """Tell whether an application was refused because its correction time had run out (C16, C18, C24)."""
    act = Act.by_portal(at)
    with transaction.atomic():
        application = locked(application_id)
        due = application.correction_due
        if application.state != State.RETURNED or due is None or not due < at - GRACE:
            return False
        office = application.initial_office if _came_from_initial(application) else application.final_office
        reason = overdue_reason(application)
        codes = (reason.code if reason else OVERDUE,)
        event = carry_out(
            application.reject, act, comment=_("退回后逾期未修改"), reasons=codes, reason_codes=codes
        )
        decision = Decision(at=at, name=act.name, unit=office.name if office else "")
        request_paper(
            PaperKind.REFUSAL,
            refusal(application, [Given(reason)] if reason else [], decision),
            at=at,
            application=application,
        )
        application_rejected.send(Application, application=application, act=act)
        tell_applicant(
            application,
            occasion=f"rejected:{event.pk}",
            subject=_("您的申报不予受理"),
            body=_(
                "申报%(number)s退回后没有在期限内重新提交，不予受理（依据C18）。通知书和申诉办法在“我的申报”里；监督电话%(phone)s。"
            )
            % {"number": application.number, "phone": application.campaign.supervision_phone},
            at=at,
        )
    return True


def _came_from_initial(application: Application) -> bool:
    return application.returned_from == State.INITIAL_REVIEW


def overdue_reason(application: Application) -> Reason | None:
    """Give the published reason for a correction that came too late: the campaign's own, by code or by clause (C24)."""
    reasons = application.campaign.reasons.filter(use__in=(ReasonUse.SWEEP, *FOR_REFUSAL))
    return reasons.filter(code=OVERDUE).first() or reasons.filter(clause="C18").first()
