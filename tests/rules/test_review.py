"""What the desk and the committee compute: a checklist's standing, conclusions, changes, who may be judged."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from applications.enums import State
from review.rules.candidates import CandidateFacts, why_not
from review.rules.changes import FieldChange, SlotChange, field_changes, slot_changes
from review.rules.checklist import Standing, choices, may_return, standing
from tests.rules.samples import beijing

ITEMS = [(1, "学历"), (2, "工作业绩")]
AT = beijing(2025, 3, 6, 16, 20)
INSTANT = timedelta(microseconds=1)
FIRST_MARK = "先核完全部项目。"


@pytest.mark.parametrize(
    ("verdicts", "faults", "still_open", "pinned", "clean"),
    [
        ({}, {}, ("学历", "工作业绩"), 0, False),
        ({1: "ok"}, {}, ("工作业绩",), 0, False),
        ({1: "ok", 2: "problem"}, {}, ("工作业绩（还没有钉上问题）",), 0, False),
        ({1: "ok", 2: "problem"}, {2: 2}, (), 2, False),
        ({1: "ok", 2: "problem"}, {1: 1, 2: 2}, (), 3, False),
        ({1: "ok", 2: "not_applicable"}, {}, (), 0, True),
        ({1: "problem"}, {1: 1}, ("工作业绩",), 1, False),
    ],
)
def test_an_item_is_open_until_it_is_marked_and_a_problem_until_it_is_pinned(
    verdicts: dict[int, str], faults: dict[int, int], still_open: tuple[str, ...], pinned: int, clean: bool
) -> None:
    """C24, C25: each item, and each problem with its fault; clean is what has neither."""
    found = standing(ITEMS, verdicts, faults)
    assert (found.unmarked, found.faults, found.is_clean) == (still_open, pinned, clean)
    assert (found.total, found.marked) == (2, 2 - len(still_open))


@pytest.mark.parametrize(
    ("used", "left", "may"), [(2, INSTANT, True), (3, INSTANT, False), (2, timedelta(0), False)]
)
def test_a_return_needs_a_submission_to_come_and_time_to_correct(used: int, left: timedelta, may: bool) -> None:
    """C17, C18: the third is the last, and with the last instant the time is gone."""
    assert may_return(used, 3, AT + left, AT) is may


BACK, ON, NO = "return_for_correction", "pass_initial", "reject"


@pytest.mark.parametrize(
    ("unmarked", "faults", "wanted"),
    [
        (
            ("学历",),
            0,
            [(BACK, "退回修改", FIRST_MARK), (ON, "通过初审", FIRST_MARK), (NO, "不予受理", FIRST_MARK)],
        ),
        ((), 0, [(BACK, "退回修改", "没有钉上问题。"), (ON, "通过初审", ""), (NO, "不予受理", "")]),
        ((), 2, [(BACK, "退回修改，2处", ""), (ON, "通过初审", "还有问题没有解决。"), (NO, "不予受理", "")]),
    ],
)
def test_each_conclusion_says_why_it_cannot_be_taken(
    unmarked: tuple[str, ...], faults: int, wanted: list[tuple[str, str, str]]
) -> None:
    """C18, C24, C25: nothing before every item is marked; without a way back acceptance and refusal are left."""
    stands = Standing(2, unmarked, faults)
    offered = choices(State.INITIAL_REVIEW, stands, returnable=True)
    assert [(each.name, each.label, each.why_not) for each in offered] == wanted
    assert choices(State.INITIAL_REVIEW, stands, returnable=False) == offered[1:]
    assert [each.is_refusal for each in offered] == [False, False, True]
    (accept, _refusal) = choices(State.FINAL_REVIEW, stands, returnable=False)
    assert (accept.name, accept.label, accept.why_not) == ("accept", "接收材料", wanted[1][2])


def test_what_reads_differently_is_shown_and_nothing_else() -> None:
    """C16, C17: changed, added and taken out, field by field, in the order of the later submission."""
    before = {"basics": [("post", "岗位", "技术员"), ("phone", "电话", "1"), ("age", "年龄", "35")], "gone": []}
    after = {
        "basics": [("age", "年龄", 35), ("post", "岗位", "工程师"), ("more", "补充", "有")],
        "new": [("x", "栏", "值")],
    }
    assert field_changes(before, after) == (  # type: ignore[arg-type]
        FieldChange("basics", "post", "岗位", "技术员", "工程师"),
        FieldChange("basics", "more", "补充", "", "有"),
        FieldChange("basics", "phone", "电话", "1", ""),
        FieldChange("new", "x", "栏", "", "值"),
    )


def test_a_slot_with_other_files_is_shown_with_what_went_and_came() -> None:
    """C16, C17: a slot whose files stayed is left out."""
    before, after = [(1, "a"), (2, "b"), (3, "d")], [(1, "a"), (4, "b"), (5, "c")]
    assert slot_changes(before, after) == (
        SlotChange("b", (2,), (4,)),
        SlotChange("c", (), (5,)),
        SlotChange("d", (3,), ()),
    )


@dataclass(frozen=True)
class Panel:
    """A committee of campaign 1, series 2, for one county or all."""

    only_division_id: int | None = None
    campaign_id: int = 1
    series_id: int = 2
    band: str = "intermediate"


FITS = CandidateFacts(campaign_id=1, series_id=2, band="intermediate", kind="review", division_id=3)


@pytest.mark.parametrize(
    ("panel", "facts", "said"),
    [
        (Panel(), FITS, ""),
        (Panel(3), FITS, ""),
        (Panel(4), FITS, "不是本县市的申报。C09"),
        (Panel(), replace(FITS, division_id=None), ""),
        (Panel(), replace(FITS, kind="initial"), "初定、授予不经评审委员会。C40"),
        (Panel(), replace(FITS, campaign_id=9), "不是这一年度的申报。"),
        (Panel(), replace(FITS, series_id=9), "系列与评审委员会不符。"),
        (Panel(), replace(FITS, band="junior"), "层级与评审委员会不符。"),
    ],
)
def test_a_committee_judges_its_own_series_band_year_and_county(
    panel: Panel, facts: CandidateFacts, said: str
) -> None:
    """C09, C12, C40: each thing that does not fit is said alone."""
    refusals = [refusal for refusal in why_not(panel, facts) if refusal]
    assert [f"{refusal.text}{refusal.clause}" for refusal in refusals] == ([said] if said else [])
