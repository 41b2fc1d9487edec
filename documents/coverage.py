"""What the faces of the system have: which characters, and how wide they are."""

import re
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from documents.fonts import MUST_HAVE, folders_in_use, song_faces, system_families

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

#: Line ends, spaces and joiners: no face need have them.
UNSEEN = frozenset("\r\n\t\xa0\xad\u3000") | {
    chr(code) for code in (*range(0x2000, 0x2010), *range(0xFE00, 0xFE10), 0x2028, 0x2029)
}
#: What nearly every text consists of, and Noto has: for it no face need be opened.
_FAMILIAR = re.compile(r"[\n -~·“”‘’…—\u3000-\u3011\u4e00-\u9fa5！-～￥]*")


def faceless(text: str) -> str:
    """Give the characters of `text` that no face has, each once, in their order."""
    if _FAMILIAR.fullmatch(text):
        return ""
    known = covered()
    return "".join(char for char in dict.fromkeys(text) if ord(char) not in known and char not in UNSEEN)


def with_shapes(text: str) -> str:
    """Give `text` with □ in place of each character that no face has: for what nobody is asked to change any more."""
    return text.translate(dict.fromkeys(map(ord, faceless(text)), "□"))


@cache
def advances() -> dict[str, float]:
    """Give the width in em of each character that 宋体 has: of PaperSong, if it is there, its common ones."""
    from fontTools.ttLib import TTFont

    with _opened(MUST_HAVE[0]) as noto:
        known = _advances(noto)
    for _face, path in song_faces(*folders_in_use())[:1]:
        with TTFont(path, lazy=True) as common:
            known |= _advances(common)
    return known


def _advances(face: "TTFont") -> dict[str, float]:
    upem, metrics = face["head"].unitsPerEm, face["hmtx"].metrics
    return {chr(code): metrics[name][0] / upem for code, name in face.getBestCmap().items()}


@cache
def covered() -> frozenset[int]:
    """Give the code points that some face of `system_families` has."""
    codes: set[int] = set()
    for family in system_families():
        with _opened(family) as face:
            codes |= _codes(face)
    return frozenset(codes)


def _codes(face: "TTFont") -> set[int]:
    """Give the code points of a face. Those of a large one are read as the ranges they are stored in: naming its sixty
    thousand glyphs takes 70 megabytes.
    """
    table = face.reader["cmap"]
    for (place,) in struct.iter_unpack(">4xI", table[4 : 4 + 8 * struct.unpack_from(">H", table, 2)[0]]):
        if struct.unpack_from(">H", table, place)[0] == 12:
            ranges = struct.unpack_from(">I", table, place + 12)[0]
            stored = table[place + 16 : place + 16 + 12 * ranges]
            return {
                code
                for first, last, _glyph in struct.iter_unpack(">III", stored)
                for code in range(first, last + 1)
            }
    return set(face.getBestCmap())


@contextmanager
def _opened(family: str) -> Iterator["TTFont"]:
    """Give the regular face that fontconfig names for `family`, read as far as it is looked into."""
    from fontTools.ttLib import (
        TTFont,  # loaded by whoever looks into a face, not by every process that serves pages
    )

    asked = ["fc-match", "-f", "%{file}\n%{index}", f"{family}:regular"]
    path, index = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\n")
    with TTFont(path, fontNumber=int(index) & 0xFFFF, lazy=True) as face:
        yield face
