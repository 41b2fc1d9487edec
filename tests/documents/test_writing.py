"""What is written is what pydyf writes, but for tags that say nothing."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from documents import specimens
from documents.papers.catalogue import FORMS
from documents.subsetting import PaperFonts, name_font_programs
from documents.typesetting import one_at_a_time, paper_of, render_html
from documents.writing import SAY_NOTHING

#: Tables with pictures, lists in lists, a letter, and one whose pages have words in their margins.
FORM_NAMES = ("report_form", "recommendation", "training_exemption", "result_document", "minutes")


def both(form: str, *, tags: bool) -> tuple[bytes, bytes]:
    """A form's extreme specimen as the project writes it, and as pydyf does."""
    html = render_html(FORMS[form], paper_of(FORMS[form], dict(specimens.all_of(form))["extreme"]))
    with one_at_a_time() as press:
        once = press.written(press.laid_out(FORMS[form], html), identifier=html, tags=tags)
        document = press.laid_out(FORMS[form], html)
        document.fonts = PaperFonts({})
        twice = document.write_pdf(
            pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
            pdf_variant=None,
            pdf_tags=tags,
            finisher=name_font_programs,
        )
    return once, twice


def said(tag: Any) -> Iterator[Any]:
    """Give what a reader hears of a tag: each tag that says something opened and closed, and each text of a page."""
    for kid in tag.get("/K", []):
        if not isinstance(kid, pikepdf.Dictionary):
            yield tag.Pg.objgen, int(kid)
        elif kid.get("/S") in SAY_NOTHING:
            yield from said(kid)
        else:
            yield str(kid.S), str(kid.get("/Alt", "")), str(kid.get("/A", {}).get("/ColSpan", 1))
            yield from said(kid)
            yield f"{kid.S} ends"


def all_tags(tag: Any) -> Iterator[Any]:
    yield tag
    for kid in tag.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            yield from all_tags(kid)


@pytest.mark.parametrize("form", FORM_NAMES)
def test_without_tags_only_widths_that_go_without_saying_are_gone(form):
    """bench-paper: making each object once changes nothing; a glyph whose width is not given is 1000 wide."""
    once, twice = both(form, tags=False)
    with pikepdf.open(io.BytesIO(once)) as ours, pikepdf.open(io.BytesIO(twice)) as theirs:
        for mine, plain in zip(ours.objects, theirs.objects, strict=True):
            if isinstance(mine, pikepdf.Dictionary) and "/W" in mine:
                wide = widths(plain.W)
                assert {glyph: width for glyph, width in wide.items() if width != 1000} == {
                    glyph: width for glyph, width in widths(mine.W).items() if width != 1000
                }
                assert len(widths(mine.W)) <= len(wide)
                assert "/DW" not in mine
            elif isinstance(mine, pikepdf.Stream) and mine.get("/Type") not in ("/ObjStm", "/XRef"):
                assert mine.read_raw_bytes() == plain.read_raw_bytes()
            elif not isinstance(mine, pikepdf.Stream):
                assert mine.unparse() == plain.unparse()


def widths(given: Any) -> dict[int, int]:
    """Give the width of each glyph that a font gives (PDF 32000-1, 9.7.4.3)."""
    return {
        int(first) + place: int(width)
        for first, wide in zip(given[::2], given[1::2], strict=True)
        for place, width in enumerate(wide)
    }


@pytest.mark.parametrize("form", FORM_NAMES)
def test_who_has_a_paper_read_out_hears_the_same(form):
    """bench-paper: tags that say nothing are gone, what they held is read in its place, and nothing is left out."""
    once, twice = both(form, tags=True)
    assert len(once) < len(twice)
    with pikepdf.open(io.BytesIO(once)) as ours, pikepdf.open(io.BytesIO(twice)) as theirs:
        heard = list(said(ours.Root.StructTreeRoot.K[0]))
        assert heard == list(said(theirs.Root.StructTreeRoot.K[0]))
        assert len(heard) > 10


@pytest.mark.parametrize("form", FORM_NAMES)
def test_each_text_knows_its_tag_and_each_tag_what_is_above_it(form):
    """PDF 32000-1, 14.7.4.4: the tree of parents leads from the texts of a page back to the tags that hold them."""
    once, _twice = both(form, tags=True)
    with pikepdf.open(io.BytesIO(once)) as ours:
        root = ours.Root.StructTreeRoot
        for tag in all_tags(root.K[0]):
            for kid in tag.get("/K", []):
                if isinstance(kid, pikepdf.Dictionary):
                    assert kid.P.objgen == tag.objgen
        by_page = dict(zip(map(int, root.ParentTree.Nums[::2]), root.ParentTree.Nums[1::2], strict=True))
        for number, page in enumerate(ours.pages):
            for text, tag in enumerate(by_page[number]):
                assert tag.Pg.objgen == page.objgen
                assert text in [int(kid) for kid in tag.K if not isinstance(kid, pikepdf.Dictionary)]
