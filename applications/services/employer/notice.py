"""The employer's notice: posting it, objections, its end (C26, C46)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.statements import Statement
from applications.enums import PaperKind, State
from applications.models import Application, EmployerNotice, EmployerObjection, EmployerOpinion
from applications.papers import employer as papers
from applications.papers.common import contents_of
from applications.rules import guards
from applications.rules.deadlines import Period, notice_period
from applications.rules.refusal import Refusal, require
from applications.selectors.deadlines import latest_notice_start, window_of
from applications.selectors.notices import blocking, period_of
from applications.selectors.opinions import repeated_labels
from applications.services.employer.batches import OF_END, outdate_batch
from applications.services.employer.common import held, running_notice, take_out_scans, void
from applications.services.employer.opinion import record_opinion
from applications.services.papers import request_paper
from applications.services.steps import carry_out, locked_whole
from applications.services.telling import tell_applicant
from campaigns.enums import WindowKind
from campaigns.rules.calendar import WorkingCalendar, day_of
from campaigns.rules.wording import short_day
from campaigns.selectors import calendar_around

OPINION = Statement(
    lambda application: EmployerOpinion.objects.filter(application=application).select_related("recorded_by"),
    int,
)


@dataclass(frozen=True)
class Posting:
    """Where and when a notice hangs, and whom to ring."""

    posted_on: date
    phone: str
    place: str = ""


def start_notice(
    *, application_id: int, posting: Posting, act: Act, texts: Mapping[str, object] | None = None
) -> EmployerNotice:
    """Recommend, and post the notice: today, or on a later day from which it can still be over in time (C26, C43, C46).

    `texts`: the opinion as it stands on the page, kept with the step. The period follows from the working-day
    calendar; the papers are asked for.
    """
    with transaction.atomic():
        application = held(application_id, act, lock=locked_whole)
        if texts is not None and application.state == State.EMPLOYER_CHECK:
            record_opinion(application_id=application_id, texts=texts, act=act)
        calendar = _calendar(application, posting.posted_on, day_of(act.at))
        opinion = OPINION.first(application.pk)
        require(*_posting_refusals(application, posting, act, calendar))
        period = notice_period(posting.posted_on, workdays=application.campaign.notice_days, calendar=calendar)
        carry_out(
            application.start_notice,
            act,
            comment=_posted(period) + (_said_of_others(application, opinion) if opinion else ""),
            opinion_complete=bool(opinion and opinion.is_complete),
            workdays=period.workdays,
            least=application.campaign.notice_days,
        )
        notice = EmployerNotice.objects.create(
            application=application,
            posted_on=period.posted_on,
            last_day=period.last_day,
            workdays=period.workdays,
            place=posting.place,
            phone=posting.phone,
            started_by=act.person,
            started_at=act.at,
        )
        if opinion:
            _request_notice_papers(application, opinion, notice, period, act)
    return notice


def _posted(period: Period) -> str:
    return _("%(posted)s张贴，%(first)s至%(last)s共%(days)d个工作日") % {
        "posted": short_day(period.posted_on),
        "first": short_day(period.first_day),
        "last": short_day(period.last_day),
        "days": period.workdays,
    }


def _said_of_others(application: Application, opinion: EmployerOpinion) -> str:
    """What the record adds where the employer says of several people the same, so that a reviewer sees it (C43)."""
    labels = repeated_labels(application, opinion)
    if not labels:
        return ""
    return _("。单位意见有%(count)d栏与写给本单位别人的相同：%(fields)s") % {
        "count": len(labels),
        "fields": _("、").join(labels),
    }


def _calendar(application: Application, posted_on: date, today: date) -> WorkingCalendar:
    """Give the days that a notice and the last start of one are counted from; too odd a day is refused by the rules."""
    prefetch_related_objects([application.campaign], "windows")
    window = window_of(application, WindowKind.REVIEW)
    begins = min(max(posted_on, today), date(today.year + 1, 12, 31))
    return calendar_around(today, begins, day_of(window.closes_at) if window else today)


def _posting_refusals(
    application: Application, posting: Posting, act: Act, calendar: WorkingCalendar
) -> tuple[Refusal | None, ...]:
    today, latest = day_of(act.at), latest_notice_start(application, calendar=calendar)
    too_late = latest is not None and posting.posted_on > max(latest, today)
    return (
        guards.holds(posting.phone.strip(), _("请填写单位的监督电话。"), "C46"),
        guards.holds(
            posting.posted_on >= today,
            _("张贴日期不能早于今天。"),
            "C26",
            _("公示从张贴的次日起算，补填以前的日期不作数。"),
        ),
        guards.holds(
            posting.posted_on.year <= today.year + 1,
            _("张贴日期写得太远了。"),
            "C26",
            _("请写今年或明年的日期。"),
        ),
        guards.holds(
            not too_late,
            _("这一天张贴，期满后来不及在审核截止前报送。"),
            "C26",
            _("最迟%(day)s张贴。") % {"day": short_day(max(latest, today)) if latest else ""},
        ),
    )


def _request_notice_papers(
    application: Application, opinion: EmployerOpinion, notice: EmployerNotice, period: Period, act: Act
) -> None:
    contents = contents_of(application)
    request_paper(
        PaperKind.EMPLOYER_NOTICE,
        papers.notice(application, opinion, notice, period, contents),
        at=act.at,
        application=application,
    )
    request_paper(
        PaperKind.CONDUCT,
        papers.conduct(application, opinion, contents, signed_on=day_of(act.at)),
        at=act.at,
        application=application,
    )


def record_objection(*, application_id: int, received_on: date, content: str, act: Act) -> EmployerObjection:
    """Take down an objection that came during the notice; it blocks forwarding until it is settled (C26)."""
    with transaction.atomic():
        application = held(application_id, act, State.EMPLOYER_NOTICE)
        notice = running_notice(application)
        require(
            guards.holds(content.strip(), _("请写明异议的内容。"), "C26"),
            guards.holds(
                notice.posted_on <= received_on <= day_of(act.at),
                _("收到日期要在张贴之日到今天之间。"),
                "C26",
            ),
        )
        objection = EmployerObjection.objects.create(
            notice=notice,
            received_on=received_on,
            content=content.strip(),
            recorded_by=act.person,
            recorded_at=act.at,
        )
        _reopen(notice, act.at)
    return objection


def _reopen(notice: EmployerNotice, at: datetime) -> None:
    """A result that says 无异议 is no longer true once an objection is in."""
    if notice.concluded_at:
        notice.concluded_at = notice.concluded_by = None
        notice.save(update_fields=["concluded_at", "concluded_by"])
        void(notice.application, PaperKind.EMPLOYER_NOTICE_RESULT, PaperKind.RECOMMENDATION)
        outdate_batch(notice.application, *OF_END, notice=notice)
        take_out_scans(notice.application, "posting_result", "recommendation", at=at)


def settle_objection(*, objection_id: int, upheld: bool, finding: str, act: Act) -> EmployerObjection:
    """Write down what the inquiry found. An upheld one leaves only the return to the applicant, who is told (C26)."""
    with transaction.atomic():
        objection = EmployerObjection.objects.select_related("notice").get(pk=objection_id)
        application = held(objection.notice.application_id, act, State.EMPLOYER_NOTICE)
        objection = EmployerObjection.objects.select_for_update().get(pk=objection_id)
        require(
            guards.holds(objection.settled_at is None, _("这条异议已经有结论了。"), "C26"),
            guards.holds(finding.strip(), _("请写明怎么调查的、结论是什么。"), "C26"),
        )
        objection.upheld, objection.finding = upheld, finding.strip()
        objection.settled_by, objection.settled_at = act.user, act.at
        objection.save()
        if upheld:
            _tell_upheld(application, objection, act)
    return objection


def _tell_upheld(application: Application, objection: EmployerObjection, act: Act) -> None:
    tell_applicant(
        application,
        occasion=f"objection_upheld:{objection.pk}",
        subject=_("单位公示收到的异议查实成立，申报不能报送"),
        body=_("%(finding)s\n单位可以退回给您修改，您也可以撤回。监督电话%(phone)s。")
        % {"finding": objection.finding, "phone": application.campaign.supervision_phone},
        at=act.at,
    )


def conclude_notice(*, application_id: int, act: Act) -> EmployerNotice:
    """Confirm that the notice hung its whole period and no objection stands; makes the papers to sign (C26, C46)."""
    with transaction.atomic():
        application = held(application_id, act, State.EMPLOYER_NOTICE, lock=locked_whole)
        notice = running_notice(application)
        period = period_of(notice, calendar=calendar_around(notice.posted_on, notice.last_day))
        require(
            guards.holds(notice.concluded_at is None, _("公示期满已经确认过了。"), "C26"),
            guards.holds(
                period.may_conclude(act.at),
                _("公示到%(day)s24时才期满。") % {"day": short_day(period.last_day)},
                "C26",
                _("次日起可以确认。"),
            ),
            guards.holds(not blocking(notice), _("还有异议没有处理，或异议成立。"), "C26"),
        )
        notice.concluded_at, notice.concluded_by = act.at, act.user
        notice.save(update_fields=["concluded_at", "concluded_by"])
        _request_result_papers(application, notice, period, act)
    return notice


def _request_result_papers(application: Application, notice: EmployerNotice, period: Period, act: Act) -> None:
    points = application.campaign.checklist.values_list("label", flat=True)
    opinion = OPINION.get(application.pk)
    today = day_of(act.at)
    request_paper(
        PaperKind.EMPLOYER_NOTICE_RESULT,
        papers.notice_result(application, period, notice.objections.all(), signed_on=today),
        at=act.at,
        application=application,
    )
    request_paper(
        PaperKind.RECOMMENDATION,
        papers.recommendation(application, opinion, period, points, contents_of(application), signed_on=today),
        at=act.at,
        application=application,
    )
