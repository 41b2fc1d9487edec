"""Crafted files: good ones, and each kind of bad one, made on the spot."""

import io
import struct
import zipfile
import zlib
from functools import cache

import pikepdf
from PIL import Image, ImageDraw

from documents.inspection import MB  # teaches Pillow to write HEIC, too


def jpeg(width: int = 600, height: int = 400, *, orientation: int = 1, mode: str = "RGB") -> bytes:
    """A picture with a red top left corner, so that its turning can be seen."""
    image = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    image.convert(mode).save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(width: int = 600, height: int = 400, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


@cache
def heic(
    width: int = 600, height: int = 400, *, orientation: int = 1, number: int = 1, mode: str = "RGB"
) -> bytes:
    """A telephone's picture, with a box that says how it is to be turned; `number` pictures in one file."""
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    exif = Image.Exif()
    exif[0x0112] = orientation
    more = [image] * (number - 1)
    out = io.BytesIO()
    image.save(out, "HEIF", quality=60, exif=exif.tobytes(), save_all=bool(more), append_images=more)
    return out.getvalue()


def avif() -> bytes:
    """The container of HEIC with another coding inside."""
    out = io.BytesIO()
    Image.new("RGB", (600, 400)).save(out, "AVIF")
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    """A box of the container of HEIC."""
    return struct.pack(">I", 8 + len(body)) + kind + body


def chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(megabytes: int) -> bytes:
    """Zeros, packed a thousand times smaller: one block over and over, and the sum of all of them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + block * megabytes + b"\3\0" + struct.pack(">HH", megabytes * MB % 65521, 1)


def huge_png() -> bytes:
    """A few hundred bytes that claim 60,000 x 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def pdf(pages: int = 1, change=None, **options) -> bytes:
    """A PDF of blank A4 pages; `change` may do something to it first."""
    made = pikepdf.new()
    for _page in range(pages):
        made.add_blank_page(page_size=(595, 842))
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def with_open_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_bare_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(JS="app.alert(1)")


def with_named_script(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", made.make_indirect(action)]))


def with_launch(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    made.pages[0].Annots = made.make_indirect(pikepdf.Array([made.make_indirect(link)]))


def with_page_script(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    made.pages[0].AA = pikepdf.Dictionary(O=action)


def with_attachment(made: pikepdf.Pdf) -> None:
    made.attachments["a.exe"] = pikepdf.AttachedFileSpec(made, b"MZ", filename="a.exe")


def with_xfa(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=[])


def with_film(made: pikepdf.Pdf) -> None:
    film = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(film)])


ACTIVE = {
    "open": with_open_script,
    "bare": with_bare_script,
    "names": with_named_script,
    "launch": with_launch,
    "page": with_page_script,
    "attachment": with_attachment,
    "xfa": with_xfa,
    "film": with_film,
}


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()
