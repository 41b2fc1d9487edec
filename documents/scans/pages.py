"""The pages of a file as pixels, and the text that a PDF brings along."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from documents.inspection import kind_of, opened_pdf_pages, opened_upright
from documents.scans.lines import Line

Pixels = npt.NDArray[np.uint8]

#: The longer side at which a page is looked at: A4 at 200 dpi. A photograph is kept as large as it is, up to 300 dpi.
PDF_SIDE, PICTURE_SIDE = 2339, 3508
SHORTEST_TEXT = 20  # characters; less is a page number or a stamp on a scan


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its pixels, the lines of its own text (PDF), and whether it is a picture alone."""

    number: int
    pixels: Pixels
    lines: tuple[Line, ...] = ()

    @property
    def has_text(self) -> bool:
        """Tell whether its own text is worth reading, so that no OCR is needed."""
        return sum(len(line.text) for line in self.lines) >= SHORTEST_TEXT


def opened(data: bytes) -> Iterator[Page]:
    """Give the pages of an inspected file one by one. Raises FileRefused when one cannot be drawn."""
    if kind_of(data) != "pdf":
        picture = opened_upright(data, PICTURE_SIDE)
        picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        yield Page(1, np.asarray(picture))
        return
    for number, page in enumerate(opened_pdf_pages(data), 1):
        scale = PDF_SIDE / max(page.get_size())
        pixels = np.asarray(page.render(scale=scale).to_pil().convert("RGB"))
        yield Page(number, pixels, tuple(_lines_of(page, scale)))


def _lines_of(page: Any, scale: float) -> Iterator[Line]:
    """Give the page's own text, a line for each run that the file writes without a break."""
    text = page.get_textpage()
    characters = [_character(page, text, index, scale) for index in range(text.count_chars())]
    for is_text, run in groupby(characters, key=lambda each: not each[0].isspace() or each[0] == " "):
        seen = [each for each in run if not each[0].isspace()]
        if is_text and seen:
            yield _line(seen)


def _character(page: Any, text: Any, index: int, scale: float) -> tuple[str, tuple[int, int, int, int]]:
    left, bottom, right, top = text.get_charbox(index, loose=True)
    corners = (_on_screen(page, left, top, scale), _on_screen(page, right, bottom, scale))
    (x0, y0), (x1, y1) = corners
    code = pdfium.FPDFText_GetUnicode(text, index)
    return chr(code), (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _on_screen(page: Any, x: float, y: float, scale: float) -> tuple[int, int]:
    """Give where a point of the file lies in pixels; a page may be turned."""
    across, down = ctypes.c_int(), ctypes.c_int()
    width, height = page.get_size()
    pdfium.FPDF_PageToDevice(page, 0, 0, round(width * scale), round(height * scale), 0, x, y, across, down)
    return across.value, down.value


def _line(characters: list[tuple[str, tuple[int, int, int, int]]]) -> Line:
    x0, y0, x1, y1 = (
        bound(box[side] for _character, box in characters) for side, bound in enumerate((min, min, max, max))
    )
    along = 0 if x1 - x0 >= y1 - y0 else 1
    start, length = (x0, y0)[along], max(1, (x1 - x0, y1 - y0)[along])
    places = tuple(((box[along] + box[along + 2]) / 2 - start) / length for _character, box in characters)
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1)) if along == 0 else ((x1, y0), (x1, y1), (x0, y1), (x0, y0))
    return Line("".join(character for character, _box in characters), corners, places)
