"""What papers are set with in one choice of faces: the faces, the style sheets read, and what papers before have taught.

    press = press_in_use()
    document = press.laid_out(form, html)           # the pages
    pdf = press.written(document, identifier=html)

A press is kept while it is used: each choice of faces takes some thirty megabytes.
"""

import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pydyf
import weasyprint
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents import fonts
from documents.grids import Grids
from documents.markup import Markup
from documents.moulds import Mould
from documents.pages import count_each_sheet, mark_each, pages_of
from documents.papers.catalogue import Form
from documents.papers.shape import IMAGE_STARTS
from documents.shaping import Faces
from documents.styles import Styles
from documents.subsetting import PaperFonts, name_font_programs
from documents.writing import written_once

STYLES = Path(__file__).resolve().parent / "css"
PRESSES = 2  # choices of faces that are kept: that of the installation, and that of the office
MARK_ONCE = "@page :nth(n+2) { @top-right { content: none } }"
SHEET = '<section class="sheet'
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


class Press:
    """A choice of faces and what goes with it. To be used by one thread at a time."""

    def __init__(self, folders: tuple[str, ...]):
        """Load the faces of `folders`."""
        self.folders = folders
        self.fetcher = ClosedFetcher(fonts.allowed_files(*folders))
        with fonts.only_needed_fonts():
            self.faces = Faces()
        self.fonts: dict[Any, Any] = {}  # that papers have used
        self.moulds: dict[str, dict[str, Mould | None]] = {}  # of the tables of each form
        self.styles: dict[str, Styles] = {}

    def laid_out(self, form: Form, html: str) -> weasyprint.Document:
        """Give the pages of a form's HTML. Raises AddressRefused."""
        if fonts.own_faces(*self.folders):
            html = fonts.keep_in_noto(html)
        source = self.read(html)
        grids = Grids(
            source.etree_element,
            lambda sample: self.render(form, self.read(sample)),
            self.moulds.setdefault(form.key, {}),
        )
        document = self.render(form, source)
        pages = pages_of(document)
        grids.fill(pages)
        if not has_pages_of_its_own(form):
            mark_each(pages)
            if html.count(SHEET) > 1:
                count_each_sheet(pages)
        return document

    def read(self, html: str) -> Markup:
        """Give HTML that may open nothing but its pictures and these faces."""
        return Markup(html, self.fetcher)

    def render(self, form: Form, source: weasyprint.HTML) -> weasyprint.Document:
        """Lay HTML out in a form's style sheets."""
        if form.key not in self.styles:
            self.styles[form.key] = Styles(self._sheets_of(form), self.faces)
        return self.styles[form.key].laid_out(source)

    def written(self, document: weasyprint.Document, *, identifier: str, tags: bool = True) -> bytes:
        """Give the PDF of laid-out pages. The same `identifier` text gives the same identifier of the file.

        tags: say what is a heading and what a table, for who has a paper read out; a print run needs none.
        """
        document.fonts = PaperFonts(self.fonts)
        digest = hashlib.sha256(identifier.encode()).digest()[:16]
        return document.write_pdf(pdf_identifier=digest, pdf_variant=None, pdf_tags=tags, finisher=_finish)

    def _sheets_of(self, form: Form) -> list[weasyprint.CSS]:
        """Read the style sheets of a form, that of the form which it is like before its own."""
        texts = (
            fonts.face_rules(*self.folders),
            *with_words_filled_in(_style("base"), _style(form.like), _style(form.key)),
            "" if has_pages_of_its_own(form) else MARK_ONCE,
        )
        return [
            weasyprint.CSS(string=text, font_config=self.faces, url_fetcher=self.fetcher) for text in texts if text
        ]


def press_in_use() -> Press:
    """Give the press of the faces that papers are set in just here."""
    return _press(fonts.folders_in_use())


@lru_cache(maxsize=PRESSES)
def _press(folders: tuple[str, ...]) -> Press:
    return Press(folders)


def _finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    name_font_programs(document, pdf)
    written_once(document, pdf)


def has_pages_of_its_own(form: Form) -> bool:
    """Tell whether a form says itself what stands in the margins of its pages."""
    return any("@page" in _style(name) for name in (form.like, form.key))


def with_words_filled_in(*styles: str) -> list[str]:
    """Give style sheets with each `var(--word)` replaced by what their `:root` rules say.

    WeasyPrint can do it, but anew for each element of each paper: an eighth of the time of a form.
    """
    words = {name: value for style in styles for name, value in _WORD.findall(style)}
    return [_USED_WORD.sub(lambda use: words[use[1]], _ROOT.sub("", style)) for style in styles]


@cache
def _style(name: str) -> str:
    path = STYLES / f"{name}.css"
    return path.read_text(encoding="utf-8") if path.exists() else ""
