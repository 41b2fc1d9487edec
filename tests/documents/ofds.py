"""OFD files (GB/T 33190-2016) made on the spot: pages of text and lines, with a seal in a signature or without."""

import io
import zipfile
from collections.abc import Sequence

from PIL import Image, ImageDraw

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SHEET = "0 0 210 297"  # mm
#: A red frame, 100 × 50 mm, 20 mm from the left and 200 from the top.
FRAME = (
    '<ofd:PathObject ID="300" Boundary="20 200 100 50" LineWidth="1"><ofd:StrokeColor Value="255 0 0"/>'
    "<ofd:AbbreviatedData>M 0 0 L 100 0 L 100 50 L 0 50 C</ofd:AbbreviatedData></ofd:PathObject>"
)
SEAL_BOX = (120, 220, 40, 40)  # left, top, width and height of the seal, in mm


def page(lines: Sequence[str] = (), more: str = "", sheet: str = SHEET) -> bytes:
    """Give a page with a line of 5 mm characters every 12 mm, the first 20 mm from the top."""
    texts = "".join(
        f'<ofd:TextObject ID="{100 + n}" Boundary="20 {20 + 12 * n} 180 10" Font="1" Size="5">'
        f'<ofd:TextCode X="0" Y="6" DeltaX="{"5 " * (len(line) - 1)}">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    )
    area = f"<ofd:Area><ofd:PhysicalBox>{sheet}</ofd:PhysicalBox></ofd:Area>"
    layer = f'<ofd:Content><ofd:Layer ID="90" Type="Body">{texts}{more}</ofd:Layer></ofd:Content>'
    return _xml(f"<ofd:Page {SPACE}>{area}{layer}</ofd:Page>")


def parts(pages: Sequence[bytes], sheet: str = SHEET) -> dict[str, bytes]:
    """Give the members of an OFD by their names."""
    listed = "".join(f'<ofd:Page ID="{10 + n}" BaseLoc="Pages/{n}.xml"/>' for n in range(len(pages)))
    area = f"<ofd:PageArea><ofd:PhysicalBox>{sheet}</ofd:PhysicalBox></ofd:PageArea>"
    return {
        "OFD.xml": _xml(
            f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
            "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
        ),
        "Doc_0/Document.xml": _xml(
            f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>{area}"
            f"<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
        ),
        "Doc_0/Res.xml": _xml(
            f'<ofd:Res {SPACE} BaseLoc="."><ofd:Fonts><ofd:Font ID="1" FontName="宋体"/></ofd:Fonts></ofd:Res>'
        ),
        **{f"Doc_0/Pages/{n}.xml": content for n, content in enumerate(pages)},
    }


def bound(members: dict[str, bytes]) -> bytes:
    """Give the archive of the members; equal members give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 2, 18, 10, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ofd(*pages: Sequence[str]) -> bytes:
    """Give an OFD with these lines on its pages."""
    return bound(parts([page(lines) for lines in pages]))


def sealed(members: dict[str, bytes], kind: str, picture: bytes) -> dict[str, bytes]:
    """Give the members with a signature that shows a seal on the first page, of a kind such as `png` or `ofd`."""
    info = _der(0x30, _der(0x16, kind.encode()) + _der(4, picture) + _der(2, b"\x28") + _der(2, b"\x28"))
    seal = _der(0x30, _der(0x30, _der(0x16, b"ES") + _der(2, b"\x04")) + _der(0x16, b"DEMO-1") + info)
    signed = _der(0x30, _der(0x30, _der(2, b"\x04") + _der(0x30, seal)) + _der(3, b"\0" + bytes(64)))
    box = " ".join(map(str, SEAL_BOX))
    root = members["OFD.xml"].replace(
        b"</ofd:DocRoot>", b"</ofd:DocRoot><ofd:Signatures>Doc_0/S.xml</ofd:Signatures>"
    )
    return members | {
        "OFD.xml": root,
        "Doc_0/S.xml": _xml(
            f'<ofd:Signatures {SPACE}><ofd:Signature ID="1" Type="Seal" BaseLoc="/Doc_0/Sign/Signature.xml"/>'
            "</ofd:Signatures>"
        ),
        "Doc_0/Sign/Signature.xml": _xml(
            f'<ofd:Signature {SPACE}><ofd:SignedInfo><ofd:Provider ProviderName="演示"/>'
            f'<ofd:StampAnnot ID="1" PageRef="10" Boundary="{box}"/></ofd:SignedInfo>'
            "<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>"
        ),
        "Doc_0/Sign/SignedValue.dat": signed,
    }


def seal() -> bytes:
    """Give the picture of a seal: a red ring on nothing."""
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((10, 10, 390, 390), outline=(220, 0, 0, 255), width=40)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode()


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
