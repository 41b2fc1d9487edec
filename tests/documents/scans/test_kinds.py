"""What kind of document a page is, by words alone: papers as offices and schools write them, in every slot (C18)."""

import tomllib
from pathlib import Path

import pytest

from documents.scans.kinds import Look, look_of, misplaced, signs
from documents.scans.lines import Line

PAPERS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))
CASES = [(kind, paper) for kind, papers in PAPERS.items() for paper in papers]


def _lines(paper: str) -> tuple[Line, ...]:
    """Give a paper's lines, the first one twice as high as the others."""
    return tuple(_line(text, row, 40 if row == 0 else 20) for row, text in enumerate(paper.splitlines()))


def _line(text: str, row: int, high: float) -> Line:
    top, right = 60.0 * row, high * len(text)
    corners = ((0.0, top), (right, top), (right, top + high), (0.0, top + high))
    return Line(text, corners, tuple((place + 0.5) / len(text) for place in range(len(text))))


@pytest.mark.parametrize(("kind", "paper"), CASES)
def test_a_paper_is_noticed_in_every_slot_but_its_own(kind: str, paper: str) -> None:
    lines = _lines(paper)
    assert look_of(lines).kind == kind
    assert misplaced(lines, kind) is None
    assert [slot for slot in signs() if slot != kind and misplaced(lines, slot) is None] == []


def test_every_kind_is_tried() -> None:
    assert set(PAPERS) == set(signs())


@pytest.mark.parametrize(
    "paper",
    ["", "现场照片", "工程竣工验收单\n施工单位\n建设单位\n日期", "情况说明\n我单位王志强同志近期在外出差。"],
)
def test_what_could_be_anything_is_never_blamed(paper: str) -> None:
    lines = _lines(paper) if paper else ()
    assert look_of(lines) == Look()
    assert [slot for slot in signs() if misplaced(lines, slot)] == []


def test_the_head_of_a_paper_says_more_than_its_text() -> None:
    """A proof that names the contract it rests on is no contract, and a contract that names insurance no proof of it."""
    proof = "派驻证明\n我公司与王志强签订劳动合同，按月缴纳社会保险，现派驻和田。"
    contract = "劳动合同\n甲方为乙方缴纳社会保险，乙方可被派驻外地。"
    assert [look_of(_lines(paper)).kind for paper in (proof, contract)] == [
        "dispatch_proof",
        "employment_contract",
    ]
