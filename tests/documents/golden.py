"""What each paper looks like, kept as small grey pictures: `make golden` draws them anew after a wanted change.

A picture holds the first pages of a specimen and the last, side by side, each WIDE blocks across: a block is the mean
darkness of five millimetres of paper. Words may change a little; a line, a column or a margin that moves is seen.
"""

import sys
from pathlib import Path

import pypdfium2
from django.conf import settings
from PIL import Image, ImageChops

FOLDER = Path(__file__).parent / "golden"
WIDE = 40  # blocks across a page
FINER = 6  # dots across a block, of which the mean is taken
FIRST = 3  # pages kept from the beginning
STEP = 4  # levels of grey that are not told apart
TOLERANCE = 16  # levels of grey by which a block may differ


def fingerprint(pdf: bytes) -> Image.Image:
    """Give the picture of a paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        count = len(document)
        numbers = list(dict.fromkeys([*range(min(FIRST, count)), count - 1]))
        pages = [_blocks(document[number]) for number in numbers]
    finally:
        document.close()
    strip = Image.new("L", (WIDE * len(pages), max(page.height for page in pages)), 255)
    for place, page in enumerate(pages):
        strip.paste(page, (WIDE * place, 0))
    return strip


def _blocks(page: pypdfium2.PdfPage) -> Image.Image:
    drawn = page.render(scale=WIDE * FINER / page.get_width()).to_pil().convert("L")
    return drawn.reduce(FINER).point(lambda level: level // STEP * STEP)


def furthest(one: Image.Image, other: Image.Image) -> int:
    """Give by how many levels of grey the most different block differs; 255 where the pages are others."""
    if one.size != other.size:
        return 255
    return ImageChops.difference(one, other).getextrema()[1]


def kept(form: str, name: str) -> Image.Image:
    """Give the picture kept of a specimen. Raises FileNotFoundError where none is."""
    with Image.open(FOLDER / f"{form}-{name}.png") as picture:
        return picture.convert("L")


def renew(*only: str) -> None:
    """Draw the pictures of the forms named, or of all, anew."""
    from documents import gallery

    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.png") if not only else ():
        path.unlink()
    for name, pdf in gallery.papers(list(only)):
        fingerprint(pdf).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    if not settings.configured:
        settings.configure(USE_I18N=False, PAPER_FONTS=str(Path("var/fonts").resolve()))
    renew(*sys.argv[1:])
