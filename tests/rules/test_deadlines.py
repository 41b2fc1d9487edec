"""The one module of dates: tables from the notice, properties for the rest."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.rules import deadlines
from applications.rules.deadlines import DayStep, Deadline
from campaigns.rules.calendar import BEIJING, WorkingCalendar, day_of, end_of_day
from campaigns.rules.windows import WindowFacts, WindowState, state_of
from tests.rules.samples import beijing, state_calendar

FIRST_KNOWN = date(2024, 1, 1)
REVIEW_CLOSES = beijing(2025, 3, 15, 23, 59, 59, 999999)
INSTANT = timedelta(microseconds=1)
moments = st.datetimes(datetime(2024, 6, 1), datetime(2026, 6, 1)).map(
    lambda moment: moment.replace(tzinfo=BEIJING)
)
days = st.dates(date(2024, 6, 1), date(2026, 6, 1))
counts = st.integers(1, 10)
spans = st.timedeltas(timedelta(0), timedelta(days=60))


def told(steps: tuple[DayStep, ...]) -> list[tuple[int, str, bool, bool]]:
    """Give the day of the month, what is said of it, whether it counts and whether it is the end."""
    return [(step.date.day, step.note, step.counted, step.is_end) for step in steps]


def correction(returned_at: datetime, closes: datetime | None = None, rolls: bool = True) -> Deadline:
    return deadlines.correction(
        returned_at, days=2, rolls=rolls, correction_closes=closes, calendar=state_calendar()
    )


# C05: windows

FILING = WindowFacts(
    opens_at=beijing(2025, 2, 17), closes_at=end_of_day(date(2025, 3, 6)), clause="C05", citation="通知三（一）"
)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (beijing(2025, 2, 16, 23, 59, 59), WindowState.NOT_YET),
        (beijing(2025, 2, 17), WindowState.OPEN),
        (beijing(2025, 3, 6, 23, 59, 59), WindowState.OPEN),
        (beijing(2025, 3, 6, 23, 59, 59, 999999), WindowState.OPEN),
        (beijing(2025, 3, 7), WindowState.OVER),
        (datetime(2025, 3, 6, 16, 0, tzinfo=ZoneInfo("UTC")), WindowState.OVER),
        (datetime(2025, 3, 6, 15, 59, 59, tzinfo=ZoneInfo("UTC")), WindowState.OPEN),
    ],
)
def test_filing_closes_with_the_last_instant_of_6_march_beijing_time(at: datetime, state: WindowState) -> None:
    """C05: to the end of the last day, 北京时间."""
    assert state_of(FILING, at) is state
    always_open = state_of(replace(FILING, opens_at=None), at)
    assert always_open is (WindowState.OVER if state is WindowState.OVER else WindowState.OPEN)
    assert deadlines.window_closes(FILING).is_over(at) is (state is WindowState.OVER)


def test_a_window_with_an_hour_keeps_it() -> None:
    """C05: windows carry an explicit hour."""
    window = WindowFacts(closes_at=beijing(2025, 3, 6, 18), clause="C05", citation="通知三（一）")
    assert not deadlines.window_closes(window).is_over(beijing(2025, 3, 6, 18))
    assert deadlines.window_closes(window).is_over(beijing(2025, 3, 6, 18) + INSTANT)


def test_a_window_says_its_day_and_where_it_stands() -> None:
    """C05: one day, which is the end, and the sentence of the notice that sets it, where there is one."""
    due = deadlines.window_closes(FILING)
    assert due.steps == (DayStep(date(2025, 3, 6), "截止日", counted=True, is_end=True),)
    assert due.citations == ("通知三（一）",)
    assert deadlines.window_closes(replace(FILING, citation="")).citations == ()


# C16, C18: corrections


@pytest.mark.parametrize(
    ("returned_at", "end", "why"),
    [
        (beijing(2025, 3, 6, 16, 20), date(2025, 3, 10), "a Saturday rolls to Monday"),
        (beijing(2025, 3, 10, 9), date(2025, 3, 12), "plain"),
        (beijing(2025, 3, 10, 0), date(2025, 3, 12), "the first instant of the day"),
        (beijing(2025, 3, 10, 23, 59, 59, 999999), date(2025, 3, 12), "the last instant of the day"),
        (beijing(2025, 2, 6, 9), date(2025, 2, 8), "a made-up Saturday is a working day"),
        (beijing(2025, 4, 2, 9), date(2025, 4, 7), "Qingming lies between"),
        (beijing(2025, 9, 29, 9), date(2025, 10, 9), "the National Day week lies between"),
        (beijing(2024, 12, 30, 9), date(2025, 1, 2), "New Year's Day, and the year's end"),
        (beijing(2024, 2, 27, 9), date(2024, 2, 29), "a leap day"),
    ],
)
def test_a_correction_has_two_days_after_the_day_of_the_return(returned_at: datetime, end: date, why: str) -> None:
    """C16: two calendar days, the day of the return not counted, rolling over rest days (民法典 201, 203)."""
    due = correction(returned_at)
    assert due.moment == end_of_day(end), why
    assert due.clause == "C16"
    assert not due.is_over(due.moment)
    assert not due.is_over(due.moment - timedelta(seconds=1))
    assert due.is_over(due.moment + INSTANT)


def test_day_two_with_a_holiday_between() -> None:
    """C16: in time at 23:59:59 of the day after the holiday, late at 00:00:00 of the next."""
    due = correction(beijing(2025, 4, 2, 9))
    assert not due.is_over(beijing(2025, 4, 7, 23, 59, 59))
    assert due.is_over(beijing(2025, 4, 8))


def test_the_campaign_can_switch_rolling_off() -> None:
    """C16: without rolling, a Saturday is the end."""
    due = correction(beijing(2025, 3, 6, 16), rolls=False)
    assert due.moment == end_of_day(date(2025, 3, 8))
    assert not any("顺延" in line for line in due.citations)
    assert any("顺延" in line for line in correction(beijing(2025, 3, 6, 16)).citations)


@pytest.mark.parametrize(
    ("returned_at", "end"),
    [
        (beijing(2025, 3, 13, 9), REVIEW_CLOSES),
        (beijing(2025, 3, 14, 9), REVIEW_CLOSES),
        (beijing(2025, 3, 15, 9), REVIEW_CLOSES),
        (beijing(2025, 3, 12, 9), end_of_day(date(2025, 3, 14))),
    ],
)
def test_nothing_reaches_beyond_the_end_of_corrections(returned_at: datetime, end: datetime) -> None:
    """C18: the correction time is cut at `correction_closes`, by default the end of the review window."""
    due = correction(returned_at, REVIEW_CLOSES)
    assert due.moment == end
    assert due.steps[-1].is_end
    assert due.steps[-1].date == due.day
    assert any("不晚于退回修改截止日3月15日" in line for line in due.citations)


def test_a_correction_that_is_cut_says_where() -> None:
    """C18: the days until then, and the last day of corrections in place of those that fell away."""
    assert told(correction(beijing(2025, 3, 13, 9), REVIEW_CLOSES).steps) == [
        (13, "退回当天，不计", False, False),
        (14, "第1日", True, False),
        (15, "退回修改截止日，到此为止", True, True),
    ]


def test_a_correction_that_just_fits_is_not_cut() -> None:
    """C18: whose second day is the last day of corrections has it whole, and is told so."""
    due = correction(beijing(2025, 3, 12, 9), end_of_day(date(2025, 3, 14)))
    assert [step.note for step in due.steps] == ["退回当天，不计", "第1日", "第2日，24时截止"]


def test_a_return_after_the_end_leaves_no_time_at_all() -> None:
    """C18: with no correction time left, only acceptance or refusal remain."""
    at = beijing(2025, 3, 17, 9)
    assert correction(at, REVIEW_CLOSES).is_over(at)


def test_the_last_day_for_a_return_with_full_time() -> None:
    """C16, C18: a return on 13 March is the last that leaves two days."""
    last = deadlines.latest_full_return(REVIEW_CLOSES, days=2)
    assert last == date(2025, 3, 13)


def test_the_days_of_a_correction_are_told_one_by_one() -> None:
    """C16: the reason under the clock names each day, as on the mock-up."""
    due = correction(beijing(2025, 3, 6, 16, 20), REVIEW_CLOSES)
    assert told(due.steps) == [
        (6, "退回当天，不计", False, False),
        (7, "第1日", True, False),
        (8, "第2日，遇休息日，顺延", True, False),
        (9, "休息日，跳过", False, False),
        (10, "工作日，24时截止", True, True),
    ]
    assert any("五（一）1" in line for line in due.citations)
    assert any("民法典" in line for line in due.citations)


@given(at=moments, earlier=spans)
def test_a_later_return_never_ends_earlier(at: datetime, earlier: timedelta) -> None:
    """C16: monotone."""
    assert correction(at - earlier).moment <= correction(at).moment


@given(at=moments, days_=counts)
def test_a_correction_never_has_less_than_its_days(at: datetime, days_: int) -> None:
    """C16: never before the minimum, always the last instant of a working day, with exactly one end."""
    due = deadlines.correction(at, days=days_, rolls=True, correction_closes=None, calendar=state_calendar())
    assert due.moment - at >= timedelta(days=days_)
    assert due.moment == end_of_day(due.day)
    assert state_calendar().is_workday(due.day)
    assert [step.date for step in due.steps if step.is_end] == [due.day]
    assert not due.assumed_calendar


@given(at=moments, room=st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_cut_correction_is_the_earlier_of_the_two(at: datetime, room: timedelta) -> None:
    """C18: the cut takes time away and never gives any."""
    closes = at + room
    assert correction(at, closes).moment == min(correction(at).moment, closes)


def test_an_unknown_calendar_is_flagged() -> None:
    """C16: a year without a published calendar is counted by weekdays, and the screen can say so."""
    due = correction(beijing(2027, 3, 4, 9))
    assert due.moment == end_of_day(date(2027, 3, 8))
    assert due.assumed_calendar
    assert not correction(beijing(2027, 3, 4, 9), rolls=False).assumed_calendar


# C26, C08: notices and publicity


@pytest.mark.parametrize(
    ("posted", "last", "concludes"),
    [
        (date(2025, 3, 3), date(2025, 3, 10), beijing(2025, 3, 11)),
        (date(2025, 3, 7), date(2025, 3, 14), beijing(2025, 3, 15)),
        (date(2025, 3, 6), date(2025, 3, 13), beijing(2025, 3, 14)),
        (date(2025, 2, 20), date(2025, 2, 27), beijing(2025, 2, 28)),
        (date(2025, 4, 25), date(2025, 5, 6), beijing(2025, 5, 7)),
        (date(2025, 3, 1), date(2025, 3, 7), beijing(2025, 3, 8)),
    ],
)
def test_a_notice_hangs_for_five_full_working_days(posted: date, last: date, concludes: datetime) -> None:
    """C26: the day of posting does not count: posted on a Monday, concluded on the next Tuesday."""
    period = deadlines.notice_period(posted, workdays=5, calendar=state_calendar())
    assert (period.last_day, period.may_conclude_from) == (last, concludes)
    assert not period.may_conclude(concludes - INSTANT)
    assert period.may_conclude(concludes)
    assert sum(step.counted for step in period.steps) == 5


def test_the_days_of_a_notice_are_told_one_by_one() -> None:
    """C26: made-up Sunday and holiday by name, up to the day on which the notice is over."""
    names = {date(2025, 5, day): "劳动节" for day in range(1, 6)}
    period = deadlines.notice_period(
        date(2025, 4, 25), workdays=5, calendar=replace(state_calendar(), names=names)
    )
    assert told(period.steps) == [
        (25, "张贴当天，不计", False, False),
        (26, "休息日，跳过", False, False),
        (27, "第1个工作日（调休上班）", True, False),
        (28, "第2个工作日", True, False),
        (29, "第3个工作日", True, False),
        (30, "第4个工作日", True, False),
        *((day, "劳动节，跳过", False, False) for day in range(1, 6)),
        (6, "第5个工作日，期满", True, True),
    ]
    assert any("不少于5个工作日" in line for line in period.citations)
    assert (period.clause, period.assumed_calendar) == ("C26", False)
    made_up_saturday = deadlines.notice_period(date(2025, 2, 7), workdays=1, calendar=state_calendar())
    assert told(made_up_saturday.steps)[-1] == (8, "第1个工作日（调休上班），期满", True, True)
    assert not deadlines.notice_period(FIRST_KNOWN, workdays=5, calendar=state_calendar()).assumed_calendar


@given(posted=days, workdays=counts)
def test_a_notice_never_runs_short(posted: date, workdays: int) -> None:
    """C26: at least five working days lie inside, whatever the calendar."""
    calendar = state_calendar()
    period = deadlines.notice_period(posted, workdays=workdays, calendar=calendar)
    assert calendar.workdays_between(posted + timedelta(days=1), period.last_day) == workdays
    assert calendar.workdays_between(period.first_day, period.last_day) == workdays
    assert period.natural_days >= workdays


@given(posted=days, later=st.integers(0, 30))
def test_a_later_notice_never_ends_earlier(posted: date, later: int) -> None:
    """C26: monotone."""
    calendar = state_calendar()
    first = deadlines.notice_period(posted, workdays=5, calendar=calendar)
    second = deadlines.notice_period(posted + timedelta(days=later), workdays=5, calendar=calendar)
    assert first.last_day <= second.last_day


def test_the_last_day_for_a_notice_is_7_march() -> None:
    """C26, C06: review closes on Saturday 15 March, so a notice must start on 7 March, a Friday."""
    last = deadlines.latest_notice_start(REVIEW_CLOSES, workdays=5, calendar=state_calendar())
    assert last == date(2025, 3, 7)


def test_the_last_day_for_a_notice_is_told_with_what_follows() -> None:
    """C26, C06: the day itself, the five that count, and the day after them, on which it can still be forwarded."""
    due = deadlines.latest_notice(REVIEW_CLOSES, workdays=5, calendar=state_calendar())
    assert (due.moment, due.clause) == (end_of_day(date(2025, 3, 7)), "C26")
    assert told(due.steps) == [
        (7, "最迟这一天张贴，当天不计", False, True),
        (8, "休息日，跳过", False, False),
        (9, "休息日，跳过", False, False),
        *((9 + number, f"第{number}个工作日", True, False) for number in range(1, 5)),
        (14, "第5个工作日，期满", True, False),
        (15, "期满次日，可以报送", False, False),
    ]
    assert any("审核3月15日截止" in line for line in due.citations)
    assert not due.assumed_calendar


def test_a_notice_is_forwarded_before_review_closes() -> None:
    """C06, C26: over on the 14th it still can be on the 15th; over on the 15th it cannot."""
    assert deadlines.forwarding_is_possible(date(2025, 3, 14), REVIEW_CLOSES)
    assert not deadlines.forwarding_is_possible(date(2025, 3, 15), REVIEW_CLOSES)
    assert deadlines.forwarding_is_possible(date(2025, 3, 14), beijing(2025, 3, 15))


@given(closes=moments)
def test_the_latest_notice_can_be_forwarded_in_time_and_the_next_cannot(closes: datetime) -> None:
    """C26, C06: the last start in time is really the last, among working days."""
    calendar = state_calendar()
    start = deadlines.latest_notice_start(closes, workdays=5, calendar=calendar)

    def concludes(posted: date) -> datetime:
        return deadlines.notice_period(posted, workdays=5, calendar=calendar).may_conclude_from

    assert concludes(start) <= closes
    assert concludes(calendar.add_workdays(start, 1)) > closes


def test_publicity_after_the_last_meeting_day_just_allows_the_document() -> None:
    """C08, C10: a meeting that ends on 15 April is publicised until the 22nd."""
    period = deadlines.publicity_period(date(2025, 4, 15), workdays=5, calendar=state_calendar())
    assert (period.first_day, period.last_day) == (date(2025, 4, 16), date(2025, 4, 22))
    assert (period.clause, period.natural_days) == ("C08", 7)


# C39, C06, C07: after acceptance


@pytest.mark.parametrize(
    ("accepted", "end"),
    [
        (beijing(2025, 3, 14, 18), date(2025, 3, 21)),
        (beijing(2025, 4, 25, 9), date(2025, 5, 6)),
        (beijing(2025, 9, 28, 9), date(2025, 10, 11)),
        (beijing(2025, 1, 24, 9), date(2025, 2, 7)),
    ],
)
def test_the_form_is_printed_within_five_working_days(accepted: datetime, end: date) -> None:
    """C39: five working days after 已接收材料; the Labour Day holiday and made-up Sundays are minded."""
    due = deadlines.print_form(accepted, workdays=5, calendar=state_calendar())
    assert due.moment == end_of_day(end)
    assert due.clause == "C39"


PAPER = WindowFacts(closes_at=end_of_day(date(2025, 3, 25)), clause="C06", citation="通知三（二）")
PAYMENT = WindowFacts(closes_at=end_of_day(date(2025, 3, 30)), clause="C07", citation="通知三（三）")


@pytest.mark.parametrize(
    ("accepted", "end"),
    [
        (beijing(2025, 3, 1, 9), date(2025, 3, 25)),
        (beijing(2025, 3, 24, 9), date(2025, 3, 25)),
        (beijing(2025, 3, 25, 9), date(2025, 4, 1)),
        (beijing(2025, 3, 28, 9), date(2025, 4, 7)),
    ],
)
def test_paper_is_received_until_25_march(accepted: datetime, end: date) -> None:
    """C06: the campaign's date; who is accepted on it or later still has the five working days of C39."""
    due = deadlines.paper(accepted, PAPER, workdays=5, calendar=state_calendar())
    assert (due.day, due.clause) == (end, "C06")
    assert any("另给5个工作日" in line for line in due.citations) is (accepted.date() >= date(2025, 3, 25))


def test_the_days_for_printing_are_told_one_by_one() -> None:
    """C39: the day of the acceptance, rest days, and the fifth working day until 24时."""
    due = deadlines.print_form(beijing(2025, 3, 14, 18), workdays=5, calendar=state_calendar())
    assert told(due.steps) == [
        (14, "接收材料当天，不计", False, False),
        (15, "休息日，跳过", False, False),
        (16, "休息日，跳过", False, False),
        *((16 + number, f"第{number}个工作日", True, False) for number in range(1, 5)),
        (21, "第5个工作日，24时截止", True, True),
    ]
    assert not due.assumed_calendar
    new_year = datetime.combine(FIRST_KNOWN, time(9), BEIJING)
    assert not deadlines.print_form(new_year, workdays=5, calendar=state_calendar()).assumed_calendar
    assert deadlines.print_form(beijing(2026, 12, 30, 9), workdays=5, calendar=state_calendar()).assumed_calendar


def test_money_of_the_last_day_is_booked_within_five_working_days() -> None:
    """C07: after Sunday 30 March to the end of Monday 7 April, Qingming between."""
    booked = deadlines.fee_booked(PAYMENT.closes_at, workdays=5, calendar=state_calendar())
    assert booked == end_of_day(date(2025, 4, 7))


def test_the_fee_is_paid_until_30_march_although_it_is_a_sunday() -> None:
    """C07: a date of the timetable does not roll; who is accepted on it still has his five working days."""
    for accepted, end in (
        (beijing(2025, 3, 29, 9), date(2025, 3, 30)),
        (beijing(2025, 3, 30, 9), date(2025, 4, 7)),
    ):
        due = deadlines.payment(accepted, PAYMENT, workdays=5, calendar=state_calendar())
        assert (due.moment, due.clause) == (end_of_day(end), "C07")


def test_without_a_window_the_working_days_of_the_print_task_hold() -> None:
    """C39: a campaign without a paper window."""
    due = deadlines.paper(beijing(2025, 3, 14, 9), None, workdays=5, calendar=state_calendar())
    assert due.day == date(2025, 3, 21)


@given(accepted=moments)
def test_nobody_is_late_before_he_could_begin(accepted: datetime) -> None:
    """C06, C07: a deadline after acceptance always lies after it."""
    for due in (
        deadlines.paper(accepted, PAPER, workdays=5, calendar=state_calendar()),
        deadlines.payment(accepted, PAYMENT, workdays=5, calendar=state_calendar()),
    ):
        assert not due.is_over(accepted)
        assert day_of(accepted) < due.day


# C33: filings


@pytest.mark.parametrize(
    ("meeting", "end"),
    [
        (date(2025, 4, 10), date(2025, 4, 5)),
        (date(2025, 4, 15), date(2025, 4, 10)),
        (date(2024, 3, 5), date(2024, 2, 29)),
    ],
)
def test_a_meeting_is_filed_five_calendar_days_before(meeting: date, end: date) -> None:
    """C33: calendar days, not moved by Qingming, over a leap day."""
    due = deadlines.pre_meeting_filing(meeting, days=5)
    assert (due.moment, due.clause) == (end_of_day(end), "C33")
    assert told(due.steps) == [
        (end.day, "会前第5天，24时截止", True, True),
        (meeting.day, "评审会议召开", False, False),
    ]


def test_the_post_filing_is_made_within_five_days_of_the_document() -> None:
    """C33: calendar days; a last day at rest moves on (民法典 203)."""
    calendar = state_calendar()
    due = deadlines.post_filing(date(2025, 4, 25), days=5, calendar=calendar)
    assert (due.moment, due.clause) == (end_of_day(date(2025, 4, 30)), "C33")
    assert told(due.steps) == [(25, "印发当天，不计", False, False), (30, "24时截止", True, True)]
    assert not due.assumed_calendar
    assert deadlines.post_filing(date(2025, 4, 26), days=5, calendar=calendar).day == date(2025, 5, 6)
    assert deadlines.post_filing(date(2025, 4, 26), days=5, rolls=False, calendar=calendar).day == date(2025, 5, 1)
    assert deadlines.post_filing(date(2027, 4, 26), days=5, calendar=calendar).assumed_calendar
    assert not deadlines.post_filing(date(2027, 4, 26), days=5, rolls=False, calendar=calendar).assumed_calendar


# Years


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2021, 3, 6), date(2025, 3, 6), 4),
        (date(2021, 3, 7), date(2025, 3, 6), 3),
        (date(2024, 2, 29), date(2025, 2, 28), 1),
        (date(2024, 2, 29), date(2025, 2, 27), 0),
        (date(2026, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_years_are_full_on_their_anniversary(since: date, until: date, years: int) -> None:
    """C34, C12: years are counted to the campaign's cut-off date."""
    assert deadlines.full_years(since, until) == years


@given(since=days, years=st.integers(0, 40))
def test_full_years_undo_added_years(since: date, years: int) -> None:
    """C34: n years after a day, n years are full, and the day before they are not."""
    then = deadlines.add_years(since, years)
    assert deadlines.full_years(since, then) == years
    assert years == 0 or deadlines.full_years(since, then - timedelta(days=1)) == years - 1


def test_a_naive_moment_is_refused() -> None:
    """C05: every moment is aware; a naive one is an error, not a guess."""
    with pytest.raises(ValueError, match="naive"):
        correction(datetime(2025, 3, 10, 9))


def test_a_calendar_without_a_day_still_answers() -> None:
    """C26: an empty table falls back to weekdays, flagged."""
    period = deadlines.notice_period(date(2025, 4, 25), workdays=5, calendar=WorkingCalendar({}))
    assert period.last_day == date(2025, 5, 2)
    assert period.assumed_calendar
