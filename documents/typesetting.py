"""Sets a form's data as a PDF: one template and one style sheet a form, nothing fetched from anywhere.

    pdf = typeset("employer_notice", {"name": "…", …})     # bytes
    pdf = typeset_blank("employer_notice")                 # the form to be filled in by hand

The keys of the forms and the shapes of their data stand in `documents.papers.catalogue.FORMS`. The same data give
the same bytes. A wrong field raises `PaperDataError`, whose `field` names it.
"""

import gc
import hashlib
import threading
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from django.conf import settings
from django.template import Context, Engine
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents import fonts, marks, wording
from documents.papers.catalogue import BLANKS, FORMS, Form
from documents.papers.shape import IMAGE_STARTS, Paper, PaperDataError, build

__all__ = ["BLANKS", "FORMS", "PaperDataError", "require_subsetter", "typeset", "typeset_blank"]

ROOM = Path(__file__).resolve().parent
TEMPLATES = ROOM.parent / "templates"
STYLES = ROOM / "css"

require_subsetter = fonts.require_subsetter
_lock = threading.Lock()


class AddressRefused(FatalURLFetchingError):
    """A template or a style sheet asked for something that does not belong to a paper."""


class ClosedFetcher(URLFetcher):
    """Opens `data:` pictures and our own font files; everything else raises and the paper is not made."""

    def __init__(self, files: frozenset[str]):
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self.files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Give the response for `url`; raises AddressRefused for any address that is not ours."""
        if url.startswith(IMAGE_STARTS) or url in self.files:
            return super().fetch(url, headers)
        raise AddressRefused(f"refused: {url[:80]}")


def typeset(form: str, data: dict[str, Any]) -> bytes:
    """Give the PDF of `form` (a key of FORMS) filled with the JSON-ready `data`.

    Raises KeyError for an unknown form, PaperDataError for data that do not fit it.
    """
    kind = FORMS[form]
    return _render(kind, build(kind.shape, data), blank=False)


def typeset_blank(form: str, data: dict[str, Any] | None = None) -> bytes:
    """Give the PDF of `form` to be filled in by hand; `data` may give some fields, as the telephones (C42, C48).

    Raises KeyError for a form without a blank, PaperDataError for an unknown field.
    """
    if form not in BLANKS:
        raise KeyError(form)
    kind = FORMS[form]
    return _render(kind, build(kind.shape, data or {}, blank=True), blank=True)


def render_html(form: Form, paper: Paper, *, blank: bool) -> str:
    """Give the HTML of a paper; every field is escaped. Raises PaperDataError for wording that cannot be printed."""
    for key, fault in wording.faults(form.key, paper.wording).items():
        raise PaperDataError(f"wording.{key}", fault)
    context = {
        "paper": paper,
        "form": form,
        "blank": blank,
        "qr": marks.qr_picture(paper.code_url) if paper.code_url else "",
    }
    return _engine().get_template(f"documents/{form.key}.html").render(Context(context, autoescape=True))


def _render(form: Form, paper: Paper, *, blank: bool) -> bytes:
    html = render_html(form, paper, blank=blank)
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    folder = getattr(settings, "PAPER_FONTS", None)
    if fonts.own_faces(folder):
        html = fonts.keep_in_noto(html)
    fetcher = ClosedFetcher(fonts.allowed_files(folder))
    with _lock:
        faces = _font_configuration(str(folder or ""))
        sheets = [
            weasyprint.CSS(string=text, font_config=faces, url_fetcher=fetcher)
            for text in (fonts.face_rules(folder), _style("base"), _style(form.key))
            if text
        ]
        try:
            source = weasyprint.HTML(string=html, url_fetcher=fetcher)
            return source.write_pdf(
                stylesheets=sheets, font_config=faces, pdf_identifier=identifier, pdf_variant=None, pdf_tags=True
            )
        finally:
            gc.collect()


@cache
def _engine() -> Engine:
    """An engine of our own: no request, no context of pages, escaping on, and a misspelt field shows itself."""
    return Engine(
        dirs=[str(TEMPLATES)],
        builtins=["documents.marks", "documents.wording"],
        autoescape=True,
        string_if_invalid="⟦%s⟧",
    )


@cache
def _font_configuration(folder: str) -> FontConfiguration:
    """One for the process and its folder of faces: a second one would load every face again."""
    with fonts.only_needed_fonts():
        return FontConfiguration()


@cache
def _style(name: str) -> str:
    path = STYLES / f"{name}.css"
    return path.read_text(encoding="utf-8") if path.exists() else ""
