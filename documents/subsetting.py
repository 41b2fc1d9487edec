"""The fonts inside a PDF: of each face the glyphs that were drawn, and no room for those that were not.

WeasyPrint keeps the numbers of the glyphs, so that a page of Noto carries sixty thousand empty places: half a megabyte a
paper, and a good part of the time of writing it. Here the glyphs are numbered anew, and the font itself says which number
of the page each one has: the charset of a CID-keyed CFF font is made for that (PDF 32000-1, 9.7.4.2). Faces with other
outlines are left to WeasyPrint.

    document.fonts = PaperFonts(known)
    document.write_pdf(finisher=name_font_programs)
"""

import copy
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import pairwise
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

from documents.fonts import COMMON

CHARSET, ROS = 15, (12, 30)  # operators of a Top DICT (Adobe 5176, table 9)
LONG = 29  # begins an integer of four bytes in a DICT, which is how HarfBuzz writes offsets

SEGMENTED = 12  # the format of a cmap that has runs of characters
LARGE = 20_000  # glyphs of a face from which a smaller one is taken out
FIRST, AGAIN = (
    3,
    50,
)  # papers that want glyphs which it has not, after which it is made, and made anew: it takes 0.2 s

Operands = list[tuple[int, int]]


class NotCompact(ValueError):
    """The font is not one whose charset can say what the page calls its glyphs."""


class PaperFonts(dict):
    """The fonts of a document by key, as WeasyPrint fills it.

    known: what earlier documents with the same font configuration used; WeasyPrint would read each face anew, and a
    collection has 27 megabytes.
    """

    def __init__(self, known: dict[Any, Font]):
        super().__init__()
        self.known = known

    def __contains__(self, key: Any) -> bool:
        if not super().__contains__(key) and key in self.known:
            super().__setitem__(key, self.known[key].unused())
        return super().__contains__(key)

    def __setitem__(self, key: Any, font: Font) -> None:
        if "CFF " in font.tables:
            font.__class__ = CompactFont
            font.source = Source(font.hb_face)
            font.file_content = b""
            self.known[key] = font
            font = font.unused()
        super().__setitem__(key, font)


class CompactFont(Font):
    """A font with CFF outlines that keeps no empty places; its content is the bare CFF."""

    source: "Source"

    @property
    def type(self) -> str:
        return "otf"

    def unused(self) -> "CompactFont":
        """Give the same font as a document finds it that has drawn nothing yet."""
        font = copy.copy(self)
        font.widths, font.to_unicode, font.missing = {}, {}, {}
        return font

    def subset(self, to_unicode: dict[int, str], hinting: bool) -> None:
        """Keep the glyphs whose numbers are the keys of `to_unicode`, under these numbers."""
        try:
            if self.missing:
                raise NotCompact("characters that the face has not")
            kept = sorted({0, *to_unicode})
            self.file_content = _compact(self.source, kept, hinting)
        except NotCompact:
            self.file_content = get_hb_object_data(self.hb_face)
            super().subset(to_unicode, hinting)


def name_font_programs(_document: Any, pdf: pydyf.PDF) -> None:
    """Call each bare CFF what it is; WeasyPrint takes it for an OpenType font."""
    for each in pdf.objects:
        is_program = isinstance(each, pydyf.Stream) and each.extra.get("Subtype") == "/OpenType"
        if is_program and each.stream[0][:4] != b"OTTO":
            each.extra["Subtype"] = "/CIDFontType0C"


class Source:
    """A face to take glyphs from. Of a large one the common glyphs are taken out once, under their own numbers: HarfBuzz
    needs 13 ms for 440 glyphs of 65,000 and 5 ms for the same ones of 8,000.
    """

    def __init__(self, face: Any):
        self.face = face
        self.small, self.glyphs = face, frozenset[int]()
        self.asked: set[int] = set()
        self.patience = FIRST

    def face_with(self, kept: list[int]) -> Any:
        """Give the face, or a smaller one that has the `kept` glyphs, too."""
        if harfbuzz.hb_face_get_glyph_count(self.face) < LARGE:
            return self.face
        if self.glyphs.issuperset(kept):
            return self.small
        self.asked.update(kept)
        self.patience -= 1
        if not self.patience:
            self.patience = AGAIN
            self.glyphs = frozenset(self.asked | glyphs_of(self.face, COMMON))
            self.small = _subset(self.face, sorted(self.glyphs), harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS)
        return self.face

    @cached_property
    def numbers_by_charset(self) -> bool:
        """Whether the charset of the face calls each glyph by its own number."""
        with _cff(self.face) as cff:
            charset = charset_of(cff, harfbuzz.hb_face_get_glyph_count(self.face))
        return charset == list(range(len(charset)))


def _compact(source: Source, kept: list[int], hinting: bool) -> bytes:
    """Give the bare CFF with the `kept` glyphs of a face, which its charset calls by the numbers that they have there.

    HarfBuzz may add a glyph or two, as the other forms of a comma. Where the face numbers its glyphs by its charset
    it has written the charset already.
    """
    flags = 0 if hinting else harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    subset = _subset(source.face_with(kept), kept, flags)
    glyphs = harfbuzz.hb_face_get_glyph_count(subset)
    with _cff(subset) as table:
        cff = bytes(table)
    charset = charset_of(cff, glyphs)
    if glyphs == len(kept):
        return with_charset(cff, kept)
    if not set(kept) <= set(charset) or not source.numbers_by_charset:
        raise NotCompact("HarfBuzz added glyphs")
    return cff


def _subset(face: Any, kept: list[int], flags: int) -> Any:
    """Give a face with the `kept` glyphs and those that HarfBuzz adds, in their order."""
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), kept)
    dropped = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(dropped, sorted(harfbuzz.hb_tag_from_string(tag, -1) for tag in (b"GSUB", b"GPOS", b"GDEF")))
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE)
    subset = harfbuzz_subset.hb_subset_or_fail(face, wanted)
    if subset == ffi.NULL:
        raise NotCompact("HarfBuzz gave nothing")
    return ffi.gc(subset, harfbuzz.hb_face_destroy)


def _add(numbers: Any, added: list[int]) -> None:
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new("hb_codepoint_t[]", added), len(added))


def _cff(face: Any) -> AbstractContextManager[memoryview]:
    return _table(face, b"CFF ")


@contextmanager
def _table(face: Any, name: bytes) -> Iterator[memoryview]:
    """Give a table of a face, where it lies: the outlines of Noto have twenty megabytes."""
    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(name, -1))
    try:
        length = ffi.new("unsigned int *")
        data = harfbuzz.hb_blob_get_data(blob, length)
        yield memoryview(ffi.buffer(data, length[0]))
    finally:
        harfbuzz.hb_blob_destroy(blob)


def glyphs_of(face: Any, characters: str) -> set[int]:
    """Give the numbers of the glyphs of characters (OpenType, cmap, format 12); none for a face without such a table."""
    wanted = set(map(ord, characters))
    with _table(face, b"cmap") as cmap:
        for number in range(struct.unpack_from(">H", cmap, 2)[0]):
            start = struct.unpack_from(">I", cmap, 4 + 8 * number + 4)[0]
            if struct.unpack_from(">H", cmap, start)[0] == SEGMENTED:
                count = struct.unpack_from(">I", cmap, start + 12)[0]
                groups = struct.iter_unpack(">3I", cmap[start + 16 : start + 16 + 12 * count])
                return {
                    first_glyph + code - first
                    for first, last, first_glyph in groups
                    for code in range(first, last + 1)
                    if code in wanted
                }
    return set()


def charset_of(cff: memoryview | bytes, glyphs: int) -> list[int]:
    """Give what the charset calls each of so many glyphs. Raises NotCompact for a CFF that is not CID-keyed."""
    top = _top_dict(cff)
    if ROS not in top or CHARSET not in top:
        raise NotCompact("not CID-keyed")
    place = _number(cff, top[CHARSET][0])
    if cff[place] == 0:
        return [0, *struct.unpack_from(f">{glyphs - 1}H", cff, place + 1)]
    range_of = {1: ">HB", 2: ">HH"}[cff[place]]
    names, place = [0], place + 1
    while len(names) < glyphs:
        first, more = struct.unpack_from(range_of, cff, place)
        names.extend(range(first, first + more + 1))
        place += struct.calcsize(range_of)
    return names


def with_charset(cff: bytes, numbers: list[int]) -> bytes:
    """Give a CFF whose charset calls its glyphs by `numbers`, in order, the first of them 0.

    Raises NotCompact when it is not CID-keyed or stores the place of its charset otherwise than HarfBuzz does.
    """
    place, end = _top_dict(cff)[CHARSET][0]
    if end - place != 5 or cff[place] != LONG:
        raise NotCompact("another way of writing offsets")
    anew = cff[: place + 1] + struct.pack(">i", len(cff)) + cff[end:]
    return anew + struct.pack(f">B{len(numbers) - 1}H", 0, *numbers[1:])


def _top_dict(cff: memoryview | bytes) -> dict[Any, Operands]:
    """Give the operators of the Top DICT, each with the places (start, end) of its operands."""
    after_names = _index(cff, cff[2])[-1]
    place, end = _index(cff, after_names)[:2]
    found: dict[Any, Operands] = {}
    operands: Operands = []
    while place < end:
        after = _after(cff, place)
        if cff[place] <= 21:  # an operator
            found[(12, cff[place + 1]) if cff[place] == 12 else cff[place]] = operands
            operands = []
        else:
            operands.append((place, after))
        place = after
    return found


def _after(cff: memoryview | bytes, place: int) -> int:
    """Give where the next item of a DICT begins (Adobe 5176, tables 3 to 5)."""
    first = cff[place]
    if first == 30:  # a real number: half bytes up to an f
        place += 1
        while 0xF not in (cff[place] & 0xF, cff[place] >> 4):
            place += 1
        return place + 1
    if 247 <= first <= 254 or first == 12:
        return place + 2
    return place + {28: 3, LONG: 5}.get(first, 1)


def _number(cff: memoryview | bytes, operand: tuple[int, int]) -> int:
    """Give a whole number of a DICT that is no smaller than -107 (Adobe 5176, table 3)."""
    place, end = operand
    first = cff[place]
    if first in (28, LONG):
        return int.from_bytes(cff[place + 1 : end], "big")
    return first - 139 if first <= 246 else (first - 247) * 256 + cff[place + 1] + 108


def _index(cff: memoryview | bytes, place: int) -> list[int]:
    """Give where each object of an INDEX begins, and last where the INDEX ends."""
    count = struct.unpack_from(">H", cff, place)[0]
    if not count:
        return [place + 2]
    size = cff[place + 2]
    table = place + 3
    data = table + (count + 1) * size - 1
    cuts = (table + n * size for n in range(count + 2))
    return [data + int.from_bytes(cff[a:b], "big") for a, b in pairwise(cuts)]
