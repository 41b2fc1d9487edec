"""Reminders: each is one row (application, kind, due time), so that a second run or two workers say nothing twice.

A chunk's rows and messages are written in one transaction: who dies in the middle has said nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models import DateTimeField as Moment
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.services.messages import tell
from applications.enums import REVIEWING, State
from applications.models import Application, EmployerNotice, Reminder
from applications.services.telling import members_of_office, page
from applications.signals import reminders_due
from campaigns.enums import Level, WindowKind
from campaigns.models import Window
from campaigns.rules.calendar import BEIJING, DAY, day_of, start_of_day
from campaigns.rules.wording import short_day, whole_moment

CHUNK = 500
MORNING = time(9, tzinfo=BEIJING)
#: An office is reminded of a case that has waited longer than this.
SLOW = timedelta(days=5)
HOURS3, DAY1, DAY3 = timedelta(hours=3), timedelta(days=1), timedelta(days=3)
JUNIOR = (Level.ASSISTANT, Level.TECHNICIAN)
SPANS = {HOURS3: gettext_lazy("3小时"), DAY1: gettext_lazy("1天"), DAY3: gettext_lazy("3天")}


@dataclass(frozen=True)
class Notice:
    """Something to say to several people once; `occasion` names it. What receivers of `reminders_due` give."""

    occasion: str
    users: list[User]
    subject: str
    body: str
    link: str = ""


@dataclass(frozen=True)
class Due:
    """A reminder of one application: its row, and what is said to whom."""

    application: Application
    kind: str
    due_at: datetime
    notice: Notice


@dataclass(frozen=True)
class Clock:
    """A deadline kept on the application: its field, how long before to remind, of whom, in which words."""

    kind: str
    field: str
    offsets: tuple[timedelta, ...]
    only: Q
    subject: str | Promise
    consequence: str | Promise
    clause: str = field(default="")


CLOCKS = (
    Clock(
        "returned",
        "correction_due",
        (DAY1, HOURS3),
        Q(state=State.RETURNED),
        gettext_lazy("退回修改还剩%(span)s"),
        gettext_lazy("到时没有重新提交，将不予受理（C18）。"),
    ),
    Clock(
        "print",
        "print_due_at",
        (DAY3, DAY1),
        Q(state=State.ACCEPTED, originals_confirmed_at=None),
        gettext_lazy("打印呈报表还剩%(span)s"),
        gettext_lazy("请打印一式两份、盖章，带原件到现场核验（C39）。"),
    ),
    Clock(
        "fee",
        "fee_due_at",
        (DAY3, DAY1),
        Q(state=State.ACCEPTED, fee_amount__isnull=False, fee_settled_at=None),
        gettext_lazy("缴费还剩%(span)s"),
        gettext_lazy("到时没有缴费，申报逾期失效（C07）。"),
    ),
    Clock(
        "paper",
        "paper_due_at",
        (DAY3, DAY1),
        Q(state=State.ACCEPTED, originals_confirmed_at=None),
        gettext_lazy("纸质材料接收还剩%(span)s"),
        gettext_lazy("到时没有核验原件，申报逾期失效（C06）。"),
    ),
)
DRAFT_OFFSETS = (DAY3, DAY1, HOURS3)


def remind(*, at: datetime) -> int:
    """Say everything that is due at `at` and was not said yet; give how many messages were new."""
    said = 0
    for found in (drafts(at), clocks(at), returned(at), notices_over(at), overdue_offices(at)):
        while chunk := list(islice(found, CHUNK)):
            said += _say(chunk, at)
    return said + _say_for_others(at)


def _say(chunk: list[Due], at: datetime) -> int:
    rows = [Reminder(application=due.application, kind=due.kind, due_at=due.due_at, sent_at=at) for due in chunk]
    notices = {due.notice.occasion: due.notice for due in chunk}
    with transaction.atomic():
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        return sum(_tell(notice, at) for notice in notices.values())


def _tell(notice: Notice, at: datetime) -> int:
    """Tell each person under a key of his own; what a second worker says too is refused by the key."""
    keyed = ((user, f"{notice.occasion}:{user.pk}"[:200]) for user in notice.users)
    told = [
        tell(user, key=key, subject=notice.subject, body=notice.body, at=at, link=notice.link)
        for user, key in keyed
    ]
    return sum(message is not None for message in told)


def _say_for_others(at: datetime) -> int:
    """The later rooms' reminders, filings among them (C33)."""
    said = 0
    for _receiver, notices in reminders_due.send(sender=Reminder, at=at):
        with transaction.atomic():
            said += sum(_tell(notice, at) for notice in notices or ())
    return said


# Deadlines of the applicant


def clocks(at: datetime) -> Iterator[Due]:
    """Give the reminders of deadlines that stand on the application."""
    for clock in CLOCKS:
        for smaller, offset in _steps(clock.offsets):
            kind = f"{clock.kind}_{_short(offset)}"
            for row in _coming(clock, kind, offset, smaller, at):
                closes = getattr(row, clock.field)
                yield _to_applicant(row, kind, closes, offset, clock.subject, clock.consequence)


def _coming(clock: Clock, kind: str, offset: timedelta, smaller: timedelta, at: datetime) -> QuerySet[Application]:
    """Give the rows whose deadline lies between `smaller` and `offset` ahead, whose clock ran before, not yet told."""
    due = ExpressionWrapper(F(clock.field) - offset, output_field=Moment())
    outer = ExpressionWrapper(OuterRef(clock.field) - offset, output_field=Moment())
    told = Reminder.objects.filter(application=OuterRef("pk"), kind=kind, due_at=outer)
    within = Q(**{f"{clock.field}__gt": at + smaller, f"{clock.field}__lte": at + offset})
    rows = Application.objects.filter(clock.only, within, ~Exists(told)).annotate(due=due)
    return rows.filter(state_since__lte=F("due")).select_related("applicant")


def drafts(at: datetime) -> Iterator[Due]:
    """Give the reminders of drafts that are not submitted while their filing window runs out (C05)."""
    windows = Window.objects.filter(kind=WindowKind.FILING, closes_at__gt=at, closes_at__lte=at + DAY3)
    for window in windows.select_related("campaign"):
        for smaller, offset in _steps(DRAFT_OFFSETS):
            if smaller < window.closes_at - at <= offset:
                yield from _drafts_of(window, offset)


def _drafts_of(window: Window, offset: timedelta) -> Iterator[Due]:
    kind, due_at = f"draft_{_short(offset)}", window.closes_at - offset
    own = Window.objects.filter(campaign=window.campaign, kind=WindowKind.FILING, division__isnull=False)
    by_county = Q(level__in=JUNIOR, employer__division__in=own.values("division"))
    reach = Q(level__in=JUNIOR, employer__division=window.division_id) if window.division_id else ~by_county
    told = Reminder.objects.filter(application=OuterRef("pk"), kind=kind, due_at=due_at)
    rows = Application.objects.filter(
        reach, ~Exists(told), campaign=window.campaign, state=State.DRAFT, state_since__lte=due_at
    )
    for row in rows.select_related("applicant"):
        yield _to_applicant(
            row,
            kind,
            window.closes_at,
            offset,
            _("申报还没有提交，还剩%(span)s"),
            _("到时没有提交的草稿逾期失效（C05）。"),
        )


def _to_applicant(
    row: Application,
    kind: str,
    closes: datetime,
    offset: timedelta,
    subject: str | Promise,
    consequence: str | Promise,
) -> Due:
    due_at = closes - offset
    body = _("申报%(number)s，%(moment)s截止。%(consequence)s") % {
        "number": row.number,
        "moment": whole_moment(closes),
        "consequence": consequence,
    }
    occasion = f"application:{row.pk}:{kind}:{due_at.timestamp()}"
    notice = Notice(
        occasion, [row.applicant], str(subject) % {"span": SPANS[offset]}, body, page("applications:home")
    )
    return Due(row, kind, due_at, notice)


def returned(at: datetime) -> Iterator[Due]:
    """Give the reminders said at once when an application came back for correction (C16)."""
    told = Reminder.objects.filter(application=OuterRef("pk"), kind="returned", due_at=OuterRef("returned_at"))
    rows = Application.objects.filter(
        ~Exists(told), state=State.RETURNED, returned_at__lte=at, correction_due__gt=at
    )
    for row in rows.select_related("applicant"):
        if row.returned_at is None or row.correction_due is None:
            continue
        body = _("申报%(number)s退回修改，请在%(due)s以前改好并重新提交；逾期不予受理（C16、C18）。") % {
            "number": row.number,
            "due": whole_moment(row.correction_due),
        }
        occasion = f"application:{row.pk}:returned:{row.returned_at.timestamp()}"
        subject = _("您的申报退回修改")
        link = page("applications:home")
        yield Due(row, "returned", row.returned_at, Notice(occasion, [row.applicant], subject, body, link))


# Employers and offices


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
    for notice in rows.select_related("application__applicant"):
        application, due_at = notice.application, start_of_day(notice.last_day + DAY)
        occasion = f"application:{application.pk}:notice_over:{due_at.timestamp()}"
        subject = _("公示期满，可以确认了")
        body = _("%(name)s的公示到%(day)s期满。没有异议的，请确认期满、上传盖章件并报送（C26）。") % {
            "name": application.applicant.name,
            "day": short_day(notice.last_day),
        }
        members = _members_of_employer(application)
        link = page("employer:case", application.number)
        yield Due(application, "notice_over", due_at, Notice(occasion, members, subject, body, link))


def _members_of_employer(application: Application) -> list[User]:
    members = User.objects.filter(
        memberships__employer=application.employer_id, memberships__is_active=True, is_active=True
    )
    return list(members.exclude(pk=application.applicant_id).distinct())


def overdue_offices(at: datetime) -> Iterator[Due]:
    """Give, each morning from nine, the cases that have waited longer than `SLOW` at their office: one message a day."""
    morning = datetime.combine(day_of(at), MORNING)
    if at < morning:
        return
    told = Reminder.objects.filter(application=OuterRef("pk"), kind="overdue", due_at=morning)
    slow = Application.objects.filter(state__in=REVIEWING, state_since__lte=morning - SLOW)
    fresh = slow.filter(~Exists(told)).select_related("initial_office", "final_office")
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


# How long before


def _steps(offsets: Iterable[timedelta]) -> list[tuple[timedelta, timedelta]]:
    """Give (next smaller, offset): of several reminders that were missed only the nearest is said."""
    ordered = sorted(offsets)
    return list(zip([timedelta(0), *ordered], ordered, strict=False))


def _short(offset: timedelta) -> str:
    return f"{offset.days}d" if offset.days else f"{offset.seconds // 3600}h"
