"""Sets a form's data as a PDF: one template and one style sheet a form, nothing fetched from anywhere.

    pdf = typeset("employer_notice", {"name": "…", …})     # bytes
    pdf = typeset_blank("employer_notice")                 # the form to be filled in by hand

The keys of the forms and the shapes of their data stand in `documents.papers.catalogue.FORMS`. The same data give
the same bytes. A wrong field raises `PaperDataError`, whose `field` names it.
"""

import gc
import hashlib
import itertools
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from django.template import Context, Engine
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents import fonts, marks, wording
from documents.coverage import faceless
from documents.grids import Grids
from documents.markup import Markup
from documents.moulds import Mould
from documents.papers.catalogue import BLANKS, FORMS, Form
from documents.papers.shape import IMAGE_STARTS, Paper, PaperDataError, Picture, build, strings_in
from documents.pictures import require_drawable
from documents.subsetting import PaperFonts, name_font_programs

__all__ = ["BLANKS", "FORMS", "PaperDataError", "require_subsetter", "typeset", "typeset_blank"]

ROOM = Path(__file__).resolve().parent
TEMPLATES = ROOM.parent / "templates"
STYLES = ROOM / "css"

require_subsetter = fonts.require_subsetter
LOOKED_AT_AGAIN = 100
MARK_ONCE = "@page :nth(n+2) { @top-right { content: none } }"
_papers_made = itertools.count()
_lock = threading.Lock()
_ROOT = re.compile(r":root\s*{[^}]*}")
_WORD = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USED_WORD = re.compile(r"var\((--[\w-]+)\)")


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
    with one_at_a_time():
        return written(laid_out(form, html), identifier=html)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """While inside, no other thread lays out; what was laid out is collected at the end, not in the midst of it.

    The boxes of a page hold each other. Looking for the dead ones again and again while they are made takes a tenth
    of the time, and not looking when they are done keeps a hundred papers in memory.
    """
    with _lock:
        _settle()
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
            _collect()


def laid_out(form: Form, html: str) -> weasyprint.Document:
    """Give the pages of a form's HTML; to be called inside `one_at_a_time`. Raises AddressRefused."""
    folders = fonts.folders_in_use()
    if fonts.own_faces(*folders):
        html = fonts.keep_in_noto(html)
    source = Markup(html, _fetcher(folders))

    def lay_out(source: Markup) -> weasyprint.Document:
        return source.render(stylesheets=_sheets(form, folders), font_config=_font_configuration(folders))

    grids = Grids(
        source.etree_element, lambda sample: lay_out(Markup(sample, _fetcher(folders))), _moulds(form, folders)
    )
    document = lay_out(source)
    grids.fill(document)
    if not _has_pages_of_its_own(form):
        _repeat_mark(document)
    return document


def _repeat_mark(document: weasyprint.Document) -> None:
    """Show the mark of the first page, laid out once, on the others."""
    first, *others = [page._page_box for page in document.pages]
    marks = [box for box in first.children if getattr(box, "at_keyword", "") == "@top-right"]
    for page in others:
        page.children = [*page.children, *marks]


def written(document: weasyprint.Document, *, identifier: str, tags: bool = True) -> bytes:
    """Give the PDF of laid-out pages. The same `identifier` text gives the same identifier of the file.

    tags: say what is a heading and what a table, for who has a paper read out; a print run needs none.
    """
    document.fonts = PaperFonts(_known_fonts(document.font_config))
    digest = hashlib.sha256(identifier.encode()).digest()[:16]
    return document.write_pdf(pdf_identifier=digest, pdf_variant=None, pdf_tags=tags, finisher=_finish)


class Written(pydyf.Object):
    """An object of a PDF as it is written, made once.

    pydyf asks for it twice, the second time for the file's identifier, and would pack each stream both times: a tenth of
    the calls of a form.
    """

    def __init__(self, made: pydyf.Object):
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self.bytes = made.data
        self.is_compressible = made.compressible

    @property
    def data(self) -> bytes:
        return self.bytes

    @property
    def compressible(self) -> bool:
        return self.is_compressible


def _finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    name_font_programs(document, pdf)
    pdf.objects = [made if made.free == "f" else Written(made) for made in pdf.objects]


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
def _fetcher(folders: tuple[str, ...]) -> ClosedFetcher:
    return ClosedFetcher(fonts.allowed_files(*folders))


@cache
def _sheets(form: Form, folders: tuple[str, ...]) -> list[weasyprint.CSS]:
    """The style sheets of a form, that of the form which it is like before its own, read once."""
    texts = (
        fonts.face_rules(*folders),
        *with_words_filled_in(_style("base"), _style(form.like), _style(form.key)),
        "" if _has_pages_of_its_own(form) else MARK_ONCE,
    )
    faces, fetcher = _font_configuration(folders), _fetcher(folders)
    return [weasyprint.CSS(string=text, font_config=faces, url_fetcher=fetcher) for text in texts if text]


def _has_pages_of_its_own(form: Form) -> bool:
    return any("@page" in _style(name) for name in (form.like, form.key))


@cache
def _engine() -> Engine:
    """An engine of our own: no request, no context of pages, escaping on, and a misspelt field shows itself."""
    return Engine(
        dirs=[str(TEMPLATES)],
        builtins=["documents.marks", "documents.passages"],
        autoescape=True,
        string_if_invalid="⟦%s⟧",
    )


@cache
def _font_configuration(_folders: tuple[str, ...]) -> FontConfiguration:
    """One for the process and its folders of faces: a second one would load every face again."""
    with fonts.only_needed_fonts():
        return FontConfiguration()


def with_words_filled_in(*styles: str) -> list[str]:
    """Give style sheets with each `var(--word)` replaced by what their `:root` rules say.

    WeasyPrint can do it, but anew for each element of each paper: an eighth of the time of a form.
    """
    words = {name: value for style in styles for name, value in _WORD.findall(style)}
    return [_USED_WORD.sub(lambda use: words[use[1]], _ROOT.sub("", style)) for style in styles]


@cache
def _known_fonts(_faces: FontConfiguration) -> dict[Any, Any]:
    """The fonts that papers of one configuration have used, for `PaperFonts`."""
    return {}


@cache
def _moulds(_form: Form, _folders: tuple[str, ...]) -> dict[str, Mould | None]:
    """The builds of tables that papers of one form in one choice of faces had, for `Grids`."""
    return {}


@cache
def _style(name: str) -> str:
    path = STYLES / f"{name}.css"
    return path.read_text(encoding="utf-8") if path.exists() else ""
