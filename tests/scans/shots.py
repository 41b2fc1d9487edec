"""Which shots users take: readable ones within these bounds, unreadable ones beyond them, and nothing in between.

A readable page has its smallest fact at least READABLE_PIXELS high, hardly blurred; an unreadable one has
the middle one of its facts so small, or so blurred, that a person cannot read it.
"""

from dataclasses import dataclass, replace
from statistics import median

from numpy.random import Generator

from tests.scans.camera import Shot
from tests.scans.marks import MM_PER_POINT, Mark, Run
from tests.scans.words import pick

READABLE_PIXELS = 18
READABLE_WIDTH = (1000, 3500)
SMALL_PIXELS = (4.0, 5.8)
BLUR = (0.27, 0.42)
SHAKE = (1.0, 1.5)
DAMAGES = ("blur", "small", "cut", "blank")
TINTS = ((1, 1, 1), (1, 1, 1), (1, 0.95, 0.84), (0.9, 0.95, 1))


@dataclass(frozen=True)
class Type:
    """The sizes of a sheet's facts in millimetres: the smallest, and the middle one."""

    least: float
    middle: float


def type_of(marks: list[Mark]) -> Type:
    """Give the sizes of the facts among `marks`."""
    sizes = sorted(mark.points * MM_PER_POINT for mark in marks if isinstance(mark, Run) and mark.role != "other")
    return Type(sizes[0], median(sizes))


def resolution(rng: Generator, width: float, sizes: Type, damage: frozenset[str]) -> float:
    """Give pixels a millimetre for a sheet `width` mm wide."""
    if "small" in damage:
        return rng.uniform(*SMALL_PIXELS) / sizes.middle
    least = max(READABLE_PIXELS / sizes.least, READABLE_WIDTH[0] / width)
    most = max(least * 1.05, READABLE_WIDTH[1] / width)
    return least + (most - least) * rng.beta(1.3, 3)


def telephone(rng: Generator) -> Shot:
    """Give a shot from the hand."""
    around = rng.random() < 0.6
    return Shot(
        quarter=int(pick(rng, (0, 0, 0, 90, 180, 270))),
        skew=rng.uniform(-8, 8) if rng.random() < 0.5 else rng.uniform(-2, 2),
        tilt=rng.uniform(0, 0.035),
        margin=rng.uniform(0.01, 0.09) if around else rng.uniform(-0.03, -0.005),
        table=True,
        blur=rng.uniform(0.01, 0.04),
        motion=rng.uniform(0, 0.12),
        shade=rng.uniform(0, 0.55),
        noise=rng.uniform(0, 9),
        quality=int(rng.integers(25, 91)),
        tint=pick(rng, TINTS),
    )


def scanner(rng: Generator) -> Shot:
    """Give a shot from under a lid."""
    return Shot(
        quarter=int(pick(rng, (0, 0, 0, 0, 90, 180, 270))),
        skew=rng.uniform(-1.5, 1.5),
        blur=rng.uniform(0, 0.03),
        noise=rng.uniform(0, 3),
        quality=int(rng.integers(40, 91)),
    )


def screenshot(_rng: Generator) -> Shot:
    """Give a picture that never was on paper."""
    return Shot(quality=100)


def damaged(rng: Generator, shot: Shot, damage: frozenset[str], em: float) -> Shot:
    """Give `shot` with `damage`; a small one, `em` in pixels, is not pressed so hard that it falls apart."""
    if em < 26:
        shot = replace(shot, quality=max(shot.quality, 55), noise=min(shot.noise, 5))
    if "cut" in damage:
        shot = replace(shot, cut=pick(rng, ("left", "right", "top", "bottom")))
    if "blur" in damage and rng.random() < 0.6:
        shot = replace(shot, blur=rng.uniform(*BLUR))
    elif "blur" in damage:
        shot = replace(shot, blur=0.08, motion=rng.uniform(*SHAKE))
    return shot


def harms(shot: Shot) -> set[str]:
    """Name what a shot does to a page without making it unreadable."""
    found = {
        "shadow": shot.shade > 0.15,
        "noise": shot.noise > 3,
        "jpeg": shot.quality < 60,
        "perspective": shot.tilt > 0.008,
    }
    return {name for name, is_so in found.items() if is_so}
