"""Faces as offices own them, made of the free ones, and the names of those that a PDF embeds."""

import io
import struct
from pathlib import Path

import pikepdf
from django.conf import settings
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

FANG, KAI, TITLE = "FandolFang-Regular.otf", "FandolKai-Regular.otf", "FandolSong-Bold.otf"
BY_KIND = {"fang": FANG, "kai": KAI, "title": TITLE}


def free(file: str = FANG) -> bytes:
    """Give a free face as it is."""
    return (Path(settings.PAPER_FONTS) / file).read_bytes()


def own(file: str = FANG, maker: str = "Office") -> bytes:
    """Give a free face under the name of another maker, of six letters: OfficeFang-Regular."""
    data = free(file)
    for code in ("ascii", "utf-16-be"):
        data = data.replace("Fandol".encode(code), maker.encode(code))
    return data


def permitting(fs_type: int) -> bytes:
    """Give a face whose table OS/2 says so of being embedded."""
    return _saved(lambda face: setattr(face["OS/2"], "fsType", fs_type))


def without(chars: str) -> bytes:
    """Give a face that maps none of these characters."""

    def drop(face: TTFont) -> None:
        for table in face["cmap"].tables:
            table.cmap = {code: name for code, name in table.cmap.items() if chr(code) not in chars}

    return _saved(drop)


def lacking(table: str) -> bytes:
    """Give a face without one of its tables."""
    return _saved(lambda face: face.__delitem__(table))


def in_truetype(chars: str) -> bytes:
    """Give the free 仿宋 with these characters alone, its outlines drawn as TrueType has them: OfficeFang-TrueType."""
    kept, out = subset.Subsetter(), io.BytesIO()
    kept.populate(text=chars)
    with TTFont(io.BytesIO(free())) as face:
        kept.subset(face)
        drawn = {}
        for name in face.getGlyphOrder():
            pen = TTGlyphPen(None)
            face.getGlyphSet()[name].draw(Cu2QuPen(pen, max_err=1, reverse_direction=True))
            drawn[name] = pen.glyph()
        made = FontBuilder(face["head"].unitsPerEm, isTTF=True)
        made.setupGlyphOrder(face.getGlyphOrder())
        made.setupCharacterMap(face.getBestCmap())
        made.setupGlyf(drawn)
        made.setupHorizontalMetrics(face["hmtx"].metrics)
        made.setupHorizontalHeader(ascent=face["hhea"].ascent, descent=face["hhea"].descent)
    made.setupNameTable({"familyName": "OfficeFang", "styleName": "Regular", "psName": "OfficeFang-TrueType"})
    made.setupOS2()
    made.setupPost()
    made.save(out)
    return out.getvalue()


def collection(*files: str) -> bytes:
    """Give a collection of free faces."""
    made, out = TTCollection(), io.BytesIO()
    made.fonts = [TTFont(io.BytesIO(free(file)), lazy=True) for file in files]
    made.save(out)
    return out.getvalue()


def _saved(change) -> bytes:
    out = io.BytesIO()
    with TTFont(io.BytesIO(free()), lazy=True) as face:
        change(face)
        face.save(out)
    return out.getvalue()


def embedded(pdf: bytes) -> set[str]:
    """Give the PostScript names that the font programs of a PDF bear, those with CFF outlines."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [
            each for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each
        ]
        return {_name(each.FontFile3.read_bytes()) for each in fonts}


def _name(program: bytes) -> str:
    """Give the first name of a bare CFF (Adobe 5176, 7), be it inside an OpenType file."""
    if program[:4] == b"OTTO":
        program = TTFont(io.BytesIO(program), lazy=True).reader["CFF "]
    place = program[2]
    size = program[place + 2]
    first, second = (int.from_bytes(program[at : at + size], "big") for at in (place + 3, place + 3 + size))
    data = place + 2 + 2 * size
    assert struct.unpack_from(">H", program, place)[0] == 1
    return program[data + first : data + second].decode()
