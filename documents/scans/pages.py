"""The pages of a file as pixels, and the text that a PDF brings along."""

import ctypes
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium
from PIL import Image

from documents.inspection import kind_of, opened_pdf_page, opened_pdf_pages, opened_upright
from documents.scans.lines import Line, line_of

# Workers share the processors; threads of one wait for each other, and waiting takes a sixth more.
cv2.setNumThreads(1)

Pixels = npt.NDArray[np.uint8]
Character = tuple[str, tuple[int, int, int, int]]  # and its left, top, right and bottom

#: The longer side at which a page is looked at: A4 at 200 dpi. A photograph is kept as large as it is, up to 300 dpi.
PDF_SIDE, PICTURE_SIDE = 2339, 3508
#: Part of a page that a picture fills when it is the page.
MOST_OF_PAGE = 0.6
#: What a header that is none makes a decoder raise.
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    ArithmeticError,
    TypeError,
    Image.DecompressionBombError,
)
SHORTEST_TEXT = 20  # characters; less is a page number or a stamp on a scan


@dataclass(frozen=True)
class Page:
    """One page: its number from 1, its pixels, the lines of its own text (PDF), and the longer side, in pixels, of what
    it shows, which is smaller than its pixels' where a PDF enlarges a picture.
    """

    number: int
    pixels: Pixels
    lines: tuple[Line, ...] = ()
    side: int = PDF_SIDE

    @property
    def has_text(self) -> bool:
        """Tell whether its own text is worth reading, so that no OCR is needed."""
        return sum(len(line.text) for line in self.lines) >= SHORTEST_TEXT


def opened(data: bytes) -> Iterator[Page]:
    """Give the pages of an inspected file one by one. Raises FileRefused when one cannot be drawn."""
    if kind_of(data) != "pdf":
        yield _of_picture(data)
        return
    for number, page in enumerate(opened_pdf_pages(data), 1):
        yield _of_pdf(page, number)


def page_at(data: bytes, number: int) -> Page:
    """Give one page of an inspected file, from 1. Raises IndexError where there is none, FileRefused as `opened`."""
    if kind_of(data) != "pdf":
        if number != 1:
            raise IndexError(number)
        return _of_picture(data)
    with opened_pdf_page(data, number) as page:
        return _of_pdf(page, number)


def _of_picture(data: bytes) -> Page:
    pixels = _red_first(_picture(data))
    return Page(1, pixels, side=max(pixels.shape))


def _of_pdf(page: Any, number: int) -> Page:
    scale = PDF_SIDE / max(page.get_size())
    return Page(number, _rendered(page, scale), tuple(_lines_of(page, scale)), _side(page))


def shrunk(picture: npt.NDArray[Any], side: int) -> Pixels:
    """Give a picture of which the longer side is at most `side` pixels.

    It is halved, each dot the mean of four, and the rest of the way goes between the dots that are left: an eighth of the
    time of a mean over all of them, and no dot is passed over.
    """
    scale = min(1.0, side / max(picture.shape[:2]))
    size = [max(1, round(length * scale)) for length in picture.shape[1::-1]]
    while max(picture.shape[:2]) >= 2 * side and min(picture.shape[:2]) > 1:
        height, width = (length // 2 for length in picture.shape[:2])
        halved = cv2.resize(picture[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
        picture = np.asarray(halved)
    return np.asarray(
        cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR) if scale < 1 else picture, np.uint8
    )


def packed(page: Page) -> tuple[dict[str, Any], bytes]:
    """Give a page as plain data and the bytes of its pixels, to be sent to another process."""
    lines = [asdict(line) for line in page.lines]
    plain = {"number": page.number, "shape": page.pixels.shape, "lines": lines, "side": page.side}
    return plain, page.pixels.tobytes()


def unpacked(plain: Mapping[str, Any], pixels: bytes) -> Page:
    """Give the page that was `packed`."""
    shape = np.frombuffer(pixels, np.uint8).reshape(plain["shape"])
    return Page(plain["number"], shape, tuple(map(line_of, plain["lines"])), plain["side"])


def drawn(data: bytes) -> Iterator[Pixels]:
    """Give the pixels of the same pages alone, blue first, to be drawn on. Raises FileRefused as `opened` does."""
    if kind_of(data) != "pdf":
        yield _picture(data)
        return
    for page in opened_pdf_pages(data):
        yield _red_first(_rendered(page, PDF_SIDE / max(page.get_size())))


def drawn_at(data: bytes, number: int) -> Pixels:
    """Give the pixels of one page, from 1, as `drawn` does. Raises IndexError where there is none."""
    if kind_of(data) != "pdf":
        if number != 1:
            raise IndexError(number)
        return _picture(data)
    with opened_pdf_page(data, number) as page:
        return _red_first(_rendered(page, PDF_SIDE / max(page.get_size())))


def _rendered(page: Any, scale: float) -> Pixels:
    return np.asarray(page.render(scale=scale).to_pil().convert("RGB"))


def _red_first(pixels: Pixels) -> Pixels:
    """Give pixels that were blue first red first, and the other way round."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), np.uint8)


def _picture(data: bytes) -> Pixels:
    """Give a picture upright, blue first."""
    if _is_plain(data):
        flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), flags)
        if pixels is not None:
            return np.asarray(pixels, np.uint8)
    picture = opened_upright(data, PICTURE_SIDE)
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    return _red_first(np.asarray(picture))


def _is_plain(data: bytes) -> bool:
    """Tell whether a picture is a JPEG that is shown as it is stored, and so can be had without a copy on the way."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            is_small = max(picture.size) <= PICTURE_SIDE
            return is_small and picture.mode == "RGB" and picture.getexif().get(0x0112, 1) == 1
    except UNREADABLE:
        return False


def _side(page: Any) -> int:
    """Give the longer side of the picture that fills most of a page, as it would be if it filled all of it."""
    sides = [PDF_SIDE]
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = thing.get_bounds()
        part = max(right - left, top - bottom) / max(page.get_size())
        if (right - left) * (top - bottom) > MOST_OF_PAGE * page.get_width() * page.get_height():
            sides.append(round(max(thing.get_px_size()) / part))
    return min(sides)


def _lines_of(page: Any, scale: float) -> Iterator[Line]:
    """Give the page's own text, a line for each run that the file writes without a break."""
    text = page.get_textpage()
    characters = list(_whole(_character(page, text, index, scale) for index in range(text.count_chars())))
    for is_text, run in groupby(characters, key=lambda each: not each[0].isspace() or each[0] == " "):
        seen = [each for each in run if not each[0].isspace()]
        if is_text and seen:
            yield _line(seen)


def _whole(units: Iterable[Character]) -> Iterator[Character]:
    """Give characters; the file's reader gives a rare one in two halves."""
    high = ""
    for unit, box in units:
        if "\ud800" <= unit <= "\udbff":
            high = unit
        else:
            yield (high + unit).encode("utf-16", "surrogatepass").decode("utf-16", "replace"), box
            high = ""


def _character(page: Any, text: Any, index: int, scale: float) -> Character:
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


def _line(characters: list[Character]) -> Line:
    x0, y0, x1, y1 = (
        bound(box[side] for _character, box in characters) for side, bound in enumerate((min, min, max, max))
    )
    along = 0 if x1 - x0 >= y1 - y0 else 1
    start, length = (x0, y0)[along], max(1, (x1 - x0, y1 - y0)[along])
    places = tuple(((box[along] + box[along + 2]) / 2 - start) / length for _character, box in characters)
    corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1)) if along == 0 else ((x1, y0), (x1, y1), (x0, y1), (x0, y0))
    return Line("".join(character for character, _box in characters), corners, places)
