"""A seal on a paper: where GB/T 9704-2012 has it, its real size, never on a draft or a blank; bad pictures are named."""

import base64
import io
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from documents import apart, specimens
from documents.inspection import FileRefused
from documents.papers.shape import SEALS_MM, PaperDataError
from documents.pictures import seal_picture
from documents.typesetting import typeset
from tests.documents import crafted
from tests.documents.measuring import sheets_of
from tests.documents.reading import text_of

DPI = 300
LINE = 225 / 22  # mm
FORMS = ("result_document", "certificate", "result_publicity", "refusal", "fee_notice", "fee_receipt")


def sealed(form: str, **changed: Any) -> bytes:
    return typeset(form, {**specimens.ordinary(form), "seal": specimens.seal(), "seal_mm": 42, **changed})


def red_on(pdf: bytes, page: int) -> tuple[float, float, float, float] | None:
    """Give left, top, right and bottom in mm of what has the red of the seal."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[page].render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()
    red, green, blue = drawn.split()
    within = (
        red.point(lambda level: 255 * (150 < level < 215)),
        green.point(lambda level: 255 * (level < 60)),
        blue.point(lambda level: 255 * (5 < level < 60)),
    )
    found = ImageChops.darker(ImageChops.darker(within[0], within[1]), within[2]).getbbox()
    return tuple(side * 25.4 / DPI for side in found) if found else None  # type: ignore[return-value]


def page_of_seal(pdf: bytes) -> tuple[int, tuple[float, float, float, float]]:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    [found] = [(page, box) for page in range(count) if (box := red_on(pdf, page))]
    return found


@pytest.mark.parametrize("mm", SEALS_MM)
def test_the_seal_lies_on_the_issuer_and_the_date_as_the_standard_says(mm: int) -> None:
    """GB/T 9704-2012, 7.3.5.1: upright, its middle over the date, both lines inside a little below it, its top within a
    line of the text; as large as the real one.
    """
    pdf = sealed("result_document", seal_mm=mm)
    page, (left, top, right, bottom) = page_of_seal(pdf)
    sheet = sheets_of(pdf)[page]
    day, issuer = sheet.line("2025年4月24日"), sheet.line("和田地区专业技术人员职称办公室")
    lines = sheet.lines()
    above = lines[lines.index(issuer) - 1]
    assert right - left == pytest.approx(mm, abs=0.6)
    assert bottom - top == pytest.approx(mm, abs=0.6)
    middle = (left + right) / 2
    assert middle == pytest.approx((day[0].left + day[-1].right) / 2, abs=1)
    assert middle == pytest.approx((issuer[0].left + issuer[-1].right) / 2, abs=2)
    both = (min(mark.top for mark in issuer), max(mark.bottom for mark in day))
    assert top < both[0] < both[1] < bottom
    assert 0 <= sum(both) / 2 - (top + bottom) / 2 < 4
    assert 0 <= top - max(mark.bottom for mark in above) <= LINE


@pytest.mark.parametrize("form", FORMS)
def test_every_form_with_a_place_for_it_prints_it_inside_its_sheet(form: str) -> None:
    """One seal a paper, of its size, 10 mm from every edge; nothing else of the paper is lost."""
    for hard in (specimens.ordinary, specimens.extreme):
        pdf = typeset(form, {**hard(form), "seal": specimens.seal(), "seal_mm": 45})
        page, (left, top, right, bottom) = page_of_seal(pdf)
        document = pypdfium2.PdfDocument(pdf)
        width, height = (side * 25.4 / 72 for side in document[page].get_size())
        document.close()
        assert right - left == pytest.approx(45, abs=0.6)
        assert min(left, top, width - right, height - bottom) > 10
        plain = text_of(typeset(form, hard(form)))
        assert sorted(text_of(pdf)) == sorted(plain.replace("（公章）", ""))


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_is_not_issued_bears_it(form: str) -> None:
    """A draft has no seal; a document without number or date is none yet."""
    assert red_on(sealed(form, draft=True), 0) is None
    if form == "result_document":
        for lacks in ({"number": ""}, {"issued_on": None}):
            pdf = sealed(form, **lacks)
            assert not [page for page in range(2) if red_on(pdf, page)]


@pytest.mark.parametrize(
    ("seal", "told"),
    [
        ("data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\nnothing").decode(), "图片打不开"),
        ("/etc/passwd", "内容不对"),
        ("https://portal.example/seal.png", "内容不对"),
    ],
)
def test_a_seal_that_cannot_be_drawn_stops_the_paper_by_name(seal: str, told: str) -> None:
    """Bad input: never a paper without the seal that its data name."""
    with pytest.raises(PaperDataError, match=told) as refused:
        sealed("result_document", seal=seal)
    assert refused.value.field == "seal"


def ring(size: tuple[int, int] = (600, 600), ground: tuple[int, ...] = (0, 0, 0, 0), edge: int = 0) -> bytes:
    picture = Image.new("RGBA", (size[0] + 2 * edge, size[1] + 2 * edge), ground)
    box = (edge, edge, edge + size[0] - 1, edge + size[1] - 1)
    ImageDraw.Draw(picture).ellipse(box, outline=(200, 20, 20, 255), width=20)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_seal_is_cut_out_along_its_edge() -> None:
    """So that its width is its diameter, whatever white a scan has around it; at most as sharp as 600 dpi."""
    for data, side in ((ring(edge=150), 600), (ring((1500, 1500)), 1063)):
        with Image.open(io.BytesIO(seal_picture(data))) as seal:
            assert (seal.size, seal.mode, seal.format) == ((side, side), "RGBA", "PNG")
            assert seal.getpixel((0, 0))[3] == 0  # type: ignore[index]


BAD = [
    (crafted.jpeg(), "kind"),
    (crafted.png(600, 600), "background"),
    (ring(ground=(255, 255, 255, 255)), "background"),
    (ring(ground=(0, 0, 0, 0), size=(600, 400)), "not_round"),
    (ring((200, 200)), "too_small"),
    (crafted.png(600, 600, "RGBA"), "empty_seal"),
    (ring()[:300], "broken"),
    (ring() + b"<?php", "mixed"),
    (b"", "empty"),
]


@pytest.mark.parametrize(("data", "code"), BAD, ids=[code for _data, code in BAD])
@pytest.mark.parametrize("is_apart", [False, True], ids=["here", "apart"])
def test_what_is_no_seal_is_refused(data: bytes, code: str, is_apart: bool, settings: Any) -> None:
    """C21: by what it holds, not by its name; the same where it is opened apart."""
    settings.FILES_APART = is_apart
    with pytest.raises(FileRefused) as refused:
        apart.seal_picture(data)
    assert refused.value.code == code
