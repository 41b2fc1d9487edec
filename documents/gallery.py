"""Every form as PDF and PNG, to be looked at: `python -m documents.gallery OUTDIR [FORM …]`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

if not settings.configured:
    settings.configure(USE_I18N=False, PAPER_FONTS=None)

import pypdfium2

from documents import specimens
from documents.typesetting import BLANKS, FORMS, typeset, typeset_blank


def papers(only: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give (name, PDF) of each specimen whose form is in `only`, of all when it is empty."""
    for form in FORMS:
        if only and form not in only:
            continue
        for name, data in specimens.all_of(form):
            yield f"{form}-{name}", typeset(form, data)
        if form in BLANKS:
            yield f"{form}-blank", typeset_blank(form, specimens.CONTACT)


def main(folder: str, *only: str) -> None:
    """Write each specimen to `folder` as PDF and each of its pages as PNG."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for name, pdf in papers(list(only)):
        (out / f"{name}.pdf").write_bytes(pdf)
        document = pypdfium2.PdfDocument(pdf)
        for number, page in enumerate(document, start=1):
            page.render(scale=1.5).to_pil().save(out / f"{name}-{number}.png")
        document.close()
        print(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
