"""Pixels and texts into files as they are sent."""

import io

import cv2
import numpy as np
import pikepdf
from PIL import Image

from tests.scans.page import Box, Span

DPI = 200  # the resolution at which the spans of a PDF are told
A4_POINTS = 595.28


def jpeg(seen: np.ndarray, quality: int) -> bytes:
    """Give RGB pixels as JPEG."""
    return cv2.imencode(".jpg", np.ascontiguousarray(seen[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])[
        1
    ].tobytes()


def png(seen: np.ndarray) -> bytes:
    """Give RGB pixels as PNG."""
    return cv2.imencode(".png", seen[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def turned_by_exif(data: bytes, orientation: int) -> bytes:
    """Give a JPEG with `orientation` in its EXIF; nothing else is in it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    body = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    return data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Give the bytes of `pdf`, the same each time."""
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def points_per_pixel(size: tuple[int, int]) -> float:
    """Give how large a pixel of a scan is on its page: as if an A4 sheet's shorter side had filled the shorter side."""
    return A4_POINTS / min(size)


def add_scan(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int]) -> pikepdf.Page:
    """Add a page to `pdf` that is a JPEG and no more."""
    width, height = (side * points_per_pixel(size) for side in size)
    page = pdf.add_blank_page(page_size=(width, height))
    image = pikepdf.Stream(pdf, data)
    image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    image.Width, image.Height = size
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    page.Contents = pikepdf.Stream(pdf, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Scan Do Q".encode())
    return page


def scaled(spans: tuple[Span, ...], scale: float) -> tuple[Span, ...]:
    """Give `spans` with their boxes times `scale`, rounded outwards."""
    return tuple(Span(span.text, _outwards(span.box, scale), span.role, span.whole) for span in spans)


def _outwards(box, scale: float) -> Box:
    x0, y0, x1, y1 = (side * scale for side in box)
    return int(x0), int(y0), int(-(-x1 // 1)), int(-(-y1 // 1))
