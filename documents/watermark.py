"""The code of whoever looks at a page, faint and tiled over it when it is served (materials.md, Blind copies).

It says from whose screen a photograph or a print comes. It is a shade darker than what lies below, with a lighter edge,
so that it shows on white, on black and on any grey between, and the words below stay as they were.
"""

import io
from functools import lru_cache
from typing import IO, BinaryIO, cast

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from PIL.Image import Resampling

#: How much of the page the shade and the edge take the place of, of 255.
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
SHADE, EDGE = 27, 40
#: Parts of the page's width: how high the code is, how wide its edge, and how far apart it stands, across and down.
HEIGHT, OFFSET, ACROSS, DOWN = 1 / 24, 1 / 400, 1 / 3, 1 / 5
SLOPE = 30  # degrees
QUALITY = 82
Size = tuple[int, int]


def page_of(copy: IO[bytes], number: int) -> bytes:
    """Give the picture of a page, from 1, of a blind copy as `documents.scans.blind` makes it; raises IndexError.

    Of a copy of many pages no more is read than that one takes.
    """
    with pikepdf.open(cast("BinaryIO", copy)) as pdf:
        if number < 1:
            raise IndexError(number)
        picture: bytes = pdf.pages[number - 1].obj.Resources.XObject.P.read_raw_bytes()
    return picture


def watermarked(picture: bytes, code: str, width: int) -> bytes:
    """Give a JPEG no wider than `width` pixels with `code` all over it, and nothing but pixels in it."""
    with Image.open(io.BytesIO(picture)) as page:
        width = min(width, page.width)
        size = (width, max(1, round(width * page.height / page.width)))
        page.draft("RGB", size)
        shown = page.convert("RGB").resize(size, Resampling.BILINEAR, reducing_gap=2.0)
    for colour, cover in zip((BLACK, WHITE), _covers(code, size), strict=True):
        shown.paste(colour, (0, 0, *size), cover)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


@lru_cache(maxsize=8)
def _covers(code: str, size: Size) -> tuple[Image.Image, Image.Image]:
    """Give how much of each pixel the shade takes, and how much the edge."""
    shade, edge = _stamps(code, size[0])
    return _tiled(shade, size), _tiled(edge, size)


def _tiled(stamp: Image.Image, size: Size) -> Image.Image:
    """Give a page full of stamps; every other row begins half a step before."""
    cover = Image.new("L", size)
    across, down = (max(1, round(size[0] * part)) for part in (ACROSS, DOWN))
    for row, top in enumerate(range(-down // 2, size[1], down)):
        for left in range(-across // 2 * (row % 2), size[0], across):
            cover.paste(stamp, (left, top))
    return cover


def _stamps(code: str, width: int) -> tuple[Image.Image, Image.Image]:
    """Give the code once, on its slope: its shade, and the edge that lies below it to the right."""
    font, offset = ImageFont.load_default(width * HEIGHT), max(1, round(width * OFFSET))
    left, top, right, bottom = (round(side) for side in font.getbbox(code, stroke_width=1))
    size = (right - left + offset, bottom - top + offset)
    shade, edge = Image.new("L", size), Image.new("L", size)
    for stamp, aside, strength in ((edge, offset, EDGE), (edge, 0, 0), (shade, 0, SHADE)):
        ImageDraw.Draw(stamp).text((aside - left, aside - top), code, strength, font, stroke_width=1)
    return _sloped(shade), _sloped(edge)


def _sloped(stamp: Image.Image) -> Image.Image:
    return stamp.rotate(SLOPE, Resampling.BICUBIC, expand=True)
