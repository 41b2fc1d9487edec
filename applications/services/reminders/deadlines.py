"""Reminders of what an applicant must do before a deadline (C05, C06, C07, C16, C39)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField as Moment
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Message
from applications.enums import State
from applications.models import Application, Reminder
from applications.services.reminders.saying import Due, Notice, told_of
from applications.services.telling import page
from campaigns.enums import Level, WindowKind
from campaigns.models import Window
from campaigns.rules.wording import whole_moment

HOURS3, DAY1, DAY3 = timedelta(hours=3), timedelta(days=1), timedelta(days=3)
JUNIOR = (Level.ASSISTANT, Level.TECHNICIAN)
SPANS = {HOURS3: gettext_lazy("3小时"), DAY1: gettext_lazy("1天"), DAY3: gettext_lazy("3天")}
DRAFT_OFFSETS = (DAY3, DAY1, HOURS3)


@dataclass(frozen=True)
class Clock:
    """A deadline kept on the application: its field, how long before to remind, of whom, in which words."""

    kind: str
    field: str
    offsets: tuple[timedelta, ...]
    only: Q
    subject: str | Promise
    consequence: str | Promise

    def step(self, offset: timedelta) -> str:
        """Give the kind of a reminder so long before."""
        return f"{self.kind}_{_short(offset)}"


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


def clocks(at: datetime) -> Iterator[Due]:
    """Give the reminders of deadlines that stand on the application."""
    for clock in CLOCKS:
        for smaller, offset in _steps(clock.offsets):
            for row in _coming(clock, offset, at + smaller, at + offset):
                closes = getattr(row, clock.field)
                yield _to_applicant(row, clock.step(offset), closes, offset, clock.subject, clock.consequence)


def _coming(clock: Clock, offset: timedelta, after: datetime, until: datetime) -> QuerySet[Application]:
    """Give the rows whose deadline lies between two moments, whose clock ran `offset` before it, not yet told."""
    due = ExpressionWrapper(F(clock.field) - offset, output_field=Moment())
    outer = ExpressionWrapper(OuterRef(clock.field) - offset, output_field=Moment())
    told = Reminder.objects.filter(application=OuterRef("pk"), kind=clock.step(offset), due_at=outer)
    within = Q(**{f"{clock.field}__gt": after, f"{clock.field}__lte": until})
    rows = Application.objects.filter(clock.only, within, ~Exists(told)).alias(due=due)
    return told_of(rows.filter(state_since__lte=F("due")), clock.field)


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
    for row in told_of(rows):
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
    """Give the reminders of applications that came back for correction and whose applicant was not told so yet (C16)."""
    told = Reminder.objects.filter(application=OuterRef("pk"), kind="returned", due_at=OuterRef("returned_at"))
    heard = Message.objects.filter(
        user=OuterRef("applicant"), created_at__gte=OuterRef("returned_at"), key__contains=":returned:"
    )
    rows = Application.objects.filter(
        ~Exists(told), ~Exists(heard), state=State.RETURNED, returned_at__lte=at, correction_due__gt=at
    )
    for row in told_of(rows, "returned_at", "correction_due"):
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


def _steps(offsets: Iterable[timedelta]) -> list[tuple[timedelta, timedelta]]:
    """Give (next smaller, offset): of several reminders that were missed only the nearest is said."""
    ordered = sorted(offsets)
    return list(zip([timedelta(0), *ordered], ordered, strict=False))


def _short(offset: timedelta) -> str:
    return f"{offset.days}d" if offset.days else f"{offset.seconds // 3600}h"
