"""Pictures that are broken, too large, or something else as well."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from PIL import Image, PngImagePlugin

from tests.documents import crafted
from tests.documents.hostile import TAKEN, Case

SCRIPT = b"<script>alert(1)</script>"
PHP = b"<?php system($_GET['c']); ?>"


def cases() -> Iterator[Case]:
    """Give all of them."""
    yield from cut()
    yield from sized()
    yield from doubled()
    yield from inside()
    yield from strange()


# cut off


def cut() -> Iterator[Case]:
    """Broken off at many places; the first bytes alone do not even say what it was."""
    for kind, least in (("jpeg", 3), ("png", 24), ("heic", 32)):
        whole = getattr(crafted, kind)()
        for percent in (4, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99):
            length = max(least, len(whole) * percent // 100)
            yield Case(f"{kind} cut at {percent} %", partial(whole.__getitem__, slice(length)), "broken")
        code = TAKEN if kind == "png" else "broken"  # of a PNG that is a part of its last sum
        yield Case(f"{kind} without its last byte", partial(whole.__getitem__, slice(-1)), code)
        yield Case(f"{kind}, two bytes of it", partial(whole.__getitem__, slice(2)), "kind")
        yield Case(f"{kind} in zeros", partial(zeroed, whole), "broken")


def zeroed(whole: bytes) -> bytes:
    """The head of a picture, zeros after it."""
    return whole[:60] + bytes(len(whole) - 60)


# too large, too small


def sized() -> Iterator[Case]:
    """More pixels than anybody needs, in a few bytes; and fewer than anybody reads."""
    for side in (9_000, 20_000, 50_000, 65_000, 2_000_000_000):
        yield Case(f"png of {side} pixels square", partial(claiming_png, side, side), "too_many_pixels")
    yield Case("png of 50,000 × 2,000", partial(claiming_png, 50_000, 2_000), "too_many_pixels")
    yield Case("png of 0 × 0", partial(claiming_png, 0, 0), "broken")
    yield Case("png that claims more than it holds", partial(claiming_png, 5_000, 5_000), "broken")
    for side in (9_000, 50_000, 65_500):
        yield Case(f"jpeg of {side} pixels square", partial(claiming_jpeg, side), "too_many_pixels")
    yield Case("jpeg of 0 pixels", partial(claiming_jpeg, 0), "broken")
    for side in (20_000, 50_000):
        yield Case(f"heic of {side} pixels square", partial(claiming_heic, side, side), "too_many_pixels")
    yield Case("heic that claims more than it holds", partial(claiming_heic, 4_000, 3_000), "broken")
    yield Case("png, one bit, 8,900 pixels square", partial(flat_png, "1"), TAKEN)
    yield Case("png with transparency, 8,900 pixels square", partial(flat_png, "RGBA"), TAKEN)
    yield Case("png of 16 bits, 8,900 pixels square", partial(flat_png, "I;16"), TAKEN)
    yield Case("jpeg of a thousand passes", many_passes, "too_heavy")
    for kind in ("jpeg", "png", "heic"):
        yield Case(f"{kind}, 99 pixels wide", partial(getattr(crafted, kind), 99, 400), "too_small")
    yield Case("png of one pixel", partial(crafted.png, 1, 1), "too_small")


def claiming_png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(100_000))
    parts = [crafted.chunk(b"IHDR", head), crafted.chunk(b"IDAT", body), crafted.chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def claiming_jpeg(side: int) -> bytes:
    data = bytearray(crafted.jpeg())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", side, side)
    return bytes(data)


def claiming_heic(width: int, height: int) -> bytes:
    data = crafted.heic()
    place = data.index(b"ispe") + 8
    return data[:place] + struct.pack(">II", width, height) + data[place + 8 :]


def flat_png(mode: str) -> bytes:
    """A few kilobytes that become hundreds of megabytes."""
    out = io.BytesIO()
    Image.new(mode, (8_900, 8_900)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def many_passes() -> bytes:
    """A progressive JPEG whose last pass is repeated: each walks over all of its pixels again."""
    out = io.BytesIO()
    Image.new("L", (8_000, 8_000)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 1000 + data[-2:]


# two in one


def doubled() -> Iterator[Case]:
    """A picture that another program opens as something else."""
    tails = {
        "PDF": crafted.pdf(),
        "ZIP": crafted.archive(a=b"x"),
        "HTML": b"<html><body>" + SCRIPT,
        "script": SCRIPT,
        "PHP": PHP,
        "program": b"MZ\x90\0" + bytes(60),
        "ELF": b"\x7fELF" + bytes(60),
        "RAR": b"Rar!\x1a\x07\x01\0",
        "7z": b"7z\xbc\xaf\x27\x1c",
    }
    for kind in ("jpeg", "png"):
        whole = getattr(crafted, kind)()
        for name, tail in tails.items():
            yield Case(f"{kind} and {name}", partial(bytes.__add__, whole, tail), "mixed")
    for name, tail in tails.items():
        more = crafted.box(b"free", tail)
        yield Case(f"heic and {name} in a box", partial(bytes.__add__, crafted.heic(), more), "mixed")
    yield Case("heic and loose bytes", partial(bytes.__add__, crafted.heic(), b"rubbish" * 9), "broken")
    yield Case("jpeg and zeros", partial(bytes.__add__, crafted.jpeg(), bytes(99)), TAKEN)
    yield Case("jpeg twice", partial(bytes.__add__, crafted.jpeg(), crafted.jpeg()), TAKEN)
    yield Case("jpeg with PDF in a comment", partial(commented, crafted.pdf()), "mixed")
    yield Case("HTML before a jpeg", partial(bytes.__add__, b"<html>" + SCRIPT, crafted.jpeg()), "kind")
    yield Case("ZIP before a png", partial(bytes.__add__, crafted.archive(a=b"x"), crafted.png()), "kind")


# something in what is not shown: it is kept, and only ever given back as a file to be saved


def inside() -> Iterator[Case]:
    """Scripts where a camera writes its name."""
    for name, text in {"script": SCRIPT, "PHP": PHP, "control characters": bytes(range(1, 32))}.items():
        yield Case(f"jpeg with {name} in EXIF", partial(exif_jpeg, text.decode()), TAKEN)
        yield Case(f"jpeg with {name} in a comment", partial(commented, text), TAKEN)
        yield Case(f"png with {name} in a text", partial(text_png, text.decode()), TAKEN)
    yield Case("png with a text of 200 MB", text_bomb, "broken")
    yield Case("png with a colour profile of 200 MB", profile_bomb, "broken")
    yield Case("jpeg with EXIF that loops", exif_loop, TAKEN)
    yield Case("jpeg with EXIF cut off", partial(with_segment, 0xE1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff"), TAKEN)
    yield Case(
        "jpeg with a segment of no length",
        lambda: crafted.jpeg()[:2] + b"\xff\xfe\0\0" + crafted.jpeg()[2:],
        TAKEN,
    )
    yield Case("jpeg with 3,000 comments", many_comments, TAKEN)


def with_segment(mark: int, body: bytes) -> bytes:
    data = crafted.jpeg()
    return data[:2] + bytes((0xFF, mark)) + struct.pack(">H", len(body) + 2) + body + data[2:]


def commented(text: bytes) -> bytes:
    return with_segment(0xFE, text)


def many_comments() -> bytes:
    data = crafted.jpeg()
    return data[:2] + b"\xff\xfe\0\x06abcd" * 3000 + data[2:]


def exif_jpeg(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x010E] = text, text
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def exif_loop() -> bytes:
    """A directory whose next directory is itself, and whose EXIF directory as well."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return with_segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + struct.pack("<I", 8))


def text_png(text: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", text)
    out = io.BytesIO()
    Image.new("RGB", (300, 300)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def _with_chunk(kind: bytes, body: bytes) -> bytes:
    data = crafted.png()
    return data[:33] + crafted.chunk(kind, body) + data[33:]


def text_bomb() -> bytes:
    return _with_chunk(b"zTXt", b"Comment\0\0" + crafted.bomb(200))


def profile_bomb() -> bytes:
    return _with_chunk(b"iCCP", b"p\0\0" + crafted.bomb(200))


# nearly a picture


def strange() -> Iterator[Case]:
    """Wrong endings, wrong kinds, wrong parts."""
    png, jpeg, heic = crafted.png(), crafted.jpeg(), crafted.heic()
    no_end = png[: png.rindex(b"IEND") - 4]
    yield Case("png without an end", lambda: no_end, "broken")
    yield Case("png with a wrong sum", lambda: png.replace(b"IHDR", b"IHDr", 1), "kind")
    yield Case("png whose data are no data", lambda: _png_of(b"nothing at all"), "broken")
    yield Case("png without data", lambda: png[:33] + crafted.chunk(b"IEND", b""), "broken")
    yield Case("png of colours that are not there", _palette_png, TAKEN)
    yield Case("moving png", _moving_png, TAKEN)
    yield Case("jpeg without a frame", lambda: jpeg[:2] + jpeg[jpeg.index(b"\xff\xda") :], "broken")
    yield Case("jpeg with no tables", lambda: jpeg.replace(b"\xff\xdb", b"\xff\xfe"), "broken")
    yield Case("jpeg of the wrong coding", lambda: jpeg.replace(b"\xff\xc0", b"\xff\xc3", 1), "broken")
    yield Case("heic of AVIF", lambda: crafted.avif().replace(b"ftypavif", b"ftypheic"), "broken")
    yield Case("AVIF", crafted.avif, "kind")
    yield Case("AVIF by its general name", lambda: crafted.avif().replace(b"ftypavif", b"ftypmif1"), "kind")
    yield Case("heic by its general name", lambda: heic.replace(b"ftypheic", b"ftypmif1"), TAKEN)
    yield Case("heic with two pictures", lambda: crafted.heic(number=2), "several")
    yield Case("heic with thirty pictures", lambda: crafted.heic(120, 120, number=30), "several")
    yield Case("heic whose list of items is cut", lambda: heic.replace(b"iloc", b"ilok"), "broken")
    yield Case("heic without data", lambda: heic[: heic.index(b"mdat") - 4], "broken")
    yield Case("heic whose box ends far away", lambda: _far(heic), "broken")
    yield Case("heic that says it is a film", lambda: heic.replace(b"ftypheic", b"ftypisom", 1), "kind")
    yield Case(
        "heic whose data are noise", lambda: heic[: heic.index(b"mdat") + 4] + bytes(range(256)) * 2, "broken"
    )


def _png_of(body: bytes) -> bytes:
    data = crafted.png()
    return data[:33] + crafted.chunk(b"IDAT", body) + crafted.chunk(b"IEND", b"")


def _palette_png() -> bytes:
    head = struct.pack(">IIBBBBB", 300, 300, 8, 3, 0, 0, 0)
    body = zlib.compress((b"\0" + bytes([255]) * 300) * 300)
    parts = [crafted.chunk(b"IHDR", head), crafted.chunk(b"PLTE", b""), crafted.chunk(b"IDAT", body)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + crafted.chunk(b"IEND", b"")


def _moving_png() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (200, 200), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def _far(heic: bytes) -> bytes:
    place = heic.index(b"mdat") - 4
    return heic[:place] + struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 2**60) + heic[place + 8 :]
