"""Red ink: where seals are, and a page without them. A seal names the employer, and lies over the names beside it."""

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from documents.scans.lines import Box
from documents.scans.pages import Pixels, shrunk

#: Part of its red by which red ink exceeds the other colours, in whatever light; and the grey levels of noise.
LEAST_RED, NOISE = 0.25, 16
#: A seal's width and height as parts of the page's longer side, how unlike they may be, and how much of its box is red.
SMALLEST, LARGEST, LONGEST, LEAST_SHARE = 0.045, 0.3, 1.8, 0.06
LOOK_SIDE = 800


def red_ink(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Tell of each pixel whether it is red ink; red paper is none, for it has no lighter ground around it."""
    red, green, blue = cv2.split(pixels)
    excess = cv2.subtract(red, cv2.max(green, blue)).astype(np.float32)
    share = excess / np.maximum(red, 1)
    ground = float(np.median(share[::8, ::8]))
    return np.asarray((share > ground + LEAST_RED) & (excess > NOISE))


def without_red(pixels: Pixels) -> Pixels:
    """Give a page on which red ink is as light as paper, so that what it covers can be read."""
    return np.where(red_ink(pixels)[:, :, None], pixels[:, :, :1], pixels)


def seals(pixels: Pixels) -> Iterator[Box]:
    """Give the place of each seal: red ink of its size and shape."""
    ink = red_ink(shrunk(pixels, LOOK_SIDE)).astype(np.uint8)
    side = max(ink.shape)
    scale = side / max(pixels.shape[:2])
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((side // 35 | 1, side // 35 | 1), np.uint8))
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for left, top, wide, high, _area in stats[1:]:
        is_red = ink[top : top + high, left : left + wide].mean() >= LEAST_SHARE
        if (
            is_red
            and SMALLEST * side <= min(wide, high)
            and max(wide, high) <= min(LARGEST * side, LONGEST * min(wide, high))
        ):
            corners = (left, top, left + wide, top + high)
            yield Box(*(round(float(edge) / scale) for edge in corners)).grown(side / 100 / scale)
