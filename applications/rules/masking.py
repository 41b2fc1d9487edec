"""Boxes over the pages of a material: where they lie, how they turn with the page, what they leave open (C21).

Sides are ten-thousandths of the page's, from its upper left corner, as `documents.scans.pages.opened` gives the page.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

WHOLE = 10_000
#: A box covers a place when so much of the place lies in it, in hundredths: whoever moves a box a hair leaves no gap.
ENOUGH = 90
#: Boxes on one page; no page names so many people, and each takes its part of the editor's weight.
MOST_BOXES = 80
PORTAL, PERSON = "portal", "person"


@dataclass(frozen=True)
class MaskBox:
    """A box on a page, from 1; `what` it covers is a `MaskKind`, `by` says who put it there: `portal` or `person`."""

    page: int
    left: int
    top: int
    right: int
    bottom: int
    what: str = "other"
    by: str = PERSON

    @property
    def sides(self) -> tuple[int, int, int, int]:
        """Give left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom

    @property
    def area(self) -> int:
        """Give its part of the page, in hundred-millionths."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def turned(self, degrees: int) -> "MaskBox":
        """Give it where it lies when the page is turned by quarters, clockwise; a negative turn is one back."""
        left, top, right, bottom = self.sides
        for _quarter in range(degrees // 90 % 4):
            left, top, right, bottom = WHOLE - bottom, left, WHOLE - top, right
        return replace(self, left=left, top=top, right=right, bottom=bottom)

    def covers(self, other: "MaskBox") -> bool:
        """Tell whether nearly all of the other lies in it."""
        return self.page == other.page and self._common(other) * 100 >= other.area * ENOUGH

    def meets(self, other: "MaskBox") -> bool:
        """Tell whether some of the other lies in it."""
        return self.page == other.page and self._common(other) > 0

    def _common(self, other: "MaskBox") -> int:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, across) * max(0, down)


def box_of(plain: Mapping[str, Any]) -> MaskBox:
    """Give a box from its plain data."""
    return MaskBox(**plain)


def placed(page: int, sides: tuple[int, int, int, int], size: tuple[int, int], what: str) -> MaskBox:
    """Give the portal's box for a place in pixels on a page of `size`, no part of it lost, none outside the page."""
    (left, top, right, bottom), (width, height) = sides, size
    return MaskBox(
        page,
        max(0, left * WHOLE // width),
        max(0, top * WHOLE // height),
        min(WHOLE, -(-right * WHOLE // width)),
        min(WHOLE, -(-bottom * WHOLE // height)),
        what,
        PORTAL,
    )


def uncovered(found: Iterable[MaskBox], boxes: Iterable[MaskBox]) -> list[MaskBox]:
    """Give each place found that no box covers."""
    over = list(boxes)
    return [place for place in found if not any(box.covers(place) for box in over)]


def plain(boxes: Iterable[MaskBox]) -> list[dict[str, Any]]:
    """Give boxes as they are stored: in the order of pages, and of reading on each."""
    return [
        asdict(box) for box in sorted(boxes, key=lambda box: (box.page, box.top, box.left, box.right, box.what))
    ]


def digest_of(sha256: str, boxes: Iterable[MaskBox], turns: Mapping[str, int], who: str) -> str:
    """Give a SHA-256 over all that a blind copy is made from: the file, what is covered, its turns, and whose it is."""
    places = sorted((box.page, *box.sides) for box in boxes)
    upright = sorted((int(page), degrees) for page, degrees in turns.items() if degrees)
    return hashlib.sha256(json.dumps([sha256, places, upright, who]).encode()).hexdigest()
