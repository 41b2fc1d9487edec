"""Text in a PDF that nobody sees: a font without glyphs, whose codes are known to be characters."""

from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

from tests.scans.page import Span


@dataclass(frozen=True)
class Line:
    """A text, where it begins on its baseline, its size in points, and how far it is stretched (100: not)."""

    text: str
    x: float
    y: float
    size: float = 10
    stretch: float = 100


def lines_of(spans: Iterable[Span], scale: float, height: float) -> list[Line]:
    """Give the texts of `spans` where they are read; `scale` is points a pixel, `height` the page's."""
    return [_line(span, scale, height) for span in spans if span.role not in {"photo", "code", "seal"}]


def _line(span: Span, scale: float, height: float) -> Line:
    x0, y0, x1, y1 = (side * scale for side in span.box)
    size = max(y1 - y0, 1)
    return Line(span.text, x0, height - y1 + size * 0.13, size, 100 * (x1 - x0) / (size * len(span.text)))


def add(pdf: pikepdf.Pdf, page: pikepdf.Page, lines: list[Line], mode: int = 3, layer: str = "") -> None:
    """Add `lines` to `page`, drawn in `mode` (3: not at all), within the optional content called `layer`."""
    letters = sorted({char for line in lines for char in line.text})
    codes = {char: number for number, char in enumerate(letters, 1)}
    page.Resources.Font = pikepdf.Dictionary(Read=_glyphless(pdf, codes))
    drawn = "\n".join(_set(line, codes) for line in lines)
    text = f"BT {mode} Tr\n{drawn}\nET"
    page.contents_add((f"/OC /{layer} BDC {text} EMC" if layer else text).encode())


def _set(line: Line, codes: dict[str, int]) -> str:
    """Give what sets `line`."""
    text = "".join(f"{codes[char]:04X}" for char in line.text)
    return f"/Read {line.size:.2f} Tf {line.stretch:.2f} Tz 1 0 0 1 {line.x:.2f} {line.y:.2f} Tm <{text}> Tj"


def _glyphless(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    """Give a font without glyphs whose codes are known to be characters."""
    names = pikepdf.Name
    system = pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
    box = pikepdf.Array([0, -130, 1000, 870])
    descriptor = pikepdf.Dictionary(
        Type=names.FontDescriptor,
        FontName=names.Glyphless,
        Flags=4,
        FontBBox=box,
        ItalicAngle=0,
        Ascent=870,
        Descent=-130,
        CapHeight=870,
        StemV=80,
    )
    inner = pikepdf.Dictionary(
        Type=names.Font,
        Subtype=names.CIDFontType2,
        BaseFont=names.Glyphless,
        CIDSystemInfo=system,
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        CIDToGIDMap=names.Identity,
    )
    outer = pikepdf.Dictionary(
        Type=names.Font,
        Subtype=names.Type0,
        BaseFont=names.Glyphless,
        Encoding=names("/Identity-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(inner)]),
        ToUnicode=pikepdf.Stream(pdf, _to_unicode(codes)),
    )
    return pdf.make_indirect(outer)


def _to_unicode(codes: dict[str, int]) -> bytes:
    """Give the map from codes to characters."""
    rows = [f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in codes.items()]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Read def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
