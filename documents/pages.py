"""A laid-out page with what we draw on it ourselves: the lines of its tables and the mark of the paper."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import weasyprint
from weasyprint.draw import draw_stacking_context
from weasyprint.formatting_structure import boxes
from weasyprint.stacking import StackingContext

from documents.shaping import CellText, TextStream, shaped

Segment = tuple[float, float, float, float]
Rules = dict[tuple[float, Any], list[Segment]]  # by width (px) and colour: the ends of lines (px of the page)


@dataclass
class PaperMark:
    """The mark at the top of each page: its parts, laid out once, and the drawing that the pages of a PDF refer to."""

    parts: list[boxes.MarginBox]
    page: boxes.PageBox
    drawing: Any = field(default=None, repr=False)

    def show(self, stream: Any) -> None:
        """Show the mark; at its first page in a PDF it is drawn."""
        drawings = stream._resources["XObject"]
        if self.drawing is None or drawings.get(self.drawing.id) is not self.drawing:
            self.drawing = stream.add_group(*stream.page_rectangle)
            self.drawing._tags = None
            del self.drawing.extra["Group"]
            for part in self.parts:
                draw_stacking_context(self.drawing, StackingContext.from_box(part, self.page))
        stream.draw_x_object(self.drawing.id)


class PaperPage(weasyprint.document.Page):
    """A page with the lines of its tables below all else, and perhaps a mark."""

    rules: Rules
    mark: PaperMark | None

    def paint(self, stream: Any, scale: float = 1) -> None:
        """Draw the lines and the mark, then the page."""
        stream.__class__ = TextStream
        with stream.artifact(), stream.stacked():
            stream.transform(a=scale, d=scale)
            for (width, colour), segments in self.rules.items():
                stream.set_color(colour, stroke=True)
                stream.set_line_width(width)
                for x1, y1, x2, y2 in segments:
                    stream.stream.append(f"{x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l")
                stream.stroke()
            if self.mark:
                self.mark.show(stream)
        super().paint(stream, scale)


def pages_of(document: weasyprint.Document) -> list[PaperPage]:
    """Give the pages of a document as such ones, without lines and marks yet."""
    for page in document.pages:
        page.__class__, page.rules, page.mark = PaperPage, {}, None
    return document.pages


def mark_each(pages: list[PaperPage]) -> None:
    """Show the mark at the top right of the first page, which is laid out there alone, on all of them."""
    first = pages[0]._page_box
    marks = [box for box in first.children if getattr(box, "at_keyword", "") == "@top-right"]
    if marks:
        first.children = [box for box in first.children if box not in marks]
        mark = PaperMark(marks, first)
        for page in pages:
            page.mark = mark


def count_each_sheet(pages: list[PaperPage]) -> None:
    """Let each sheet of a paper count its own pages at their foot: it goes into other hands than the one before it."""
    for _sheet, group in groupby(pages, _sheet_on):
        own = list(group)
        for number, page in enumerate(own, 1):
            _say_at_foot(page, f"第{number}页 共{len(own)}页")


def _sheet_on(page: PaperPage) -> Any:
    """Give the element of the sheet that a page shows."""
    boxes_of_page = page._page_box.descendants()
    return next((box.element for box in boxes_of_page if box.element is not None and _is_sheet(box.element)), None)


def _is_sheet(element: Any) -> bool:
    return "sheet" in (element.get("class") or "").split()


def _say_at_foot(page: PaperPage, words: str) -> None:
    """Put `words` in place of the count of pages, centred as that is."""
    foot = next(box for box in page._page_box.children if getattr(box, "at_keyword", "") == "@bottom-center")
    for line in foot.children:
        [said] = line.children
        [text] = shaped(words, said.style)
        left = foot.position_x + (foot.width - text.width) / 2
        line.children = [CellText.of(said, [(left, said.position_y + said.baseline, text)])]
