"""Makes the blind copy of a file: its pages as pixels, without what is to be covered, and nothing else of it (C21)."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import pikepdf

from documents.pictures import WHOLE, Place
from documents.scans.lines import Box
from documents.scans.pages import Pixels, drawn

QUALITY = 85
COVER = 150  # grey
A4_SIDE = 842  # points; the longer side of every page of a blind copy
#: What draws a page: its one picture over its whole area, and nothing else.
DRAWS_PICTURE = b"q %d 0 0 %d 0 0 cm /P Do Q"


@dataclass(frozen=True)
class Picture:
    """A page of a blind copy: a JPEG without anything but its pixels, and its size."""

    width: int
    height: int
    jpeg: bytes


def blind_copy(data: bytes, boxes: Mapping[int, Iterable[Box]], turns: Mapping[int, int] | None = None) -> bytes:
    """Give a PDF of pictures of the pages with `boxes` filled, by page from 1, in pixels as `opened` gives it.

    turns: by how many degrees, clockwise, a page is turned after that, by page. The copy holds no text, metadata, name,
    attachment, layer or thumbnail; equal arguments give equal bytes. Raises FileRefused when a page cannot be drawn.
    """
    upright = turns or {}
    pages = enumerate(drawn(data), 1)
    return bound(burnt(pixels, boxes.get(number, ()), upright.get(number, 0)) for number, pixels in pages)


def bound(pictures: Iterable[Picture]) -> bytes:
    """Give a blind copy whose pages are these pictures, in this order."""
    pdf = pikepdf.new()
    for picture in pictures:
        _append(pdf, picture)
    return written(pdf)


def burnt(pixels: Pixels, boxes: Iterable[Box], turn: int = 0) -> Picture:
    """Give a page, blue first and drawn on, with `boxes` filled, then turned by `turn` degrees, clockwise."""
    _cover(pixels, boxes)
    upright = np.ascontiguousarray(np.rot90(pixels, -turn // 90))
    height, width = upright.shape[:2]
    _is_done, packed = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return Picture(width, height, packed.tobytes())


def written(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of a blind copy. Opened and written again they are the same, so what is not is no part of it."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def boxes_of(places: Iterable[Place], pixels: Pixels) -> list[Box]:
    """Give places in ten-thousandths of a page's sides as boxes in its pixels; no part of a place is lost."""
    height, width = pixels.shape[:2]
    return [
        Box(left * width // WHOLE, top * height // WHOLE, -(-right * width // WHOLE), -(-bottom * height // WHOLE))
        for left, top, right, bottom in places
    ]


def _cover(pixels: Pixels, boxes: Iterable[Box]) -> None:
    """Fill `boxes`: what was there is gone."""
    height, width = pixels.shape[:2]
    for box in boxes:
        inside = box.within(width, height)
        if inside.area:
            pixels[inside.top : inside.bottom, inside.left : inside.right] = COVER


def _append(pdf: pikepdf.Pdf, picture: Picture) -> None:
    """Add a page that is this picture and nothing else."""
    points = A4_SIDE / max(picture.height, picture.width)
    width, height = round(picture.width * points), round(picture.height * points)
    image = pikepdf.Stream(
        pdf,
        picture.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_indirect(image))),
        Contents=pdf.make_indirect(pikepdf.Stream(pdf, DRAWS_PICTURE % (width, height))),
    )
    pdf.pages.append(pikepdf.Page(page))
