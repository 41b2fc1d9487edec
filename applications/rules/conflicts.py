"""Dates of a campaign that do not go together, found before anybody files (C07, C08, C10, C11, C16, C26, C33)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from applications.rules.deadlines import (
    latest_full_return,
    latest_notice_start,
    post_filing,
    pre_meeting_filing,
    publicity_period,
)
from campaigns.enums import WindowKind
from campaigns.rules.calendar import DAY, WorkingCalendar, day_of, days_from
from campaigns.rules.windows import WindowLike
from campaigns.rules.wording import short_day

Windows = Mapping[str, WindowLike]
#: Working days that an employer needs to look at what was submitted on the last day, before its notice must begin.
ENOUGH = 2


class Spans(Protocol):
    """The lengths of a campaign, in days or working days."""

    notice_days: int
    publicity_days: int
    correction_days: int
    booking_days: int
    prior_meeting_filing_days: int
    post_filing_days: int


@dataclass(frozen=True)
class Conflict:
    """Something that cannot go well, in a sentence, with the clause it concerns."""

    clause: str
    words: str


def conflicts_of(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> list[Conflict]:
    """Give every conflict between a campaign's dates, in the order of the way; `windows`: the prefecture's, by kind."""
    every = (_calendar, _notice, _correction, _fees, _meeting, _document, _certificate)
    return [conflict for find in every for conflict in find(spans, windows, calendar)]


def _calendar(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    first = day_of(windows[WindowKind.FILING].closes_at)
    if not calendar.covers(first, day_of(windows[WindowKind.CERTIFICATE].closes_at)):
        text = _("工作日历没有排到最后一天，没有排到的日子按周一至周五算；国务院公布后请载入。")
        yield Conflict("C26", text)


def _notice(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """Who submits on the last day needs a whole employer's notice before review closes."""
    review, last = windows[WindowKind.REVIEW], day_of(windows[WindowKind.FILING].closes_at)
    latest = latest_notice_start(review.closes_at, workdays=spans.notice_days, calendar=calendar)
    said = {
        "latest": short_day(latest),
        "last": short_day(last),
        "review": short_day(day_of(review.closes_at)),
        "notice": spans.notice_days,
        "days": calendar.workdays_between(last + DAY, latest),
    }
    if latest < last:
        text = _(
            "%(latest)s以后提交的，单位公示%(notice)d个工作日后已过审核截止%(review)s，来不及报送；申报却到%(last)s才截止。"
        )
        yield Conflict("C26", text % said)
    elif calendar.workdays_between(last + DAY, latest) < ENOUGH:
        text = _("最后一天（%(last)s）提交的，单位最迟%(latest)s就要开始公示，只有%(days)d个工作日审核材料。")
        yield Conflict("C26", text % said)


def _correction(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """A return in the last days leaves less than the whole time of correction."""
    closes = windows.get(WindowKind.CORRECTION) or windows[WindowKind.REVIEW]
    full = latest_full_return(closes.closes_at, days=spans.correction_days)
    if full < day_of(windows[WindowKind.REVIEW].closes_at):
        text = _("%(full)s以后退回的，改不满%(days)d天；审核请在这天以前看完第一遍。")
        yield Conflict("C16", text % {"full": short_day(full), "days": spans.correction_days})


def _fees(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """Money booked after the deadline must be there before the meeting takes the cases in."""
    fees, meeting = windows.get(WindowKind.PAYMENT), windows.get(WindowKind.MEETING)
    if not (fees and meeting and meeting.opens_at):
        return
    closes, opens = day_of(fees.closes_at), day_of(meeting.opens_at)
    booked = calendar.add_workdays(closes, spans.booking_days)
    if booked >= opens:
        text = _("缴费%(closes)s截止，入账最迟%(booked)s，评审会%(opens)s就开始。")
        yield Conflict(
            "C07", text % {"closes": short_day(closes), "booked": short_day(booked), "opens": short_day(opens)}
        )


def _meeting(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """A committee meets on working days, its filing handed in days before."""
    meeting = windows.get(WindowKind.MEETING)
    if not (meeting and meeting.opens_at):
        return
    days = list(days_from(day_of(meeting.opens_at), day_of(meeting.closes_at)))
    rest = [day for day in days if not calendar.is_workday(day)]
    named = {day: _named(day, calendar) for day in rest}
    holidays = [[name] for day, name in named.items() if name != short_day(day)]
    weekends = [name for day, name in named.items() if name == short_day(day)]
    for off in (*holidays, weekends):  # a holiday in a line of its own, the weekends of a long window in one
        if off:
            text = _("评审会期间的%(days)s是休息日，委员到会要另行通知。")
            yield Conflict("C08", text % {"days": "、".join(off)})
    if rest == days:
        yield Conflict("C08", _("评审会期间没有一个工作日。"))
    filing = day_of(pre_meeting_filing(days[0], days=spans.prior_meeting_filing_days).moment)
    if not calendar.is_workday(filing):
        text = _("第一天开会的，会前备案最迟%(day)s提交，这天是休息日。")
        yield Conflict("C33", text % {"day": _named(filing, calendar)})


def _named(day: date, calendar: WorkingCalendar) -> str:
    name = calendar.name_of(day)
    return _("%(day)s（%(name)s）") % {"day": short_day(day), "name": name} if name else short_day(day)


def _document(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """After the last meeting the whole publicity must fit before the documents are due."""
    meeting, document = windows.get(WindowKind.MEETING), windows.get(WindowKind.RESULT_DOCUMENT)
    if not (meeting and document):
        return
    posted, due = calendar.add_workdays(day_of(meeting.closes_at), 1), day_of(document.closes_at)
    over = publicity_period(posted, workdays=spans.publicity_days, calendar=calendar).last_day
    if over >= due:
        text = _("最后一天开会的，结果公示到%(over)s才满，任职资格文件%(due)s就要印发。")
        yield Conflict("C10", text % {"over": short_day(over), "due": short_day(due)})


def _certificate(spans: Spans, windows: Windows, calendar: WorkingCalendar) -> Iterator[Conflict]:
    """The post-review filing, some days after the document, must be made before the certificates are due."""
    document, certificate = windows.get(WindowKind.RESULT_DOCUMENT), windows.get(WindowKind.CERTIFICATE)
    if not (document and certificate):
        return
    filed = post_filing(day_of(document.closes_at), days=spans.post_filing_days, calendar=calendar).moment
    if filed + timedelta(days=1) > certificate.closes_at:
        text = _("事后备案到%(filed)s才截止，电子证书%(due)s就要签发。")
        said = {"filed": short_day(day_of(filed)), "due": short_day(day_of(certificate.closes_at))}
        yield Conflict("C11", text % said)
