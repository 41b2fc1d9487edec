"""Tries to break a blind copy: whatever could name the person must be gone before an expert sees it (C21).

A blind copy is made of pictures alone, so its structure is held against the list of what such a file may hold; what is
not on the list is a leak, whether or not it names anybody. Then the pixels are read, by two readers with other settings.
"""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from documents.inspection import kind_of
from documents.scans.blind import written
from documents.scans.identity import Identity, squeezed, tokens, traces
from documents.scans.lines import Box
from documents.scans.pages import Page, Pixels, opened
from documents.scans.proposals import codes, faces
from documents.scans.reading import Settings, is_installed, read
from documents.scans.seals import seals

#: Keys that the objects of a blind copy may have; each other is named as the leak it may be.
CATALOG, TREE = {"/Type", "/Pages"}, {"/Type", "/Kids", "/Count"}
PAGE = {"/Type", "/MediaBox", "/Resources", "/Contents", "/Parent"}
IMAGE = {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/Length"),
}
DRAWING = re.compile(rb"\s*q \d+ 0 0 \d+ 0 0 cm /P Do Q\s*")
#: Segments of a JPEG and chunks of a PNG that carry pixels, their tables, or their density.
JPEG_SEGMENTS = {0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0}
#: Version and density, no thumbnail.
JFIF = re.compile(rb"\0\x10JFIF\0.{7}\0\0", re.DOTALL)
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"sRGB"}
#: How sure one must be of a face here: the covers themselves look like little faces now and then.
CERTAIN = 7
SECOND_READER = Settings(look_side=1440, contrast=1.6)


@dataclass(frozen=True)
class Leak:
    """Something left in a blind copy.

    kind: `file_name`, `structure`, `metadata`, `text`, `words`, `face`, `code`, `seal` or `unread`; detail: where, or
    what was read; page: from 1, or 0 for the file; box: in pixels of the page, where there is a place.
    """

    kind: str
    detail: str
    page: int = 0
    box: Box | None = None


def leaks(
    data: bytes, file_name: str, identity: Identity, renew: Callable[[], object] = lambda: None
) -> list[Leak]:
    """Give all that is left in a blind copy; it is clean when there is nothing. `renew` is called after each page.

    Without the extra `ocr` nobody can read the words in its pixels: each page is `unread` then, and no copy is clean.
    """
    found = [*in_name(file_name, identity), *in_structure(data)]
    for page in opened(data):
        found += _of_page(page, identity)
        renew()
    return found


def in_name(file_name: str, identity: Identity) -> Iterator[Leak]:
    """Give each word of the person in the name of a file, whatever signs join or accent it."""
    plain = _letters(squeezed(unicodedata.normalize("NFKD", file_name))[0])
    yield from (Leak("file_name", token.what) for token in tokens(identity) if _letters(token.text) in plain)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


# what the file is made of


def in_structure(data: bytes) -> Iterator[Leak]:
    """Give whatever a file of pictures holds that is no pixel."""
    kind = kind_of(data)
    if kind == "pdf":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _of_document(pdf)
            if written(pdf) != data:  # an earlier version, or something between or behind the objects
                yield Leak("structure", "PDF")
    elif kind == "jpeg":
        yield from _of_jpeg(data, 1)
    else:
        yield from _of_png(data)


def _of_document(pdf: pikepdf.Pdf) -> Iterator[Leak]:
    if "/Info" in pdf.trailer:
        yield Leak("metadata", "/Info")
    yield from _unlisted(pdf.Root, CATALOG, 0)
    yield from _unlisted(pdf.Root.Pages, TREE, 0)
    known = {pdf.Root.objgen, pdf.Root.Pages.objgen}
    for number, page in enumerate(pdf.pages, 1):
        yield from _of_leaf(page.obj, number, known)
    for thing in pdf.objects:
        if getattr(thing, "objgen", None) not in known and not isinstance(thing, int | type(None)):
            yield Leak("structure", "object")


def _of_leaf(page: Any, number: int, known: set[Any]) -> Iterator[Leak]:
    """Look at one page, its drawing and its picture; their objects become known."""
    yield from _unlisted(page, PAGE, number)
    resources, contents = page.get("/Resources", {}), page.get("/Contents")
    pictures = list((resources.get("/XObject") or {}).values())
    known |= {page.objgen, *(each.objgen for each in pictures)}
    if not isinstance(contents, pikepdf.Stream) or not DRAWING.fullmatch(contents.read_bytes()):
        yield Leak("text", "/Contents", number)
    if isinstance(contents, pikepdf.Stream):
        known.add(contents.objgen)
    if set(resources.keys()) != {"/XObject"} or len(pictures) != 1:
        yield Leak("structure", "/Resources", number)
    for picture in pictures:
        yield from _of_picture(picture, number)


def _of_picture(picture: Any, number: int) -> Iterator[Leak]:
    yield from _unlisted(picture.stream_dict if isinstance(picture, pikepdf.Stream) else picture, IMAGE, number)
    if picture.get("/Filter") == "/DCTDecode":
        yield from _of_jpeg(picture.read_raw_bytes(), number)
    else:
        yield Leak("structure", "/Filter", number)


def _unlisted(held: Any, allowed: set[str], number: int) -> Iterator[Leak]:
    yield from (
        Leak("metadata" if key == "/Metadata" else "structure", key, number)
        for key in map(str, held)
        if key not in allowed
    )


def _of_jpeg(data: bytes, number: int) -> Iterator[Leak]:
    """Give each segment that carries no pixels, and what follows the picture's end."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        code, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if code not in JPEG_SEGMENTS or (
            code == 0xE0 and not JFIF.fullmatch(data[place + 2 : place + 2 + length])
        ):
            yield Leak("metadata", f"JPEG {code:02X}", number)
        place += 2 + length
        if code == 0xDA:
            break
    if data.find(b"\xff\xd9", place) != len(data) - 2:
        yield Leak("structure", "JPEG", number)


def _of_png(data: bytes) -> Iterator[Leak]:
    """Give each chunk that carries no pixels, pixels as clear as glass, and what follows the picture's end."""
    if data[25:26] in (b"\4", b"\6"):
        yield Leak("structure", "PNG alpha", 1)
    place = 8
    while place + 8 <= len(data):
        length, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if name not in PNG_CHUNKS:
            yield Leak("metadata", f"PNG {name.decode('latin-1')}", 1)
        place += 12 + length
        if name == b"IEND":
            break
    if place != len(data):
        yield Leak("structure", "PNG", 1)


# what can be seen


def _of_page(page: Page, identity: Identity) -> Iterator[Leak]:
    for line in page.lines:
        yield Leak("text", line.text, page.number, line.box)
    for box in faces(page.pixels, CERTAIN):
        yield Leak("face", "", page.number, box)
    for box, text in codes(page.pixels):
        yield Leak("code", text, page.number, box)
    for box in seals(page.pixels):
        yield Leak("seal", "", page.number, box)
    if is_installed:
        yield from _of_words(page.pixels, page.number, identity)
    else:
        yield Leak("unread", "", page.number)


def _of_words(pixels: Pixels, number: int, identity: Identity) -> Iterator[Leak]:
    """Read the page twice; the second reader looks closer and with more contrast, and its own way up."""
    sought = tokens(identity)
    for settings in (Settings(), SECOND_READER):
        for trace in traces(read(pixels, settings).lines, sought):
            yield Leak("words", trace.what, number, trace.box)
