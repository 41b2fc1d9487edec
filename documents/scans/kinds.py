"""Tells what kind of document a page looks like, by its words: a diploma in the place of the contract is noticed.

The words are in `kinds.toml`. One that stands at the head of a paper, in large print, says more than one within its text.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from documents.scans.identity import squeezed
from documents.scans.lines import Line

#: What a word of each column of `kinds.toml` counts, and how many times that at the head.
WEIGHTS, AT_HEAD = {"title": 4.0, "sure": 3.0, "often": 2.0, "slight": 0.5, "against": -2.0}, 2
#: Lines of the head are so much higher than most of the text, or are the first ones.
LARGE, FIRST = 1.25, 2
#: So many points make a kind likely, and so many more than the slot's own kind make the slot wrong.
LIKELY, CLEARLY = 5.0, 3.0


@dataclass(frozen=True)
class Look:
    """What a document looks like: its kind, or nothing when it could be anything, and the words that say so."""

    kind: str = ""
    words: tuple[str, ...] = ()


Sign = tuple[re.Pattern[str], float]


@cache
def signs() -> dict[str, tuple[Sign, ...]]:
    """Give for each kind the patterns of its words, and what each counts."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {
        kind: tuple(
            (re.compile(word), WEIGHTS[column]) for column, words in columns.items() for word in words.split()
        )
        for kind, columns in told.items()
    }


def kind_of_slot(slot_key: str) -> str:
    """Give the kind that belongs in a slot; slots of several years share one, and some take anything (nothing)."""
    kind = slot_key.rpartition("_y")[0] if slot_key[-1:].isdigit() else slot_key
    return kind if kind in signs() else ""


def look_of(lines: tuple[Line, ...]) -> Look:
    """Give what a document with these lines looks like."""
    points = points_of(lines)
    best = max(points, key=lambda kind: points[kind])
    return _look(best, lines) if points[best] >= LIKELY else Look()


def misplaced(lines: tuple[Line, ...], slot_key: str) -> Look | None:
    """Give what a document looks like when it clearly belongs elsewhere than in this slot, else None."""
    own, look, points = kind_of_slot(slot_key), look_of(lines), points_of(lines)
    if not own or not look.kind or points[look.kind] < points[own] + CLEARLY:
        return None
    return look


def points_of(lines: tuple[Line, ...]) -> dict[str, float]:
    """Give how much speaks for each kind, at least nothing."""
    head, text = _text(_head(lines)), _text(lines)
    return {kind: max(0.0, sum(_counted(sign, head, text) for sign in known)) for kind, known in signs().items()}


def _counted(sign: Sign, head: str, text: str) -> float:
    word, weight = sign
    if word.search(head):
        return weight * AT_HEAD
    return weight if word.search(text) else 0.0


def _head(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Give the lines that a paper is headed by: what is larger than most of its characters, and the first ones."""
    if not lines:
        return ()
    usual = median(line.height for line in lines for _character in line.text)
    return tuple(line for place, line in enumerate(lines) if place < FIRST or line.height > LARGE * usual)


def _text(lines: tuple[Line, ...]) -> str:
    return squeezed("".join(line.text for line in lines))[0]


def _look(kind: str, lines: tuple[Line, ...]) -> Look:
    text = _text(lines)
    found = (word.search(text) for word, weight in signs()[kind] if weight > 0)
    return Look(kind, tuple(dict.fromkeys(match[0] for match in found if match)))
