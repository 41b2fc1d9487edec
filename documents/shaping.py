"""Texts shaped once, and drawn from that: WeasyPrint shapes a line for each of measuring, breaking and drawing.

lines = shaped("和田地区职称办", style, room=120)         # what fits into 120 px, line by line
box = CellText(sample, [(x, y, lines[0])])               # drawn as one text, and tagged as one
stream.__class__ = TextStream                            # draws such boxes
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.fonts import FontConfiguration, get_pango_font_key
from weasyprint.text.line_break import Layout, strut

RIGHT_TO_LEFT = 1  # the lowest bit of a bidirectional level


class NotPlain(ValueError):
    """There is something that only WeasyPrint can set."""


@dataclass(frozen=True)
class Font:
    """A font of Pango in one size (px). held: what keeps it alive; widths: of its glyphs, in thousandths of its size."""

    font: Any
    key: int
    size: float
    held: Any
    widths: dict[int, int] = field(default_factory=dict)

    def width(self, glyph: int) -> int:
        """Give the width of a glyph in thousandths of the size."""
        if glyph not in self.widths:
            extents = ffi.new("PangoRectangle *")
            pango.pango_font_get_glyph_extents(self.font, glyph, ffi.NULL, extents)
            self.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / self.size)
        return self.widths[glyph]


@dataclass(frozen=True)
class Run:
    """What one font shows of a line: the operand of TJ (PDF 32000-1, 9.4.3), and what each glyph stands for."""

    font: Font
    shown: str
    glyphs: dict[int, str]


@dataclass(frozen=True)
class Text:
    """A line of text as it is drawn.

    width, height, ascent (above the baseline), leading (above and below, to the height of a line of its style): px.
    """

    width: float
    height: float
    ascent: float
    leading: float
    colour: Any
    runs: tuple[Run, ...]


class Faces(FontConfiguration):
    """The faces that styles may name, and the fonts that texts were shaped in so far, by their address."""

    def __init__(self) -> None:
        super().__init__()
        self.fonts: dict[int, Font] = {}


def shaped(text: str, style: Any, room: float | None = None) -> list[Text]:
    """Give the lines of a text that breaks where it is wider than `room` (px); a word that is wider stays whole.

    Raises NotPlain for a glyph that is raised or has no face.
    """
    layout = Layout(style, max_width=room)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    if room is not None:
        pango.pango_layout_set_width(layout.layout, int(max(0, room) * TO_UNITS))
    layout.set_text(text)
    encoded = layout.text.encode()
    line_height, _rise = line_of(style)
    spacing = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
    found: list[Text] = []
    while (line := pango.pango_layout_get_line_readonly(layout.layout, len(found))) != ffi.NULL:
        extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
        height = extents.height * FROM_UNITS
        found.append(
            Text(
                width=extents.width * FROM_UNITS + spacing,
                height=height,
                ascent=-extents.y * FROM_UNITS,
                leading=(line_height - height) / 2,
                colour=style["color"],
                runs=tuple(_runs(line, layout, encoded)),
            )
        )
    return found


def _runs(line: Any, layout: Layout, encoded: bytes) -> Iterator[Run]:
    run = line.runs
    while run != ffi.NULL:
        item = run.data
        font = _font(item.item.analysis.font, layout)
        shown = []
        glyphs: dict[int, str] = {}
        for info, said in zip(item.glyphs.glyphs[0 : item.glyphs.num_glyphs], _said(item, encoded), strict=True):
            glyph, place = info.glyph, info.geometry
            wide = place.width * 1000 * FROM_UNITS / font.size
            if glyph == pango.PANGO_GLYPH_EMPTY:  # as the space at which a line ends
                shown.append(f">{-round(wide)}<" if wide else "")
                continue
            if glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG or place.y_offset:
                raise NotPlain(said)
            offset = place.x_offset / font.size
            kerning = int(font.width(glyph) + offset - wide)
            glyphs.setdefault(glyph, said)
            shown.append(f">{-offset}<{glyph:04x}" if offset else f"{glyph:04x}")
            if kerning:
                shown.append(f">{kerning}<")
        yield Run(font, f"<{''.join(shown)}>", glyphs)
        run = run.next


def _said(item: Any, encoded: bytes) -> list[str]:
    """Give the characters that each glyph of an item stands for."""
    clusters = list(item.glyphs.log_clusters[0 : item.glyphs.num_glyphs])
    if item.item.analysis.level & RIGHT_TO_LEFT:
        ends = [item.item.length, *clusters[:-1]]
    else:
        ends = [*clusters[1:], item.item.length]
    start = item.item.offset
    return [encoded[start + a : start + b].decode() for a, b in zip(clusters, ends, strict=True)]


def _font(font: Any, layout: Layout) -> Font:
    fonts = layout.style.font_config.fonts
    address = int(ffi.cast("uintptr_t", font))
    if address not in fonts:
        key, _description, size = get_pango_font_key(font)
        fonts[address] = Font(font, key, size, layout.layout)
    return fonts[address]


class CellText(boxes.TextBox):
    """The lines of a cell, which WeasyPrint takes for one text that nobody sees."""

    lines: list[tuple[float, float, Text]]

    @classmethod
    def of(cls, sample: boxes.TextBox, lines: list[tuple[float, float, Text]]) -> Self:
        """Give lines, each with the place of its left end on the baseline (px of the page), as a box like `sample`."""
        box: Self = sample.copy()
        box.__class__ = cls
        box.lines = lines
        box.style = _unseen(sample.style)
        return box


def line_of(style: Any) -> tuple[float, float]:
    """Give the height of a line of a style, and how far below its top the baseline is (px); worked out once."""
    if "line" not in vars(style):
        style.line = strut(style)
    return style.line


def _unseen(style: Any) -> Any:
    """Give a style but for what it says of being seen, made once."""
    if "unseen" not in vars(style):
        style.unseen = style.copy()
        style.unseen["visibility"] = "hidden"
    return style.unseen


class TextStream(Stream):
    """The contents of a page on which there are such boxes."""

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Begin what a tag marks, and draw what WeasyPrint takes for a text that nobody sees."""
        with super().marked(box, tag):
            if isinstance(box, CellText):
                self._draw(box)
            yield

    def _draw(self, box: CellText) -> None:
        self.begin_text()
        for x, y, text in box.lines:
            self.set_color(text.colour)
            self.stream.append(f"1 0 0 -1 {x:.4f} {y:.4f} Tm")
            for run in text.runs:
                font = self._font(run)
                self.set_font_size(font.hash, run.font.size)
                self.stream.append(f"[{run.shown}] TJ")
                for glyph, said in run.glyphs.items():
                    font.to_unicode.setdefault(glyph, said)
                    font.widths.setdefault(glyph, run.font.widths[glyph])
        self.end_text()

    def _font(self, run: Run) -> Any:
        if run.font.key not in self._fonts:
            self.add_font(run.font.font)
        return self._fonts[run.font.key]
