"""What a telephone or a scanner makes of a sheet: where each point of it goes, and how its pixels suffer.

Sizes of blur are in em of the text that must be read, so that readable and unreadable mean the same on every sheet.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator

from tests.scans.page import Box

TABLES = ((92, 66, 44), (60, 62, 66), (168, 160, 148), (34, 38, 46), (190, 178, 150))
Points = np.ndarray  # (n, 2) floats


@dataclass(frozen=True)
class Shot:
    """How a sheet was taken.

    `quarter`: clockwise turn that will set it upright. `skew`: degrees that it leans clockwise. `tilt`: how far its
    corners went, as a share of its width. `margin`: background around it, as a share; negative when the frame is inside
    the sheet's edges. `cut`: the side ("left", …) that was lost, or "". `blur`, `motion`: in em. `shade`: how much light
    the darkest place has lost. `noise`: in grey levels. `quality`: of the JPEG.
    """

    quarter: int = 0
    skew: float = 0
    tilt: float = 0
    margin: float = -0.005
    table: bool = False
    cut: str = ""
    blur: float = 0
    motion: float = 0
    shade: float = 0
    noise: float = 0
    quality: int = 88
    tint: tuple[float, float, float] = field(default=(1, 1, 1))


def corners(width: float, height: float) -> Points:
    """Give the corners of a sheet, clockwise from the upper left."""
    return np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float64)


def moved(points: Points, matrix: np.ndarray) -> Points:
    """Give `points` as `matrix` (a homography) moves them."""
    return cv2.perspectiveTransform(np.asarray(points, np.float64)[None], matrix)[0]


def _lean(size: tuple[int, int], shot: Shot, rng: Generator) -> np.ndarray:
    """Give the homography of the camera's angle: `skew` about the middle, corners off by `tilt`."""
    width, height = size
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), -shot.skew, 1)
    edges = corners(width, height)
    there = edges @ turned[:, :2].T + turned[:, 2]
    offs = rng.uniform(-shot.tilt, shot.tilt, (4, 2)) * width
    offs -= offs.mean(axis=0)
    return cv2.getPerspectiveTransform(edges.astype(np.float32), (there + offs).astype(np.float32))


def _frame(
    size: tuple[int, int], ink: Points, lines: list[Box], lean: np.ndarray, shot: Shot
) -> tuple[float, ...]:
    """Give x0, y0, x1, y1 of what the camera sees: all ink with air round it, but for a side that is cut.

    `ink` are the corners of everything on the sheet, `lines` the boxes of its texts, in pixels of the sheet.
    """
    edge, seen = moved(corners(*size), lean), moved(ink, lean)
    spare = shot.margin * size[0]
    air = 0.022 * size[0]
    low = np.minimum(edge.min(axis=0) - spare, seen.min(axis=0) - air)
    high = np.maximum(edge.max(axis=0) + spare, seen.max(axis=0) + air)
    frame = [*low, *high]
    if shot.cut:
        side = ("left", "top", "right", "bottom").index(shot.cut)
        frame[side] = _cut_at(side, lines, lean)
    return tuple(frame)


def _cut_at(side: int, lines: list[Box], lean: np.ndarray) -> float:
    """Give where to cut: through a text, so that about a sixth of the texts' extent on that side is lost."""
    seen = [moved(corners_of(box), lean)[:, side % 2] for box in lines]
    spans = [(along.min(), along.max()) for along in seen]
    low, high = min(span[0] for span in spans), max(span[1] for span in spans)
    goal = low + (high - low) * (0.16 if side < 2 else 0.84)
    start, end = min(spans, key=lambda span: max(span[0] - goal, goal - span[1], 0))
    inset = (0.42 if side % 2 else 0.22) * (end - start)
    return float(np.clip(goal, start + inset, end - inset))


def corners_of(box) -> Points:
    """Give the corners of `box` (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    return np.array(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), np.float64)


def path(
    size: tuple[int, int], lines: list[Box], ink: Points, shot: Shot, rng: Generator
) -> tuple[np.ndarray, tuple[int, int]]:
    """Give the homography from the sheet (`size` in pixels) to the picture, and the picture's size."""
    lean = _lean(size, shot, rng)
    x0, y0, x1, y1 = _frame(size, ink, lines, lean, shot)
    width, height = round(x1 - x0), round(y1 - y0)
    shift = np.array(((1, 0, -x0), (0, 1, -y0), (0, 0, 1)), np.float64)
    turns = -shot.quarter // 90 % 4
    matrix = _quarter_turns(turns, width, height) @ shift @ lean
    return matrix, (width, height) if turns % 2 == 0 else (height, width)


def _quarter_turns(turns: int, width: int, height: int) -> np.ndarray:
    """Give the matrix of so many clockwise quarter turns of a picture of this size."""
    rows = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, -1, height - 1), (1, 0, 0)),
        2: ((-1, 0, width - 1), (0, -1, height - 1)),
        3: ((0, 1, 0), (-1, 0, width - 1)),
    }
    return np.array((*rows[turns], (0, 0, 1)), np.float64)


def hull(box, matrix: np.ndarray, size: tuple[int, int]) -> Box | None:
    """Give the box of `box` in the picture, clipped to it; None when less than a sixth of it is left."""
    seen = moved(corners_of(box), matrix)
    low, high = np.floor(seen.min(axis=0)), np.ceil(seen.max(axis=0))
    (x0, y0), (x1, y1) = np.maximum(low, 0), np.minimum(high, size)
    left = max(x1 - x0, 0) * max(y1 - y0, 0)
    if left * 6 < float(np.prod(high - low)):
        return None
    return int(x0), int(y0), int(x1), int(y1)


def exposed(
    sheet: np.ndarray, matrix: np.ndarray, size: tuple[int, int], em: float, shot: Shot, rng: Generator
) -> np.ndarray:
    """Give the picture: laid on a table, lit, blurred (`em` in pixels), with the sensor's noise."""
    seen = _table(size, rng) if shot.table else np.full((size[1], size[0], 3), 250, np.uint8)
    cv2.warpPerspective(sheet, matrix, size, seen, cv2.INTER_LINEAR, cv2.BORDER_TRANSPARENT)
    seen = _blurred(seen, em, shot, rng)
    return _noisy(_lit(seen, shot, rng), shot.noise, rng)


def _table(size: tuple[int, int], rng: Generator) -> np.ndarray:
    """Give the top of a table: one colour, with a grain along it."""
    colour = np.array(TABLES[int(rng.integers(len(TABLES)))])
    grain = cv2.GaussianBlur(rng.normal(0, 14, (96, 64)).astype(np.float32), (0, 0), 1.2, sigmaY=0.4) * 1.6
    grain = np.repeat(grain, 2, axis=1) if rng.random() < 0.5 else grain * 0.3
    wood = (colour + grain[..., None] * colour / 110).clip(0, 255).astype(np.uint8)
    return cv2.resize(wood, size, interpolation=cv2.INTER_CUBIC)


def _blurred(seen: np.ndarray, em: float, shot: Shot, rng: Generator) -> np.ndarray:
    """Give `seen` out of focus, and shaken."""
    if shot.blur * em > 0.3:
        seen = cv2.GaussianBlur(seen, (0, 0), shot.blur * em)
    length = round(shot.motion * em)
    if length < 2:
        return seen
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array((np.cos(angle), np.sin(angle))) * (length - 1) / 2
    middle = (length - 1) / 2
    cv2.line(kernel, *(tuple(np.rint(middle + sign * reach).astype(int).tolist()) for sign in (-1, 1)), 1.0)
    return cv2.filter2D(seen, -1, kernel / kernel.sum())


def _lit(seen: np.ndarray, shot: Shot, rng: Generator) -> np.ndarray:
    """Give `seen` in uneven light: falling off to one side, with the soft shadow of a hand or of the telephone."""
    height, width = seen.shape[:2]
    y, x = np.mgrid[0:1:48j, 0:1:48j]
    angle, (over, down) = rng.uniform(0, 2 * np.pi), rng.uniform(-0.2, 1.2, 2)
    slope = (np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)) / 1.42 + 0.5
    shadow = 1 / (1 + np.exp((np.hypot(x - over, y - down) - 0.55) * 14))
    light = 1 - shot.shade * (0.45 * slope + 0.55 * shadow)
    lamp = cv2.resize(
        (light[..., None] * np.array(shot.tint) * 255).clip(0, 255).astype(np.uint8), (width, height)
    )
    return cv2.multiply(seen, lamp, scale=1 / 255)


def _noisy(seen: np.ndarray, level: float, rng: Generator) -> np.ndarray:
    """Give `seen` with noise of `level` grey levels (standard deviation)."""
    if level < 0.5:
        return seen
    tile = np.rint(rng.standard_normal((512, 512, 3), dtype=np.float32) * level).astype(np.int16)
    height, width = seen.shape[:2]
    grain = np.tile(tile, (height // 512 + 1, width // 512 + 1, 1))[:height, :width]
    return cv2.add(seen, grain, dtype=cv2.CV_8U)
