"""OCR on this machine, and what is concluded from it, on pages of the half that serves for tuning (C19, C21, C22)."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from documents.scans.facts import compared
from documents.scans.identity import Identity, tokens, traces
from documents.scans.kinds import kind_of_slot, look_of, misplaced
from documents.scans.lines import Box, Line, in_order
from documents.scans.pages import opened
from documents.scans.proposals import labelled, proposals
from documents.scans.reading import Reading, read
from tests.scans import Page
from tests.scans.choosing import readable

OTHERS = {"name": "古丽巴哈尔", "id_number": "110101199003070150"}
CHOSEN = ("degree_certificate", "employment_contract", "social_security", "skill_certificate")


@pytest.fixture(scope="module")
def read_pages() -> list[tuple[Page, np.ndarray, Reading]]:
    """Pages as sent, their pixels, and what was read on them."""
    return list(_read())


def _read() -> Iterator[tuple[Page, np.ndarray, Reading]]:
    for kind in CHOSEN:
        sent = readable(kind)
        pixels = next(opened(sent.data)).pixels
        yield sent, pixels, read(pixels)


def test_a_page_is_read_whichever_way_it_lies(read_pages: list[tuple[Page, np.ndarray, Reading]]) -> None:
    """Spec, checks: orientation."""
    page, pixels, upright = read_pages[0]
    for turns in (1, 2):
        turned = read(np.ascontiguousarray(np.rot90(pixels, turns)))
        assert turned.quarter == (upright.quarter + 90 * turns) % 360
        assert page.kind == look_of(turned.lines).kind


def test_pages_are_upright_as_they_were_turned(read_pages: list[tuple[Page, np.ndarray, Reading]]) -> None:
    assert len(read_pages) >= 3
    assert [reading.quarter for _page, _pixels, reading in read_pages] == [
        page.quarter for page, *_rest in read_pages
    ]


def test_a_document_in_a_wrong_slot_is_noticed_and_in_its_own_not(
    read_pages: list[tuple[Page, np.ndarray, Reading]],
) -> None:
    """错传 costs one of three submissions (C18)."""
    for page, _pixels, reading in read_pages:
        assert misplaced(reading.lines, page.slot) is None
        wrong = "photo" if page.kind == "id_card" else "id_card"
        seen = misplaced(reading.lines, wrong)
        assert (seen is not None) == bool(kind_of_slot(wrong))
    assert misplaced((), "diploma") is None


def test_the_form_is_held_against_the_page(read_pages: list[tuple[Page, np.ndarray, Reading]]) -> None:
    """It agrees with what is there, and differs from another name and another number."""
    for page, _pixels, reading in read_pages:
        truth = {what: getattr(page.shown, what) for what in ("name", "id_number") if what not in page.absent}
        assert {finding.verdict for finding in compared(reading.lines, truth)} == {"agrees"}
        other = {what: OTHERS[what] for what in truth}
        assert {finding.verdict for finding in compared(reading.lines, other)} == {"differs"}


def test_what_gives_away_is_proposed_where_it_stands(read_pages: list[tuple[Page, np.ndarray, Reading]]) -> None:
    """C21: the middle of each word, photograph, code and seal lies in a box of its kind."""
    kinds = {"photo": "face"}
    for page, pixels, reading in read_pages:
        shown = page.shown
        found = proposals(
            pixels, reading.lines, Identity(shown.name, shown.employer, shown.id_number, shown.phone)
        )
        for span in page.spans:
            if span.role in ("name", "employer", "id_number", "phone", "photo", "code"):
                left, top, right, bottom = span.box
                x, y = (left + right) // 2, (top + bottom) // 2
                around = {each.what for each in found if each.box.contains(Box(x, y, x + 1, y + 1))}
                assert kinds.get(span.role, span.role) in around, (page.layout, span)


#: Reads a page, and prints by how many MB the process is larger than before.
READS = """
import sys
from pathlib import Path
from documents.scans.pages import opened
from documents.scans.reading import read
def resident(): return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024
page, before = next(opened(Path(sys.argv[1]).read_bytes())), resident()
read(page.pixels)
print(resident() - before)
"""


def test_a_reader_gives_back_its_memory(tmp_path: Path) -> None:
    """What is left are its models and its code, not the hundreds of MB in which it worked."""
    path = tmp_path / "page"
    path.write_bytes(readable("employment_contract").data)
    said = subprocess.run([sys.executable, "-c", READS, path], capture_output=True, check=True, text=True)
    assert int(said.stdout) < 200


# words alone


def _line(text: str, row: int = 0) -> Line:
    return _at(text, 0, 40 * row)


def _at(text: str, left: float, top: float) -> Line:
    right = left + 20.0 * len(text)
    corners = ((left, top), (right, top), (right, top + 20), (left, top + 20))
    return Line(text, corners, tuple((place + 0.5) / len(text) for place in range(len(text))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("买买提·吐尔逊江", "甲乙买买提·吐尔逊江丙"),
        ("买买提·吐尔逊江", "甲乙吐尔逊江・买买提丙"),
        ("买买提·吐尔逊江", "甲乙买买提吐尔逊江丙"),
        ("王小明", "zuozhe WANG XIAO MING"),
        ("王小明", "Xiaoming Wang"),
        ("陈䶮", "学生陈龚"),
        ("阿布都热依木", "阿布都热衣木"),
    ],
)
def test_a_name_is_found_in_every_form(name: str, text: str) -> None:
    """Reversed, with any dot and without, in pinyin, with a rare character or a slip of the reader's."""
    assert {trace.what for trace in traces((_line(text),), tokens(Identity(name=name)))} == {"name"}


@pytest.mark.parametrize("text", ["王小红", "中华人民共和国", "买单提货", "wanming"])
def test_no_name_is_found_where_none_is(text: str) -> None:
    for name in ("王小明", "买买提·吐尔逊江"):
        assert list(traces((_line(text),), tokens(Identity(name=name)))) == []


def test_what_goes_on_within_a_cell_is_read_together() -> None:
    """A number is broken over two lines of its cell, in the middle between which stand the labels of the row."""
    number = [_at("65322519760924999", 200, 80), _at("4", 360, 104)]
    row = [_at("身份证号", 20, 92), *number, _at("电话", 600, 92), _at("13900001234", 700, 92)]
    read = "".join(line.text for line in in_order(row[::-1]))
    assert read == "身份证号653225197609249994电话13900001234"


def test_a_rare_character_of_a_pdfs_own_text_is_whole() -> None:
    from weasyprint import HTML

    page = next(opened(HTML(string="<p style='font-family:Noto Serif CJK SC'>张雨𬱖，男").write_pdf()))
    assert "".join(line.text for line in page.lines) == "张雨𬱖，男"


def test_a_word_that_goes_on_in_the_next_line_is_found_in_both() -> None:
    lines = (_line("身份证号6532011990"), _line("03121234，男", 1))
    boxes = [trace.box for trace in traces(lines, tokens(Identity(id_number="653201199003121234")))]
    assert {box.top for box in boxes} == {0, 40}


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (("姓名：王志强",), "王志强"),
        (("姓", "名：王志强"), "王志强"),
        (("乙方（劳动者）：王志强",), "王志强"),
        (("姓名：王志强性别：男",), "王志强"),
        (("乙方（签字）",), ""),
        (("乙方从事种植业",), ""),
    ],
)
def test_what_stands_behind_a_label_is_told_and_nothing_else(read: tuple[str, ...], value: str) -> None:
    """Labels are spread over a form's cells, and have remarks in brackets."""
    lines = tuple(_line(text, row) for row, text in enumerate(read))
    assert [trace.text for trace in labelled(lines) if trace.what == "name"] == [value] * bool(value)


def _read_as(text: str, unsure: float = 1.0) -> tuple[Line, ...]:
    """Give lines whose last characters the reader is not sure of."""
    return tuple(
        replace(line, scores=(*[1.0] * (len(line.text) - 1), unsure))
        for line in (_line(part, row) for row, part in enumerate(text.split("/")))
    )


@pytest.mark.parametrize(
    ("read", "unsure", "name", "verdict"),
    [
        ("姓名：陈龚", 0.95, "陈䶮", "agrees"),
        ("姓名：陈龚", 1.0, "陈䶮", "differs"),
        ("姓名：陈强", 1.0, "陈䶮", "differs"),
        ("姓名：陈龚", 0.95, "陈伟", "differs"),
        ("单于颇", 0.64, "单于𬱖", "agrees"),
        ("阿布都热衣木", 1.0, "阿布都热依木", "absent"),
        ("陈建围", 0.5, "陈建国", "agrees"),
        ("无", 1.0, "陈伟", "absent"),
        ("艾则孜·热依汗古丽：", 1.0, "阿布都热依木·买买提", "differs"),
        ("陈强：", 1.0, "陈伟", "differs"),
        ("陈伟先生：", 1.0, "陈伟", "agrees"),
        ("陈 伟", 1.0, "陈伟", "agrees"),
        ("诸葛明（身份证号：无）", 1.0, "陈伟", "differs"),
        ("说明：", 1.0, "陈伟", "absent"),
        ("姓名买买提·/性别男/吐尔逊江", 1.0, "买买提·吐尔逊江", "agrees"),
        ("姓名买买提·/性别男/艾则孜", 1.0, "买买提·吐尔逊江", "differs"),
    ],
)
def test_a_name_differs_where_a_reader_is_sure_of_it(read: str, unsure: float, name: str, verdict: str) -> None:
    """C15: a rare character is taken for what it looks like, but a common one in its place is read for certain."""
    assert compared(_read_as(read, unsure), {"name": name})[0].verdict == verdict
