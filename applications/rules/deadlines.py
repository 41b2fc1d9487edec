"""Every deadline: from facts, the campaign's values and the calendar to a moment and the reason for it.

Pure functions; the only place where dates are computed. A deadline is the last instant of its day, 北京时间,
and carries its clause, its sources and the days one by one, so that a screen can show why.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from campaigns.rules.calendar import DAY, WorkingCalendar, day_of, days_from, end_of_day, start_of_day
from campaigns.rules.windows import WindowLike
from campaigns.rules.wording import short_day


@dataclass(frozen=True)
class DayStep:
    """One day of the arithmetic: whether it counts, and what is said of it."""

    date: date
    note: str
    counted: bool
    is_end: bool = False


@dataclass(frozen=True)
class Deadline:
    """The last instant at which something may be done, and why it is that one."""

    moment: datetime
    clause: str
    citations: tuple[str, ...] = ()
    steps: tuple[DayStep, ...] = ()
    assumed_calendar: bool = False

    def is_over(self, at: datetime) -> bool:
        """Say whether `at` lies after the last instant; that instant itself is in time."""
        return at > self.moment

    @property
    def day(self) -> date:
        """The day of the last instant, 北京时间."""
        return day_of(self.moment)


@dataclass(frozen=True)
class Period:
    """A public notice: its first and last counted day, and from when on it may be concluded."""

    posted_on: date
    first_day: date
    last_day: date
    workdays: int
    clause: str
    citations: tuple[str, ...]
    steps: tuple[DayStep, ...]
    assumed_calendar: bool = False

    @property
    def natural_days(self) -> int:
        """How many days the notice hangs, from the first to the last counted day, rest days included."""
        return (self.last_day - self.first_day).days + 1

    @property
    def may_conclude_from(self) -> datetime:
        """The first instant after the period."""
        return start_of_day(self.last_day + DAY)

    def may_conclude(self, at: datetime) -> bool:
        """Say whether the period has run in full at `at` (C26)."""
        return at >= self.may_conclude_from


# Years


def add_years(day: date, years: int) -> date:
    """Give the same day `years` later; 29 February becomes the last day of February (民法典 202)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def full_years(since: date, until: date) -> int:
    """Count the years completed from `since` to `until`; the anniversary itself completes one; never negative."""
    years = until.year - since.year
    return max(0, years if add_years(since, years) <= until else years - 1)


# Windows and returns


def window_closes(window: WindowLike) -> Deadline:
    """Give the end of a window as a deadline, with the clause of the notice that sets it (C05 to C11)."""
    day = day_of(window.closes_at)
    return Deadline(
        moment=window.closes_at,
        clause=window.clause,
        citations=(window.citation,) if window.citation else (),
        steps=(DayStep(day, _("截止日"), counted=True, is_end=True),),
    )


def correction(
    returned_at: datetime,
    *,
    days: int,
    rolls: bool,
    correction_closes: datetime | None,
    calendar: WorkingCalendar,
) -> Deadline:
    """Give the moment until which a returned application may be resubmitted (C16, C18).

    `days` are calendar days, the day of the return not counted. With `rolls`, a last day that is a rest day moves to
    the next working day. Nothing reaches beyond `correction_closes`.
    """
    returned_on = day_of(returned_at)
    plain_end = returned_on + timedelta(days=days)
    end = calendar.next_workday_on_or_after(plain_end) if rolls else plain_end
    steps = _correction_steps(returned_on, plain_end, end, calendar)
    citations = [_("“退回后%(days)d日内”，按自然日算：通知五（一）1") % {"days": days}, _day_rule(rolls)]
    moment = end_of_day(end)
    if correction_closes is not None:
        citations.append(
            _("任何情况下不晚于退回修改截止日%(day)s：通知三（二）")
            % {"day": short_day(day_of(correction_closes))}
        )
        if moment > correction_closes:
            moment = correction_closes
            steps = _cut(steps, returned_on, correction_closes)
    return Deadline(moment, "C16", tuple(citations), steps, rolls and not calendar.covers(plain_end, end))


def latest_full_return(correction_closes: datetime, *, days: int) -> date:
    """Give the last day on which a return still leaves the applicant all his `days` (C16, C18)."""
    return day_of(correction_closes) - timedelta(days=days)


def _day_rule(rolls: bool) -> str:
    if rolls:
        return _("当天不计，末日遇休息日顺延到下一个工作日：《民法典》第201条、第203条")
    return _("当天不计：《民法典》第201条")


def _correction_steps(
    returned_on: date, plain_end: date, end: date, calendar: WorkingCalendar
) -> tuple[DayStep, ...]:
    steps = [DayStep(returned_on, _("退回当天，不计"), counted=False, is_end=end == returned_on)]
    for number, day in enumerate(days_from(returned_on + DAY, plain_end), start=1):
        note = _("第%(number)d日") % {"number": number}
        if day == plain_end:
            note += (
                _("，24时截止") if day == end else _("，遇%(rest)s，顺延") % {"rest": _rest_name(day, calendar)}
            )
        steps.append(DayStep(day, note, counted=True, is_end=day == end))
    for day in days_from(plain_end + DAY, end):
        note = _("工作日，24时截止") if day == end else _("%(rest)s，跳过") % {"rest": _rest_name(day, calendar)}
        steps.append(DayStep(day, note, counted=day == end, is_end=day == end))
    return tuple(steps)


def _cut(steps: tuple[DayStep, ...], returned_on: date, closes: datetime) -> tuple[DayStep, ...]:
    last = max(returned_on, day_of(closes))
    kept = [DayStep(step.date, step.note, step.counted) for step in steps if step.date < last]
    return (*kept, DayStep(last, _("退回修改截止日，到此为止"), counted=True, is_end=True))


# Notices and publicity


def notice_period(posted_on: date, *, workdays: int, calendar: WorkingCalendar) -> Period:
    """Give the period of the employer's notice: `workdays` working days, the day of posting not counted (C26)."""
    citations = (
        _("单位内公示不少于%(days)d个工作日：通知五（二）、附件1") % {"days": workdays},
        _("张贴当天不计：《民法典》第201条"),
    )
    return _period(posted_on, workdays, calendar, "C26", citations)


def publicity_period(published_on: date, *, workdays: int, calendar: WorkingCalendar) -> Period:
    """Give the period of the publicity of results: `workdays` working days, the first day not counted (C08)."""
    citations = (
        _("评审会结束后公示，不少于%(days)d个工作日：通知三（四）") % {"days": workdays},
        _("发布当天不计：《民法典》第201条"),
    )
    return _period(published_on, workdays, calendar, "C08", citations)


def latest_notice_start(review_closes: datetime, *, workdays: int, calendar: WorkingCalendar) -> date:
    """Give the last working day on which a notice can start in good time (C26 within C06).

    In good time: it can be concluded and forwarded, on the day after its last day at the earliest, inside the review
    window. A later start is not refused by this; it is what the employer is warned of from the first day.
    """
    last_day = day_of(review_closes) - DAY
    if not calendar.is_workday(last_day):
        last_day = calendar.subtract_workdays(last_day, 1)
    return calendar.subtract_workdays(last_day, workdays)


def latest_notice(review_closes: datetime, *, workdays: int, calendar: WorkingCalendar) -> Deadline:
    """Give the end of the last day on which a notice can start in good time, with the days that follow (C06, C26)."""
    start = latest_notice_start(review_closes, workdays=workdays, calendar=calendar)
    period = notice_period(start, workdays=workdays, calendar=calendar)
    days = tuple(DayStep(step.date, step.note, step.counted) for step in period.steps[1:])
    return Deadline(
        end_of_day(start),
        "C26",
        (
            *period.citations,
            _("期满次日起报送，审核%(day)s截止：通知三（二）") % {"day": short_day(day_of(review_closes))},
        ),
        (
            DayStep(start, _("最迟这一天张贴，当天不计"), counted=False, is_end=True),
            *days,
            DayStep(period.last_day + DAY, _("期满次日，可以报送"), counted=False),
        ),
        period.assumed_calendar,
    )


def forwarding_is_possible(last_day: date, review_closes: datetime) -> bool:
    """Say whether a notice that hangs until `last_day` can be forwarded before review closes (C06, C26)."""
    return start_of_day(last_day + DAY) <= review_closes


def _period(
    posted_on: date, workdays: int, calendar: WorkingCalendar, clause: str, citations: tuple[str, ...]
) -> Period:
    last_day = calendar.add_workdays(posted_on, workdays)
    return Period(
        posted_on=posted_on,
        first_day=calendar.add_workdays(posted_on, 1),
        last_day=last_day,
        workdays=workdays,
        clause=clause,
        citations=citations,
        steps=_workday_steps(posted_on, last_day, calendar, start=_("张贴当天，不计"), end=_("，期满")),
        assumed_calendar=not calendar.covers(posted_on + DAY, last_day),
    )


# After acceptance


def print_form(accepted_at: datetime, *, workdays: int, calendar: WorkingCalendar) -> Deadline:
    """Give the end of the `workdays` working days for printing the 呈报表 and bringing the originals (C39)."""
    accepted_on = day_of(accepted_at)
    last_day = calendar.add_workdays(accepted_on, workdays)
    return Deadline(
        end_of_day(last_day),
        "C39",
        (
            _("显示“已接收材料”后%(days)d个工作日内：通知六（一）") % {"days": workdays},
            _("当天不计：《民法典》第201条"),
        ),
        _workday_steps(accepted_on, last_day, calendar, start=_("接收材料当天，不计"), end=_("，24时截止")),
        not calendar.covers(accepted_on + DAY, last_day),
    )


def fee_booked(fee_due: datetime, *, workdays: int, calendar: WorkingCalendar) -> datetime:
    """Give until when a fee paid in time may be booked: `workdays` working days after the fee's last day (C07).

    Money that arrived on the last day is on the office's list some days later; nobody lapses for that.
    """
    return end_of_day(calendar.add_workdays(day_of(fee_due), workdays))


def paper(
    accepted_at: datetime, window: WindowLike | None, *, workdays: int, calendar: WorkingCalendar
) -> Deadline:
    """Give the moment until which paper and originals are received (C06).

    It is the end of the campaign's window. An application accepted on or after the window's last day keeps the
    `workdays` working days of C39 instead: nobody is late before he could begin. Without a window they count alone.
    """
    return _window_or_workdays(accepted_at, window, workdays=workdays, calendar=calendar)


def payment(
    accepted_at: datetime, window: WindowLike | None, *, workdays: int, calendar: WorkingCalendar
) -> Deadline:
    """Give the moment until which the fee is to be paid (C07, C36); late acceptance is treated as in `paper`."""
    return _window_or_workdays(accepted_at, window, workdays=workdays, calendar=calendar)


def _window_or_workdays(
    accepted_at: datetime, window: WindowLike | None, *, workdays: int, calendar: WorkingCalendar
) -> Deadline:
    own = print_form(accepted_at, workdays=workdays, calendar=calendar)
    if window is None:
        return own
    if day_of(accepted_at) < day_of(window.closes_at):
        return window_closes(window)
    late = _("接收材料时已到截止日%(day)s，另给%(days)d个工作日") % {
        "day": short_day(day_of(window.closes_at)),
        "days": workdays,
    }
    return Deadline(
        max(own.moment, window.closes_at),
        window.clause,
        (window.citation, late, *own.citations),
        own.steps,
        own.assumed_calendar,
    )


# Filings of the committee's work


def pre_meeting_filing(meeting_on: date, *, days: int) -> Deadline:
    """Give the last moment for filing a meeting: `days` calendar days before it (C33).

    Counted backwards, so that no rest day moves it: a move would leave fewer days than the notice asks for.
    """
    end = meeting_on - timedelta(days=days)
    return Deadline(
        end_of_day(end),
        "C33",
        (_("评审会议召开前%(days)d天完成，按自然日倒推：通知五（六）") % {"days": days},),
        (
            DayStep(end, _("会前第%(days)d天，24时截止") % {"days": days}, counted=True, is_end=True),
            DayStep(meeting_on, _("评审会议召开"), counted=False),
        ),
    )


def post_filing(document_on: date, *, days: int, rolls: bool = True, calendar: WorkingCalendar) -> Deadline:
    """Give the last moment for filing after the result document: within `days` calendar days (C33)."""
    plain_end = document_on + timedelta(days=days)
    end = calendar.next_workday_on_or_after(plain_end) if rolls else plain_end
    citations = (_("任职资格文件印发后%(days)d天内，按自然日算：通知五（六）") % {"days": days}, _day_rule(rolls))
    steps = (
        DayStep(document_on, _("印发当天，不计"), counted=False),
        DayStep(end, _("24时截止"), counted=True, is_end=True),
    )
    return Deadline(end_of_day(end), "C33", citations, steps, rolls and not calendar.covers(plain_end, end))


# Days in words


def _rest_name(day: date, calendar: WorkingCalendar) -> str:
    return calendar.name_of(day) or _("休息日")


def _workday_steps(
    start_day: date, last_day: date, calendar: WorkingCalendar, *, start: str, end: str
) -> tuple[DayStep, ...]:
    steps = [DayStep(start_day, start, counted=False, is_end=start_day == last_day)]
    number = 0
    for day in days_from(start_day + DAY, last_day):
        if not calendar.is_workday(day):
            steps.append(DayStep(day, _("%(rest)s，跳过") % {"rest": _rest_name(day, calendar)}, counted=False))
            continue
        number += 1
        note = _("第%(number)d个工作日") % {"number": number}
        if day.weekday() >= 5:
            note += _("（调休上班）")
        steps.append(DayStep(day, note + (end if day == last_day else ""), counted=True, is_end=day == last_day))
    return tuple(steps)
