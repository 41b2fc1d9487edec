"""The watermark: on every page served, another for every expert, read off a print; no word below it is lost."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from documents.scans.blind import bound, burnt
from documents.scans.identity import squeezed
from documents.scans.leaks import JPEG_SEGMENTS
from documents.scans.pages import drawn_at
from documents.scans.reading import read
from documents.watermark import SLOPE, page_of, watermarked
from tests.applications.masking.papers import diploma

WHITE, BLACK = 255, 0


def copy_of(grey: int, *, width: int = 1240, height: int = 1754) -> io.BytesIO:
    """Give a blind copy of one page in one grey."""
    return io.BytesIO(bound([burnt(np.full((height, width, 3), grey, np.uint8), [])]))


def pixels(picture: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("RGB"))


def code_read(picture: bytes) -> set[str]:
    """Give what can be read of a watermark when its contrast is raised and its slope taken back, as one would."""
    with Image.open(io.BytesIO(picture)) as image:
        flat = ImageOps.autocontrast(image.convert("L"), cutoff=1).rotate(-SLOPE, expand=True, fillcolor=WHITE)
    return {squeezed(line.text)[0].upper() for line in read(np.asarray(flat.convert("RGB"))).lines}


@pytest.mark.parametrize("grey", [WHITE, 200, 150, 128, 112, 60, BLACK])
def test_the_code_is_there_whatever_lies_below(grey: int):
    """On white it is darker, on black lighter, on any grey both; never so much that it hides a word."""
    page = page_of(copy_of(grey), 1)
    marked, plain = (pixels(watermarked(page, code, 1000)).astype(int) for code in ("K7MXP3", " "))
    change = np.abs(marked - plain).max(axis=2)
    assert 12 < np.percentile(change[change > 8], 90) < 45
    assert 0.01 < (change > 8).mean() < 0.2
    height, width = change.shape
    for top in range(0, height - height // 3, height // 3):
        for left in range(0, width - width // 2 + 1, width // 2):
            assert (change[top : top + height // 3, left : left + width // 2] > 8).any(), (
                "every part of it bears it"
            )


def test_the_code_can_be_read_and_is_another_for_another_expert():
    """The code alone leads back to a screen."""
    page = page_of(copy_of(WHITE), 1)
    for code in ("K7MXP3", "AC4FHY"):
        found = " ".join(code_read(watermarked(page, code, 1600)))
        assert code in found, found


def test_no_word_below_is_lost():
    """A reader reads from the marked page what it reads from the plain one."""
    page = page_of(io.BytesIO(bound([burnt(drawn_at(diploma(), 1), [])])), 1)
    plain, marked = (
        {squeezed(line.text)[0] for line in read(pixels(picture)[:, :, ::-1].copy()).lines}
        for picture in (page, watermarked(page, "K7MXP3", 1600))
    )
    assert {"毕业证书", "姓名:王小明"} <= plain
    words = "".join(sorted(marked))
    assert all(line in words for line in plain), (plain, marked)


def test_what_is_served_is_pixels_alone():
    """materials.md: no name, time, comment or thumbnail; no wider than asked for, never larger than the page."""
    served = watermarked(page_of(copy_of(WHITE), 1), "K7MXP3", 1000)
    assert served.startswith(b"\xff\xd8")
    place, segments = 2, set()
    while served[place + 1] != 0xDA:
        segments.add(served[place + 1])
        place += 2 + int.from_bytes(served[place + 2 : place + 4], "big")
    assert segments <= JPEG_SEGMENTS
    assert pixels(served).shape[:2] == (1415, 1000)
    assert pixels(watermarked(page_of(copy_of(WHITE), 1), "K7MXP3", 5000)).shape[1] == 1240
    assert pixels(watermarked(page_of(copy_of(WHITE, width=4000, height=40), 1), "K7MXP3", 1000)).shape[0] == 10


@pytest.mark.parametrize("number", [0, -1, 2])
def test_a_page_that_is_not_there(number: int):
    """Counted from 1."""
    with pytest.raises(IndexError):
        page_of(copy_of(WHITE), number)
