"""任职资格文件 measured against GB/T 9704-2012, in millimetres of the PDF (C10), not against a template.

A character of 3号 is 5.6 mm; the white around it in its em is up to 0.8 mm, which the tolerances allow for.
"""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest

from documents import specimens
from documents.typesetting import typeset
from tests.documents.measuring import Mark, Sheet, sheets_of

LEFT, TOP, RIGHT, BOTTOM = 28, 37, 184, 262  # the type area, 5.2.1: 156 x 225 mm
LINE, CHARACTER = 225 / 22, 156 / 28  # 5.2.3: 22 lines of 28 characters
WHITE = 0.9  # mm between the edge of an em and its ink
TITLE = "关于确认演示·艾力等3名同志\n2025年民营企业专项评审专业技术职务\n任职资格的通知"
#: What the number of the page, the code and the version are made of.
STAMPED = {*"—0123456789版本", *specimens.MARKS["code"], *specimens.MARKS["version"]}
MANY = 1000
SENTENCE = (
    "用人单位根据岗位需要和本人考核情况自主聘任专业技术职务"
    "并签订聘任合同明确岗位职责任期目标期满考核由单位决定并报备案机关登记。"
)


@cache
def made(
    people: int = 3, lines: int = 4, copies: str = "自治区人力资源和社会保障厅，地委组织部。", title: str = TITLE
) -> bytes:
    """A document with so many people and so many paragraphs, made once."""
    data = specimens.ordinary("result_document")
    row = data["people"][1]
    body = "\n".join([data["body"], *[SENTENCE] * lines])
    return typeset(
        "result_document", {**data, "people": [row] * people, "body": body, "copies": copies, "title": title}
    )


@cache
def sheets(**changed: Any) -> list[Sheet]:
    return sheets_of(made(**changed))


def top(line: list[Mark]) -> float:
    return min(char.top for char in line)


def foot(line: list[Mark]) -> float:
    return max(char.bottom for char in line)


def rules_on(pdf: bytes, page: int, sheet: Sheet) -> list[tuple[float, float]]:
    """Give top and thickness of each rule that runs from edge to edge of the type area, from the pixels at 1,200 dpi."""
    dpi = 1200
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()
    mm = picture.width / sheet.width
    across = [round(x * mm) for x in (LEFT + 0.5, 80, 120, RIGHT - 0.5)]
    columns = [picture.crop((x, 0, x + 1, picture.height)).tobytes() for x in across]
    dark = [all(column[y] < 160 for column in columns) for y in range(picture.height)]
    found, start = [], None
    for y, is_dark in enumerate([*dark, False]):
        if is_dark and start is None:
            start = y
        elif not is_dark and start is not None:
            found.append((start / mm, (y - start) / mm))
            start = None
    return found


def test_paper_and_type_area():
    """5.1, 5.2.1: A4; no character outside of 156 x 225 mm but the page number, the code and what lies on its side."""
    for sheet in sheets(lines=40):
        assert {round(sheet.width), round(sheet.height)} == {210, 297}
        upright = sheet.width < sheet.height
        for char in sheet.chars if upright else []:
            if char.text not in STAMPED:
                assert LEFT - 0.2 <= char.left <= char.right <= RIGHT + 0.2, char
                assert TOP <= char.top <= char.bottom <= BOTTOM, char


def test_22_lines_of_28_characters():
    """5.2.3: a page full of text has 22 lines, a full line 28 characters, evenly."""
    page = sheets(lines=40)[2]
    lines = [line for line in page.lines() if top(line) < BOTTOM]
    assert len(lines) == 22
    feet = [foot(line) for line in lines if "。" not in line[-1].text]
    assert all(abs((b - a) % LINE) < 0.7 or abs((b - a) % LINE - LINE) < 0.7 for a, b in pairwise(feet))
    full = [line for line in lines if len(line) == 28]
    assert len(full) >= 5
    for line in full:
        assert line[0].left - LEFT < WHITE
        assert RIGHT - line[-1].right < 3.2  # a comma leaves the right of its em empty
    assert {round(char.size * 0.75, 1) for line in full for char in line} == {16.0}


def test_red_head():
    """7.2.4, 7.2.5, 7.2.7: the head's top 35 mm below the type area's top, red, in the middle and inside the type area;
    the number two lines below, in the middle; a red rule as wide as the type area 4 mm below it.
    """
    page = sheets()[0]
    head, number = page.line("办公室文件"), page.line("〔2025〕")
    assert abs(top(head) - (TOP + 35)) < 0.5
    assert all(char.red for char in head)
    assert abs((head[0].left + head[-1].right) / 2 - (LEFT + RIGHT) / 2) < 1
    assert LEFT <= head[0].left <= head[-1].right <= RIGHT
    assert 2 * LINE - 0.5 < top(number) - foot(head) < 2 * LINE + 2 * WHITE
    assert abs((number[0].left + number[-1].right) / 2 - (LEFT + RIGHT) / 2) < 1
    assert "".join(char.text for char in number) == "和地职称办〔2025〕3号"
    ((rule_top, thickness),) = rules_on(made(), 0, page)
    assert abs(rule_top - foot(number) - 4) < 0.4
    assert 0.35 <= thickness <= 0.75


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (TITLE, 3),
        ("关于印发演示名单的通知", 1),
        (
            "关于确认演示·买买提·吐尔逊江·阿布都热依木等128名同志2025年和田地区民营企业专项评审专业技术职务任职资格的通知",
            4,
        ),
    ],
)
def test_title(title, lines):
    """7.3.1: 2号 小标宋, two lines below the rule, in the middle, no word torn; a line below it the addressee, flush left
    with a full-width colon.
    """
    page = sheets(title=title)[0]
    rows = [row for row in page.lines() if round(row[0].size * 0.75, 1) == 22.0]
    assert len(rows) <= lines
    assert "".join(char.text for row in rows for char in row) == title.replace("\n", "")
    ((rule_top, thickness),) = rules_on(made(title=title), 0, page)
    assert 2 * LINE - 0.5 < top(rows[0]) - rule_top - thickness < 2 * LINE + 2.5
    for row in rows:
        assert abs((row[0].left + row[-1].right) / 2 - (LEFT + RIGHT) / 2) < 1.5
        assert not "".join(char.text for char in row).startswith(("知", "格的通知", "务", "资格"))
    to = page.line("各县（市）")
    assert LINE - 0.5 < top(to) - foot(rows[-1]) < LINE + 4
    assert abs(to[0].left - LEFT) < WHITE
    assert "局：" in page.text()


def test_headings_and_paragraphs():
    """7.3.3: a paragraph begins two characters in; 一、 in 黑体, （一） in 楷体, all 3号."""
    found = sheets()
    one, two, text = (line_of(found, words) for words in ("一、任职", "（一）岗位", "任职资格时间从"))
    for line in (one, text):
        assert abs(line[0].left - LEFT - 2 * CHARACTER) < WHITE
    assert abs(two[0].left - LEFT - 2.5 * CHARACTER) < 1.2  # the bracket fills the right of its em alone
    faces = faces_on(made(), 1)
    assert "Sans" in faces["二"]
    assert "Kai" in faces["（"]
    assert "Fang" in faces["用"]


def line_of(found: list[Sheet], text: str) -> list[Mark]:
    """Give the line with `text`, on whatever page."""
    return next(sheet for sheet in found if text in sheet.text()).line(text)


def faces_on(pdf: bytes, page: int) -> dict[str, str]:
    """Give the face in which each character was drawn first on a page."""
    import ctypes

    document = pypdfium2.PdfDocument(pdf)
    try:
        text, found = document[page].get_textpage(), {}
        for number in range(text.count_chars()):
            name = ctypes.create_string_buffer(200)
            pypdfium2.raw.FPDFText_GetFontInfo(text, number, name, 200, None)
            found.setdefault(text.get_text_range(number, 1), name.value.decode())
        return found
    finally:
        document.close()


@pytest.mark.parametrize("lines", [0, 4, 17, 40])
def test_signature_has_room_for_the_seal(lines):
    """7.3.4, 7.3.5.1: 附件说明 one line below the text, two characters in, without a stop; the date four characters
    from the right in Arabic figures, the issuer above it and in the middle of it; a seal of 42 mm in their midst lies
    within a line of what stands above; what is signed stands on the page of the text.
    """
    page = next(
        sheet for sheet in sheets(lines=lines) if "2025年4月24日" in sheet.text() and "印发" not in sheet.text()
    )
    note, issuer, day = (
        page.line("附件："),
        page.line("和田地区专业技术人员职称办公室"),
        page.line("2025年4月24日"),
    )
    assert abs(note[0].left - LEFT - 2 * CHARACTER) < WHITE
    assert note[-1].text not in "。；，"
    above = [line for line in page.lines() if foot(line) < top(note) - 1]
    if above:
        assert LINE - 0.5 < top(note) - foot(above[-1]) < 2 * LINE
    assert abs(RIGHT - day[-1].right - 4 * CHARACTER) < 2
    assert abs((issuer[0].left + issuer[-1].right) / 2 - (day[0].left + day[-1].right) / 2) < 1.5
    assert issuer[-1].right <= RIGHT
    middle = (top(issuer) + foot(day)) / 2
    assert 0 < middle - 21 - foot(note) < LINE
    assert middle + 21 < BOTTOM or foot(day) < BOTTOM


def test_page_numbers():
    """7.5: 4号 between dashes, 7 mm below the type area, odd ones a character from its right, even ones from its left;
    none on a page that has only the 版记. A list on its side keeps the place: seen upright it is the same.
    """
    found = sheets(people=40)
    for number, sheet in enumerate(found, start=1):
        marks = number_of(sheet)
        if "印发" in sheet.text() or not sheet.chars:
            assert not marks
            continue
        assert "".join(mark.text for mark in marks) == f"—{number}—"
        assert abs(min(mark.top for mark in marks if mark.text == "—") - BOTTOM - 7) < 0.3
        side = RIGHT - marks[-1].right if number % 2 else marks[0].left - LEFT
        assert abs(side - 14 * 25.4 / 72) < 0.5
    assert any(sheet.width > sheet.height for sheet in found[::2])
    assert any(sheet.width > sheet.height for sheet in found[1::2])


def number_of(sheet: Sheet) -> list[Mark]:
    """Give the page number as it stands on the upright sheet, from left to right."""
    marks = [char for char in sheet.chars if char.size * 0.75 == pytest.approx(14, abs=0.2)]
    if sheet.width > sheet.height:  # seen with the head of the list on the left: turned by a quarter
        marks = [
            Mark(each.text, each.top, sheet.width - each.right, each.bottom, sheet.width - each.left, each.size)
            for each in marks
        ]
    return sorted((mark for mark in marks if mark.top > BOTTOM), key=lambda each: each.left)


@pytest.mark.parametrize("people", [3, 40])
def test_annex_on_a_page_of_its_own(people):
    """7.3.6: a new page, 附件 in the first line, flush left, 3号黑体; its title in the middle of the third; everybody on
    the list, in order, the head of the columns on each page.
    """
    pages = [sheet for sheet in sheets(people=people) if sheet.width > sheet.height]
    first = pages[0]
    mark = [char for char in first.chars if char.text in "附件" and char.size * 0.75 == pytest.approx(16, abs=0.1)]
    assert len(mark) == 2
    assert abs(mark[0].left - 35) < WHITE
    assert 28 <= mark[0].top < 28 + LINE / 2
    title = first.line("评审通过人员名单")
    assert 28 + 2 * LINE <= top(title) <= foot(title) <= 28 + 3 * LINE + WHITE
    assert abs((title[0].left + title[-1].right) / 2 - 297 / 2 + 1) < 2
    assert all("序号姓名性别单位系列专业资格名称级别资格时间" in page.text() for page in pages)
    assert sum(page.text().count("䶮喆堃·") for page in pages) == people
    for page in pages:
        assert all(28 <= char.top <= char.bottom <= 184 for char in page.chars if char.size < 16)


def test_nobody_no_annex():
    """C10: a document that names nobody in a list has none, and does not say 附件."""
    found = sheets(people=0)
    assert all(sheet.width < sheet.height for sheet in found)
    assert "附件" not in "".join(sheet.text() for sheet in found)


LONG_COPIES = "、".join(
    ["自治区人力资源和社会保障厅", "地委组织部", "地区工商联", "各县（市）人力资源和社会保障局"] * 6
)


@pytest.mark.parametrize(
    ("people", "lines", "copies"), [(0, 0, ""), (3, 4, LONG_COPIES), (40, 20, "地委组织部"), (0, 12, "地委")]
)
def test_colophon(people, lines, copies):
    """7.4: at the foot of the last page, which is even; first and last rule 0.35 mm, those between 0.25 mm, as wide as
    the type area, the last on its lower edge; 4号, a character in on both sides, 抄送 with a stop at its end.
    """
    pdf = made(people=people, lines=lines, copies=copies)
    found = sheets_of(pdf)
    assert len(found) % 2 == 0
    page = found[-1]
    rules = rules_on(pdf, len(found) - 1, page)
    assert len(rules) == (3 if copies else 2)
    assert abs(rules[-1][0] + rules[-1][1] - BOTTOM) < 0.3
    assert all(abs(thick - 0.35) < 0.05 for _top, thick in (rules[0], rules[-1]))
    assert all(abs(thick - 0.25) < 0.05 for _top, thick in rules[1:-1])
    printed = page.line("印发")
    assert abs(printed[0].left - LEFT - 14 * 25.4 / 72) < WHITE
    assert abs(RIGHT - printed[-1].right - 14 * 25.4 / 72) < WHITE
    if copies:
        sent = page.line("抄送：")
        assert abs(sent[0].left - LEFT - 14 * 25.4 / 72) < WHITE
        assert f"{copies.rstrip('。')}。" in page.text()
        following = [line for line in page.lines() if top(sent) + 3 < top(line) < top(printed) - 3]
        assert all(abs(line[0].left - sent[3].left) < 2 for line in following)


def test_a_thousand_people():
    """C10: the whole prefecture's campaign in one document: everybody once, numbered, on pages that count on."""
    data = specimens.ordinary("result_document")
    row = data["people"][0]
    people = [
        {**row, "name": f"演示·{'甲乙丙丁戊己庚辛'[n % 8]}{'子丑寅卯辰巳午未'[n // 8 % 8]}"} for n in range(MANY)
    ]
    found = sheets_of(typeset("result_document", {**data, "people": people}))
    listed = [listing(sheet) for sheet in found if sheet.width > sheet.height]
    rows = [line for sheet in listed for line in sheet.lines() if line[-1].text == "日" and len(line) > 20]
    assert len(rows) == MANY
    assert all("".join(char.text for char in line).startswith(f"{n}演示") for n, line in enumerate(rows, start=1))


def listing(sheet: Sheet) -> Sheet:
    """Give a page without its number, which stands on its side beside the list."""
    return replace(sheet, chars=[char for char in sheet.chars if char.size < 16])
