"""Two versions of a page are laid beside each other: what differs is framed, and nothing else."""

import io

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from documents.pictures import COLUMNS, changed_parts, marked


def page(*rows: str, mark: tuple[int, int] | None = None) -> Image.Image:
    """Give a page of grey words, each as long as its text; a seal at `mark`."""
    picture = Image.new("RGB", (900, 1273), "white")
    draw = ImageDraw.Draw(picture)
    for number, row in enumerate(rows):
        for place, letter in enumerate(row):
            if not letter.isspace():
                x, y = 100 + place * 30, 120 + number * 80
                draw.rectangle((x, y, x + 20, y + 8 + ord(letter) % 23), fill="black")
    if mark:
        draw.ellipse((mark[0] - 70, mark[1] - 70, mark[0] + 70, mark[1] + 70), outline=(200, 20, 20), width=9)
    return picture


TEXT = ("abcdefghijklmnop", "qrstuvwxyzabcd", "efghijklmnopqrstu", "vwxyzabc")
OTHER = (TEXT[0], TEXT[1][:4] + "QQQQ" + TEXT[1][8:], *TEXT[2:])


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        (page(*TEXT), 0),
        (page(*OTHER), 1),
        (page(*TEXT, mark=(650, 1100)), 1),
        (page(*OTHER, mark=(650, 1100)), 2),
        (Image.new("RGB", (900, 1273), "black"), 0),
    ],
    ids=["same", "a word", "a seal", "both", "everything"],
)
def test_what_differs_is_framed(new: Image.Image, parts: int) -> None:
    """C17: a word and a seal are two frames; where nearly everything differs there is none."""
    assert len(changed_parts(new, page(*TEXT))) == parts


def test_a_frame_is_where_the_change_is() -> None:
    """C17: around the word, in cells of a fortieth of the page's width."""
    ((left, top, right, bottom),) = changed_parts(page(*OTHER), page(*TEXT))
    side = 900 / COLUMNS
    assert 100 + 3 * 30 <= left * side <= 100 + 4 * 30
    assert 100 + 7 * 30 <= right * side <= 100 + 9 * 30
    assert top * side <= 200 + 12 <= bottom * side


def test_what_a_scanner_does_is_no_change() -> None:
    """C17: saved anew, a little darker, a little softer, another size."""
    for other in (
        ImageEnhance.Brightness(page(*TEXT)).enhance(0.85),
        page(*TEXT).filter(ImageFilter.GaussianBlur(1)),
        page(*TEXT).resize((1200, 1697)),
    ):
        assert changed_parts(other, page(*TEXT)) == []


def test_the_picture_keeps_its_size_and_bears_the_frames() -> None:
    """C17: as large as the page, with the frame's colour where the change is."""
    new, old = io.BytesIO(), io.BytesIO()
    page(*OTHER).save(new, "WEBP")
    page(*TEXT).save(old, "WEBP")
    with Image.open(io.BytesIO(marked(new.getvalue(), old.getvalue()))) as shown:
        assert shown.size == (900, 1273)
        colours = shown.convert("RGB").getcolors(10**6) or []
        assert sum(count for count, (red, green, blue) in colours if red > 150 and green < 130 and blue < 60) > 500
