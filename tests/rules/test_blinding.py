"""How a file stands before the experts, and what is said of it (C21)."""

from dataclasses import dataclass

import pytest

from applications.enums import CopyStand
from applications.rules.blinding import KEPT_OUT, TO_DO, Suspect, by_page, distinct, kept_out, stand_of
from applications.rules.masking import MaskBox


@dataclass
class Copy:
    """A blind copy as far as the rule asks."""

    status: str = "ready"
    is_fit: bool = False
    withdrawn_at: object = None


@pytest.mark.parametrize(
    ("copy", "masked", "made", "stand"),
    [
        (Copy(is_fit=True), True, True, CopyStand.FIT),
        (Copy(is_fit=True), False, True, CopyStand.UNMASKED),
        (Copy(), True, True, CopyStand.LEAKING),
        (Copy(withdrawn_at="then"), True, True, CopyStand.WITHDRAWN),
        (Copy("waiting"), True, True, CopyStand.WAITING),
        (Copy("waiting", withdrawn_at="then"), True, True, CopyStand.WAITING),
        (Copy("failed"), True, True, CopyStand.FAILED),
        (Copy("outdated"), True, True, CopyStand.UNMASKED),
        (None, True, True, CopyStand.MISSING),
        (None, False, True, CopyStand.UNMASKED),
        (None, True, False, CopyStand.FIT),
        (Copy("failed"), True, False, CopyStand.FIT),
        (Copy(), True, False, CopyStand.LEAKING),
        (Copy(withdrawn_at="then"), True, False, CopyStand.WITHDRAWN),
        (None, False, False, CopyStand.UNMASKED),
    ],
)
def test_a_file_stands_in_one_way(copy: Copy | None, masked: bool, made: bool, stand: CopyStand) -> None:
    """C21: where no copies are made the word of its owner is enough; what is known to show somebody never is."""
    assert stand_of(copy, is_masked=masked, are_made=made) == stand


def test_each_way_has_its_sentence_and_what_to_do() -> None:
    """C21: no two are told alike, neither to the secretary nor to the officer."""
    unfit = set(CopyStand) - {CopyStand.FIT}
    assert set(KEPT_OUT) == unfit
    assert len({(str(what), str(help_)) for what, help_ in KEPT_OUT.values()}) == len(unfit)
    assert len({str(TO_DO[stand]) for stand in CopyStand}) == len(CopyStand)


def test_what_keeps_a_case_out_is_told_once_for_each_way() -> None:
    """C21: the most urgent first, each slot once."""
    said = kept_out([(CopyStand.WAITING, "奖"), (CopyStand.WITHDRAWN, "学历"), (CopyStand.WAITING, "奖")])
    assert [str(refusal.text) for refusal in said] == [
        "学历：专家看出了是谁，副本已撤下。",
        "奖：盲评副本正在生成。",
    ]
    assert kept_out([]) == ()


def test_what_two_readers_saw_in_one_place_is_told_once() -> None:
    """The larger place stays; another kind, another page, another place are things of their own."""
    one, near = MaskBox(1, 1000, 1000, 2000, 1200), MaskBox(1, 1100, 1010, 2100, 1190)
    said = [
        Suspect(2, "照片", None),
        Suspect(1, "姓名", near),
        Suspect(1, "姓名", one),
        Suspect(1, "姓名", MaskBox(1, 1000, 5000, 2000, 5200)),
        Suspect(1, "公章", near),
        Suspect(2, "照片", None),
        Suspect(1, "专家看得出是谁", None, by_expert=True),
    ]
    told = distinct(said)
    assert [(suspect.page, suspect.words) for suspect in told] == [
        (1, "专家看得出是谁"),
        (1, "姓名"),
        (1, "姓名"),
        (1, "公章"),
        (2, "照片"),
    ]
    assert one in [suspect.place for suspect in told if suspect.words == "姓名"]
    assert by_page(told) == [(1, "专家看得出是谁、姓名、公章", False), (2, "照片", False)]
