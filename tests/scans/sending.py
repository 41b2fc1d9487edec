"""What befalls a paper between the desk and the portal: a phone's camera, an uncertain hand, a slow line."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from PIL import Image

from tests.scans.drawing import Sheet, Span, draw
from tests.scans.papers import PAPERS, Paper
from tests.scans.people import Facts, person, twin

COMPARED = ("name", "id_number", "certificate_number")
#: How often, of each hundred pages, something befalls them. What makes a page unreadable befalls a page alone.
UNREADABLE = {"blur": 8, "small": 8, "cut": 8}
HARMLESS = {"shadow": 35, "noise": 35, "perspective": 40, "soft": 25}
TURNED, DIFFERS = 40, 50
TABLE = ((96, 70, 48), (60, 62, 66), (150, 140, 128))


@dataclass(frozen=True)
class Page:
    """A page as sent, and what is true of it.

    data: the file; slot: where it belongs; expected: what the form says; shown: what the page says; differs: the facts
    in which they do; printed: the facts that are on the page at all; quarter: degrees, clockwise, that make it upright;
    skew: degrees; damage: what makes it unreadable, or nothing; harmless: what does not; spans: in pixels of the picture.
    """

    data: bytes
    slot: str
    half: str
    layout: int
    expected: Facts
    shown: Facts
    differs: frozenset[str]
    printed: frozenset[str]
    quarter: int
    skew: float
    damage: str
    harmless: frozenset[str]
    spans: tuple[Span, ...]


def generate(*, seed: int, count: int, half: str, slot: str = "") -> Iterator[Page]:
    """Give `count` pages of one half of the papers, the same for the same seed; each paper comes in its turn.

    slot: of papers that belong there alone.
    """
    papers = [
        (number, paper) for number, paper in enumerate(PAPERS) if paper.half == half and slot in ("", paper.slot)
    ]
    for serial in range(count):
        rng = random.Random(f"{seed}:{half}:{serial}")
        number, paper = papers[serial % len(papers)]
        yield _page(paper, number, rng)


def _page(paper: Paper, layout: int, rng: random.Random) -> Page:
    shown = person(rng)
    printed = frozenset(name for name in vars(shown) if f"{{{name}}}" in paper.says)
    expected, differs = _form_of(shown, printed, rng)
    sheet = draw(paper, values(shown, rng), rng, rng.choice((150, 200, 200, 300)))
    damage = _befallen(UNREADABLE, rng, alone=True)
    harmless = _befallen(HARMLESS, rng)
    quarter = rng.choice((90, 180, 270)) if rng.randrange(100) < TURNED else 0
    skew = rng.uniform(-8, 8) if "perspective" in harmless else rng.uniform(-1, 1)
    sheet = _photographed(sheet, skew, "perspective" in harmless, rng)
    sheet = _turned(sheet, quarter)
    sheet = _damaged(sheet, "".join(damage), rng)
    data = _sent(_lit(sheet.picture, harmless, rng), rng)
    facts = (expected, shown, differs, printed)
    return Page(
        data, paper.slot, paper.half, layout, *facts, quarter, skew, "".join(damage), harmless, tuple(sheet.spans)
    )


def _form_of(shown: Facts, printed: frozenset[str], rng: random.Random) -> tuple[Facts, frozenset[str]]:
    """Give what the form says: the same, or another name or number in half of the cases."""
    if rng.randrange(100) >= DIFFERS:
        return shown, frozenset()
    other = twin(person(rng), rng)
    if (what := rng.choice(COMPARED)) == "name":
        return shown.but(name=twin(shown, rng).name), printed & {"name"}
    return shown.but(**{what: getattr(other, what)}), printed & {what}


def values(facts: Facts, rng: random.Random) -> dict[str, str]:
    """Give all that a paper can say of somebody, by its words."""
    year = rng.randrange(2005, 2022)
    more = {
        "sex": rng.choice("男女"),
        "born": f"19{rng.randrange(70, 99)}年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日",
        "from": f"{year}年9月1日",
        "to": f"{year + 3}年7月1日",
        "major": rng.choice(("土木工程", "农学", "水利水电工程", "会计学", "机械设计", "园林技术")),
    }
    return {**vars(facts), **more}


def _befallen(chances: dict[str, int], rng: random.Random, *, alone: bool = False) -> frozenset[str]:
    if alone:
        lot, names = rng.randrange(100), [name for name, chance in chances.items() for _each in range(chance)]
        return frozenset(names[lot : lot + 1])
    return frozenset(name for name, chance in chances.items() if rng.randrange(100) < chance)


# geometry


def _photographed(sheet: Sheet, skew: float, in_perspective: bool, rng: random.Random) -> Sheet:
    """Lay the sheet on a table and look at it from somewhere above; it is seen whole."""
    wide, high = sheet.picture.size
    corners = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    shift = 0.05 if in_perspective else 0.004
    seen = corners + np.array(
        [[rng.uniform(-shift, shift) * min(wide, high) for _axis in "xy"] for _corner in range(4)], np.float32
    )
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -skew, 1.0)
    seen = seen @ turn[:, :2].T + turn[:, 2]
    margin = 0.03 * min(wide, high) if in_perspective else 0
    seen = seen - seen.min(0) + margin
    size = tuple(int(length) for length in np.ceil(seen.max(0) + margin))
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    ground = rng.choice(TABLE) if in_perspective else sheet.picture.getpixel((3, 3))
    pixels = cv2.warpPerspective(np.asarray(sheet.picture), matrix, size, flags=cv2.INTER_AREA, borderValue=ground)
    return Sheet(Image.fromarray(pixels), [_moved(span, matrix) for span in sheet.spans])


def _moved(span: Span, matrix: Any) -> Span:
    points = cv2.perspectiveTransform(np.array([span.corners], np.float64), matrix)[0]
    return replace(span, corners=tuple((float(x), float(y)) for x, y in points))


def _turned(sheet: Sheet, quarter: int) -> Sheet:
    """Turn the picture so that it needs `quarter` degrees, clockwise, to be upright."""
    wide, high = sheet.picture.size
    back = {
        0: np.eye(3),
        90: np.array([[0, 1, 0], [-1, 0, wide], [0, 0, 1]]),
        180: np.array([[-1, 0, wide], [0, -1, high], [0, 0, 1]]),
        270: np.array([[0, -1, high], [1, 0, 0], [0, 0, 1]]),
    }[quarter]
    return Sheet(
        sheet.picture.rotate(quarter, expand=True), [_moved(span, back.astype(np.float64)) for span in sheet.spans]
    )


def _damaged(sheet: Sheet, damage: str, rng: random.Random) -> Sheet:
    wide, high = sheet.picture.size
    if damage == "blur":
        blur = rng.uniform(0.0036, 0.006) * max(wide, high)
        return Sheet(Image.fromarray(cv2.GaussianBlur(np.asarray(sheet.picture), (0, 0), blur)), sheet.spans)
    if damage == "small":
        return _scaled(sheet, rng.uniform(420, 680) / max(wide, high))
    if damage == "cut":
        return _cut(sheet, rng)
    return _scaled(sheet, min(1.0, rng.uniform(1300, 3500) / max(wide, high)))


def _scaled(sheet: Sheet, by: float) -> Sheet:
    size = tuple(max(1, round(length * by)) for length in sheet.picture.size)
    matrix = np.diag((by, by, 1.0))
    return Sheet(
        sheet.picture.resize(size, Image.Resampling.LANCZOS), [_moved(span, matrix) for span in sheet.spans]
    )


def _cut(sheet: Sheet, rng: random.Random) -> Sheet:
    """Cut an edge off, through the middle of something that is written."""
    wide, high = sheet.picture.size
    left, top, right, bottom = rng.choice(
        [span.box for span in sheet.spans if span.role not in ("seal", "photo", "code")]
    )
    x, y = round((left + right) / 2), round((top + bottom) / 2)
    frame = rng.choice(((x, 0, wide, high), (0, y, wide, high), (0, 0, x, high), (0, 0, wide, y)))
    matrix = np.array([[1, 0, -frame[0]], [0, 1, -frame[1]], [0, 0, 1]], np.float64)
    return Sheet(sheet.picture.crop(frame), [_moved(span, matrix) for span in sheet.spans])


# light, lens and line


def _lit(picture: Image.Image, harmless: frozenset[str], rng: random.Random) -> Image.Image:
    pixels = np.asarray(picture).astype(np.float32)
    high, wide = pixels.shape[:2]
    if "soft" in harmless:
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.0006 * max(wide, high))
    if "shadow" in harmless:
        across = np.linspace(*rng.sample((0.55, 0.8, 1.0), 2), wide)
        down = np.linspace(*rng.sample((0.8, 0.9, 1.0), 2), high)
        pixels *= np.outer(down, across)[:, :, None]
    if "noise" in harmless:
        pixels += np.random.default_rng(rng.randrange(2**32)).normal(0, rng.uniform(3, 9), pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _sent(picture: Image.Image, rng: random.Random) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=rng.choice((30, 45, 60, 75, 85, 92)))
    return out.getvalue()
