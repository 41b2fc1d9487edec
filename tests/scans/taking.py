"""A story printed and photographed, with every thing on it still known by its place."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.random import Generator

from tests.scans import camera, drawing, files, shots
from tests.scans.camera import Shot
from tests.scans.marks import Mark, Rule, Run, Thing
from tests.scans.page import Span
from tests.scans.story import Story

GHOST = 0.93  # how much of a sheet's white is left where its back shows through
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Taken:
    """A page as it is shown: its pixels (None where a program prints it), where everything is, how it was taken."""

    seen: np.ndarray | None
    size: tuple[int, int]
    spans: tuple[Span, ...]
    skew: float
    shot: Shot
    damage: frozenset[str] = NOTHING

    def at_dpi(self) -> "Taken":
        """Give it as a PDF of it shows at files.DPI."""
        scale = files.points_per_pixel(self.size) / 72 * files.DPI
        size = round(self.size[0] * scale), round(self.size[1] * scale)
        return replace(self, spans=files.scaled(self.spans, scale), size=size)


def printed(story: Story) -> Taken:
    """Give a page that a program prints."""
    scale = files.DPI / 25.4
    size = tuple(round(side * scale) for side in story.layout.sheet)
    return Taken(None, size, tuple(spans(story.marks, np.eye(3), size, scale)), 0.0, Shot(quality=100))


def take(rng: Generator, story: Story, shot: Shot, damage: frozenset[str] = NOTHING) -> Taken:
    """Give a photograph of `story`."""
    sizes = shots.type_of(story.marks)
    scale = shots.resolution(rng, story.layout.sheet[0], sizes, damage)
    return exposed(rng, story, shots.damaged(rng, shot, damage, sizes.least * scale), damage, scale)


def exposed(rng: Generator, story: Story, shot: Shot, damage: frozenset[str], scale: float) -> Taken:
    """Print the sheet at `scale` pixels a millimetre and photograph it by `shot`."""
    sheet = drawing.raster(story.layout, story.marks, scale * 25.4, rng)
    if "blank" in damage:
        sheet = _empty(sheet, rng)
    inked = [mark for mark in story.marks[1:] if not isinstance(mark, Thing) or mark.role != "wash"]
    lines = [_pixels(mark, scale) for mark in inked if isinstance(mark, Run)]
    matrix, size = camera.path((sheet.shape[1], sheet.shape[0]), lines, _around(inked, scale), shot, rng)
    seen = camera.exposed(sheet, matrix, size, shots.type_of(story.marks).middle * scale, shot, rng)
    left = () if "blank" in damage else tuple(spans(story.marks, matrix, size, scale))
    return Taken(seen, size, left, _skew(matrix, sheet.shape, shot.quarter), shot, damage)


def _empty(sheet: np.ndarray, rng: Generator) -> np.ndarray:
    """Give a sheet with nothing on it, or the back of a written one, whose ink shows faintly through."""
    paper = np.broadcast_to(sheet[2, 2], sheet.shape)
    if rng.random() < 0.6:
        return np.array(paper)
    return cv2.addWeighted(np.ascontiguousarray(paper), GHOST, np.ascontiguousarray(sheet[:, ::-1]), 1 - GHOST, 0)


def _pixels(mark: Mark, scale: float) -> tuple[float, ...]:
    """Give the box of `mark` in pixels."""
    box = (mark.x0, mark.y0, mark.x1, mark.y1) if isinstance(mark, Rule) else mark.box
    return tuple(side * scale for side in box)


def _around(marks: list[Mark], scale: float) -> np.ndarray:
    """Give the corners of what holds all `marks`."""
    edges = np.array([_pixels(mark, scale) for mark in marks])
    return camera.corners_of((*edges[:, :2].min(axis=0), *edges[:, 2:].max(axis=0)))


def spans(marks: list[Mark], matrix: np.ndarray, size: tuple[int, int], scale: float) -> Iterator[Span]:
    """Give what can be seen of `marks` in a picture of `size`, to which `matrix` leads from the sheet."""
    for mark in marks:
        if isinstance(mark, Rule) or mark.role == "wash" or (isinstance(mark, Run) and not mark.text.strip()):
            continue
        box = camera.hull(_pixels(mark, scale), matrix, size)
        if box:
            yield Span(mark.text, box, mark.role, getattr(mark, "whole", ""))


def _skew(matrix: np.ndarray, shape: tuple[int, ...], quarter: int) -> float:
    """Give how far lines in the middle of the sheet lean once it is set upright: degrees, clockwise."""
    middle = np.array((shape[1] / 2, shape[0] / 2))
    start, end = camera.moved(middle + np.array(((-50, 0), (50, 0))), matrix)
    angle = math.degrees(math.atan2(*(end - start)[::-1])) + quarter
    return round((angle + 180) % 360 - 180, 2)
