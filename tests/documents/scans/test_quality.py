"""Can a page be read at all? On drawn pages, each spoiled in one way."""

import io
import json
from dataclasses import asdict, replace
from zlib import crc32

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.random import default_rng
from PIL import Image, ImageDraw

from documents.scans.identity import Identity
from documents.scans.inspecting import inspected, sight, sight_of
from documents.scans.lines import Box, Line
from documents.scans.pages import Page as Shown
from documents.scans.pages import opened, shrunk
from documents.scans.proposals import _without_print, codes, faces
from documents.scans.quality import faults, legible, measured
from tests.scans import Page, things
from tests.scans.choosing import readable
from tests.scans.generator import page
from tests.scans.layouts import all_layouts


@pytest.fixture(scope="module")
def sheet() -> Page:
    """A form as a screen shows it: sharp, upright, whole."""
    layout = next(layout for layout in all_layouts() if layout.kind == "appraisal" and layout.split == "tuning")
    return page(default_rng(5), layout, "screen")


@pytest.fixture(scope="module")
def pixels(sheet: Page) -> np.ndarray:
    return next(opened(sheet.data)).pixels


def _again(pixels: np.ndarray, quality: int) -> np.ndarray:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


def test_a_good_page_is_not_blamed(pixels: np.ndarray) -> None:
    """Neither for a heavy JPEG nor for a slight shadow, nor for a little noise."""
    shaded = (pixels * np.linspace(0.6, 1, pixels.shape[1])[None, :, None]).astype(np.uint8)
    noisy = np.clip(pixels + np.random.default_rng(1).normal(0, 6, pixels.shape), 0, 255).astype(np.uint8)
    for seen in (pixels, _again(pixels, 30), shaded, noisy):
        assert faults(measured(seen)) == []


@pytest.mark.parametrize("part", [0.004, 0.006])
def test_strokes_that_run_together_are_noticed(pixels: np.ndarray, part: float) -> None:
    blurred = cv2.GaussianBlur(pixels, (0, 0), part * max(pixels.shape))
    assert "blur" in faults(measured(blurred))


def test_a_picture_too_small_to_read_is_noticed(pixels: np.ndarray) -> None:
    small = cv2.resize(
        pixels, None, fx=600 / max(pixels.shape), fy=600 / max(pixels.shape), interpolation=cv2.INTER_AREA
    )
    assert "small" in faults(measured(small))


def test_a_small_picture_that_a_pdf_enlarges_is_noticed(pixels: np.ndarray) -> None:
    small = cv2.resize(pixels, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    for shown, is_small in ((small, True), (pixels, False)):
        out = io.BytesIO()
        Image.fromarray(shown).save(out, "PDF", resolution=72 * max(shown.shape) / 842)
        page = next(opened(out.getvalue()))
        assert max(page.pixels.shape) > 2000
        assert ("small" in sight(page, ((), None)).faults) == is_small


def test_waves_under_the_words_are_not_taken_for_words_cut_off() -> None:
    """A booklet on patterned paper, photographed within its edges."""
    booklet = readable("current_title")
    assert "paper" in booklet.harmless
    assert "cut" not in faults(measured(next(opened(booklet.data)).pixels))


def test_a_page_with_nothing_on_it_is_noticed(pixels: np.ndarray) -> None:
    assert "blank" in faults(measured(np.full_like(pixels, 245)))


@pytest.mark.parametrize("edge", ["left", "top", "right", "bottom"])
def test_a_page_cut_through_its_words_is_noticed(sheet: Page, pixels: np.ndarray, edge: str) -> None:
    left, top, right, bottom = next(span.box for span in sheet.spans if span.role == "employer")
    x, y = (left + right) // 2, (top + bottom) // 2
    rest = {"left": pixels[:, x:], "top": pixels[y:], "right": pixels[:, :x], "bottom": pixels[:y]}[edge]
    assert faults(measured(np.ascontiguousarray(rest))) == ["cut"]


@pytest.mark.parametrize("degrees", [-7, 5])
def test_a_crooked_page_is_told_by_how_much(pixels: np.ndarray, degrees: int) -> None:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    crooked = cv2.warpAffine(pixels, matrix, (width, height), borderValue=(250, 250, 250))
    assert measured(crooked).skew == pytest.approx(degrees, abs=0.5)


def test_no_face_is_seen_in_the_grain_of_a_table() -> None:
    """A booklet with one photograph, on dark wood."""
    layout = next(layout for layout in all_layouts() if layout.name == "title-booklet")
    sent = page(default_rng((7, 54, crc32(layout.name.encode()))), layout)
    assert len(list(faces(next(opened(sent.data)).pixels))) == 1


def test_a_face_within_an_ornament_is_seen_and_the_ornament_is_not_searched() -> None:
    """A certificate's frame is as wide as a face in places; the page inside it is not looked at for one."""
    drawn = Image.new("RGB", (1414, 2000), "white")
    ImageDraw.Draw(drawn).rectangle((60, 60, 1354, 1940), outline=(120, 60, 40), width=40)
    drawn.paste(things.face(default_rng(1), 180), (500, 700))
    assert any(box.left < 590 < box.right and box.top < 790 < box.bottom for box in faces(np.asarray(drawn)))
    _calm, places = _without_print(shrunk(cv2.cvtColor(np.asarray(drawn), cv2.COLOR_RGB2GRAY), 1000))
    assert [(place.left < 250 < place.right, place.top < 350 < place.bottom) for place in places] == [(True, True)]


@pytest.mark.parametrize(
    ("kind", "is_light"),
    [
        ("QRCode", False),
        ("QRCode", True),
        ("DataMatrix", False),
        ("PDF417", False),
        ("Aztec", False),
        ("Code128", False),
    ],
)
def test_a_code_is_found_whatever_its_kind_and_a_qr_code_light_on_dark_too(kind: str, is_light: bool) -> None:
    drawn = np.asarray(
        zxingcpp.create_barcode("DEMO-653220", zxingcpp.BarcodeFormat[kind]).to_image(
            scale=4, add_quiet_zones=True
        )
    )
    sheet = np.full((1600, 1131), 255, np.uint8)
    sheet[400 : 400 + drawn.shape[0], 300 : 300 + drawn.shape[1]] = 255 - drawn if is_light else drawn
    ((box, text),) = codes(cv2.cvtColor(sheet, cv2.COLOR_GRAY2RGB))
    assert text == "DEMO-653220"
    assert box.contains(Box(320, 420, 280 + drawn.shape[1], 380 + drawn.shape[0]))


# what a reader makes of it


def _line(left: float, top: float, characters: int, high: float = 40, score: float = 0.99) -> Line:
    right = left + high * characters
    corners = ((left, top), (right, top), (right, top + high), (left, top + high))
    return Line(
        "字" * characters, corners, tuple((place + 0.5) / characters for place in range(characters)), score
    )


WHOLE = (_line(300, 300, 20), _line(300, 400, 20), _line(300, 500, 20))


@pytest.mark.parametrize(
    ("lines", "is_blurred"),
    [(WHOLE, False), ((), True), (WHOLE[:1], True), (tuple(replace(line, score=0.7) for line in WHOLE), True)],
)
def test_what_a_reader_is_sure_of_is_not_blurred(
    pixels: np.ndarray, lines: tuple[Line, ...], is_blurred: bool
) -> None:
    """Soft edges of large print are read all the same; what was shaken has some sharp edges, and nobody reads it."""
    for blur in (0.3, 0.6):
        seen = replace(measured(pixels), blur=blur, legible=legible(lines, 1600, 2200))
        assert ("blur" in faults(seen)) == is_blurred
    sharp = replace(measured(pixels), blur=0.1, legible=legible(lines, 1600, 2200))
    assert "blur" not in faults(sharp)


@pytest.mark.parametrize(
    ("line", "marks", "is_cut"),
    [
        (_line(300, 600, 10), (0, 0, 0, 0), False),
        (_line(2, 600, 10), (0, 0, 0, 0), True),
        (_line(1198, 600, 10), (0, 0, 1, 0), True),
        (_line(2, 600, 4, high=16), (0, 0, 0, 0), False),
        (_line(300, 600, 10), (3, 0, 0, 0), False),
        (_line(50, 600, 10), (3, 0, 0, 0), True),
        (_line(300, 600, 10), (0, 0, 0, 12), True),
    ],
)
def test_a_line_that_ends_at_the_edge_is_cut(
    pixels: np.ndarray, line: Line, marks: tuple[int, int, int, int], is_cut: bool
) -> None:
    """Marks far from every line are the table's, unless there is a row of them; a stamp in the corner is no line."""
    seen = replace(measured(pixels), cut=marks, legible=legible((*WHOLE, line), 1600, 2200))
    assert ("cut" in faults(seen)) == is_cut


def test_a_portrait_is_held_to_no_rule_of_pages() -> None:
    """A portrait of one inch is small and has no words; as a page of any other slot it would be told so."""
    drawn = Image.new("RGB", (295, 413), (70, 110, 200))
    drawn.paste((225, 185, 160), (85, 90, 210, 250))
    out = io.BytesIO()
    drawn.save(out, "JPEG")
    seen = [sight(page) for page in opened(out.getvalue())]
    for slot, is_told in (("photo", False), ("id_card", True)):
        (page,) = inspected(seen, slot, {}, Identity()).pages
        assert bool(page.faults) is is_told


def test_a_sight_is_the_same_when_it_was_kept(pixels: np.ndarray) -> None:
    for quarter in (0, None):
        seen = sight(Shown(1, pixels), (WHOLE, quarter))
        assert (seen.quality.legible is None) == (quarter is None)
        assert sight_of(json.loads(json.dumps(asdict(seen)))) == seen
