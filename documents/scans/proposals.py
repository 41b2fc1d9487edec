"""Proposes what to cover on a page: words of identity, what stands behind their labels, faces, codes, seals (C21).

Nobody is blamed when a box is too large; a name left uncovered costs a year. So a box is proposed wherever a page says
the word, and wherever it has a place for the word, read or not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from zxingcpp import BarcodeFormat, BarcodeFormats

from documents.scans.identity import Identity, Text, Trace, tokens, traces
from documents.scans.lines import Box, Line
from documents.scans.pages import Pixels, shrunk
from documents.scans.seals import seals

#: What labels a word of identity on papers. Longer ones first: 单位名称 before 单位.
LABELS = {
    "name": (
        "姓名",
        "学生",
        "学员",
        "持证人",
        "申报人",
        "参保人",
        "被聘任人",
        "受聘人",
        "被考核人",
        "获奖人",
        "获奖者",
        "劳动者",
        "职工",
        "申请人",
        "作者",
        "乙方",
        "name",
    ),
    "employer": (
        "工作单位",
        "单位名称",
        "用人单位",
        "所在单位",
        "参保单位",
        "聘任单位",
        "申报单位",
        "甲方",
        "单位",
        "employer",
    ),
    "id_number": (
        "公民身份号码",
        "身份证件号码",
        "身份证号码",
        "身份证号",
        "证件号码",
        "社会保障号码",
        "社会保障号",
    ),
    "phone": ("联系电话", "手机号码", "手机号", "手机", "电话", "联系方式"),
}
#: What such a word looks like, right behind its label and what may join them.
VALUES = {
    "name": r"[\u3007\u3400-\U0003ffff·・.]{2,20}",
    "employer": r"[\u3007\u3400-\U0003ffff()（）·・]{3,40}",
    "id_number": r"[0-9xX*]{8,18}",
    "phone": r"[0-9*-]{7,14}",
}
#: Where the word behind a label ends, though characters go on.
ENDS = (
    "性别",
    "民族",
    "出生",
    "男",
    "女",
    "系",
    "于",
    "同志",
    "现年",
    "身份",
    "证件",
    "学号",
    "单位",
    "专业",
    "电话",
    "同学",
)
#: What stands behind a label and is no such word.
NO_VALUES = ("从事", "签字", "签名", "签章", "盖章", "公章", "应当", "负责", "意见", "承诺")
#: A day of birth inside an ID number, which tells it from other numbers of its length (GB 11643).
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
NUMBERS = (
    ("id_number", re.compile(rf"(?<!\d)([1-9]\d{{5}}{_DAY}\d{{3}}[\dx])(?!\d)")),
    ("phone", re.compile(r"(?<!\d)(1[3-9]\d{9})(?!\d)")),
)
#: How sentences tell a name, in squeezed text.
_NAME = r"([\u3400-\U0003ffff]{2,20}?)"
SENTENCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\u3400-\U0003ffff]){_NAME}[,，](?:性别)?[男女][,，]",
        rf"(?<![\u3400-\U0003ffff]){_NAME}(?:同志|同学|先生|女士)",
        rf"(?<![\u3400-\U0003ffff]){_NAME}[(（](?:身份证|证件|性别|[男女])",
        rf"(?:聘任|聘请|特聘|聘用|授予|证明|兹有|认定|表彰){_NAME}(?:同志|先生|女士|[(（,，]|为|担任|在|由)",
    )
)
#: A box is wider than its characters by this part of their height, for what the reader cut off.
MARGIN = 0.2
#: A face has shoulders and hair around it: this much of its size is covered on each side, and twice as much below.
AROUND_FACE = 0.5
#: A code has a margin that belongs to it, and its reader may be off by a row.
AROUND_CODE = 0.12
#: Codes that may be light on dark, and those that on paper never are: looking for these in both takes a quarter more.
LIGHT_OR_DARK = BarcodeFormats([BarcodeFormat.QRCode, BarcodeFormat.MicroQRCode, BarcodeFormat.RMQRCode])
DARK = BarcodeFormats(
    [
        BarcodeFormat.AllLinear,
        BarcodeFormat.PDF417,
        BarcodeFormat.MicroPDF417,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.Aztec,
    ]
)
FACE_SIDE, LEAST_FACE = 1000, 30
#: Strokes of print as parts of the longer side; grey levels by which a picture is darker than paper; and how much of what
#: is around it is looked at, in strokes.
STROKE, DARKER, AROUND_DENSE = 0.01, 25, 5
#: Part of the picture's edge along which the table is seen, where it is.
AROUND_SHEET = 0.4
#: How much of the page a frame goes around, and how much of what it goes around it is itself.
LARGE_FRAME, HOLLOW = 0.3, 0.25


@dataclass(frozen=True)
class Proposal:
    """A box to cover, and what is in it: `name`, `employer`, `id_number`, `phone`, `face`, `code` or `seal`."""

    what: str
    box: Box
    text: str = ""


def proposals(pixels: Pixels, lines: tuple[Line, ...], identity: Identity) -> list[Proposal]:
    """Give what to cover on a page; `lines` is all that was read on it. Boxes lie within the page."""
    height, width = pixels.shape[:2]
    return within_page([*words(lines, identity), *things(pixels)], width, height)


def words(lines: tuple[Line, ...], identity: Identity) -> Iterator[Proposal]:
    """Give the words that say who somebody is: the person's own, and whatever stands where such a word belongs."""
    told = (traces(lines, tokens(identity)), labelled(lines), numbers(lines), in_sentences(lines))
    yield from (_of_trace(trace) for found in told for trace in found)


def things(pixels: Pixels) -> Iterator[Proposal]:
    """Give what shows who somebody is without a word: faces, codes and seals."""
    yield from (Proposal("face", box) for box in faces(pixels))
    yield from (Proposal("code", box, text) for box, text in codes(pixels))
    yield from (Proposal("seal", box) for box in seals(pixels))


def within_page(found: list[Proposal], width: int, height: int) -> list[Proposal]:
    """Give proposals clipped to a page of this size in pixels, the largest first, none inside another of its kind."""
    clipped = [Proposal(each.what, each.box.within(width, height), each.text) for each in found]
    largest = sorted((each for each in clipped if each.box.area), key=lambda each: -each.box.area)
    return [
        each for place, each in enumerate(largest) if not any(_covers(other, each) for other in largest[:place])
    ]


def _covers(one: Proposal, other: Proposal) -> bool:
    return one.what == other.what and one.box.contains(other.box)


def _of_trace(trace: Trace) -> Proposal:
    shorter = min(trace.box.right - trace.box.left, trace.box.bottom - trace.box.top)
    return Proposal(trace.what, trace.box.grown(MARGIN * shorter), trace.text)


def labelled(lines: tuple[Line, ...]) -> Iterator[Trace]:
    """Give what stands behind a label, in its line or in the cell to its right; a label may be two pieces (`姓　名`)."""
    text = Text(lines)
    for begin, middle, end in text.pairs():
        for what, label in _labels(text.text[begin:end]):
            if begin + label.start() < middle:
                after = begin + label.end()
                yield from _behind(what, text, after, middle if after <= middle else end)


def _behind(what: str, text: Text, start: int, end: int) -> Iterator[Trace]:
    """Give what stands behind a label that ends at `start` in a line that ends at `end`; a remark in brackets is none."""
    rest = text.text[start:end]
    value = re.match(rf"(?:\([^)]*\))?[:(]?({VALUES[what]})", rest)
    if value and not value[1].startswith(NO_VALUES):
        first = start + value.start(1)
        yield from _told(what, text, first, first + len(_cut_off(value[1])))
    elif not rest.strip(":"):
        label = text.lines[text.places[start - 1][0]]
        yield from (Trace(what, other.text, other.box) for other in _to_the_right(label, text.lines))


def _labels(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Give of what each label in `text` is, and where it stands."""
    for what, labels in LABELS.items():
        yield from ((what, found) for found in re.finditer("|".join(labels), text))


def _cut_off(value: str) -> str:
    """Give a value up to the next thing that the paper says."""
    ends = [place for word in ENDS if (place := value.find(word, 1)) > 0]
    return value[: min(ends)] if ends else value


def _to_the_right(label: Line, lines: tuple[Line, ...]) -> Iterator[Line]:
    """Give the nearest line that goes on where `label` ends, in its direction, within eight times its height."""
    start = np.array(label.corners[1])
    along = start - np.array(label.corners[0])
    along = along / (np.linalg.norm(along) or 1)
    down = np.array((-along[1], along[0]))
    nearest = []
    for other in lines:
        way = np.array(other.corners[0]) - start
        ahead, aside = float(way @ along), abs(float(way @ down))
        if other is not label and -label.height < ahead < 8 * label.height and aside < 0.7 * label.height:
            nearest.append((ahead, other))
    if nearest:
        yield min(nearest, key=lambda each: each[0])[1]


def numbers(lines: tuple[Line, ...]) -> Iterator[Trace]:
    """Give every ID and telephone number, whosever it is."""
    text = Text(lines)
    for what, pattern in NUMBERS:
        for found in pattern.finditer(text.text):
            yield from _told(what, text, *found.span(1))


def in_sentences(lines: tuple[Line, ...]) -> Iterator[Trace]:
    """Give every name that a sentence tells by its form: `X，男`, `X同志`, `授予X`; it may go on in the next line."""
    text = Text(lines)
    for begin, middle, end in text.pairs():
        for pattern in SENTENCES:
            for found in pattern.finditer(text.text[begin:end]):
                first, last = begin + found.start(1), begin + found.end(1)
                is_whole_line = first == begin and last > middle  # a title above the sentence
                if first < middle and not is_whole_line:
                    yield from _told("name", text, first, last)


def _told(what: str, text: Text, start: int, end: int) -> Iterator[Trace]:
    yield from (Trace(what, text.read(start, end), box) for box in text.boxes(start, end))


def codes(pixels: Pixels) -> Iterator[tuple[Box, str]]:
    """Give each QR and bar code with what it says."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    found = zxingcpp.read_barcodes(grey, LIGHT_OR_DARK)
    found += zxingcpp.read_barcodes(grey, DARK, try_invert=False)
    for code in found:
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        box = Box(min(across), min(down), max(across) + 1, max(down) + 1)
        yield box.grown(max(8, AROUND_CODE * (box.right - box.left))), code.text


@cache
def _cascade() -> cv2.CascadeClassifier:
    folder = Path(cv2.__file__).parent / "data"
    return cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_default.xml"))


def faces(pixels: Pixels, certainty: int = 4) -> Iterator[Box]:
    """Give each face with what is around it, whichever way the page lies.

    certainty: how many neighbouring looks must agree; a few cover too much rather than too little.
    """
    scale = min(1.0, FACE_SIDE / max(pixels.shape[:2]))
    calm, places = _without_print(shrunk(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), FACE_SIDE))
    for place in places:
        part = calm[place.top : place.bottom, place.left : place.right]
        for turns in range(4):
            turned = np.ascontiguousarray(np.rot90(part, turns))
            for x, y, wide, high in _cascade().detectMultiScale(
                turned, 1.1, certainty, minSize=(LEAST_FACE, LEAST_FACE)
            ):
                more = AROUND_FACE * wide
                box = (x - more, y - more, x + wide + more, y + high + 2 * more)
                yield _turned_back(box, turns, part.shape).moved(place.left, place.top).scaled(1 / scale)


def _without_print(grey: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], list[Box]]:
    """Give a page without what is as thin as print, but where there is more of it; and the places where there is.

    Looking for faces among letters takes most of the time, and finds some.
    """
    stroke = max(3, round(max(grey.shape) * STROKE)) | 1
    bare = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((stroke, stroke), np.uint8))
    coarse = cv2.dilate(
        cv2.resize(bare, None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA), np.ones((15, 15))
    )
    paper = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 4), grey.shape[::-1])
    dense: npt.NDArray[Any] = (cv2.subtract(paper, bare) > DARKER).astype(np.uint8)
    dense = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((stroke, stroke), np.uint8))
    dense[_surroundings(dense)] = 0
    dense = _without_frames(dense)
    dense = cv2.dilate(dense, np.ones((AROUND_DENSE * stroke, AROUND_DENSE * stroke), np.uint8))
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(dense)
    places = [Box(x, y, x + wide, y + high) for x, y, wide, high, _area in stats[1:].tolist()]
    if sum(place.area for place in places) > grey.size:
        places = [Box(0, 0, grey.shape[1], grey.shape[0])]
    return np.where(dense > 0, grey, bare), places


def _without_frames(dense: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Leave of an ornament around a page only where it is as thick as a face: its box would be the whole page."""
    _count, labels, stats, _centres = cv2.connectedComponentsWithStats(dense)
    boxes = stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    hollow = (boxes > LARGE_FRAME * dense.size) & (stats[:, cv2.CC_STAT_AREA] < HOLLOW * boxes)
    hollow[0] = False
    if not hollow.any():
        return dense
    thick = cv2.morphologyEx(dense, cv2.MORPH_OPEN, np.ones((LEAST_FACE, LEAST_FACE), np.uint8))
    return np.where(hollow[labels], thick, dense)


def _surroundings(dense: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Give what lies around a sheet on most of its sides: the table, in whose grain one would look for faces."""
    _count, labels = cv2.connectedComponents(dense)
    edge = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    around = np.flatnonzero(np.bincount(edge) > AROUND_SHEET * edge.size)
    return np.isin(labels, around[around > 0])


def _turned_back(box: tuple[float, ...], turns: int, shape: tuple[int, ...]) -> Box:
    """Give a box of a part that `np.rot90` turned so often, in the pixels of the part as it was."""
    left, top, right, bottom = box
    for turn in range(turns, 0, -1):
        # a point (x, y) of a turned page was at (w - y, x) before: w is the width before that turn
        width = shape[1] if turn % 2 else shape[0]
        left, top, right, bottom = width - bottom, left, width - top, right
    return Box(*(round(side) for side in (left, top, right, bottom)))
