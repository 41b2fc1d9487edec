"""Sets many cases of one form: the pages of several go into one PDF, which holds each face and each drawing once.

    for part in typeset_series("report_form", [data, data, …]):
        part.pdf, part.pages, part.refused

A case that cannot be set is refused by itself, and the others go on. The pages look as those of `typeset`.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf

from documents.fonts import folders_in_use
from documents.papers.catalogue import FORMS, Form
from documents.papers.shape import Paper, build
from documents.press import PRESSES, Press
from documents.typesetting import one_at_a_time, paper_of, render_html, render_sheets, typeset

#: Forms that are one sheet with a place for everything: the furniture is drawn once, the person's data laid over it.
SHEETS = frozenset({"certificate"})
#: How many cases are laid out before they are written: more of them share their faces, fewer need less memory.
AT_ONCE, SHEETS_AT_ONCE = 4, 50
FURNITURE = "/Furniture"

Case = tuple[int, dict[str, Any]]


@dataclass
class Part:
    """Some cases of a series, each named by its place in it.

    pdf: their pages one after the other, without tags; empty where no case could be set.
    pages: how many pages a case has. refused: why a case is not in it.
    """

    pdf: bytes = b""
    pages: dict[int, int] = field(default_factory=dict)
    refused: dict[int, Exception] = field(default_factory=dict)


def typeset_series(form: str, cases: Sequence[dict[str, Any]]) -> Iterator[Part]:
    """Give all cases of `form` (a key of FORMS) in parts. Raises KeyError for an unknown form, nothing for a case."""
    kind = FORMS[form]
    at_once = SHEETS_AT_ONCE if form in SHEETS else AT_ONCE
    for start in range(0, len(cases), at_once):
        yield typeset_part(kind, list(enumerate(cases))[start : start + at_once])


def typeset_each(form: str, cases: Sequence[dict[str, Any]]) -> Iterator[tuple[int, bytes | Exception]]:
    """Give the place of each case with its own PDF, as `typeset` makes it, or with the reason why there is none."""
    for place, data in enumerate(cases):
        try:
            yield place, typeset(form, data)
        except Exception as wrong:  # whatever it is, it is this case's alone, and is told with it
            yield place, wrong


def typeset_part(form: Form, cases: Sequence[Case]) -> Part:
    """Give some cases in one PDF."""
    part = Part()
    papers = _each(part, dict(cases), lambda data: paper_of(form, data))
    set_papers = _sheets if form.key in SHEETS else _booklets
    if papers:
        set_papers(form, papers, part)
    return part


def _each(part: Part, things: dict[int, Any], do: Callable[[Any], Any]) -> dict[int, Any]:
    """Give what `do` makes of each thing, by its place; those with which it fails are refused."""
    done = {}
    for place, thing in things.items():
        try:
            done[place] = do(thing)
        except Exception as wrong:  # whatever it is, it is this case's alone, and is told with it
            part.refused[place] = wrong.with_traceback(None)  # whose frames would hold the pages of the others
    return done


def _booklets(form: Form, papers: dict[int, Paper], part: Part) -> None:
    texts = _each(part, papers, lambda paper: render_html(form, paper))
    with one_at_a_time() as press:
        _lay_out(press, form, texts, part)  # nothing of it is alive when the end of this block collects


def _lay_out(press: Press, form: Form, texts: dict[int, str], part: Part) -> None:
    documents = _each(part, texts, lambda html: press.laid_out(form, html))
    part.pages = {place: len(document.pages) for place, document in documents.items()}
    if documents:
        first = next(iter(documents.values()))
        together = first.copy([page for document in documents.values() for page in document.pages])
        part.pdf = press.written(together, identifier="".join(texts.values()), tags=False)


def _sheets(form: Form, papers: dict[int, Paper], part: Part) -> None:
    """Lay the data of all over one drawing of the furniture."""
    below = _furniture(form, folders_in_use())
    part.pdf = laid_over(below, _pdf(form, render_sheets(form, [*papers.values()], furniture=False)))
    part.pages = dict.fromkeys(papers, 1)


@lru_cache(maxsize=PRESSES * len(SHEETS))
def _furniture(form: Form, _folders: tuple[str, ...]) -> bytes:
    """The sheet of a form as it is for everybody, drawn once in the faces of each choice of folders."""
    return _pdf(form, render_sheets(form, [build(form.shape, {}, blank=True)], person=False))


def _pdf(form: Form, html: str) -> bytes:
    with one_at_a_time() as press:
        return press.written(press.laid_out(form, html), identifier=html, tags=False)


def laid_over(furniture: bytes, sheets: bytes) -> bytes:
    """Give a PDF whose pages show the page of `furniture` and over it each page of `sheets`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(furniture)) as below, pikepdf.open(io.BytesIO(sheets)) as pdf:
        drawing = pdf.copy_foreign(below.pages[0].as_form_xobject())
        for page in pdf.pages:
            page.add_resource(drawing, pikepdf.Name.XObject, pikepdf.Name(FURNITURE))
            page.contents_add(f"q {FURNITURE} Do Q".encode(), prepend=True)
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()
