"""How a table of one build looks, learned from WeasyPrint once: where its columns lie, how each cell sets its words.

    mould = Mould.of(table)                             # a laid-out TableBox with SAMPLE in each cell
    lines = mould.rows[0][2].lines_of(paragraphs)       # what other words take in that cell
    boxes = mould.rows[0][2].placed(lines, x, y)

A paragraph is a list of words (`words_of`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import percentage
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs, split_first_line, strut

#: What a cell of a mould holds: a word in its own face, and one in the face of what is kept in Noto.
SAMPLE = ("国", "·")
ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
RAISED = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
MOST_LABELS = 50  # of one head that are kept: where it says more than that, it is no label

Run = tuple[str, bool]  # a piece of text, and whether it is kept in Noto
Word = tuple[Run, ...]  # what no line breaks; a text of one face alone is one word, and broken where it must be


class NotPlain(ValueError):
    """The table has something that only WeasyPrint can set."""


@dataclass(frozen=True)
class Line:
    """A line of a cell: its texts with their distance from its left end, its height and where its baseline is (px)."""

    texts: tuple[tuple[float, Any], ...]
    width: float
    height: float
    baseline: float


class Shaped(Layout):
    """A text as Pango shapes it in a style, kept so until its lines are drawn: WeasyPrint shapes each line for each of
    measuring, breaking and drawing.
    """

    def __init__(self, text: str, style: Any, room: float | None = None):
        """Shape a text that breaks where it is wider than `room` (px)."""
        super().__init__(style, max_width=room)
        pango.pango_layout_set_single_paragraph_mode(self.layout, True)
        if room is not None:
            pango.pango_layout_set_width(self.layout, int(max(0, room) * TO_UNITS))
        self.set_text(text)

    def lines(self, sample: boxes.TextBox) -> list[boxes.TextBox]:
        """Give the box of each line, like that of a sample."""
        encoded = self.text.encode()
        line_height, _baseline = strut(sample.style)
        found: list[boxes.TextBox] = []
        while (line := pango.pango_layout_get_line_readonly(self.layout, len(found))) != ffi.NULL:
            end = line.start_index + line.length
            box = sample.copy_with_text(encoded[line.start_index : end].decode())
            box.pango_layout = ShapedLine(self, len(found))
            box.width, box.height, ascent = _sizes(line, sample.style)
            box.margin_top = box.margin_bottom = (line_height - box.height) / 2
            box.baseline = ascent + box.margin_top
            found.append(box)
        return found


class ShapedLine:
    """One line of a shaped text, in the place of the layout of one line that WeasyPrint draws."""

    def __init__(self, shaped: Shaped, at: int):
        self.shaped, self.at = shaped, at
        self.layout, self.text, self.max_width = shaped.layout, shaped.text, shaped.max_width
        self.first_line_direction = 0

    def get_first_line(self) -> tuple[Any, None]:
        """Give the line, and that nothing follows."""
        return pango.pango_layout_get_line_readonly(self.layout, self.at), None

    def reactivate(self, _style: Any) -> None:
        """Do nothing: it is shaped already."""

    def deactivate(self) -> None:
        """Do nothing: what stands at a table's head is drawn again."""


def _sizes(line: Any, style: Any) -> tuple[float, float, float]:
    """Give width, height and height above the baseline of a line of Pango (px)."""
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
    spacing = 0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
    return extents.width * FROM_UNITS + spacing, extents.height * FROM_UNITS, -extents.y * FROM_UNITS


@dataclass(frozen=True)
class CellMould:
    """A cell as it was laid out, to be filled with other words.

    left: px from the left end of the row; top, bottom: border and padding; least: how high its contents are at least.
    """

    box: boxes.TableCellBox
    left: float
    top: float
    bottom: float
    least: float
    _widths: dict[Run, float] = field(default_factory=dict, repr=False)
    _labels: dict[Any, list[Line]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, box: boxes.TableCellBox, row_left: float) -> Self:
        """Give the mould of a laid-out cell. Raises NotPlain for one that sets its words otherwise than in lines."""
        style = box.style
        is_odd = (
            box.vertical_align not in RAISED
            or style["text_align_all"] not in ALIGNED
            or style["white_space"] != "normal"
            or style["direction"] != "ltr"
            or style["text_indent"].value
            or box.background is not None
        )
        if is_odd:
            raise NotPlain(box.element_tag)
        pad_top, pad_bottom = (
            percentage(style[f"padding_{side}"], style, box.width) for side in ("top", "bottom")
        )
        least = 0 if box.computed_height == "auto" else box.computed_height
        return cls(
            box=box,
            left=box.position_x - row_left,
            top=box.border_top_width + pad_top,
            bottom=box.border_bottom_width + pad_bottom,
            least=least,
        )

    @property
    def picture(self) -> Any:
        """The laid-out picture of a cell that holds one."""
        return next((box for box in _within(self.box) if isinstance(box, boxes.ReplacedBox)), None)

    def height_with(self, content: float) -> float:
        """Give how high the cell is with contents of so many px."""
        return self.top + max(content, self.least) + self.bottom

    def content_top(self, height: float, content: float) -> float:
        """Give where contents of so many px begin, from the top of a cell that is `height` px high."""
        return self.top + (height - self.top - self.bottom - content) * RAISED[self.box.vertical_align]

    def lines_of(self, paragraphs: list[list[Word]]) -> list[Line]:
        """Give the lines that paragraphs take. Raises NotPlain for a word that is wider than the cell."""
        label = tuple(map(tuple, paragraphs))
        if label in self._labels:
            return self._labels[label]
        lines = [line for words in paragraphs for line in self._lines(words)]
        if self.box.element_tag == "th" and len(self._labels) < MOST_LABELS:
            self._labels[label] = lines  # what a head says is the same on every paper
        return lines

    def placed(self, lines: list[Line], x: float, y: float) -> Iterator[boxes.LineBox]:
        """Give the boxes of lines, the first beginning at `y`, in a cell whose row begins at `x` (px of the page)."""
        left = x + self.left + self.box.border_left_width + self.box.padding_left
        share = ALIGNED[self.box.style["text_align_all"]]
        for line in lines:
            start = left + max(0.0, self.box.width - line.width) * share
            texts = []
            for offset, each in line.texts:
                text = each.copy()  # a head comes again on the next page
                text.position_x, text.position_y = start + offset, y + line.baseline - text.baseline
                texts.append(text)
            box = self._line_box.copy_with_children(texts)
            box.position_x, box.position_y, box.width, box.height = start, y, line.width, line.height
            box.baseline = line.baseline
            yield box
            y += line.height

    @property
    def _line_box(self) -> boxes.LineBox:
        return next(box for box in _within(self.box) if isinstance(box, boxes.LineBox))

    def _sample(self, *, noto: bool) -> boxes.TextBox:
        return next(
            box for box in _within(self.box) if isinstance(box, boxes.TextBox) and box.text == SAMPLE[noto]
        )

    def _lines(self, words: list[Word]) -> Iterator[Line]:
        runs = joined([run for word in words for run in word])
        if len(runs) == 1 and len(words) == 1:
            yield from self._broken(*runs[0])
            return
        whole = self._line(self._text(*run) for run in runs)
        if whole.width <= self.box.width:
            yield whole
            return
        line: list[Run] = []
        wide = 0.0
        for word in words:
            width = sum(self._width(run) for run in word)
            if width > self.box.width:
                raise NotPlain("a word wider than its cell")
            if line and wide + width > self.box.width:
                yield self._line(self._text(*run) for run in joined(line))
                line, wide = [], 0.0
            line.extend(word)
            wide += width
        yield self._line(self._text(*run) for run in joined(line))

    def _width(self, run: Run) -> float:
        """Give the width of a word's run (px), measured once: most are single characters."""
        if run not in self._widths:
            self._widths[run] = self._text(*run).width
        return self._widths[run]

    def _broken(self, text: str, noto: bool) -> Iterator[Line]:
        """Break a text of one face as WeasyPrint does."""
        sample = self._sample(noto=noto)
        lines = Shaped(text, sample.style, self.box.width).lines(sample)
        if (len(lines) == 1 or " " not in text) and all(line.width <= self.box.width for line in lines):
            yield from (self._line([line]) for line in lines)
            return
        rest: bytes | None = text.encode()
        while rest:
            layout, length, resume_at, *_sizes = split_first_line(
                rest.decode(), sample.style, None, self.box.width, 0
            )
            if not length:
                raise NotPlain("nothing fits")
            yield self._line(Shaped(layout.text, sample.style).lines(sample))
            rest = rest[resume_at:].lstrip(b" ") if resume_at else None

    def _text(self, text: str, noto: bool) -> boxes.TextBox:
        sample = self._sample(noto=noto)
        [box] = Shaped(text, sample.style).lines(sample)
        return box

    def _line(self, texts: Any) -> Line:
        """Give a line of texts, each on its baseline; the line is as high as they and its own face need (CSS 2, 10.8)."""
        placed, wide = [], 0.0
        line_height, rise = strut(self._line_box.style)
        fall = line_height - rise
        for text in texts:
            placed.append((wide, text))
            wide += text.width
            rise = max(rise, text.baseline)
            fall = max(fall, text.margin_height() - text.baseline)
        return Line(texts=tuple(placed), width=wide, height=rise + fall, baseline=rise)


@dataclass(frozen=True)
class Mould:
    """A table as it was laid out.

    rows: its cells. columns: where they begin and the last ends (px from the left end of a row). upright: style, width
    and colour of the border at each of these places in each row. level: the same in each column, above each row and below
    the last. edges: top, right, bottom and left border of the table (px).
    """

    rows: list[list[CellMould]]
    columns: list[float]
    upright: list[list[Any]]
    level: list[list[Any]]
    edges: tuple[float, float, float, float]

    @classmethod
    def of(cls, table: boxes.TableBox) -> Self:
        """Give the mould of a laid-out table. Raises NotPlain for one whose borders are not plain lines."""
        if table.style["border_collapse"] != "collapse" or table.background:
            raise NotPlain("borders of its own for each cell")
        rows = [row for group in table.children for row in group.children]
        left = rows[0].position_x
        starts = [x - left for x in table.column_positions]
        upright, level = (
            [[border for _score, border in line] for line in grid] for grid in table.collapsed_border_grid
        )
        if any(border[0] not in ("solid", "none", "hidden") for line in upright + level for border in line):
            raise NotPlain("borders that are not plain lines")
        return cls(
            rows=[[CellMould.of(cell, left) for cell in row.children] for row in rows],
            columns=[*starts, starts[-1] + table.column_widths[-1]],
            upright=upright,
            level=level,
            edges=tuple(getattr(table, f"border_{side}_width") for side in ("top", "right", "bottom", "left")),
        )


def words_of(runs: list[Run]) -> list[Word]:
    """Give the words of a paragraph, each with the runs it consists of: a line may break between two.

    A paragraph of one run is one word, which `CellMould.lines_of` breaks where it must.
    """
    runs = joined(runs)
    if len(runs) < 2:
        return [tuple(runs)] if runs else []
    text = "".join(piece for piece, _noto in runs)
    attributes = get_log_attrs(text, "zh-CN")
    cuts = [0, *(place for place in range(1, len(text)) if attributes[place].is_line_break), len(text)]
    return [tuple(_between(runs, start, end)) for start, end in pairwise(cuts)]


def joined(runs: list[Run]) -> list[Run]:
    """Give runs with those of one face that follow each other in one, spaces collapsed as HTML does."""
    found: list[Run] = []
    for text, noto in runs:
        if found and found[-1][1] == noto:
            text = found.pop()[0] + text
        if text:
            found.append((re.sub(r"[ \t\r\n\f]+", " ", text), noto))
    return found


def _between(runs: list[Run], start: int, end: int) -> Iterator[Run]:
    """Give the runs of the characters from `start` to `end`."""
    place = 0
    for text, noto in runs:
        piece = text[max(0, start - place) : max(0, end - place)]
        if piece:
            yield piece, noto
        place += len(text)


def _within(box: Any) -> Iterator[Any]:
    """Give a box and all in it."""
    yield box
    for child in getattr(box, "children", ()):
        yield from _within(child)
