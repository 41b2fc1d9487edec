"""Makes the blind copy of a file: its pages as pixels, without what is to be covered, and nothing else of it (C21)."""

import io
from collections.abc import Iterable, Mapping

import pikepdf
from PIL import Image, ImageDraw

from documents.scans.lines import Box
from documents.scans.pages import opened

QUALITY = 85
COVER = (150, 150, 150)
A4_SIDE = 842  # points; the longer side of every page of a blind copy
#: What draws a page: its one picture over its whole area, and nothing else.
DRAWS_PICTURE = b"q %d 0 0 %d 0 0 cm /P Do Q"


def blind_copy(data: bytes, boxes: Mapping[int, Iterable[Box]]) -> bytes:
    """Give a PDF of pictures of the pages with `boxes` filled, by page from 1, in pixels as `opened` gives it.

    It holds no text, metadata, name, attachment, layer or thumbnail; equal arguments give equal bytes. Raises FileRefused
    when a page cannot be drawn.
    """
    pdf = pikepdf.new()
    for page in opened(data):
        picture = Image.fromarray(page.pixels)
        cover(picture, boxes.get(page.number, ()))
        _append(pdf, picture)
    return written(pdf)


def written(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of a blind copy. Opened and written again they are the same, so what is not is no part of it."""
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def cover(picture: Image.Image, boxes: Iterable[Box]) -> None:
    """Fill `boxes` in a picture: what was there is gone."""
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        inside = box.within(picture.width, picture.height)
        if inside.area:
            draw.rectangle((inside.left, inside.top, inside.right - 1, inside.bottom - 1), fill=COVER)


def _append(pdf: pikepdf.Pdf, picture: Image.Image) -> None:
    """Add a page that is this picture and nothing else."""
    points = A4_SIDE / max(picture.size)
    width, height = round(picture.width * points), round(picture.height * points)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    image = pikepdf.Stream(
        pdf,
        out.getvalue(),
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
