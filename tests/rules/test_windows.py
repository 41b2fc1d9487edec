"""Whether the windows of a campaign fit together: the prefecture's in their order, a county's inside them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from campaigns.enums import WindowKind
from campaigns.rules.calendar import end_of_day, start_of_day
from campaigns.rules.windows import IN_ORDER, WindowRow, faults_among

INSTANT = timedelta(microseconds=1)


def row(kind: WindowKind, opens: date | None, closes: date, division: str = "") -> WindowRow:
    return WindowRow(kind, division, start_of_day(opens) if opens else None, end_of_day(closes))


PREFECTURE = {
    each.kind: each
    for each in (
        row(WindowKind.FILING, date(2025, 2, 17), date(2025, 3, 6)),
        row(WindowKind.REVIEW, date(2025, 2, 20), date(2025, 3, 15)),
        row(WindowKind.PAPER, None, date(2025, 3, 25)),
        row(WindowKind.MEETING, date(2025, 4, 10), date(2025, 4, 15)),
        row(WindowKind.COUNTY, None, date(2025, 4, 25)),
        row(WindowKind.RESULT_DOCUMENT, None, date(2025, 4, 25)),
        row(WindowKind.CERTIFICATE, None, date(2025, 5, 20)),
    )
}


def faults(*rows: WindowRow, **about: WindowRow) -> list[str]:
    return faults_among([*PREFECTURE.values(), *rows], **about)


@pytest.mark.parametrize(("first", "second"), IN_ORDER, ids=lambda kind: kind.value)
def test_what_comes_first_ends_first(first: WindowKind, second: WindowKind) -> None:
    """C05, C06, C08, C10, C11: together is in order, an instant later is not, and both are named."""
    end = PREFECTURE[second].closes_at

    def found(closes_at: datetime) -> list[str]:
        both = {first: replace(PREFECTURE[first], closes_at=closes_at), second: PREFECTURE[second]}
        return faults_among(both.values())

    assert found(end) == []
    assert found(end + INSTANT) == [f"“{first.label}”的截止不能晚于“{second.label}”的截止。"]


def test_the_windows_of_the_notice_fit_together() -> None:
    """C05 to C11: nothing is wrong with them, nor with a county's own that are the same."""
    same = replace(PREFECTURE[WindowKind.FILING], division="墨玉县")
    assert faults() == faults(same) == []


@pytest.mark.parametrize(
    ("kind", "opens", "closes", "said"),
    [
        (WindowKind.FILING, date(2025, 2, 18), date(2025, 3, 5), ""),
        (WindowKind.FILING, None, date(2025, 3, 5), ""),
        (WindowKind.FILING, date(2025, 2, 16), date(2025, 3, 5), "地区截止3月6日24时（C09）"),
        (WindowKind.FILING, date(2025, 2, 18), date(2025, 3, 7), "地区截止3月6日24时（C09）"),
        (WindowKind.PAPER, date(2025, 1, 1), date(2025, 3, 20), ""),
        (WindowKind.MEETING, date(2025, 3, 1), date(2025, 4, 25), ""),
        (WindowKind.MEETING, date(2025, 3, 1), date(2025, 4, 26), "要在4月25日24时前完成（C09）"),
        (WindowKind.COUNTY, None, date(2025, 4, 20), ""),
        (WindowKind.PAYMENT, None, date(2025, 4, 20), ""),
    ],
)
def test_a_countys_window_lies_inside_the_prefectures(
    kind: WindowKind, opens: date | None, closes: date, said: str
) -> None:
    """C09: inside, to the instant; its committee whenever it likes, done by the date for the counties."""
    own = row(kind, opens, closes, "墨玉县")
    found = faults(own)
    assert len(found) == bool(said)
    assert all(said in each and each.startswith(f"墨玉县的“{kind.label}”") for each in found)


def test_asked_about_one_countys_window_nothing_else_is_told() -> None:
    """C09: neither another county's fault nor the prefecture's; without a date for the counties none binds them."""
    late = row(WindowKind.FILING, None, date(2025, 3, 7), "墨玉县")
    other = row(WindowKind.FILING, None, date(2025, 3, 7), "皮山县")
    paper = row(WindowKind.PAPER, None, date(2025, 3, 1))
    assert len(faults_among([*PREFECTURE.values(), paper, late, other])) == 3
    assert len(faults_among([*PREFECTURE.values(), paper, late, other], about=late)) == 1
    meeting = row(WindowKind.MEETING, None, date(2025, 6, 1), "墨玉县")
    assert faults_among([PREFECTURE[WindowKind.MEETING], meeting]) == []
