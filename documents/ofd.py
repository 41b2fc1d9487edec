"""OFD (GB/T 33190-2016), in which e-licences and proofs of social insurance come: looked into here, drawn by `ofd-cli`.

    shape = ofd.looked_into(data)            # how many pages and of what size; ValueError for what is no OFD
    pdf = ofd.drawn(data, "var/ofd/ofd-cli") # the pages as pictures, from which all else is made

`scripts/ofd` fetches the program. It draws everything but the seals in signatures, which are printed over its pages here.
"""

import io
import os
import re
import signal
import subprocess
import tempfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from documents import stamps

if TYPE_CHECKING:
    from documents.scans.pages import Pixels

A4 = (210.0, 297.0)  # mm
DPI = 200  # at which a page of A4 has the side at which scans are looked at (scans.pages.PDF_SIDE)
MAX_MEMBERS, MAX_UNPACKED = 2000, 200 * 1024 * 1024  # files in the archive, and their bytes together
MAX_PIXELS = 40_000_000  # of a page as it is drawn: A3 has 15 million
SECONDS = 20  # by the clock; what the processor may take is limited by who calls (documents.opener)
ROOT = "OFD.xml"
#: How a file begins that is a program or an archive of its own.
_FOREIGN = (b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf")
_PAGE = re.compile(r"page_doc(\d+)_page(\d+)\.png")
#: By which signal the program ends when it asks for more memory or time than it may have.
_TOO_MUCH = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU, -signal.SIGXFSZ, -signal.SIGSEGV}


class Mixed(ValueError):
    """Something lies in the file that is no part of a document."""


class Locked(ValueError):
    """The file is encrypted."""


@dataclass(frozen=True)
class Shape:
    """What an OFD says of itself: its pages, and the width and height that they have unless one says otherwise, in mm."""

    pages: int
    width: float
    height: float


def is_ofd(data: bytes) -> bool:
    """Tell whether it is an archive with the root of an OFD in it."""
    return data.startswith(b"PK\x03\x04") and ROOT.encode() in data


def looked_into(data: bytes) -> Shape:
    """Give what the file says of itself; every part of it was unpacked once.

    Raises Locked, Mixed, or ValueError for what is broken or takes too much room.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _require_harmless(archive)
            return _shape(archive)
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        OSError,
        RuntimeError,
        NotImplementedError,
    ) as wrong:
        raise ValueError("no OFD") from wrong


def drawn(data: bytes, program: str) -> bytes:
    """Give a PDF whose pages are pictures of the pages of an OFD that was looked into; equal bytes give equal bytes.

    program: where `ofd-cli` lies. Raises MemoryError when it takes too much, ValueError when it cannot draw the file.
    """
    from documents.scans.blind import bound, burnt  # loads what only the process needs that draws

    with tempfile.TemporaryDirectory(prefix="ofd-") as folder:
        pages = _drawn_into(folder, data, program)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            marks = stamps.stamps(archive, ROOT)
        return bound(burnt(_with_seals(page, marks, folder, program), ()) for page in pages)


@dataclass(frozen=True)
class _Page:
    number: int
    picture: Path


def _drawn_into(folder: str, data: bytes, program: str) -> list[_Page]:
    """Have every page drawn into `folder`, and give them in their order."""
    source = Path(folder, "file.ofd")
    source.write_bytes(data)
    _run(program, source, folder)
    pictures = sorted(Path(folder).glob("page_*.png"), key=_place)
    if len(pictures) != looked_into(data).pages:
        raise ValueError("not every page was drawn")
    return [_Page(number, picture) for number, picture in enumerate(pictures)]


def _with_seals(page: _Page, marks: list[stamps.Stamp], folder: str, program: str) -> "Pixels":
    pixels = _pixels(page.picture)
    for mark in marks:
        if mark.page == page.number:
            with suppress(OSError, ValueError):  # a seal that is no picture is none that anybody could show
                seal = _seal(mark, folder, program)
                stamps.stamped(pixels, mark.box, pixels.shape[1] / DPI * 25.4, seal)
    return pixels


def _seal(mark: stamps.Stamp, folder: str, program: str) -> Image.Image:
    """Give the picture of a seal, which may be an OFD of one page itself."""
    if mark.kind != "ofd":
        return stamps.opened(mark.picture)
    looked_into(mark.picture)
    with tempfile.TemporaryDirectory(dir=folder) as inner:
        return Image.fromarray(_pixels(_drawn_into(inner, mark.picture, program)[0].picture)[:, :, ::-1])


def _require_harmless(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ValueError("too much in it")
    for member in members:
        if member.flag_bits & 1:
            raise Locked(member.filename)
        if member.filename.startswith("/") or ".." in Path(member.filename).parts:
            raise Mixed(member.filename)
        content = archive.read(member)
        if content.startswith(_FOREIGN) or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Mixed(member.filename)


def _shape(archive: zipfile.ZipFile) -> Shape:
    """Count the pages of every document in the file, as the program draws them."""
    root = ElementTree.fromstring(archive.read(ROOT))
    documents = [
        ElementTree.fromstring(archive.read((place.text or "").strip().lstrip("/")))
        for place in root.findall("{*}DocBody/{*}DocRoot")
    ]
    pages = sum(len(document.findall("{*}Pages/{*}Page")) for document in documents)
    if not pages:
        raise ValueError("no page")
    box = documents[0].findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox", "").split()
    width, height = map(float, box[2:4]) if len(box) == 4 else A4
    return Shape(pages, width, height)


def _run(program: str, source: Path, folder: str) -> None:
    said = subprocess.DEVNULL
    asked = [program, "render", str(source), folder, "--dpi", str(DPI), "--format", "png", "--prefix", "page"]
    try:
        ended = subprocess.run(
            asked,
            stdin=said,
            stdout=said,
            stderr=said,
            timeout=SECONDS,
            env=os.environ | {"RUST_LOG": "off"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise MemoryError("it took too long") from late
    if ended.returncode in _TOO_MUCH:
        raise MemoryError("it took too much")
    if ended.returncode:
        raise ValueError("it could not be drawn")


def _place(page: Path) -> tuple[int, int]:
    named = _PAGE.fullmatch(page.name)
    if named is None:
        raise ValueError(page.name)
    return int(named[1]), int(named[2])


def _pixels(page: Path) -> "Pixels":
    """Give a page that was drawn, blue first."""
    with Image.open(page) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise MemoryError("a page is too large")
        red_first = np.asarray(picture.convert("RGB"))
    return np.ascontiguousarray(red_first[:, :, ::-1])
