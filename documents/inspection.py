"""Looks into an uploaded file before it is kept: what it really is, does it open, is it safe (C15, C22).

    seen = inspect(data, allowed=("jpeg", "pdf"), max_bytes=10 * MB, max_pages=20)     # Inspection or FileRefused

The name of the file plays no part. Every refusal has a code for programs and a sentence for people that says what
is wrong and what to do.
"""

import io
import re
import threading
import time
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import magic
import pikepdf
import pypdfium2
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from documents import heic, ofd
from documents.formats import FORMATS, PICTURES, names

MB = 1024 * 1024
KINDS = tuple(FORMATS)
MIN_SIDE = 100  # pixels; nothing can be read on less
MAX_PIXELS = 80_000_000  # an A3 page at 600 dpi has 70 million
MAX_PDF_OBJECTS = 50_000
MM_PER_POINT = 25.4 / 72
DRAWING_SECONDS = 2.0  # of the processor, for looking whether pages can be drawn
SMALL = 100  # pixels of the longer side of a page that is drawn to see whether it can be

_renderer = threading.Lock()
_JPEG_MARK = re.compile(rb"\xff[^\x00\xd0-\xd8\xff]")
_MIME = {one.media: kind for kind, one in FORMATS.items()} | {"image/heif": "heic"}
WEBP_SIDE = 16383  # pixels, the most that the format holds
_REDUCIBLE = ("L", "LA", "RGB", "RGBA", "CMYK")
#: What decoders raise for a file that is not what it says.
_UNREADABLE = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, LookupError, ArithmeticError, TypeError)
#: What makes a picture or a PDF something else for another program.
_FOREIGN = re.compile(rb"<script|<html|<svg|<\?php|(?-i:MZ\x90|\x7fELF|Rar!|7z\xbc\xaf)", re.I)
_ACTIVE_ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/GoToR",
    "/Rendition",
    "/RichMediaExecute",
    "/Movie",
    "/Sound",
}
#: What a PDF may do by itself when it is opened, or one of its pages.
_QUIET_ACTIONS = {"/GoTo", "/Named"}
_ACTIVE_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


class FileRefused(ValueError):
    """The file cannot be taken. `code` for programs, `message` for the person who chose it."""

    def __init__(self, code: str, message: Any):
        self.code = code
        self.message = message
        super().__init__(code)

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Inspection:
    """What the file is: kind (one of KINDS), pages, and size of the first page.

    Size in pixels for a picture (upright, as a viewer shows it), in points (1/72 inch) for a PDF or an OFD.
    """

    kind: str
    pages: int
    width: int
    height: int


def inspect(
    data: bytes, *, allowed: tuple[str, ...] = KINDS, max_bytes: int, max_pages: int, draws: bool = True
) -> Inspection:
    """Give what `data` is, or raise FileRefused with the reason.

    allowed: kinds taken here; max_bytes: size in bytes; max_pages: of a PDF or an OFD. draws: whether pages of a PDF are
    drawn to see whether they can be, which a file of our own making need not prove.
    """
    check_size(len(data), max_bytes)
    kind = kind_of(data)
    if kind not in allowed:
        _refuse_kind(allowed, data)
    if kind == "pdf":
        return _inspect_pdf(data, max_pages, draws)
    return _inspect_ofd(data, max_pages) if kind == "ofd" else _inspect_picture(data, kind)


def page_picture(data: bytes, kind: str, page: int, width: int) -> bytes:
    """Give one page of an inspected file as a WebP, `width` pixels wide at most, upright.

    A photographed page is ten times lighter so than as a PNG, and as sharp to the eye.
    page: from 1. Raises IndexError for a page that is not there, FileRefused when it cannot be drawn.
    """
    image = _pdf_page(data, page, width) if kind == "pdf" else _picture_page(data, kind, page, width)
    image.thumbnail((WEBP_SIDE, WEBP_SIDE))
    out = io.BytesIO()
    image.convert("RGB").save(out, "WEBP", quality=80)
    return out.getvalue()


def opened_upright(data: bytes, least: int) -> Image.Image:
    """Give a picture as it is looked at; each side has `least` pixels or more where the file has them.

    Raises FileRefused for what is no picture or cannot be drawn.
    """
    kind = kind_of(data)
    if kind not in PICTURES:
        _refuse_kind(tuple(PICTURES), data)
    return _upright(data, kind, least)


def check_size(size: int, max_bytes: int) -> None:
    """Raise FileRefused for a file of no bytes, or of more than `max_bytes`."""
    if not size:
        raise FileRefused("empty", _("文件是空的，可能没有传完。请重新选择文件上传。"))
    if size > max_bytes:
        raise FileRefused(
            "too_large",
            _("文件有%(size).1f MB，这里最多%(limit)s MB。请用较低的分辨率重新扫描，或拆成几个文件上传。")
            % {"size": size / MB, "limit": f"{max_bytes / MB:g}"},
        )


def kind_of(data: bytes) -> str:
    """Give what the content is, one of KINDS, or nothing."""
    if ofd.is_ofd(data):
        return "ofd"
    kind = _MIME.get(magic.from_buffer(data[:4096], mime=True), "")
    return "" if kind == "heic" and not heic.is_heic(data) else kind


def _refuse_kind(allowed: tuple[str, ...], data: bytes) -> NoReturn:
    if ofd.is_ofd(data):
        raise no_ofd()
    raise FileRefused(
        "kind",
        _("这里只收%(kinds)s文件，看文件内容而不看文件名。请另存为其中一种格式后再上传。")
        % {"kinds": names(allowed)},
    )


def no_ofd() -> FileRefused:
    """Give the refusal of an OFD where none is taken: its owner can make a PDF of it."""
    return FileRefused("ofd", _("这是OFD文件，这里不能直接收。请用OFD阅读器打开，另存为PDF或打印成PDF，再上传。"))


def _broken(what: str) -> FileRefused:
    return FileRefused(
        "broken", _("%(kind)s文件不完整或已损坏，打不开。请重新扫描或重新导出后上传。") % {"kind": what}
    )


# pictures


def _inspect_picture(data: bytes, kind: str) -> Inspection:
    _refuse_polyglot(data, kind)
    width, height = _loaded_size(data, kind)
    if min(width, height) < MIN_SIDE:
        raise FileRefused(
            "too_small",
            _("图片只有%(width)s×%(height)s像素，看不清内容。请重新拍照或扫描，每边至少%(least)s像素。")
            % {"width": width, "height": height, "least": MIN_SIDE},
        )
    return Inspection(kind, 1, width, height)


def _loaded_size(data: bytes, kind: str) -> tuple[int, int]:
    """Read the whole picture once, so that a truncated one shows itself; give its upright size."""
    try:
        with _opened(data, kind) as image:
            image.verify()
        with _opened(data, kind) as image:
            width, height = image.size
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            image.draft(image.mode, (width // 8, height // 8))  # a JPEG is read whole but drawn small
            image.load()
            return (height, width) if turned else (width, height)
    except FileRefused:
        raise
    except _UNREADABLE as wrong:
        raise _broken(FORMATS[kind].name) from wrong


def _opened(data: bytes, kind: str) -> Image.Image:
    """Open without decoding; the size is checked before any pixel is made."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=[PICTURES[kind]])
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
            raise _too_many_pixels() from bomb
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if kind == "heic" and image.is_animated:  # type: ignore[attr-defined]
        raise FileRefused(
            "several", _("这个HEIC文件里有几张图片，这里一个文件只收一张。请每张另存为一个文件后上传。")
        )
    return image


def _too_many_pixels() -> FileRefused:
    return FileRefused("too_many_pixels", _("图片的像素太多，打不开。请用300 dpi重新扫描，或把图片缩小后上传。"))


def _refuse_polyglot(data: bytes, kind: str) -> None:
    """A picture that is also something else: a PDF or an archive inside, a program or a page behind its end."""
    beside = _beside(data, kind)
    if b"%PDF-" in data or zipfile.is_zipfile(io.BytesIO(data)) or _FOREIGN.search(beside):
        raise _mixed()


def _beside(data: bytes, kind: str) -> bytes:
    """Give what no viewer of the picture reads. Raises FileRefused where the picture has no end."""
    if kind == "heic":
        try:
            return heic.outside(data)
        except ValueError as wrong:
            raise _broken("HEIC") from wrong
    return data[_jpeg_end(data) if kind == "jpeg" else data.rfind(b"IEND") + 8 :]


def _jpeg_end(data: bytes) -> int:
    """Give where the picture ends: behind its own end mark, not that of a thumbnail inside it.

    The decoder fills in what is missing with grey, so the mark is looked for here. Raises FileRefused without it.
    """
    place = 2
    while mark := _JPEG_MARK.search(data, place):
        code, place = mark[0][1], mark.end()
        if code == 0xD9:
            return place
        if code != 0x01:  # every other mark here is followed by the length of its segment
            place += int.from_bytes(data[place : place + 2], "big")
    raise _broken("JPEG")


def _mixed() -> FileRefused:
    return FileRefused("mixed", _("这个文件里还夹着另一个文件，不能接收。请重新扫描原件，上传新生成的文件。"))


# PDF


def _inspect_pdf(data: bytes, max_pages: int, draws: bool) -> Inspection:
    if not data.startswith(b"%PDF-") or zipfile.is_zipfile(io.BytesIO(data)):
        raise _mixed()
    if b"%%EOF" not in data[-2048:]:
        raise _broken("PDF")
    if _FOREIGN.search(data, data.rfind(b"startxref")):
        raise _mixed()
    with _opened_pdf(data) as pdf:
        pages = len(pdf.pages)
        if pages == 0:
            raise _broken("PDF")
        _check_pages(pages, max_pages)
        _refuse_active(pdf)
    width, height = _drawn_size(data, pages, draws)
    return Inspection("pdf", pages, width, height)


def _check_pages(pages: int, max_pages: int) -> None:
    if pages > max_pages:
        raise FileRefused(
            "too_many_pages",
            _("文件有%(pages)s页，这里最多%(limit)s页。请只留需要的页，或拆成几个文件上传。")
            % {"pages": pages, "limit": max_pages},
        )


def _opened_pdf(data: bytes) -> pikepdf.Pdf:
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise _locked() from locked
    except (pikepdf.PdfError, *_UNREADABLE) as wrong:
        raise _broken("PDF") from wrong
    if pdf.is_encrypted:
        pdf.close()
        raise _locked()
    return pdf


def _locked() -> FileRefused:
    return FileRefused("encrypted", _("PDF设有密码或限制，打不开。请去掉密码，或打印后重新扫描上传。"))


def _refuse_active(pdf: pikepdf.Pdf) -> None:
    """Scripts, programs, attachments: nothing that a scan would have."""
    if len(pdf.objects) > MAX_PDF_OBJECTS:
        raise _broken("PDF")
    try:
        active = _has_active_root(pdf) or any(_is_active(thing) for thing in pdf.objects)
    except (pikepdf.PdfError, *_UNREADABLE) as wrong:
        raise _broken("PDF") from wrong
    if active:
        raise FileRefused(
            "active", _("PDF里带有脚本、附件或自动运行的内容，不能接收。请打印成新的PDF，或打印后重新扫描上传。")
        )


def _has_active_root(pdf: pikepdf.Pdf) -> bool:
    names, form = _dictionary(pdf.Root, "/Names"), _dictionary(pdf.Root, "/AcroForm")
    return "/JavaScript" in names or "/EmbeddedFiles" in names or "/XFA" in form or "/Collection" in pdf.Root


def _dictionary(held: Any, key: str) -> Any:
    value = held.get(key)
    return value if isinstance(value, pikepdf.Dictionary) else {}


def _is_active(thing: Any) -> bool:
    """One object of the file, and what is nested in it directly."""
    if isinstance(thing, pikepdf.Array):
        return any(_is_active(part) for part in thing if not getattr(part, "is_indirect", False))
    if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    held = thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing
    if _text(held, "/S") in _ACTIVE_ACTIONS or _text(held, "/Subtype") in _ACTIVE_ANNOTATIONS:
        return True
    if "/JS" in held or "/EF" in held or _text(held, "/Type") == "/EmbeddedFile" or _acts_unasked(held):
        return True
    return any(_is_active(part) for part in held.values() if not getattr(part, "is_indirect", False))


def _acts_unasked(held: Any) -> bool:
    """Whether it does more by itself than turn to a page: a link may lead to a page of the web, an opening may not."""
    actions = [_dictionary(held, "/OpenAction"), *_dictionary(held, "/AA").values()]
    return any(_text(action, "/S") not in _QUIET_ACTIONS for action in actions if action)


def _text(held: Any, key: str) -> str:
    value = held.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _drawn_size(data: bytes, pages: int, draws: bool) -> tuple[int, int]:
    """Open with the renderer too, and touch every page: what cannot be shown is not taken."""
    with _rendered(data) as document:
        if len(document) != pages:
            raise _broken("PDF")
        sizes = [document.get_page_size(number) for number in range(pages)]
        if draws:
            _draw_some(document)
    if any(min(size) < 20 or max(size) > 14_400 for size in sizes):
        raise FileRefused("page_size", _("PDF里有一页大小不正常，看不清。请按A4重新扫描或导出后上传。"))
    return round(sizes[0][0]), round(sizes[0][1])


def _draw_some(document: pypdfium2.PdfDocument) -> None:
    """Draw the pages small, one after the other, as long as that takes no time: what makes the renderer fall over is
    found while its owner can still do something about it."""
    began = time.process_time()
    for page in document:
        if time.process_time() - began > DRAWING_SECONDS:
            return
        page.render(scale=SMALL / max(*page.get_size(), SMALL))


@contextmanager
def _rendered(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A PDF opened with the renderer, which knows no threads: one document at a time in a process."""
    with _renderer:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as wrong:
            raise _broken("PDF") from wrong


def opened_pdf_pages(data: bytes) -> Iterator[pypdfium2.PdfPage]:
    """Give the pages of an inspected PDF, each for as long as the next is not asked for."""
    with _rendered(data) as document:
        yield from document


@contextmanager
def opened_pdf_page(data: bytes, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Give one page of an inspected PDF, from 1. Raises IndexError for a page that is not there."""
    with _rendered(data) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        yield document[number - 1]


# OFD


def _inspect_ofd(data: bytes, max_pages: int) -> Inspection:
    with _told_of_ofd():
        shape = ofd.looked_into(data)
    _check_pages(shape.pages, max_pages)
    return Inspection("ofd", shape.pages, round(shape.width / MM_PER_POINT), round(shape.height / MM_PER_POINT))


def ofd_pages(data: bytes, program: str) -> bytes:
    """Give the pages of an inspected OFD as `ofd.drawn` does. Raises FileRefused when they cannot be drawn, MemoryError
    when that takes too much.
    """
    with _told_of_ofd():
        return ofd.drawn(data, program)


@contextmanager
def _told_of_ofd() -> Iterator[None]:
    """Tell what is wrong with an OFD as of every other file."""
    try:
        yield
    except ofd.Locked as locked:
        raise FileRefused("encrypted", _("OFD设有密码，打不开。请去掉密码，或打印后重新扫描上传。")) from locked
    except ofd.Mixed as mixed:
        raise _mixed() from mixed
    except ValueError as wrong:
        raise _broken("OFD") from wrong


# previews


def _pdf_page(data: bytes, page: int, width: int) -> Image.Image:
    with opened_pdf_page(data, page) as drawn:
        wide, high = drawn.get_size()
        scale = min(width / wide * (1 - 1e-9), (MAX_PIXELS / 4 / (wide * high)) ** 0.5)
        return drawn.render(scale=scale).to_pil().convert("RGB")


def _picture_page(data: bytes, kind: str, page: int, width: int) -> Image.Image:
    if page != 1:
        raise IndexError(page)
    image = _upright(data, kind, width)
    if image.width > width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    return image


def _upright(data: bytes, kind: str, least: int) -> Image.Image:
    try:
        image = _opened(data, kind)
        image.draft(image.mode, (least, least))
        ImageOps.exif_transpose(image, in_place=True)
        if image.mode in _REDUCIBLE:  # what is thrown away afterwards takes no memory on the way
            image = image.reduce(max(1, min(image.size) // (2 * least)))
    except _UNREADABLE as wrong:
        raise _broken(FORMATS[kind].name) from wrong
    return _on_white(image)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency: a signature cut out as PNG would be black on black. A scanner's 16 bits become 8."""
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 257).convert("L")
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image.convert("RGBA"))
    return ground.convert("RGB")
