"""How a table of one build looks, learned from WeasyPrint once: where its columns lie, how each cell sets its words.

    mould = Mould.of(table)                             # a laid-out TableBox with SAMPLE in each cell
    lines = mould.rows[0][2].lines_of(paragraphs)       # what other words take in that cell
    boxes = mould.rows[0][2].filled(lines, x, y)

A paragraph is a list of words (`words_of`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import percentage
from weasyprint.text.line_break import get_log_attrs, split_first_line

from documents.shaping import CellText, NotPlain, Text, line_of, shaped

#: What a cell of a mould holds: a word in its own face, and one in the face of what is kept in Noto.
SAMPLE = ("国", "·")
SIDES = ("top", "right", "bottom", "left")
ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
RAISED = {"top": 0.0, "middle": 0.5, "bottom": 1.0}
MOST_LABELS = 50  # of one head that are kept: where it says more than that, it is no label

Run = tuple[str, bool]  # a piece of text, and whether it is kept in Noto
Word = tuple[Run, ...]  # what no line breaks; a text of one face alone is one word, and broken where it must be


@dataclass(frozen=True)
class Line:
    """A line of a cell: its texts with their distance from its left end, its height and where its baseline is (px)."""

    texts: tuple[tuple[float, Text], ...]
    width: float
    height: float
    baseline: float


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
            or style["text_decoration_line"] != "none"
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

    def filled(self, lines: list[Line], x: float, y: float) -> list[boxes.LineBox]:
        """Give what a cell holds whose row begins at `x`, with its lines, the first beginning at `y` (px of the page)."""
        if not lines:
            return []
        left = x + self.left + self.box.border_left_width + self.box.padding_left
        share = ALIGNED[self.box.style["text_align_all"]]
        placed = []
        for line in lines:
            start = left + max(0.0, self.box.width - line.width) * share
            placed += [(start + offset, y + line.baseline, text) for offset, text in line.texts]
            y += line.height
        return [self._line_box.copy_with_children([CellText.of(self._samples[0], placed)])]

    @cached_property
    def _line_box(self) -> boxes.LineBox:
        return next(box for box in _within(self.box) if isinstance(box, boxes.LineBox))

    @cached_property
    def _samples(self) -> tuple[boxes.TextBox, boxes.TextBox]:
        """The words of the mould: one in the cell's own face, one in that of what is kept in Noto."""
        found = {box.text: box for box in _within(self.box) if isinstance(box, boxes.TextBox)}
        own, noto = SAMPLE
        return found[own], found[noto]

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
        style = self._samples[noto].style
        lines = shaped(text, style, self.box.width)
        if (len(lines) == 1 or " " not in text) and all(line.width <= self.box.width for line in lines):
            yield from (self._line([line]) for line in lines)
            return
        rest: bytes | None = text.encode()
        while rest:
            layout, length, resume_at, *_sizes = split_first_line(rest.decode(), style, None, self.box.width, 0)
            if not length:
                raise NotPlain("nothing fits")
            yield self._line(shaped(layout.text, style))
            rest = rest[resume_at:].lstrip(b" ") if resume_at else None

    def _text(self, text: str, noto: bool) -> Text:
        [line] = shaped(text, self._samples[noto].style)
        return line

    def _line(self, texts: Iterable[Text]) -> Line:
        """Give a line of texts, each on its baseline; the line is as high as they and its own face need (CSS 2, 10.8)."""
        placed, wide = [], 0.0
        line_height, rise = line_of(self._line_box.style)
        fall = line_height - rise
        for text in texts:
            placed.append((wide, text))
            wide += text.width
            rise = max(rise, text.ascent + text.leading)
            fall = max(fall, text.height - text.ascent + text.leading)
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
            edges=tuple(getattr(table, f"border_{side}_width") for side in SIDES),
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
