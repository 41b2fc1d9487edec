"""Tells whether a page can be read: its resolution, sharpness, edges, and whether there is anything on it.

Needs no OCR, but believes it: what a reader is sure of is not blurred, and a line that ends at the picture's edge is cut.
Every measure is relative to the page's longer side, for nobody knows how large the paper was: most of it is A4, on which
small print (10.5 pt) is one eightieth of the longer side high.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from documents.scans.lines import Line
from documents.scans.pages import Pixels, shrunk

Grey = npt.NDArray[Any]
Marks = npt.NDArray[Any]

#: Pixels of the longer side below which small print is lost.
LEAST_SIDE = 900
#: How wide, in small print's height, an edge may be before strokes run together.
MOST_BLUR = 0.42
#: The same where a reader is sure of fewer characters than a paper has; and how sure that is, from 0 to 1.
MOST_BLUR_UNREAD, FEWEST_READ, SURE = 0.22, 25, 0.9
SMALL_PRINT, LARGE_PRINT = 1 / 80, 1 / 12
#: Part of the page that ink covers at least, when there is anything to read.
LEAST_INK = 0.0008
#: Marks of the size of print that an edge of the picture may cut through.
MOST_CUT = 2
#: Where there is a reader: so many marks are cut whatever it has read; a line so near the edge, in its heights, makes
#: marks there print; and so near it is cut itself. Lines smaller than most, by this part, do not count.
MOST_CUT_UNREAD, NEAR, LEAST_AIR, USUAL_LINE = 4, 1.5, 0.12, 0.6
#: How wide a stroke is at most, in pixels, how much of the ink is lighter than print usually is, in percent, and how dark
#: a mark must be, as a part of that, to be print.
STROKE, USUAL, AS_DARK = 15, 80, 0.75
#: Degrees of skew that a reader notices.
MOST_SKEW = 3.0
LOOK_SIDE, SKEW_SIDE = 1400, 500
#: Of the squares looked at, the sharper ones speak for the page, in percent.
SHARPER = 25
#: Squares that are looked at for sharpness: how many, their side, and what an edge is, in pixels and grey levels.
TILES, TILE, LEAST_CONTRAST, MOST_WIDTH, LEAST_EDGES = 12, 256, 25, 100, 20


@dataclass(frozen=True)
class Legible:
    """What a reader made of a page's pixels: how many characters it is sure of, and how far from each edge (left, top,
    right, bottom) the nearest line ends, in its heights.
    """

    characters: int
    air: tuple[float, float, float, float]


@dataclass(frozen=True)
class Quality:
    """What was measured of a page: longer side in pixels, width of edges as a part of small print's height, part of it
    that is ink, skew in degrees (clockwise positive), marks cut off at each edge (left, top, right, bottom), and what a
    reader made of it, where one has read its pixels.
    """

    side: int
    blur: float
    ink: float
    skew: float
    cut: tuple[int, int, int, int]
    legible: Legible | None = None


def measured(pixels: Pixels) -> Quality:
    """Measure a page."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    side = max(grey.shape)
    small = shrunk(grey, LOOK_SIDE)
    ink, marks = _print(_ink(small), small)
    return Quality(side, _blur(grey, ink), float(ink.mean()), _skew(ink), _cut(marks, ink.shape))


def _ink(grey: Grey) -> Grey:
    """Give 1 where a pixel is darker than what is around it by more than noise."""
    block = max(15, max(grey.shape) // 40) | 1
    calm = cv2.GaussianBlur(grey, (3, 3), 0)
    return np.asarray(
        cv2.adaptiveThreshold(calm, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 18), np.uint8
    )


def _blur(grey: Grey, ink: Grey) -> float:
    """Give how wide edges are, where there is ink, as a part of small print's height: contrast over slope."""
    print_height = max(grey.shape) * SMALL_PRINT
    tiles = _inked_tiles(grey, ink)
    widths = [width for tile in tiles if (width := _edge_width(tile, round(print_height))) is not None]
    return float(np.percentile(widths, SHARPER)) / print_height if widths else 0.0


def _inked_tiles(grey: Grey, ink: Grey) -> Iterator[Grey]:
    """Give the squares of the page with the most ink."""
    rows, columns = (max(1, round(length / TILE)) for length in grey.shape)
    share = cv2.resize(ink.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    for place in np.argsort(-share, axis=None)[:TILES]:
        row, column = divmod(int(place), columns)
        if share[row, column] > 0:
            y, x = row * grey.shape[0] // rows, column * grey.shape[1] // columns
            yield grey[y : y + TILE, x : x + TILE]


def _edge_width(tile: Grey, around: int) -> float | None:
    """Give the width in pixels of the sharper edges of a tile; None where there is no contrast within `around` pixels."""
    calm = cv2.medianBlur(tile, 3)
    slope = cv2.magnitude(cv2.Sobel(calm, cv2.CV_32F, 1, 0), cv2.Sobel(calm, cv2.CV_32F, 0, 1)) / 8
    window = np.ones((around, around), np.uint8)
    contrast = cv2.subtract(cv2.dilate(calm, window), cv2.erode(calm, window))
    is_ridge = (slope > 0) & (slope >= cv2.dilate(slope, np.ones((3, 3), np.uint8)))
    strong = max(LEAST_CONTRAST, 0.5 * float(np.percentile(contrast, 98)))
    edges = (contrast > strong) & is_ridge & (slope > contrast / MOST_WIDTH)
    if edges.sum() < LEAST_EDGES:
        return None
    return float(np.percentile(contrast[edges] / slope[edges], 30))


def _print(ink: Grey, grey: Grey) -> tuple[Grey, Marks]:
    """Give the ink of marks no larger than print, without rules and the paper's edge; and the box of each of them that is
    as dark as print is here: paper has waves, and tables a grain.
    """
    count, labels, stats, _centres = cv2.connectedComponentsWithStatsWithAlgorithm(
        ink, connectivity=8, ltype=cv2.CV_32S, ccltype=cv2.CCL_BOLELLI
    )
    marks = stats[1:, :4]
    is_print = np.concatenate([[False], marks[:, 2:].max(axis=1) <= max(ink.shape) * LARGE_PRINT])[:count]
    inked = np.flatnonzero(ink.view(np.bool_))
    mark_of: npt.NDArray[np.int32] = labels.astype(np.int32, copy=False).ravel()[inked]
    depth = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((STROKE, STROKE), np.uint8)).ravel()[inked]
    darkest = np.zeros(count, np.uint8)
    np.maximum.at(darkest, mark_of, depth)
    usual = np.percentile(depth, USUAL) if inked.size else 0
    printed = np.zeros_like(ink)
    printed.ravel()[inked] = is_print[mark_of]
    return printed, marks[darkest[1:] >= usual * AS_DARK]


def _cut(marks: Marks, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Give how many marks of the size of print each edge of the picture cuts through: left, top, right, bottom."""
    height, width = shape
    small = max(shape) * SMALL_PRINT
    left, top, wide, high = (marks[:, column] for column in range(4))
    size = np.maximum(wide, high)
    is_print = (size >= small / 4) & (size <= small * 3)
    touching = (left <= 1, top <= 1, left + wide >= width - 1, top + high >= height - 1)
    return tuple(int((is_print & at).sum()) for at in touching)  # type: ignore[return-value]


def _skew(ink: Grey) -> float:
    """Give the angle at which lines of ink are sharpest, in degrees, clockwise positive; columns count as lines."""
    fine = shrunk(ink * 255, SKEW_SIDE)
    coarse = _sharpest(shrunk(fine, SKEW_SIDE // 2), np.arange(-12, 12.1, 1.0))
    return _sharpest(fine, np.arange(coarse - 0.8, coarse + 0.81, 0.2))


def _sharpest(picture: Grey, angles: npt.NDArray[Any]) -> float:
    return float(max(angles, key=lambda angle: _sharpness(picture, float(angle))))


def _sharpness(picture: Grey, angle: float) -> float:
    """Give how much the ink of a turned picture gathers in rows or columns."""
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(picture, matrix, (width, height))
    sums = (cv2.reduce(turned, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel() for axis in (0, 1))
    return max(float(np.square(np.diff(each).astype(np.float64)).sum()) for each in sums)


def legible(lines: tuple[Line, ...], width: int, height: int) -> Legible:
    """Give what a reader made of a page of this size in pixels."""
    usual = median([line.height for line in lines for _character in line.text] or [0])
    air = [float(max(width, height))] * 4
    for line in lines:
        if line.height >= max(1, USUAL_LINE * usual):
            box = line.box
            gaps = (box.left, box.top, width - box.right, height - box.bottom)
            air = [min(known, gap / line.height) for known, gap in zip(air, gaps, strict=True)]
    left, top, right, bottom = air
    return Legible(sum(len(line.text) for line in lines if line.score >= SURE), (left, top, right, bottom))


def faults(quality: Quality) -> list[str]:
    """Give why a page cannot be read: `small`, `blank`, `blur`, `cut`; and `skew`, which is only a nuisance."""
    found = {
        "small": quality.side < LEAST_SIDE,
        "blank": quality.ink < LEAST_INK,
        "blur": _is_blurred(quality),
        "cut": _is_cut(quality),
        "skew": abs(quality.skew) > MOST_SKEW,
    }
    return [fault for fault, is_found in found.items() if is_found]


def _is_blurred(quality: Quality) -> bool:
    if quality.legible is None:
        return quality.blur > MOST_BLUR
    return quality.blur > MOST_BLUR_UNREAD and quality.legible.characters < FEWEST_READ


def _is_cut(quality: Quality) -> bool:
    if quality.legible is None:
        return max(quality.cut) >= MOST_CUT
    sides = zip(quality.cut, quality.legible.air, strict=True)
    return any(air < LEAST_AIR or marks >= (MOST_CUT if air < NEAR else MOST_CUT_UNREAD) for marks, air in sides)
