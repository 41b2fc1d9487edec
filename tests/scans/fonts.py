"""Fonts of the papers: how wide a character is, and which font has it.

The Fandol fonts know GB 2312 only; a rare character of a name comes from Noto, as it does in a real office.
"""

from functools import lru_cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

FANDOL = Path(__file__).resolve().parents[2] / "var" / "fonts"
NOTO = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2  # which face of a collection

#: name: file, face, family for a text PDF, weight
FONTS = {
    "song": (NOTO / "NotoSerifCJK-Regular.ttc", SIMPLIFIED, "Noto Serif CJK SC", 400),
    "song-bold": (NOTO / "NotoSerifCJK-Bold.ttc", SIMPLIFIED, "Noto Serif CJK SC", 700),
    "hei": (NOTO / "NotoSansCJK-Regular.ttc", SIMPLIFIED, "Noto Sans CJK SC", 400),
    "hei-bold": (NOTO / "NotoSansCJK-Bold.ttc", SIMPLIFIED, "Noto Sans CJK SC", 700),
    "fang": (FANDOL / "FandolFang-Regular.otf", 0, "Fandol Fang", 400),
    "kai": (FANDOL / "FandolKai-Regular.otf", 0, "Fandol Kai", 400),
    "biaosong": (FANDOL / "FandolSong-Bold.otf", 0, "Fandol Song Bold", 400),
}
FALLBACK = "song"
#: How far a character reaches over and under its baseline, in em.
ASCENT, DESCENT = 0.87, 0.13


@lru_cache(maxsize=256)
def at_size(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    """Give the font called `name`, `pixels` high."""
    path, face, _family, _weight = FONTS[name]
    return ImageFont.truetype(str(path), pixels, index=face, layout_engine=ImageFont.Layout.BASIC)


@lru_cache
def _known(name: str) -> frozenset[int]:
    """Give the characters that the font called `name` has."""
    path, face, _family, _weight = FONTS[name]
    with TTFont(path, fontNumber=face, lazy=True) as font:
        return frozenset(font.getBestCmap())


def font_of(char: str, name: str) -> str:
    """Give the name of the font that draws `char` where `name` was asked for."""
    return name if ord(char) in _known(name) else FALLBACK


@lru_cache(maxsize=16_384)
def advance(char: str, name: str) -> float:
    """Give the width of `char`, in em."""
    return at_size(font_of(char, name), 200).getlength(char) / 200


def width(text: str, name: str) -> float:
    """Give the width of `text`, in em."""
    return sum(advance(char, name) for char in text)


def stretches(text: str, name: str) -> list[tuple[str, str]]:
    """Give `text` as (font, stretch that one font draws)."""
    return [(font, "".join(chars)) for font, chars in groupby(text, key=lambda char: font_of(char, name))]
