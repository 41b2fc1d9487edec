"""Tables filled in by a mould are those that WeasyPrint sets alone: to the eye, and to who has them read out."""

import io
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
import weasyprint
from PIL import Image, ImageChops

from documents import fonts, specimens
from documents.grids import MOST_MOULDS, Grids
from documents.marks import whole_name
from documents.markup import Markup
from documents.pages import count_each_sheet
from documents.pages import pages_of as paper_pages
from documents.papers.catalogue import FORMS
from documents.press import SHEET, Press, has_pages_of_its_own, press_in_use
from documents.typesetting import one_at_a_time, paper_of, render_html
from tests.documents.reading import pages_of, text_of

#: Forms with tables of every kind: a photo over four rows, heads over two, rows without words, lines grey and black.
SAMPLES = [
    ("report_form", "ordinary"),
    ("report_form", "review-ordinary"),
    ("report_form", "extreme"),
    ("appraisal_form", "ordinary"),
    ("score_sheet", "extreme"),
    ("receipt", "extreme"),
    ("fee_notice", "ordinary"),
    ("training_exemption", "extreme"),
]
DARKER = 60  # levels of grey that an eye sees
ODD_DOTS = 20  # of a page, which has 1,300,000: they may be rounded otherwise
FORM = FORMS["ballot"]


def alone(press: Press, form: str, html: str) -> weasyprint.Document:
    """Lay a form's HTML out by WeasyPrint alone, which draws the mark on each page by itself."""
    kind = FORMS[form]
    if fonts.own_faces(*press.folders):
        html = fonts.keep_in_noto(html)
    styles = press._sheets_of(kind)
    if not has_pages_of_its_own(kind):
        *styles, _mark_once = styles
    source = weasyprint.HTML(string=html, url_fetcher=press.fetcher)
    document = source.render(stylesheets=styles, font_config=press.faces)
    if html.count(SHEET) > 1:
        count_each_sheet(paper_pages(document))
    return document


@cache
def both(form: str, name: str) -> tuple[bytes, bytes]:
    """A specimen as the project sets it, and as WeasyPrint does alone."""
    html = render_html(FORMS[form], paper_of(FORMS[form], dict(specimens.all_of(form))[name]))
    return of_html(form, html)


def of_html(form: str, html: str) -> tuple[bytes, bytes]:
    with one_at_a_time() as press:
        ours, theirs = press.laid_out(FORMS[form], html), alone(press, form, html)
        return press.written(ours, identifier=html), press.written(theirs, identifier=html)


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=1.6).to_pil().convert("L") for page in document]
    finally:
        document.close()


def odd_dots(one: bytes, other: bytes) -> list[int]:
    """Give how many dots of each page the eye sees otherwise. Raises ValueError when one has more pages."""
    pairs = zip(pictures(one), pictures(other), strict=True)
    return [sum(ImageChops.difference(*pair).histogram()[DARKER:]) for pair in pairs]


def tables_of(pdf: bytes) -> list[tuple[str, list[Any]]]:
    """Give what the tags of a PDF say of each table, row and cell.

    Of a cell: over how many columns and rows it goes, how many heads it has, whether something stands in it.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(_cells(opened.Root.StructTreeRoot.K[0]))


def _cells(element: Any) -> Iterator[tuple[str, list[Any]]]:
    for child in element.get("/K", []):
        if not isinstance(child, pikepdf.Dictionary):
            continue
        kind = str(child.S)
        if kind in ("/TD", "/TH"):
            said = child.get("/A", {})
            heads = len(said.get("/Headers", []))
            spans = [int(said.get(key, 1)) for key in ("/ColSpan", "/RowSpan")]
            yield kind, [*spans, heads, bool(len(child.K))]
        else:
            yield from [(kind, [])] if kind in ("/Table", "/TR") else []
            yield from _cells(child)


def page_with(table: str) -> str:
    return f'<!DOCTYPE html><html lang="zh-CN"><head><title>试</title></head><body>{table}</body></html>'


def taken(table: str) -> int:
    """Give how many rows of a page's tables are set by a mould."""
    with one_at_a_time() as press:
        root = press.read(page_with(table)).etree_element
        return len(Grids(root, lambda html: press.render(FORM, press.read(html)), {}).bands)


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_the_eye_sees_no_difference(form, name):
    """bench-paper: a mould saves time, and not a dot may move for it."""
    assert max(odd_dots(*both(form, name))) <= ODD_DOTS


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_what_can_be_copied_is_the_same(form, name):
    """Who searches a form or copies from it finds each character, whoever drew it; the mark of a page comes first."""
    for ours, theirs in zip(*map(pages_of, both(form, name)), strict=True):
        assert sorted(ours) == sorted(theirs)


def test_letters_from_the_right_can_be_copied():
    """A Uyghur name in a cell is drawn and copied as WeasyPrint alone does it, also where it breaks."""
    long = "ئابدۇرېھىم ئۆتكۈر مۇھەممەد توختى نۇرمۇھەممەد"
    table = f'<table class="grid"><tr><td>{long}</td><td>甲 {long} 乙</td></tr></table>'
    assert taken(table) == 1
    ours, theirs = of_html(FORM.key, page_with(table))
    assert max(odd_dots(ours, theirs)) <= ODD_DOTS
    assert text_of(ours) == text_of(theirs)


def test_the_mark_is_one_drawing():
    """bench-paper: each page shows the mark, and the file has it once, as an artifact (PDF 32000-1, 14.8.2.2)."""
    ours, _theirs = both("report_form", "ordinary")
    with pikepdf.open(io.BytesIO(ours)) as opened:
        drawings = [
            each for each in opened.objects if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Form"
        ]
        assert len(drawings) == 1
        [name] = [key for key, each in opened.pages[0].Resources.XObject.items() if each == drawings[0]]
        for page in opened.pages:
            contents = page.Contents.read_bytes()
            assert contents.count(f"{name} Do".encode()) == 1
            assert contents.index(b"/Artifact") < contents.index(f"{name} Do".encode()) < contents.index(b"/Span")
    assert all("版本" in words for words in pages_of(ours))


@pytest.mark.parametrize(("form", "name"), SAMPLES)
def test_tags_say_the_same(form, name):
    """Who has a form read out hears the same rows, cells and heads."""
    ours, theirs = both(form, name)
    found = tables_of(ours)
    assert found == tables_of(theirs)
    assert ("/Table", []) in found


def test_a_head_comes_again_with_its_words_in_both_places():
    rows = "".join(f'<tr class="keep"><td>{number}</td><td>第{number}行</td></tr>' for number in range(60))
    table = f'<table class="grid"><thead><tr><th>序号</th><th>说明</th></tr></thead><tbody>{rows}</tbody></table>'
    assert taken(table) == 61
    ours, theirs = of_html("ballot", page_with(table))
    assert max(odd_dots(ours, theirs)) <= ODD_DOTS
    pages = len(pictures(ours))
    assert pages > 2
    assert text_of(ours).count("序号说明") == pages


@pytest.mark.parametrize(
    "cells",
    [
        "<td>演示·古丽</td><td>3,000￥</td>",
        f"<td>{whole_name('买买提·吐尔逊江·阿布都热依木')}</td><td>1</td>",
        "<td>عادىل</td><td>ئەسكەرجان وە باشقىلار</td>",
        "<td>  前后  有空格 words  in   between  </td><td>第一行<br>第二行，长到要在单元格里断开的一行字，断了又断</td>",
        "<td colspan='2'>跨两列的一句话（含 &lt;b&gt; 与 &amp;amp;）</td>",
        "<td></td><td>　</td>",
        "<td>a-long-word-that-may-break-anywhere-because-it-is-longer-than-its-cell-is-wide</td><td>喆堃䶮</td>",
    ],
    ids=[
        "kept in Noto",
        "a long name",
        "Uyghur",
        "spaces and breaks",
        "over two columns",
        "nothing",
        "one long word",
    ],
)
def test_words_break_as_weasyprint_breaks_them(cells):
    table = (
        '<table class="grid"><colgroup><col style="width:40mm"><col style="width:40mm"></colgroup>'
        f"<tbody><tr>{cells}</tr></tbody></table>"
    )
    assert taken(table) == 1
    assert max(odd_dots(*of_html("ballot", page_with(table)))) <= ODD_DOTS


@pytest.mark.parametrize(
    "table",
    [
        '<table class="grid"><tr><td><table class="grid"><tr><td>内</td></tr></table></td></tr></table>',
        '<table class="grid"><tr><td><ul><li>一项</li></ul></td></tr></table>',
        f'<table class="grid"><tr><td>{"很高的一行。" * 900}</td></tr></table>',
        '<table class="grid"><tr><td style="vertical-align:baseline">字</td></tr></table>',
        '<table class="grid"><tr><td style="background:#eee">字</td></tr></table>',
        '<table class="grid"><tr><td style="text-decoration:underline">字</td></tr></table>',
        '<table class="grid" style="border-collapse:separate"><tr><td>字</td></tr></table>',
        '<table class="grid"><tr><td style="border:3pt dashed #000">字</td></tr></table>',
        '<table class="grid"><tr><td rowspan="3">一</td><td>二</td></tr><tr><td>三</td></tr></table>',
        '<table class="grid"><tr><td rowspan="0">一</td><td>二</td></tr><tr><td>三</td></tr></table>',
    ],
    ids=[
        "a table",
        "a list",
        "high",
        "baseline",
        "shaded",
        "underlined",
        "apart",
        "dashed",
        "over its end",
        "to its end",
    ],
)
def test_what_is_not_plain_is_left_to_weasyprint(table):
    assert taken(table) == 0
    ours, theirs = of_html("ballot", page_with(table))
    assert max(odd_dots(ours, theirs)) <= ODD_DOTS
    assert text_of(ours) == text_of(theirs)


def test_a_row_of_fewer_cells():
    table = '<table class="grid"><tr><td>一</td><td>二</td><td>三</td></tr><tr><td>四</td></tr></table>'
    assert taken(table) == 2
    assert max(odd_dots(*of_html("ballot", page_with(table)))) <= ODD_DOTS


def test_where_each_table_is_another_weasyprint_sets_them():
    """A worker that lives for weeks keeps no more builds than a form has."""
    builds = [
        f'<table class="grid b{number}"><tr><td>{number}</td></tr></table>' for number in range(MOST_MOULDS + 5)
    ]
    assert taken("".join(builds)) == MOST_MOULDS


def test_markup_is_read_alike():
    """A sign that XML does not know, or a tag left open, is read by WeasyPrint's own parser."""
    fetcher = press_in_use().fetcher
    plain = page_with(
        '<p>甲<br>乙&lt;丙&#x27;<img src="data:," alt="丁/戊"></p>'
        '<table><colgroup><col><col class="w"></colgroup><tbody><tr><td>己</td></tr></tbody></table>'
    )
    by_c = Markup(plain, fetcher).etree_element
    by_weasyprint = weasyprint.HTML(string=plain, url_fetcher=fetcher).etree_element
    assert without_space(by_c) == without_space(by_weasyprint)
    assert by_c.find(".//img").get("alt") == "丁/戊"
    odd = page_with("<p>甲\x0c乙<b>没有结束</p>")
    assert "甲" in "".join(Markup(odd, fetcher).etree_element.itertext())


def without_space(root: ElementTree.Element) -> str:
    return re.sub(r"\s+", "", ElementTree.tostring(root, "unicode"))


@pytest.mark.parametrize(
    ("form", "counts"), [("defence_notice", [1, 2, 1, 2]), ("expert_commitment", [1, 2, 3] * 3)]
)
def test_each_sheet_counts_its_own_pages(form: str, counts: list[int]) -> None:
    """Part 1 of the papers: a letter that says 第3页 of somebody else's makes one look for two pages."""
    ours, _theirs = both(form, "extreme")
    said = [f"第{number}页共{max(counts)}页" for number in counts]
    assert [re.findall("第[0-9]+页共[0-9]+页", words) for words in pages_of(ours)] == [[each] for each in said]
