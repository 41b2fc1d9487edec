"""Reminders of employers, with a case to check or a notice that is over, and of offices, whose cases wait (C06, C26)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from applications.enums import REVIEWING, State
from applications.models import Application, EmployerNotice, Reminder
from applications.selectors.deadlines import latest_notice_start
from applications.services.reminders.saying import Due, Notice
from applications.services.telling import members_of_employer, members_of_office, page
from campaigns.rules.calendar import BEIJING, DAY, WorkingCalendar, day_of, start_of_day
from campaigns.rules.wording import short_day
from campaigns.selectors import working_calendar

MORNING = time(9, tzinfo=BEIJING)
#: An office is reminded of a case that has waited longer than this.
SLOW = timedelta(days=5)


def arrived_at_employers() -> Iterator[Due]:
    """Give the applications that came to their employer and that nobody there was told of yet (C26)."""
    told = Reminder.objects.filter(application=OuterRef("pk"), kind="arrived", due_at=OuterRef("state_since"))
    rows = Application.objects.filter(~Exists(told), state=State.EMPLOYER_CHECK)
    arrived = list(
        rows.select_related("applicant", "campaign", "employer")
        .only(
            "state",
            "number",
            "level",
            "state_since",
            "applicant__name",
            "campaign__notice_days",
            "employer__division",
        )
        .prefetch_related("campaign__windows")
        .order_by("state_since")
    )
    calendar = working_calendar() if arrived else WorkingCalendar({})
    for application in arrived:
        latest = latest_notice_start(application, calendar=calendar)
        body = _("%(name)s提交了申报%(number)s，请审核、填写意见，在单位内部公示（C26）。") % {
            "name": application.applicant.name,
            "number": application.number,
        }
        if latest:
            body += _("公示最迟%(day)s开始，再晚就来不及报送（C06）。") % {"day": short_day(latest)}
        since = application.state_since
        notice = Notice(
            f"application:{application.pk}:arrived:{since.timestamp()}",
            members_of_employer(application),
            _("有职工提交了申报，等您审核"),
            body,
            page("employer:case", application.number),
        )
        yield Due(application, "arrived", since, notice)


def notices_over(at: datetime) -> Iterator[Due]:
    """Give the employers' notices that may be concluded since this morning (C26)."""
    told = Reminder.objects.filter(
        application=OuterRef("application"), kind="notice_over", sent_at__gte=OuterRef("started_at")
    )
    rows = EmployerNotice.objects.filter(
        ~Exists(told),
        application__state=State.EMPLOYER_NOTICE,
        cancelled_at=None,
        concluded_at=None,
        last_day__lt=day_of(at),
    )
    said = (
        "last_day",
        *(f"application__{name}" for name in ("state", "number", "employer", "applicant__name")),
    )
    for notice in rows.select_related("application__applicant").only(*said):
        application, due_at = notice.application, start_of_day(notice.last_day + DAY)
        occasion = f"application:{application.pk}:notice_over:{due_at.timestamp()}"
        subject = _("公示期满，可以确认了")
        body = _("%(name)s的公示到%(day)s期满。没有异议的，请确认期满、上传盖章件并报送（C26）。") % {
            "name": application.applicant.name,
            "day": short_day(notice.last_day),
        }
        members = members_of_employer(application)
        link = page("employer:case", application.number)
        yield Due(application, "notice_over", due_at, Notice(occasion, members, subject, body, link))


def overdue_offices(at: datetime) -> Iterator[Due]:
    """Give, each morning from nine, the cases that have waited longer than `SLOW` at their office: one message a day."""
    morning = datetime.combine(day_of(at), MORNING)
    if at < morning:
        return
    told = Reminder.objects.filter(application=OuterRef("pk"), kind="overdue", due_at=morning)
    slow = Application.objects.filter(state__in=REVIEWING, state_since__lte=morning - SLOW)
    fresh = slow.filter(~Exists(told)).only("state", "state_since", "initial_office", "final_office")
    by_office: dict[int, list[Application]] = {}
    for row in fresh.order_by("state_since"):
        if row.reviewing_office_id:
            by_office.setdefault(row.reviewing_office_id, []).append(row)
    counts = _counts_by_office(slow)
    for office_id, rows in by_office.items():
        notice = _of_office(office_id, counts.get(office_id, len(rows)), morning)
        yield from (Due(row, "overdue", morning, notice) for row in rows)


def _counts_by_office(slow: QuerySet[Application]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for state, name in ((State.INITIAL_REVIEW, "initial_office"), (State.FINAL_REVIEW, "final_office")):
        found = slow.filter(state=state).order_by().values_list(name).annotate(Count("pk"))
        for office_id, count in found:
            counts[office_id] = counts.get(office_id, 0) + count
    return counts


def _of_office(office_id: int, count: int, morning: datetime) -> Notice:
    return Notice(
        occasion=f"office:{office_id}:overdue:{day_of(morning).isoformat()}",
        users=members_of_office(office_id),
        subject=_("有%(count)d件审核等了%(days)d天以上") % {"count": count, "days": SLOW.days},
        body=_("请先办等得最久的。审核截止后不能再退回修改（C06、C18）。"),
        link=page("desk:queue"),
    )
