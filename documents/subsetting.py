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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pydyf
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset
from weasyprint.text.fonts import get_hb_object_data

CHARSET, ROS = 15, (12, 30)  # operators of a Top DICT (Adobe 5176, table 9)
LONG = 29  # begins an integer of four bytes in a DICT, which is how HarfBuzz writes offsets

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
            font.numbers_by_charset = cache(partial(_numbers_by_charset, font.hb_face))
            font.file_content = b""
            self.known[key] = font
            font = font.unused()
        super().__setitem__(key, font)


class CompactFont(Font):
    """A font with CFF outlines that keeps no empty places; its content is the bare CFF."""

    numbers_by_charset: Callable[[], bool]

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
            self.file_content = _compact(self.hb_face, kept, hinting, self.numbers_by_charset)
        except NotCompact:
            self.file_content = get_hb_object_data(self.hb_face)
            super().subset(to_unicode, hinting)


def name_font_programs(_document: Any, pdf: pydyf.PDF) -> None:
    """Call each bare CFF what it is; WeasyPrint takes it for an OpenType font."""
    for each in pdf.objects:
        is_program = isinstance(each, pydyf.Stream) and each.extra.get("Subtype") == "/OpenType"
        if is_program and each.stream[0][:4] != b"OTTO":
            each.extra["Subtype"] = "/CIDFontType0C"


def _compact(face: Any, kept: list[int], hinting: bool, numbers_by_charset: Callable[[], bool]) -> bytes:
    """Give the bare CFF with the `kept` glyphs of `face`, which its charset calls by the numbers that they have there.

    HarfBuzz may add a glyph or two, as the other forms of a comma. Where the face numbers its glyphs by its charset
    it has written the charset already.
    """
    cff, glyphs = _drawn_glyphs(face, kept, hinting)
    charset = charset_of(cff, glyphs)
    if glyphs == len(kept):
        return with_charset(cff, kept)
    if not set(kept) <= set(charset) or not numbers_by_charset():
        raise NotCompact("HarfBuzz added glyphs")
    return cff


def _drawn_glyphs(face: Any, kept: list[int], hinting: bool) -> tuple[bytes, int]:
    """Give the CFF table with the `kept` glyphs and those that HarfBuzz adds, numbered from 0 in their old order, and how
    many they are.
    """
    wanted = ffi.gc(harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy)
    _add(harfbuzz_subset.hb_subset_input_glyph_set(wanted), kept)
    dropped = harfbuzz_subset.hb_subset_input_set(wanted, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG)
    _add(dropped, sorted(harfbuzz.hb_tag_from_string(tag, -1) for tag in (b"GSUB", b"GPOS", b"GDEF")))
    flags = harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    harfbuzz_subset.hb_subset_input_set_flags(wanted, flags)
    subset = harfbuzz_subset.hb_subset_or_fail(face, wanted)
    if subset == ffi.NULL:
        raise NotCompact("HarfBuzz gave nothing")
    subset = ffi.gc(subset, harfbuzz.hb_face_destroy)
    with _cff(subset) as cff:
        return bytes(cff), harfbuzz.hb_face_get_glyph_count(subset)


def _add(numbers: Any, added: list[int]) -> None:
    harfbuzz.hb_set_add_sorted_array(numbers, ffi.new("hb_codepoint_t[]", added), len(added))


@contextmanager
def _cff(face: Any) -> Iterator[memoryview]:
    """Give the CFF table of a face, where it lies: that of Noto has twenty megabytes."""
    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"CFF ", -1))
    try:
        length = ffi.new("unsigned int *")
        data = harfbuzz.hb_blob_get_data(blob, length)
        yield memoryview(ffi.buffer(data, length[0]))
    finally:
        harfbuzz.hb_blob_destroy(blob)


def _numbers_by_charset(face: Any) -> bool:
    """Tell whether the charset of a face calls each glyph by its own number."""
    with _cff(face) as cff:
        charset = charset_of(cff, harfbuzz.hb_face_get_glyph_count(face))
    return charset == list(range(len(charset)))


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
