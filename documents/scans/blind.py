"""Makes the blind copy of a file: its pages as pixels, without what is to be covered, and nothing else of it (C21)."""

import io
from collections.abc import Iterable, Mapping

import cv2
import pikepdf

from documents.scans.lines import Box
from documents.scans.pages import Pixels, drawn

QUALITY = 85
COVER = 150  # grey
A4_SIDE = 842  # points; the longer side of every page of a blind copy
#: What draws a page: its one picture over its whole area, and nothing else.
DRAWS_PICTURE = b"q %d 0 0 %d 0 0 cm /P Do Q"


def blind_copy(data: bytes, boxes: Mapping[int, Iterable[Box]]) -> bytes:
    """Give a PDF of pictures of the pages with `boxes` filled, by page from 1, in pixels as `opened` gives it.

    It holds no text, metadata, name, attachment, layer or thumbnail; equal arguments give equal bytes. Raises FileRefused
    when a page cannot be drawn.
    """
    pdf = pikepdf.new()
    for number, pixels in enumerate(drawn(data), 1):
        _cover(pixels, boxes.get(number, ()))
        _append(pdf, pixels)
    return written(pdf)


def written(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of a blind copy. Opened and written again they are the same, so what is not is no part of it."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def _cover(pixels: Pixels, boxes: Iterable[Box]) -> None:
    """Fill `boxes`: what was there is gone."""
    height, width = pixels.shape[:2]
    for box in boxes:
        inside = box.within(width, height)
        if inside.area:
            pixels[inside.top : inside.bottom, inside.left : inside.right] = COVER


def _append(pdf: pikepdf.Pdf, pixels: Pixels) -> None:
    """Add a page that is this picture, blue first, and nothing else."""
    high, wide = pixels.shape[:2]
    points = A4_SIDE / max(high, wide)
    width, height = round(wide * points), round(high * points)
    _is_done, packed = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    image = pikepdf.Stream(
        pdf,
        packed.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=wide,
        Height=high,
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
