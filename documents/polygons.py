"""Faces that weigh little in a PDF: each outline is a polygon that no eye and no printer tells from it.

The free 仿宋 was traced from print: 65 curves and 26 lines a character, 400 bytes in each PDF. A polygon that leaves the
outline by 0.0075 em at most, which at 12 pt is 0.03 mm and less than a dot of a printer of 600 dpi, takes 130.

    python -m documents.polygons var/fonts     # beside the free faces that lie there
"""

import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

from documents.fonts import COMMON, MUST_HAVE

#: Units: the coarser the grid of the corners, the fewer bytes a number takes. A width is an even number of them, which is
#: a whole number of the thousandths in which a PDF counts.
EM = 400
STEPS = 8  # points of a curve that a polygon is held against
_t = np.linspace(0, 1, STEPS + 1, dtype=np.float32)[1:, None]
#: What the four points of a Bézier curve weigh at each of them.
WEIGHTS = np.hstack(((1 - _t) ** 3, 3 * _t * (1 - _t) ** 2, 3 * _t**2 * (1 - _t), _t**3))
NOTICE = "Drawn after {} in straight lines, with fewer characters."

Polygon = list[tuple[int, int]]


@dataclass(frozen=True)
class PolygonFace:
    """A face of polygons: its name, the face it is drawn after (a file of the folder or a pattern of fontconfig), and how
    far its lines may leave the outlines, in em.
    """

    name: str
    source: str
    tolerance: float

    @property
    def file(self) -> str:
        return f"{self.name}.otf"


#: Titles are set large, so theirs are closer.
POLYGON_FACES = (
    PolygonFace("FandolFang-Polygon", "FandolFang-Regular.otf", 0.005),
    PolygonFace("FandolKai-Polygon", "FandolKai-Regular.otf", 0.005),
    PolygonFace("FandolSong-Bold-Polygon", "FandolSong-Bold.otf", 0.0025),
    PolygonFace("PaperSong-Polygon", f"{MUST_HAVE[0]}:regular", 0.005),
    PolygonFace("PaperSong-Bold-Polygon", f"{MUST_HAVE[0]}:bold", 0.005),
)


def make(face: PolygonFace, folder: Path) -> None:
    """Put `face` into `folder`, with the characters of COMMON that its source has. Raises OSError without a source."""
    path, number = place(face.source, folder)
    with TTFont(path, fontNumber=number, lazy=True) as source:
        scale = EM / source["head"].unitsPerEm
        glyphs, cmap = source.getGlyphSet(), source.getBestCmap()
        taken = {code: cmap[code] for code in map(ord, COMMON) if code in cmap}
        names = {old: f"cid{number:05}" for number, old in enumerate(dict.fromkeys(taken.values()), 1)}
        names = {".notdef": ".notdef", **names}
        widths = {old: 2 * round(glyphs[old].width * scale / 2) for old in names}
        drawn = {
            new: _charstring(polygons(glyphs[old], scale, face.tolerance * EM), widths[old])
            for old, new in names.items()
        }
        notice = NOTICE.format(source["name"].getDebugName(4))
        dates = {key: getattr(source["head"], key) for key in ("created", "modified")}
        tall = {key: round(getattr(source["hhea"], key) * scale) for key in ("ascent", "descent", "lineGap")}
    made = FontBuilder(EM, isTTF=False)
    made.updateHead(**dates)  # the same face, the same bytes
    made.font.recalcTimestamp = False
    made.setupGlyphOrder(list(drawn))
    made.setupCharacterMap({code: names[old] for code, old in taken.items()})
    made.setupCFF(face.name, {"Notice": notice}, drawn, {"defaultWidthX": EM})
    made.setupHorizontalMetrics({names[old]: (width, 0) for old, width in widths.items()})
    made.setupHorizontalHeader(**tall)
    made.setupNameTable({"familyName": face.name, "styleName": "Regular", "psName": face.name})
    made.setupOS2(sTypoAscender=tall["ascent"], sTypoDescender=tall["descent"], sTypoLineGap=tall["lineGap"])
    made.setupPost()
    _number_by_charset(made.font["CFF "].cff[0])
    part = folder / f"{face.file}.part"
    made.save(part)
    part.replace(folder / face.file)


def polygons(glyph: Any, scale: float, tolerance: float) -> list[Polygon]:
    """Give the contours of a glyph, times `scale`, as corners on a grid of whole units, none of which closes its polygon
    again. Their lines leave the outlines by `tolerance` units at most, and by what the grid takes.
    """
    found = []
    for contour in outlines_of(glyph, scale):
        corners = cv2.approxPolyDP(contour, tolerance, True)
        kept = [(round(float(x)), round(float(y))) for x, y in (corners if len(corners) > 2 else contour)[:, 0]]
        found.append([here for here, before in zip(kept, [kept[-1], *kept], strict=False) if here != before])
    return [each for each in found if len(each) > 2]


def outlines_of(glyph: Any, scale: float) -> list[np.ndarray]:
    """Give the contours of a glyph, times `scale`, each as STEPS points a curve: an array of n by 1 by 2, of which OpenCV
    speaks.
    """
    pen = DecomposingRecordingPen(None)
    glyph.draw(pen)
    contours: list[list[np.ndarray]] = []
    for kind, points in pen.value:
        given = np.array(points, dtype=np.float32) * scale
        if kind == "moveTo":
            contours.append([given])
        elif kind == "lineTo":
            contours[-1].append(given)
        elif kind == "curveTo":
            contours[-1].append(WEIGHTS @ np.vstack((contours[-1][-1][-1:], given)))
    return [np.vstack(contour).astype(np.float32)[:, None] for contour in contours]


def _charstring(drawn: Iterable[Polygon], width: int) -> T2CharString:
    """Give polygons as CFF writes them; a width that is not EM stands before them (Adobe 5177, 3.1)."""
    pen = T2CharStringPen(None if width == EM else width, None)
    for polygon in drawn:
        pen.moveTo(polygon[0])
        for corner in polygon[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.getCharString()


def _number_by_charset(top: Any) -> None:
    """Make a CFF one whose charset numbers the glyphs (Adobe 5176, 18), which `documents.subsetting` needs."""
    font = FontDict()
    font.Private = top.Private
    fonts, chosen = FDArrayIndex(), FDSelect()
    fonts.append(font)
    chosen.gidArray, chosen.format = [0] * len(top.charset), 3
    del top.Private
    top.ROS, top.CIDCount, top.FDArray, top.FDSelect = ("Adobe", "Identity", 0), len(top.charset), fonts, chosen


def place(source: str, folder: Path) -> tuple[Path, int]:
    """Give the file of a face and its number in there."""
    if ":" not in source:
        return folder / source, 0
    asked = ["fc-match", "-f", "%{file}\n%{index}", source]
    path, number = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    return Path(path), int(number) & 0xFFFF


def main(folder: Path) -> None:
    """Put the faces into `folder` whose sources are there, two at a time."""
    wanted = [face for face in POLYGON_FACES if place(face.source, folder)[0].exists()]
    print(f"Drawing {len(wanted)} faces of papers in polygons")
    with ProcessPoolExecutor(2) as processes:
        list(processes.map(make, wanted, [folder] * len(wanted)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
