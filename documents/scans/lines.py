"""Lines of text on a page, and where each of their characters stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """An upright rectangle in pixels: left, top, right and bottom, right and bottom not included."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        """Give its pixels."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def grown(self, by: float) -> "Box":
        """Give it with `by` pixels more on each side."""
        more = round(by)
        return Box(self.left - more, self.top - more, self.right + more, self.bottom + more)

    def moved(self, across: int, down: int) -> "Box":
        """Give it so many pixels further to the right and down."""
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def scaled(self, by: float) -> "Box":
        """Give it in pixels of a picture so many times as large."""
        return Box(*(round(side * by) for side in (self.left, self.top, self.right, self.bottom)))

    def within(self, width: int, height: int) -> "Box":
        """Give the part of it that lies on a page of this size in pixels."""
        return Box(max(0, self.left), max(0, self.top), min(width, self.right), min(height, self.bottom))

    def contains(self, other: "Box") -> bool:
        """Tell whether all of the other lies in it."""
        is_across = self.left <= other.left and other.right <= self.right
        return is_across and self.top <= other.top and other.bottom <= self.bottom


@dataclass(frozen=True)
class Line:
    """A line of text without its spaces.

    corners: where the text begins at its top, ends at its top, ends at its foot, begins at its foot, in pixels;
    places: the middle of each character along the line, from 0 to 1; score: how sure the reader is, from 0 to 1, and of
    each character, where it tells.
    """

    text: str
    corners: tuple[Point, Point, Point, Point]
    places: tuple[float, ...]
    score: float = 1.0
    scores: tuple[float, ...] = ()

    @property
    def height(self) -> float:
        """Give the height of its characters in pixels."""
        (x0, y0), (x3, y3) = self.corners[0], self.corners[3]
        return float(((x3 - x0) ** 2 + (y3 - y0) ** 2) ** 0.5)

    @property
    def box(self) -> Box:
        """Give the rectangle around the whole line."""
        return self.around(0.0, 1.0)

    def sure_of(self, place: int) -> float:
        """Give how sure the reader is of a character, from 0 to 1."""
        return self.scores[place] if self.scores else self.score

    def part(self, start: int, end: int) -> Box:
        """Give the rectangle around the characters from `start` up to `end`, without half a neighbour's width."""
        before = (self.places[start - 1] + self.places[start]) / 2 if start else 0.0
        after = (self.places[end - 1] + self.places[end]) / 2 if end < len(self.places) else 1.0
        return self.around(before, after)

    def around(self, begin: float, end: float) -> Box:
        """Give the rectangle around the stretch from `begin` to `end`, each from 0 to 1 along the line."""
        top_left, top_right, foot_right, foot_left = self.corners
        points = [
            _between(*edge, at) for edge in ((top_left, top_right), (foot_left, foot_right)) for at in (begin, end)
        ]
        across, down = [x for x, _y in points], [y for _x, y in points]
        return Box(int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1)


def line_of(plain: Mapping[str, Any]) -> Line:
    """Give a line from its plain data, as `dataclasses.asdict` and JSON have made them."""
    top_left, top_right, foot_right, foot_left = ((x, y) for x, y in plain["corners"])
    corners = (top_left, top_right, foot_right, foot_left)
    return Line(plain["text"], corners, tuple(plain["places"]), plain["score"], tuple(plain["scores"]))


def _between(one: Point, other: Point, at: float) -> Point:
    return one[0] + (other[0] - one[0]) * at, one[1] + (other[1] - one[1]) * at


def in_order(lines: list[Line]) -> tuple[Line, ...]:
    """Give lines as one reads them: row after row from the top of the text, however it lies, each from its beginning."""
    if not lines:
        return ()
    along = _direction(lines)
    down = (-along[1], along[0])
    middles = {id(line): _middle(line) for line in lines}
    heights = sorted(line.height for line in lines)
    step = heights[len(heights) // 2] * 0.6
    rows: list[list[Line]] = []
    last = float("-inf")
    for line in sorted(lines, key=lambda line: _dot(middles[id(line)], down)):
        depth = _dot(middles[id(line)], down)
        if depth - last > step:
            rows.append([])
        rows[-1].append(line)
        last = depth
    return tuple(line for row in rows for cell in _cells(row, along) for line in cell)


def _cells(row: list[Line], along: Point) -> list[list[Line]]:
    """Give the lines of a row, which come from its top, cell by cell: what stands below another line goes on with it."""
    cells: list[list[Line]] = []
    for line in row:
        start, end = _dot(line.corners[0], along), _dot(line.corners[1], along)
        for cell in cells:
            first = _dot(cell[0].corners[0], along), _dot(cell[0].corners[1], along)
            if min(end, first[1]) - max(start, first[0]) > 0.5 * min(end - start, first[1] - first[0]):
                cell.append(line)
                break
        else:
            cells.append([line])
    return sorted(cells, key=lambda cell: _dot(cell[0].corners[0], along))


def _direction(lines: list[Line]) -> Point:
    """Give the direction in which most text runs, as a vector of length 1; long lines say more."""
    x = sum(line.corners[1][0] - line.corners[0][0] for line in lines)
    y = sum(line.corners[1][1] - line.corners[0][1] for line in lines)
    length = (x * x + y * y) ** 0.5 or 1.0
    return x / length, y / length


def _middle(line: Line) -> Point:
    return sum(x for x, _y in line.corners) / 4, sum(y for _x, y in line.corners) / 4


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]
