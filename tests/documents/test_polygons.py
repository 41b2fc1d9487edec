"""Faces of polygons weigh a third of what they are drawn after, and nobody can tell them from it."""

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from django.conf import settings
from django.test import override_settings
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from documents import specimens
from documents.checks import faces_weigh_little
from documents.fonts import COMMON, face_rules
from documents.polygons import EM, POLYGON_FACES, PolygonFace, main, place
from documents.typesetting import typeset
from tests.documents.reading import pages_of
from tests.documents.typefaces import embedded

FOLDER = Path(settings.PAPER_FONTS)
#: Of all kinds: signs and digits, few strokes and many, straight and round.
SOME = "和田称审艾一乙心乃凹繁藏疆鼻辩（。〔“—…·35689aBgSs&@%"
FORM_BYTES = 130_000
DPI_600_AT_12_PT = 100  # pixels an em

faces = pytest.mark.parametrize("face", POLYGON_FACES, ids=lambda face: face.name)


def opened(face: PolygonFace) -> tuple[TTFont, TTFont]:
    """Give a face and what it was drawn after."""
    path, number = place(face.source, FOLDER)
    return TTFont(FOLDER / face.file), TTFont(path, fontNumber=number)


def contours_of(font: TTFont, char: str) -> list[np.ndarray]:
    """Give the contours of a character in thousandths of an em, with 16 points a line or curve: n by 1 by 2."""
    pen = DecomposingRecordingPen(None)
    font.getGlyphSet()[font.getBestCmap()[ord(char)]].draw(pen)
    contours: list[list[np.ndarray]] = []
    for kind, given in pen.value:
        points = [np.array(point, dtype=np.float32) * 1000 / font["head"].unitsPerEm for point in given]
        if kind == "moveTo":
            contours.append(points)
        elif kind != "closePath":
            contours[-1] += between(contours[-1][-1], *points)
    return [np.array([*contour, *between(contour[-1], contour[0])], np.float32)[:, None] for contour in contours]


def between(*points: np.ndarray) -> list[np.ndarray]:
    """Give 16 points of a line or of a Bézier curve, by halving (de Casteljau)."""
    found = []
    for step in range(1, 17):
        left = list(points)
        while len(left) > 1:
            left = [a + (b - a) * step / 16 for a, b in pairwise(left)]
        found.append(left[0])
    return found


def farthest(of: list[np.ndarray], from_: list[np.ndarray]) -> float:
    """Give how far a point of the first contours lies from the lines of the second ones, at most."""
    points = np.vstack(of)[:, 0].tolist()
    return max(min(abs(cv2.pointPolygonTest(each, point, True)) for each in from_) for point in points)


@faces
def test_no_line_leaves_the_outline_by_more_than_it_may(face: PolygonFace) -> None:
    """bench-paper, size: by what the tolerance allows, and by what the grid takes, less than a unit."""
    ours, theirs = opened(face)
    for char in SOME:
        one, other = contours_of(ours, char), contours_of(theirs, char)
        assert max(farthest(one, other), farthest(other, one)) <= 1000 * (face.tolerance + 1 / EM), char


@faces
def test_a_printer_of_600_dpi_draws_the_same(face: PolygonFace) -> None:
    """At 12 pt an edge moves by a dot where it bends: in all of SOME two dots by two differ once at most."""
    ours, theirs = opened(face)
    differing = [drawn(ours, char) ^ drawn(theirs, char) for char in SOME]
    assert sum(cv2.erode(each, np.ones((2, 2), np.uint8)).sum() for each in differing) <= 1


def drawn(font: TTFont, char: str) -> np.ndarray:
    """Give what a character looks like in black and white."""
    picture = np.zeros((2 * DPI_600_AT_12_PT, 2 * DPI_600_AT_12_PT), np.uint8)
    in_16ths = [
        np.round((each * (1, -1) / 1000 + (0.3, 1.3)) * DPI_600_AT_12_PT * 16).astype(np.int32)
        for each in contours_of(font, char)
    ]
    return cv2.fillPoly(picture, in_16ths, 1, shift=4)


@faces
def test_it_has_the_common_characters_as_wide_as_they_were(face: PolygonFace) -> None:
    """In whole thousandths of an em, in which a PDF counts; what is wider than high stays so."""
    ours, theirs = opened(face)
    known, before = ours.getBestCmap(), theirs.getBestCmap()
    assert known.keys() == before.keys() & set(map(ord, COMMON))
    assert len(known) > 7_000
    for code, name in known.items():
        width = ours["hmtx"][name][0] * 1000 / EM
        assert width == int(width)
        assert abs(width - theirs["hmtx"][before[code]][0]) <= 1000 / EM, chr(code)


def test_a_form_of_eight_pages_weighs_130_kb_at_most() -> None:
    """bench-paper, size: the form that it measures."""
    form = dict(specimens.all_of("report_form"))["review-ordinary"]
    pdf = typeset("report_form", form)
    assert len(pages_of(pdf)) == 9
    assert len(pdf) <= FORM_BYTES


def test_what_no_polygon_has_comes_from_noto_whole() -> None:
    """C28: a rare name is printed and can be copied, with the common characters around it."""
    form = specimens.ordinary("conduct")
    pdf = typeset("conduct", {**form, "name": "演示·赟喆"})
    assert "赟喆" in pages_of(pdf)[0]
    assert {"PaperSong-Polygon", "FandolFang-Polygon"} < embedded(pdf)
    assert any(name.startswith("NotoSerif") for name in embedded(pdf))


def test_where_a_source_is_missing_the_others_are_drawn(tmp_path: Path) -> None:
    """Set-up: without apt there is no 仿宋; 宋体 is drawn after the system's."""
    main(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "PaperSong-Bold-Polygon.otf",
        "PaperSong-Polygon.otf",
    ]
    assert "Paper Fang" not in face_rules(tmp_path)
    assert (tmp_path / "PaperSong-Polygon.otf").read_bytes() == (FOLDER / "PaperSong-Polygon.otf").read_bytes()


def test_who_deploys_without_them_is_told(tmp_path: Path) -> None:
    """Papers can be set without; nobody would see why they are so large."""
    assert faces_weigh_little() == []
    with override_settings(PAPER_FONTS=str(tmp_path)):
        [told] = faces_weigh_little()
    assert told.id == "documents.W005"
    assert str(tmp_path) in told.msg
