"""Reads papers back: their text, the places of their characters, their codes."""

import ctypes
import math
import re
import unicodedata

import pypdfium2
import zxingcpp

MM = 72 / 25.4


def pages_of(pdf: bytes) -> list[str]:
    """Give the text of each page, without white space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def raw_text_of(pdf: bytes) -> str:
    """Give the text of the first page with its line ends."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].get_textpage().get_text_range()
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """Give the text of all pages, without white space."""
    return "".join(pages_of(pdf))


def made_at(pdf: bytes) -> str:
    """Give the creation date that the PDF states."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document.get_metadata_value("CreationDate")
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Give `text` without white space, to be looked for in `text_of`."""
    return re.sub(r"\s", "", text)


def sizes_of(pdf: bytes) -> list[tuple[int, int]]:
    """Give width and height of each page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [tuple(round(side / MM) for side in page.get_size()) for page in document]
    finally:
        document.close()


def pictures_in(pdf: bytes) -> list[tuple[int, int]]:
    """Give width and height in pixels of each picture of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = (page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]) for page in document)
        return [picture.get_px_size() for found in pictures for picture in found]
    finally:
        document.close()


def nearest_edge(pdf: bytes) -> float:
    """Give how near, in millimetres, a character comes to the left or right edge of a page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return min(_page_edge(page) for page in document) / MM
    finally:
        document.close()


def _page_edge(page) -> float:
    text, wide = page.get_textpage(), page.get_width()
    places = [text.get_rect(number) for number in range(text.count_rects())]
    return min([wide, *(min(left, wide - right) for left, _bottom, right, _top in places)])


def codes_of(pdf: bytes, page: int = 0) -> list[str]:
    """Give the text of the codes on one page, drawn at 200 dpi as a desk scanner would."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [code.text for code in zxingcpp.read_barcodes(document[page].render(scale=200 / 72).to_pil())]
    finally:
        document.close()


def han(text: str) -> str:
    """Give the 汉字 of `text`."""
    return "".join(char for char in text if unicodedata.name(char, "").startswith("CJK UNIFIED"))


def strings_in(data) -> list[str]:
    """Give every string inside JSON-ready `data`."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in strings_in(value)]
    if isinstance(data, list):
        return [text for value in data for text in strings_in(value)]
    return [data] if isinstance(data, str) else []


def faces_of(pdf: bytes) -> dict[str, str]:
    """Give the name of the face in which each character of the first page was drawn last."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage()
        return {text.get_text_range(n, 1): _face_at(text, n) for n in range(text.count_chars())}
    finally:
        document.close()


def _face_at(text, number: int) -> str:
    name = ctypes.create_string_buffer(200)
    pypdfium2.raw.FPDFText_GetFontInfo(text, number, name, 200, None)
    return name.value.decode()


def smallest_print(pdf: bytes) -> float:
    """Give the size in points of the smallest character on any page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return min(size for page in document for size in _sizes(page.get_textpage()))
    finally:
        document.close()


def _sizes(text) -> list[float]:
    raw, matrix = pypdfium2.raw, pypdfium2.raw.FS_MATRIX()
    found = []
    for number in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, number) == 1:
            continue
        raw.FPDFText_GetMatrix(text, number, matrix)
        found.append(
            raw.FPDFText_GetFontSize(text, number) * math.hypot(matrix.c, matrix.d)
        )  # also of text on its side
    return found
