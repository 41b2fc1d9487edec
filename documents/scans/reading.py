"""Reads a page by OCR, on this machine's CPU. The reader comes with the extra `ocr`; its models lie in its package.

Without the extra `is_installed` is False and nobody asks; every check by text then says that it was not done.
"""

import ctypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from typing import Any

import cv2
import numpy as np

from documents.scans.lines import Line, Point, in_order
from documents.scans.pages import Pixels
from documents.scans.seals import without_red

is_installed = find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None

#: The longer side of A4 at which lines are looked for, and the longer side at which they are read, in pixels. A page of
#: another shape is looked at with as many pixels: memory goes by their number.
LOOK_SIDE, READ_SIDE = 1200, 2400
#: Lines that are read both ways to learn how the page lies.
SAMPLE = 8
#: So many characters, read with so much certainty on average, are not upside down.
EASY_LENGTH, EASY = 20, 0.9
#: A box this much higher than wide holds a line of a page that lies on its side.
TALL = 1.5
LEAST_SCORE = 0.5
#: No page is so long that the reader itself has to shrink it; it would enlarge short ones otherwise.
MOST_SIDE = 10_000
#: In which order the corners of an upright box (from its top left, clockwise) are those of its text, by the quarter turn
#: in degrees, clockwise, that the page needs.
CORNERS = {0: (0, 1, 2, 3), 90: (3, 0, 1, 2), 180: (2, 3, 0, 1), 270: (1, 2, 3, 0)}

_one_at_a_time = threading.Lock()
Corners = tuple[Point, ...]


@dataclass(frozen=True)
class Reading:
    """What was read: in the order of reading, and the quarter turn in degrees, clockwise, that the page needs."""

    lines: tuple[Line, ...]
    quarter: int = 0


@dataclass(frozen=True)
class Settings:
    """How a page is read. A second reader with other settings sees what the first one overlooked."""

    look_side: int = LOOK_SIDE
    contrast: float = 1.0


def read(pixels: Pixels, settings: Settings = Settings()) -> Reading:
    """Give the text of a page; it may lie in any direction. Raises RuntimeError when the extra `ocr` is missing."""
    if not is_installed:
        raise RuntimeError("the extra ocr is not installed")
    with _one_at_a_time:
        try:
            return _read(pixels, settings)
        finally:
            _give_back()


def _read(pixels: Pixels, settings: Settings) -> Reading:
    picture, scale = _prepared(pixels, settings)
    boxes = _boxes(picture, settings.look_side)
    if not boxes:
        return Reading(())
    boxes.sort(key=lambda box: -max(_length(box[0], box[1]), _length(box[1], box[2])))
    sample, others = boxes[:SAMPLE], boxes[SAMPLE:]
    quarter, found = _upright(picture, sample, _ways(boxes))
    found += _recognised(picture, [_turned(box, quarter) for box in others])
    return Reading(in_order([_scaled(line, 1 / scale) for line in found if line.score >= LEAST_SCORE]), quarter)


def _give_back() -> None:
    """Give the system the memory that the reader used; glibc keeps it otherwise, some hundred MB in pieces."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": MOST_SIDE,
            "Rec.rec_batch_num": 1,
        }
    )


def _prepared(pixels: Pixels, settings: Settings) -> tuple[Pixels, float]:
    """Give the page as the reader wants it, blue first, without seals, not too large; and how much smaller it is."""
    scale = min(1.0, READ_SIDE / max(pixels.shape[:2]))
    if scale < 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    picture = cv2.cvtColor(without_red(pixels), cv2.COLOR_RGB2BGR)
    if settings.contrast != 1:
        picture = cv2.convertScaleAbs(picture, alpha=settings.contrast, beta=128 * (1 - settings.contrast))
    return np.asarray(picture, np.uint8), scale


def _boxes(picture: Pixels, side: int) -> list[Corners]:
    """Give the boxes of text, each from its top left as it lies, clockwise."""
    height, width = picture.shape[:2]
    scale = min(1.0, side / (height * width * 2**0.5) ** 0.5)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else picture
    found = _engine()._load_det_model()(small)
    boxes = found.boxes if len(found) else ()
    return [_from_top_left([(float(x) / scale, float(y) / scale) for x, y in box]) for box in boxes]


def _from_top_left(corners: list[Point]) -> Corners:
    """Give corners, which go round clockwise, from the one whose edge to the next runs most nearly to the right."""
    turned = [(*corners[first:], *corners[:first]) for first in range(4)]
    return max(turned, key=lambda box: (box[1][0] - box[0][0]) / (_length(box[0], box[1]) or 1))


def _length(one: Point, other: Point) -> float:
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


def _ways(boxes: list[Corners]) -> tuple[int, int]:
    """Give the two quarter turns that may make upright what lies as these boxes do."""
    shapes = [(_length(box[0], box[1]), _length(box[1], box[2])) for box in boxes]
    on_side = sum(high for wide, high in shapes if high > TALL * wide)
    upright = sum(wide for wide, high in shapes if wide > TALL * high)
    return (90, 270) if on_side > upright else (0, 180)


def _upright(picture: Pixels, sample: list[Corners], ways: tuple[int, int]) -> tuple[int, list[Line]]:
    """Give the quarter turn that makes the page upright, and the lines of the sample: read both ways, unless the first is
    read with ease.
    """
    read_so = {}
    for way in ways:
        read_so[way] = _recognised(picture, [_turned(box, way) for box in sample])
        if _is_easy(read_so[way]):
            break
    best = max(read_so, key=lambda way: _certainty(read_so[way]))
    return best, read_so[best]


def _is_easy(lines: list[Line]) -> bool:
    length = sum(len(line.text) for line in lines)
    return length >= EASY_LENGTH and _certainty(lines) >= EASY * length


def _certainty(lines: list[Line]) -> float:
    return sum(line.score * len(line.text) for line in lines)


def _turned(box: Corners, quarter: int) -> Corners:
    return tuple(box[corner] for corner in CORNERS[quarter])


def _recognised(picture: Pixels, boxes: list[Corners]) -> list[Line]:
    """Give the lines in these boxes, whose corners are those of the text; empty ones are left out."""
    from rapidocr.ch_ppocr_rec.typings import TextRecInput

    if not boxes:
        return []
    result = _engine()._load_rec_model()(TextRecInput([_cut(picture, box) for box in boxes], return_word_box=True))
    lines = zip(boxes, result.txts, result.scores, result.word_results, strict=True)
    return [line for box, text, score, words in lines if (line := _line(box, text, float(score), words))]


def _cut(picture: Pixels, box: Corners) -> Pixels:
    """Give the pixels in a box, straightened."""
    width = max(1, round(max(_length(box[0], box[1]), _length(box[3], box[2]))))
    height = max(1, round(max(_length(box[0], box[3]), _length(box[1], box[2]))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(box, np.float32), target)
    cut = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, np.uint8)


def _line(box: Corners, text: str, score: float, words: Any) -> Line | None:
    characters = list(_placed(words))
    if not characters:
        return None
    length = max(words.line_txt_len, 1)
    places = tuple(min(1.0, (column + 0.5) / length) for _character, column in characters)
    sure = zip(text, words.confs, strict=True)
    scores = tuple(round(each, 2) for character, each in sure if not character.isspace())
    return Line("".join(character for character, _column in characters), box, places, score, scores)  # type: ignore[arg-type]


def _placed(words: Any) -> Iterator[tuple[str, int]]:
    for word, columns in zip(words.words or (), words.word_cols or (), strict=True):
        yield from zip(word, columns, strict=True)


def _scaled(line: Line, by: float) -> Line:
    return replace(line, corners=tuple((x * by, y * by) for x, y in line.corners))  # type: ignore[arg-type]
