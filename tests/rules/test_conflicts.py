"""Dates of a campaign that do not go together are found before anybody files."""

from dataclasses import replace
from datetime import date

import pytest

from applications.rules.conflicts import conflicts_of
from campaigns.enums import WindowKind
from campaigns.loaders import campaign_rules
from campaigns.rules.calendar import WorkingCalendar, end_of_day, start_of_day
from campaigns.selectors import working_calendar

pytestmark = pytest.mark.django_db


def found(campaign, **closes):
    """Give the conflicts of 2025 with some windows closing (and the meeting opening) on other days, by clause."""
    windows = dict(campaign_rules(campaign).windows)
    for kind, day in closes.items():
        opens, day = day if isinstance(day, tuple) else (None, day)
        window = replace(windows[kind], closes_at=end_of_day(day))
        windows[kind] = replace(window, opens_at=start_of_day(opens)) if opens else window
    said = {}
    for conflict in conflicts_of(campaign, windows, working_calendar()):
        said.setdefault(conflict.clause, []).append(conflict.words)
    return said


def test_of_2025_the_weekend_of_the_meetings_and_the_short_last_days_are_told(campaign):
    """C08, C16, C26, C33: what an office would stumble over in the real year, and nothing else."""
    said = found(campaign)
    assert set(said) == {"C08", "C16", "C26", "C33"}
    assert said["C08"] == ["评审会期间的4月12日、4月13日是休息日，委员到会要另行通知。"]
    assert said["C16"] == ["3月13日以后退回的，改不满2天；审核请在这天以前看完第一遍。"]
    assert said["C26"] == ["最后一天（3月6日）提交的，单位最迟3月7日就要开始公示，只有1个工作日审核材料。"]
    assert "4月5日（清明节）" in said["C33"][0]


def test_an_employer_notice_that_cannot_end_in_time(campaign):
    """C26: filing until 13 March, review until 15 March: who submits last cannot be forwarded."""
    said = found(campaign, **{WindowKind.FILING: date(2025, 3, 13)})
    assert said["C26"] == [
        "3月7日以后提交的，单位公示5个工作日后已过审核截止3月15日，来不及报送；申报却到3月13日才截止。"
    ]


def test_a_committee_in_a_public_holiday(campaign):
    """C08: a meeting window inside 劳动节 has no working day."""
    said = found(campaign, **{WindowKind.MEETING: (date(2025, 5, 1), date(2025, 5, 4))})
    assert len(said["C08"]) == 5
    assert "5月1日（劳动节）是休息日" in said["C08"][0]
    assert said["C08"][-1] == "评审会期间没有一个工作日。"


@pytest.mark.parametrize(
    ("kind", "day", "clause", "words"),
    [
        (WindowKind.RESULT_DOCUMENT, date(2025, 4, 23), "C10", "结果公示到4月23日才满"),
        (WindowKind.CERTIFICATE, date(2025, 4, 29), "C11", "事后备案到4月30日才截止"),
        (WindowKind.PAYMENT, date(2025, 4, 3), "C07", "入账最迟4月11日"),
    ],
)
def test_a_step_that_begins_before_the_one_before_it_can_end(campaign, kind, day, clause, words):
    """C07, C10, C11: fee against meeting, publicity against document, filing against certificate."""
    assert clause not in found(campaign)
    assert words in found(campaign, **{kind: day})[clause][0]


def test_a_year_whose_calendar_is_not_published(campaign):
    """C26: working days that nobody has published are told."""
    told = conflicts_of(campaign, campaign_rules(campaign).windows, WorkingCalendar({}))
    assert told[0].words.startswith("工作日历没有排到最后一天")
