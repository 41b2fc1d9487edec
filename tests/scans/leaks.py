"""Blind copies with one leak each, for whoever checks the checker.

Each shows a page on which every identity is burnt out. What was planted is named; `token` is the fact in the spelling in
which it was planted: as it is, in another order, without dots, or in Latin letters.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from numpy.random import Generator, default_rng
from pypinyin import lazy_pinyin

from tests.scans import layouts, plants, taking
from tests.scans.camera import Shot
from tests.scans.page import Facts
from tests.scans.plants import Cover
from tests.scans.story import Story, tell
from tests.scans.words import WORDS, pick

IDENTITY = {"name", "employer", "id_number", "phone", "certificate_number", "school", "verification_code"}
COVERED = IDENTITY | {"photo", "code", "seal"}
SCALE = 5.0  # pixels a millimetre
SPELLINGS = ("name", "name reversed", "name without dots", "pinyin", "employer", "id_number", "phone")


@dataclass(frozen=True)
class Blind:
    """A blind copy: `leak` names what was planted, `spelling` how `token` tells of `person`."""

    data: bytes
    suffix: str
    file_name: str
    person: Facts
    leak: str
    spelling: str
    token: str


def planted_leaks(seed: int, split: str) -> Iterator[Blind]:
    """Give a blind copy of a page of `split` for each kind of leak, each with another spelling; a seed gives the same."""
    for number, (leak, plant) in enumerate(plants.PLANTS.items()):
        rng = default_rng((seed, number))
        yield _leaking(rng, _story(rng, split), leak, plant, SPELLINGS[(number + seed) % len(SPELLINGS)])


def _story(rng: Generator, split: str) -> Story:
    """Give somebody's page that bears a name and a photograph."""
    known = [layout for layout in layouts.all_layouts() if layout.split == split]
    able = [layout for layout in known if "name" in layout.bears and "\nphoto " in layout.draw]
    return tell(rng, pick(rng, able), wrong=0)


def cover(rng: Generator, story: Story) -> Cover:
    """Give a page as it is, and with every identity burnt out."""
    shot = Shot(blur=0.01, noise=1, quality=88)
    taken = taking.exposed(rng, story, shot, taking.NOTHING, SCALE)
    covered = taken.seen.copy()
    boxes = [span.box for span in taken.spans if span.role in COVERED]
    for x0, y0, x1, y1 in boxes:
        covered[max(y0 - 3, 0) : y1 + 3, max(x0 - 3, 0) : x1 + 3] = 0
    return Cover(taken.seen, covered, tuple(boxes))


def token_of(person: Facts, spelling: str) -> str:
    """Give what tells of `person` in this spelling."""
    if spelling == "name reversed":
        return reversed_name(person.name)
    if spelling == "name without dots":
        return person.name.replace("·", "")
    if spelling == "pinyin":
        return " ".join("".join(lazy_pinyin(part)).capitalize() for part in person.name.split("·"))
    return getattr(person, spelling)


def reversed_name(name: str) -> str:
    """Give `name` with what comes first at the end."""
    if "·" in name:
        return "·".join(reversed(name.split("·")))
    surname = next(
        (known for known in WORDS["han_surnames"] if len(known) > 1 and name.startswith(known)), name[0]
    )
    return name.removeprefix(surname) + surname


def _leaking(rng: Generator, story: Story, leak: str, plant: plants.Plant, spelling: str) -> Blind:
    """Give a blind copy of `story` with `leak` planted."""
    page, token = cover(rng, story), token_of(story.person, spelling)
    if leak in plants.OF_THE_PAGE:
        spelling, token = "page", ""
    name = f"01.{plant.suffix}"
    data = plant.sow(page, token) if plant.sow else plants.bare(page, plant.suffix)
    if leak.endswith("file name"):
        name = f"{token.replace(' ', '_')}-证书.{plant.suffix}"
    return Blind(data, plant.suffix, name, story.person, leak, spelling, token)
