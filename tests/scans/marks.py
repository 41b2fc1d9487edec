"""What stands on a sheet of paper, and where: millimetres from the upper left corner, sizes of type in points."""

from dataclasses import dataclass

from tests.scans import fonts
from tests.scans.page import Role

MM_PER_POINT = 25.4 / 72
INKS = {
    "black": (28, 28, 30),
    "blue": (24, 44, 130),
    "red": (196, 28, 36),
    "gold": (150, 112, 40),
    "grey": (150, 150, 150),
    "white": (255, 255, 255),
    "green": (30, 96, 70),
}


@dataclass(frozen=True)
class Run:
    """A stretch of text on one line; `y` is its baseline."""

    text: str
    x: float
    y: float
    points: float
    font: str
    ink: str = "black"
    role: Role = "other"
    whole: str = ""

    @property
    def em(self) -> float:
        """The size of its type in millimetres."""
        return self.points * MM_PER_POINT

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1."""
        right = self.x + fonts.width(self.text, self.font) * self.em
        return self.x, self.y - fonts.ASCENT * self.em, right, self.y + fonts.DESCENT * self.em


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float = 0.25
    ink: str = "black"


@dataclass(frozen=True)
class Thing:
    """A photograph, a code, a seal, or a wash of waves under the text; `text` is what it says."""

    role: str
    x: float
    y: float
    w: float
    h: float
    text: str = ""
    ink: str = "red"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1."""
        return self.x, self.y, self.x + self.w, self.y + self.h


Mark = Run | Rule | Thing
