"""Sets a form's data as a PDF: one template and one style sheet a form, nothing fetched from anywhere.

    pdf = typeset("employer_notice", {"name": "…", …})     # bytes
    pdf = typeset_blank("employer_notice")                 # the form to be filled in by hand

The keys of the forms and the shapes of their data stand in `documents.papers.catalogue.FORMS`. The same data give
the same bytes. A wrong field raises `PaperDataError`, whose `field` names it.
"""

import gc
import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from documents import fonts, marks, wording
from documents.coverage import faceless
from documents.papers.catalogue import BLANKS, FORMS, Form
from documents.papers.shape import Paper, PaperDataError, Picture, build, strings_in
from documents.pictures import require_drawable
from documents.press import Press, press_in_use

__all__ = ["BLANKS", "FORMS", "PaperDataError", "require_subsetter", "typeset", "typeset_blank"]

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

require_subsetter = fonts.require_subsetter
LOOKED_AT_AGAIN = 100
_papers_made = itertools.count()
_lock = threading.Lock()


def typeset(form: str, data: dict[str, Any]) -> bytes:
    """Give the PDF of `form` (a key of FORMS) filled with the JSON-ready `data`.

    Raises KeyError for an unknown form, PaperDataError for data that do not fit it.
    """
    kind = FORMS[form]
    return _render(kind, paper_of(kind, data), blank=False)


def paper_of(form: Form, data: dict[str, Any]) -> Paper:
    """Give the paper that `data` describe.

    Raises PaperDataError, which names the field, for data that do not fit the form, for a character that no face has, and
    for a picture that cannot be drawn.
    """
    paper = build(form.shape, data)
    for field, text in strings_in(paper):
        if isinstance(text, Picture):
            require_drawable(field, text)
        else:
            for char in faceless(text):
                raise PaperDataError(field, f"“{char}”（U+{ord(char):04X}）没有字体能打印")
    return paper


def typeset_blank(form: str, data: dict[str, Any] | None = None) -> bytes:
    """Give the PDF of `form` to be filled in by hand; `data` may give some fields, as the telephones (C42, C48).

    Raises KeyError for a form without a blank, PaperDataError for an unknown field.
    """
    if form not in BLANKS:
        raise KeyError(form)
    kind = FORMS[form]
    return _render(kind, build(kind.shape, data or {}, blank=True), blank=True)


def render_html(form: Form, paper: Paper, *, blank: bool = False) -> str:
    """Give the HTML of a paper; every field is escaped. Raises PaperDataError for wording that cannot be printed."""
    for key, fault in wording.faults(form.key, paper.wording).items():
        raise PaperDataError(f"wording.{key}", fault)
    qr = marks.qr_picture(paper.code_url) if paper.code_url else ""
    return render_sheets(form, [paper], blank=blank, paper=paper, qr=qr)


def render_sheets(
    form: Form, papers: Sequence[Paper], *, furniture: bool = True, person: bool = True, **more: Any
) -> str:
    """Give the HTML of several papers of a form whose template draws sheets, one after the other.

    furniture, person: draw what is the same for everybody, draw what is a person's own. `more` is handed to the
    template.
    """
    context = {"form": form, "papers": papers, "furniture": furniture, "person": person, **more}
    return _engine().get_template(f"documents/{form.key}.html").render(Context(context, autoescape=True))


def _render(form: Form, paper: Paper, *, blank: bool) -> bytes:
    html = render_html(form, paper, blank=blank)
    with one_at_a_time() as press:
        return press.written(press.laid_out(form, html), identifier=html)


@contextmanager
def one_at_a_time() -> Iterator[Press]:
    """Give the press in use, to one thread; what was laid out is collected at the end, not in the midst of it.

    The boxes of a page hold each other. Looking for the dead ones again and again while they are made takes a tenth
    of the time, and not looking when they are done keeps a hundred papers in memory.
    """
    with _lock:
        _settle()
        gc.disable()
        try:
            yield press_in_use()
        finally:
            gc.enable()
            _collect()


@cache
def _settle() -> None:
    """Take what the program itself consists of out of the next collections."""
    _collect()


def _collect() -> None:
    """Collect what a paper leaves behind, and look no more at what is alive then: in a large program that takes longer
    than the paper. What dies of it in a ring is found when all is looked at again, every LOOKED_AT_AGAIN papers.
    """
    if next(_papers_made) % LOOKED_AT_AGAIN == 0:
        gc.unfreeze()
    gc.collect()
    gc.freeze()


@cache
def _engine() -> Engine:
    """An engine of our own: no request, no context of pages, escaping on, and a misspelt field shows itself."""
    return Engine(
        dirs=[str(TEMPLATES)],
        builtins=["documents.marks", "documents.passages"],
        autoescape=True,
        string_if_invalid="⟦%s⟧",
    )
