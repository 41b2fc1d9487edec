"""How moments and spans are said."""

from datetime import date, datetime, timedelta

import pytest

from applications.rules import wording
from applications.rules.deadlines import window_closes
from campaigns.rules.calendar import end_of_day
from campaigns.rules.windows import WindowFacts
from tests.rules.samples import beijing


@pytest.mark.parametrize(
    ("moment", "whole", "short"),
    [
        (end_of_day(date(2025, 3, 6)), "2025年3月6日（星期四）24时", "3月6日24时"),
        (beijing(2025, 3, 6, 18), "2025年3月6日（星期四）18时", "3月6日18时"),
        (beijing(2025, 2, 17), "2025年2月17日（星期一）0时", "2月17日0时"),
        (beijing(2025, 2, 28, 11, 5), "2025年2月28日（星期五）11时5分", "2月28日11时5分"),
    ],
)
def test_dates_are_whole_once_then_short(moment: datetime, whole: str, short: str) -> None:
    """C05: the end of a day is 24时 of that day."""
    assert wording.whole_moment(moment) == whole
    assert wording.short_moment(moment) == short


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (beijing(2025, 3, 4, 20, 41), "2天3小时19分"),
        (beijing(2025, 3, 6, 0, 0), "1天0小时0分"),
        (beijing(2025, 3, 6, 20, 59), "3小时1分"),
        (beijing(2025, 3, 6, 23, 1), "59分钟"),
        (beijing(2025, 3, 6, 23, 59, 30), "不到1分钟"),
        (beijing(2025, 3, 7), ""),
    ],
)
def test_the_time_left_is_said_to_the_minute(at: datetime, said: str) -> None:
    """C05: 2天3小时19分 before the end of filing, as on the front page."""
    window = WindowFacts(closes_at=end_of_day(date(2025, 3, 6)), clause="C05", citation="通知三（一）")
    assert wording.time_left(window_closes(window), at) == said


def test_a_span_that_is_gone_is_not_said() -> None:
    assert wording.span(timedelta(0)) == wording.span(timedelta(days=-1)) == ""
