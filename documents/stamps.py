"""The electronic seals of an OFD (GB/T 33190-2016, 18; GB/T 38540): pictures inside its signatures, and where they stand.

A seal is shown as everything else on a page is; whether its signature holds is not told here.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
from asn1crypto import parser
from PIL import Image

if TYPE_CHECKING:
    from documents.scans.pages import Pixels

Box = tuple[float, float, float, float]  # left, top, width and height, in mm
CONSTRUCTED, IA5_STRING, OCTET_STRING = 1, 22, 4  # X.690
DEEPEST = 12  # parts within parts of a signature
MAX_STAMPS = 50
MAX_PIXELS = 4_000_000  # of the picture of a seal


@dataclass(frozen=True)
class Stamp:
    """A seal on a page: the page, from 0 over all documents of the file, where it stands on it, its picture, and of which
    kind that says it is (`png`, `jpg`, `gif`, `bmp`, or `ofd`).
    """

    page: int
    box: Box
    kind: str
    picture: bytes


def stamps(archive: zipfile.ZipFile, root: str) -> list[Stamp]:
    """Give the seals of an OFD that was looked into; what cannot be read of one leaves that one out."""
    found: list[Stamp] = []
    first = 0
    for body in ElementTree.fromstring(archive.read(root)).findall("{*}DocBody"):
        pages = _pages(archive, _inside("", body.findtext("{*}DocRoot", "")))
        place = _inside("", body.findtext("{*}Signatures", ""))
        for page, box, kind, picture in _of_body(archive, place) if place else ():
            if page in pages and len(found) < MAX_STAMPS:
                found.append(Stamp(first + pages[page], box, kind, picture))
        first += len(pages)
    return found


def stamped(pixels: "Pixels", box: Box, width: float, picture: Image.Image) -> None:
    """Print a seal on a page, blue first, of `width` mm, as ink does: what is white in it leaves the page as it was."""
    high, wide = pixels.shape[:2]
    scale = wide / width
    left, top, right, bottom = (round(side * scale) for side in (box[0], box[1], box[0] + box[2], box[1] + box[3]))
    if not (0 <= left < right <= wide and 0 <= top < bottom <= high):
        return
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    ink = np.asarray(ground.convert("RGB").resize((right - left, bottom - top), Image.Resampling.LANCZOS))
    part = pixels[top:bottom, left:right]
    part[:] = (part.astype(np.uint16) * ink[:, :, ::-1] // 255).astype(np.uint8)


def opened(picture: bytes) -> Image.Image:
    """Give the picture of a seal. Raises ValueError or OSError for what is none, or is too large."""
    image = Image.open(io.BytesIO(picture), formats=["PNG", "JPEG", "GIF", "BMP"])
    if image.width * image.height > MAX_PIXELS:
        raise ValueError("too large")
    return image


def _pages(archive: zipfile.ZipFile, place: str) -> dict[str, int]:
    """Give the number of each page by its ID."""
    document = ElementTree.fromstring(archive.read(place))
    return {page.get("ID", ""): number for number, page in enumerate(document.findall("{*}Pages/{*}Page"))}


def _of_body(archive: zipfile.ZipFile, place: str) -> Iterator[tuple[str, Box, str, bytes]]:
    """Give each seal: the ID of its page, its box, the kind of its picture, and that."""
    for listed in _read(archive, place).findall("{*}Signature"):
        where = _inside(place, listed.get("BaseLoc", ""))
        signature = _read(archive, where)
        seal = _seal(archive, _inside(where, signature.findtext("{*}SignedValue", "")))
        if seal is None:
            continue
        for annotation in signature.findall("{*}SignedInfo/{*}StampAnnot"):
            sides = [float(side) for side in annotation.get("Boundary", "").split()]
            if len(sides) == 4:
                left, top, width, height = sides
                yield annotation.get("PageRef", ""), (left, top, width, height), *seal


def _read(archive: zipfile.ZipFile, place: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(archive.read(place))
    except (KeyError, ElementTree.ParseError):
        return ElementTree.Element("nothing")


def _inside(base: str, place: str) -> str:
    """Give a place in the archive, written from its root or from beside `base`."""
    place = place.strip()
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place)).lstrip("/") if place else ""


def _seal(archive: zipfile.ZipFile, place: str) -> tuple[str, bytes] | None:
    try:
        return next(_pictures(archive.read(place)), None)
    except (KeyError, ValueError):
        return None


def _pictures(der: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Give kind and bytes of each SES_ESPictrueInfo: a sequence of its kind, its bytes, its width and its height."""
    parts = list(_parts(der))
    if [part[0] for part in parts[:2]] == [IA5_STRING, OCTET_STRING] and len(parts) >= 4:
        yield parts[0][2].decode("ascii", "replace").lower(), parts[1][2]
    for _tag, method, content in parts if depth < DEEPEST else ():
        if method == CONSTRUCTED:
            yield from _pictures(content, depth + 1)


def _parts(der: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give tag, method and content of what follows each other."""
    while der:
        _class, method, tag, _header, content, _trailer = parser.parse(der)
        yield tag, method, content
        der = der[parser.peek(der) :]
