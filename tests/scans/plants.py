"""Where a blind copy can still tell whose it is: each plant makes a file that tells it in one place.

A PDF is a true blind copy but for what was planted, so that nothing else of it can be what is found.
"""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from documents.scans.blind import A4_SIDE, blind_copy, written
from tests.scans import drawing, files, fonts, things, unseen
from tests.scans.layouts import Layout
from tests.scans.marks import Run
from tests.scans.page import Box
from tests.scans.unseen import Line

QUALITY = 88


@dataclass(frozen=True)
class Cover:
    """A page's pixels as they are, the same with every identity burnt out, and the boxes that were."""

    seen: np.ndarray
    covered: np.ndarray
    boxes: tuple[Box, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.seen.shape[1], self.seen.shape[0]

    @property
    def points(self) -> float:
        """How large a pixel is on the page of its blind copy."""
        return A4_SIDE / max(self.size)


@dataclass(frozen=True)
class Plant:
    """What `sow` makes of a page and of the text to be planted: a file of this suffix (None: nothing in it)."""

    suffix: str
    sow: Callable[[Cover, str], bytes] | None


PLANTS: dict[str, Plant] = {"pdf file name": Plant("pdf", None), "jpg file name": Plant("jpg", None)}
#: Leaks whose token is the page's own pixels.
OF_THE_PAGE = {
    *("pdf thumbnail", "pdf covered by annotation", "pdf covered by drawing", "pdf earlier revision"),
    *("jpg exif thumbnail", "jpg face", "png transparent"),
}

#: Leaks that are pixels to be seen, and as what.
IN_PIXELS = {"jpg qr code": "code", "jpg face": "face", "png visible text": "words"}


def bare(page: Cover, suffix: str) -> bytes:
    """Give the covered page as a file with nothing else in it."""
    burnt = files.jpeg(page.covered, QUALITY)
    return blind_copy(burnt, {}) if suffix == "pdf" else burnt


def _pdf(leak: str):
    """Register a plant that changes the PDF of a covered page: it takes the PDF, its page, the pixels, the token."""

    def register(change):
        def sow(page: Cover, token: str) -> bytes:
            with pikepdf.open(BytesIO(bare(page, "pdf"))) as pdf:
                change(pdf, pdf.pages[0], page, token)
                return written(pdf)

        PLANTS[f"pdf {leak}"] = Plant("pdf", sow)
        return change

    return register


def _file(suffix: str, leak: str):
    """Register a plant that makes a file of another kind out of pixels and token."""

    def register(sow):
        PLANTS[f"{suffix} {leak}"] = Plant(suffix, sow)
        return sow

    return register


# ---- what a PDF says beside its pixels


@_pdf("text layer")
def _text_layer(pdf, sheet, _page, token):
    unseen.add(pdf, sheet, [Line(token, 60, 500)])


@_pdf("off-page text")
def _off_page(pdf, sheet, _page, token):
    unseen.add(pdf, sheet, [Line(token, -900, 2400)], mode=0)


@_pdf("hidden layer")
def _hidden_layer(pdf, sheet, _page, token):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("1")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    unseen.add(pdf, sheet, [Line(token, 60, 500)], mode=0, layer="Layer")
    sheet.Resources.Properties = Dictionary(Layer=group)


@_pdf("layer name")
def _layer_name(pdf, _sheet, _page, token):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(token)))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array([group])))


@_pdf("white text")
def _white_text(pdf, sheet, page, token):
    sheet_mm = tuple(side * page.points * 25.4 / 72 for side in page.size)
    layout = Layout("", (), (), "", "", sheet_mm, (255, 255, 255), "", "")
    run = Run(token, 6, 6, 8, "hei", "white")
    with pikepdf.open(BytesIO(drawing.text_pdf(layout, [run], np.random.default_rng(0)))) as printed:
        sheet.Resources.XObject.White = pdf.copy_foreign(printed.pages[0].as_form_xobject())
    sheet.contents_add(b"q /White Do Q")


@_pdf("xmp")
def _xmp_of_pdf(pdf, _sheet, _page, token):
    pdf.Root.Metadata = Stream(pdf, xmp(token), Type=Name.Metadata, Subtype=Name.XML)


@_pdf("docinfo")
def _docinfo(pdf, _sheet, _page, token):
    pdf.docinfo[Name.Author] = String(token)


@_pdf("attachment")
def _attachment(pdf, _sheet, _page, token):
    spec = pikepdf.AttachedFileSpec(pdf, token.encode(), filename="1.txt", mime_type="text/plain")
    pdf.attachments["1.txt"] = spec


@_pdf("attachment name")
def _attachment_name(pdf, _sheet, _page, token):
    pdf.attachments[f"{token}.txt"] = pikepdf.AttachedFileSpec(pdf, b"1", filename=f"{token}.txt")


@_pdf("page label")
def _page_label(pdf, _sheet, _page, token):
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(token))]))


@_pdf("outline title")
def _outline(pdf, _sheet, _page, token):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(token, 0))


@_pdf("annotation")
def _annotation(pdf, sheet, _page, token):
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 20, 20]), Contents=String(token), F=2
    )
    sheet.Annots = Array([pdf.make_indirect(note)])


@_pdf("form field")
def _form_field(pdf, sheet, _page, token):
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=String("1"),
        V=String(token),
        Rect=Array([0, 0, 1, 1]),
        F=2,
    )
    made = pdf.make_indirect(field)
    sheet.Annots = Array([made])
    pdf.Root.AcroForm = Dictionary(Fields=Array([made]))


@_pdf("actual text")
def _actual_text(pdf, _sheet, _page, token):
    figure = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(token)))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([figure]))


@_pdf("private data")
def _private_data(pdf, sheet, _page, token):
    kept = Dictionary(LastModified=String("D:20250101"), Private=String(token))
    sheet.PieceInfo = Dictionary(Scanner=kept)


@_pdf("link")
def _link(pdf, sheet, _page, token):
    action = Dictionary(S=Name.URI, URI=String(f"https://files.example/{token}"))
    sheet.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)])


@_pdf("second picture")
def _second_picture(pdf, sheet, page, token):
    """One that the page does not show."""
    other = Stream(pdf, commented(thumbnail(page.covered), token), Subtype=Name.Image, Filter=Name.DCTDecode)
    other.Width, other.Height, other.ColorSpace, other.BitsPerComponent = 1, 1, Name.DeviceRGB, 8
    sheet.Resources.XObject.Other = pdf.make_indirect(other)


@_pdf("image comment")
def _image_comment(_pdf, sheet, page, token):
    _replace_image(sheet, commented(files.jpeg(page.covered, QUALITY), token))


@_pdf("image exif")
def _image_exif(_pdf, sheet, page, token):
    _replace_image(sheet, with_exif(files.jpeg(page.covered, QUALITY), token))


@_pdf("thumbnail")
def _thumbnail(pdf, sheet, page, _token):
    small = thumbnail(page.seen)
    with Image.open(BytesIO(small)) as opened:
        width, height = opened.size
    made = Stream(pdf, small, Subtype=Name.Image, Filter=Name.DCTDecode, Width=width, Height=height)
    made.ColorSpace, made.BitsPerComponent = Name.DeviceRGB, 8
    sheet.Thumb = pdf.make_indirect(made)


@_pdf("covered by annotation")
def _covered_by_annotation(pdf, sheet, page, _token):
    _replace_image(sheet, files.jpeg(page.seen, QUALITY))
    squares = [
        Dictionary(Type=Name.Annot, Subtype=Name.Square, IC=[0, 0, 0], Rect=box) for box in _in_points(page)
    ]
    sheet.Annots = Array([pdf.make_indirect(square) for square in squares])


@_pdf("covered by drawing")
def _covered_by_drawing(pdf, sheet, page, _token):
    _replace_image(sheet, files.jpeg(page.seen, QUALITY))
    boxes = " ".join(f"{x0:.1f} {y0:.1f} {x1 - x0:.1f} {y1 - y0:.1f} re" for x0, y0, x1, y1 in _in_points(page))
    sheet.contents_add(f"0 g {boxes} f".encode())


def _in_points(page: Cover) -> list[list[float]]:
    """Give the covered boxes in points of the PDF's page."""
    scale, height = page.points, page.size[1]
    return [
        [x0 * scale, (height - y1) * scale, x1 * scale, (height - y0) * scale] for x0, y0, x1, y1 in page.boxes
    ]


def _replace_image(sheet, data: bytes) -> None:
    """Put another JPEG in the place of the page's."""
    sheet.Resources.XObject.P.write(data, filter=Name.DCTDecode)


@_file("pdf", "after the end")
def _after_the_end(page: Cover, token: str) -> bytes:
    return bare(page, "pdf") + f"% {token}\n".encode()


@_file("pdf", "earlier revision")
def _earlier_revision(page: Cover, _token: str) -> bytes:
    """The page as it was; an update behind it puts the covered picture in its place, and deletes nothing."""
    first, burnt = blind_copy(files.jpeg(page.seen, QUALITY), {}), files.jpeg(page.covered, QUALITY)
    at = re.search(rb"(\d+) 0 obj\s*<<[^>]*?/DCTDecode", first)
    number, (width, height) = int(at.group(1)), page.size
    head = (
        f"{number} 0 obj\n<< /Type /XObject /Subtype /Image /Filter /DCTDecode /ColorSpace /DeviceRGB /BitsPerComponent 8"
        f" /Width {width} /Height {height} /Length {len(burnt)} >>\nstream\n"
    )
    added = head.encode() + burnt + b"\nendstream\nendobj\n"
    root = re.search(rb"/Root (\d+ \d+ R)", first).group(1).decode()
    size, before = (re.findall(rule, first)[-1].decode() for rule in (rb"/Size (\d+)", rb"startxref\s+(\d+)"))
    end = (
        f"xref\n{number} 1\n{len(first):010} 00000 n \ntrailer\n<< /Size {size} /Root {root} /Prev {before} >>\n"
        f"startxref\n{len(first) + len(added)}\n%%EOF\n"
    )
    return first + added + end.encode()


# ---- what a picture file says beside its pixels


def xmp(token: str) -> bytes:
    """Give an XMP packet whose author is `token`."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{token}</rdf:li></rdf:Seq></dc:creator>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def thumbnail(seen: np.ndarray) -> bytes:
    """Give a small JPEG in which a name can still be read, and a face seen."""
    small = Image.fromarray(seen)
    small.thumbnail((720, 720))
    return files.jpeg(np.asarray(small), 45)


def tiff(author: str = "", small: bytes = b"") -> bytes:
    """Give EXIF's block: the author and, in its second directory, a thumbnail."""
    text = author.encode() + b"\0"
    second = 8 + 2 + 12 + 4 + len(text)
    first = struct.pack("<HHHII", 1, 0x013B, 2, len(text), 26) + struct.pack("<I", second if small else 0)
    block = b"II*\0" + struct.pack("<I", 8) + first + text
    if small:
        start = second + 2 + 3 * 12 + 4
        entries = ((0x0103, 3, 6), (0x0201, 4, start), (0x0202, 4, len(small)))
        block += struct.pack("<H", 3) + b"".join(
            struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries
        )
        block += struct.pack("<I", 0) + small
    return block


def segment(data: bytes, marker: int, body: bytes) -> bytes:
    """Give the JPEG `data` with a segment of this marker at its head."""
    return data[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + data[2:]


def commented(data: bytes, token: str) -> bytes:
    """Give the JPEG `data` with a comment."""
    return segment(data, 0xFE, token.encode())


def with_exif(data: bytes, author: str = "", small: bytes = b"") -> bytes:
    """Give the JPEG `data` with EXIF."""
    return segment(data, 0xE1, b"Exif\0\0" + tiff(author, small))


@_file("jpg", "comment")
def _jpeg_comment(page: Cover, token: str) -> bytes:
    return commented(files.jpeg(page.covered, QUALITY), token)


@_file("jpg", "exif")
def _jpeg_exif(page: Cover, token: str) -> bytes:
    return with_exif(files.jpeg(page.covered, QUALITY), token)


@_file("jpg", "exif thumbnail")
def _jpeg_thumbnail(page: Cover, _token: str) -> bytes:
    return with_exif(files.jpeg(page.covered, QUALITY), small=thumbnail(page.seen))


@_file("jpg", "xmp")
def _jpeg_xmp(page: Cover, token: str) -> bytes:
    return segment(files.jpeg(page.covered, QUALITY), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(token))


@_file("jpg", "iptc")
def _jpeg_iptc(page: Cover, token: str) -> bytes:
    text = token.encode()
    record = b"\x1c\x02\x50" + struct.pack(">H", len(text)) + text
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    return segment(files.jpeg(page.covered, QUALITY), 0xED, b"Photoshop 3.0\0" + resource)


@_file("jpg", "after the end")
def _jpeg_after(page: Cover, token: str) -> bytes:
    return files.jpeg(page.covered, QUALITY) + token.encode()


def chunk(data: bytes, kind: bytes, body: bytes) -> bytes:
    """Give the PNG `data` with a chunk before its last."""
    made = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return data[:-12] + made + data[-12:]


@_file("png", "text")
def _png_text(page: Cover, token: str) -> bytes:
    return chunk(files.png(page.covered), b"iTXt", b"Author\0\0\0\0\0" + token.encode())


@_file("png", "packed text")
def _png_packed(page: Cover, token: str) -> bytes:
    return chunk(files.png(page.covered), b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(token.encode()))


@_file("png", "exif")
def _png_exif(page: Cover, token: str) -> bytes:
    return chunk(files.png(page.covered), b"eXIf", tiff(token))


@_file("png", "after the end")
def _png_after(page: Cover, token: str) -> bytes:
    return files.png(page.covered) + token.encode()


@_file("png", "transparent")
def _png_transparent(page: Cover, _token: str) -> bytes:
    """The identities are there, but clear as glass."""
    clear = np.where((page.seen == page.covered).all(axis=2), 255, 0).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(np.dstack((page.seen, clear))).save(out, "PNG", compress_level=1)
    return out.getvalue()


# ---- what the pixels themselves still say


def _pasted(page: Cover, picture: Image.Image) -> np.ndarray:
    """Give the covered page with `picture` in its upper left corner."""
    whole = Image.fromarray(page.covered)
    whole.paste(picture, (12, 12))
    return np.asarray(whole)


@_file("jpg", "qr code")
def _qr_code(page: Cover, token: str) -> bytes:
    return files.jpeg(_pasted(page, things.code(token, 200)), QUALITY)


@_file("png", "visible text")
def _visible_text(page: Cover, token: str) -> bytes:
    font, high = "song", 34
    wide = round(fonts.width(token, font) * high) + 20
    label = Image.new("RGB", (wide, high + 16), "white")
    sketch, x = ImageDraw.Draw(label), 10.0
    for face, text in fonts.stretches(token, font):
        sketch.text((x, high), text, (20, 20, 20), fonts.at_size(face, high), anchor="ls")
        x += fonts.width(text, face) * high
    return files.png(_pasted(page, label))


@_file("jpg", "face")
def _face(page: Cover, _token: str) -> bytes:
    """A photograph that was not covered."""
    return files.jpeg(_pasted(page, things.face(np.random.default_rng(len(page.boxes)), 180)), QUALITY)
