"""Tells whether two pages are the same picture, though one was saved again, made smaller, or turned (materials.md).

The print of a page is the sign of its 255 slowest waves (a discrete cosine transform of 64 × 64 grey dots): what
compression and size change is fast. Forms of one kind look alike from afar, so pages whose words or numbers differ are
not the same picture.
"""

import re
from itertools import pairwise

import cv2
import numpy as np
from rapidfuzz import fuzz

from documents.scans.identity import squeezed
from documents.scans.lines import Line
from documents.scans.pages import Pixels, shrunk

LOOK_SIDE, SIDE, WAVES = 512, 64, 16
BANDS, BAND_BITS = 16, 16
#: So many bits of two prints may differ; fewer than BANDS, so that one band at least is the same in both.
MOST_APART = 15
#: How much of the words, and of the long numbers among them, must be the same, in percent: readers err.
LEAST_WORDS, LEAST_NUMBERS = 90, 85
NUMBER = re.compile(r"\d{6,}")


def print_of(pixels: Pixels, quarter: int = 0) -> str:
    """Give the print of a page, 64 hexadecimal digits; quarter: degrees, clockwise, that make it upright."""
    grey = shrunk(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), LOOK_SIDE)
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    upright = np.rot90(small, -(quarter // 90)).astype(np.float32)
    slow = cv2.dct(upright)[:WAVES, :WAVES].flatten()
    slow[0] = 0  # how bright the page is says nothing
    return np.packbits(slow > np.median(slow)).tobytes().hex()


def bands(print_: str) -> list[int]:
    """Give a print in parts of 16 bits: the same picture has at least one of them in common."""
    step = BAND_BITS // 4
    return [int(print_[begin:end], 16) for begin, end in pairwise(range(0, len(print_) + 1, step))]


def apart(one: str, other: str) -> int:
    """Give how many bits of two prints differ, from 0 to 256."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def same_words(one: tuple[Line, ...], other: tuple[Line, ...]) -> bool:
    """Tell whether two pages say the same, but for what a reader gets wrong; pages without words do."""
    first, second = (squeezed("".join(line.text for line in lines))[0] for lines in (one, other))
    numbers = ("".join(NUMBER.findall(text)) for text in (first, second))
    return fuzz.ratio(first, second) >= LEAST_WORDS and fuzz.ratio(*numbers) >= LEAST_NUMBERS
