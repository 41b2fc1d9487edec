"""Every form as PDF and as a picture of its pages, to be looked at: `python -m documents.gallery OUTDIR [FORM …]`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

if not settings.configured:
    settings.configure(USE_I18N=False, PAPER_FONTS=str(Path(__file__).resolve().parent.parent / "var" / "fonts"))

import pypdfium2
from PIL import Image

from documents import specimens
from documents.typesetting import BLANKS, FORMS, typeset, typeset_blank

ACROSS = 4  # pages beside each other
GAP = 12  # pixels between pages
DESK = "#8a8f98"


def papers(only: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give (name, PDF) of each specimen whose form is in `only`, of all when it is empty."""
    for form in FORMS:
        if only and form not in only:
            continue
        for name, data in specimens.all_of(form):
            yield f"{form}-{name}", typeset(form, data)
        if form in BLANKS:
            yield f"{form}-blank", typeset_blank(form, specimens.CONTACT)


def contact_sheet(pdf: bytes) -> Image.Image:
    """Give all pages of a paper in one picture, ACROSS to a row."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=1.2).to_pil() for page in document]
    document.close()
    wide, high = (max(page.size[side] for page in pages) + GAP for side in (0, 1))
    rows = -(-len(pages) // ACROSS)
    sheet = Image.new("RGB", (wide * min(ACROSS, len(pages)) + GAP, high * rows + GAP), DESK)
    for number, page in enumerate(pages):
        row, column = divmod(number, ACROSS)
        sheet.paste(page, (GAP + wide * column, GAP + high * row))
    return sheet


def main(folder: str, *only: str) -> None:
    """Write each specimen to `folder` as PDF and as a contact sheet."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, pdf in papers(list(only)):
        (out / f"{name}.pdf").write_bytes(pdf)
        contact_sheet(pdf).save(out / f"{name}.png")
        print(out / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
