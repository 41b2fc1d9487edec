"""Measures papers in millimetres from the top left of a page: where characters have their ink, where rules lie."""

import ctypes
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 72 / 25.4


@dataclass(frozen=True)
class Mark:
    """A character or a rule: its box in mm, from the top left of the page as it is shown; `red` is how red, 0 to 255."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float = 0.0
    red: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page: its sides in mm, its characters in reading order, its lines and filled rules."""

    width: float
    height: float
    chars: list[Mark]
    rules: list[Mark]

    def lines(self) -> list[list[Mark]]:
        """Give the characters line by line: those whose middles are no further apart than 2 mm."""
        rows: list[list[Mark]] = []
        for char in sorted(self.chars, key=lambda each: each.bottom + each.top):
            if rows and abs(_middle(rows[-1][-1]) - _middle(char)) < 2:
                rows[-1].append(char)
            else:
                rows.append([char])
        return [sorted(row, key=lambda each: each.left) for row in rows]

    def line(self, text: str) -> list[Mark]:
        """Give the characters of the first line that has `text` in it."""
        return next(row for row in self.lines() if text in "".join(char.text for char in row))

    def text(self) -> str:
        return "".join(char.text for char in self.chars)


def _middle(mark: Mark) -> float:
    return (mark.top + mark.bottom) / 2


def sheets_of(pdf: bytes) -> list[Sheet]:
    """Give every page of a paper, measured."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_sheet(page) for page in document]
    finally:
        document.close()


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    width, height = page.get_size()
    text = page.get_textpage()
    chars = [_char(text, number, height) for number in range(text.count_chars())]
    rules = [_rule(each, height) for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)]
    return Sheet(width / MM, height / MM, [char for char in chars if char.text.strip()], rules)


def _char(text: pypdfium2.PdfTextPage, number: int, height: float) -> Mark:
    left, bottom, right, top = text.get_charbox(number)
    colour = [ctypes.c_uint() for _each in range(4)]
    raw.FPDFText_GetFillColor(text, number, *colour)
    return Mark(
        text.get_text_range(number, 1),
        left / MM,
        (height - top) / MM,
        right / MM,
        (height - bottom) / MM,
        raw.FPDFText_GetFontSize(text, number),
        colour[0].value > 150 and colour[1].value < 60,
    )


def _rule(path: pypdfium2.PdfObject, height: float) -> Mark:
    left, bottom, right, top = path.get_bounds()
    return Mark("", left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
