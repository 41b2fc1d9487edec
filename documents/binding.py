"""Binds papers that are there into one PDF for a duplex printer: each paper, and each copy of it, begins on a front page.

A run is bound in two steps, so that a worker that dies loses little and none needs much memory:

    sheets = bind_part([[first.pdf, second.pdf], [third.pdf]], copies=2, into=part)     # pages of each paper
    bind_run([cover], [part, …], [Case("张三", "2025-R-000001", sheets[0]), …], copies=2, into=whole)

Of a part the dictionaries of its pages are in memory, of a run the numbers of its pages (`documents.sewing`).
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from documents.sewing import Book, Bookmark

#: The tree of tags, which stays behind, and boxes that a printing house would cut by; all are the page's own size here.
NOT_FOR_PRINT = (Name.StructParents, Name.Tabs, Name.BleedBox, Name.TrimBox, Name.ArtBox)
FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)


@dataclass(frozen=True)
class Extract:
    """A paper that lies in a file with others: the file, its first page, counted from 0, and how many it has."""

    file: Path
    first: int
    pages: int


Papers = Sequence[Path | Extract]


@dataclass(frozen=True)
class Case:
    """What a run holds of one case.

    label: its bookmark; mark: what stands before its page numbers in a viewer; pages: of each of its papers.
    """

    label: str
    mark: str
    pages: tuple[int, ...]

    @property
    def length(self) -> int:
        """How many pages one copy takes, blank backs included."""
        return sum(map(even, self.pages))


def even(pages: int) -> int:
    """Give how many pages a paper takes when the next one is to begin on a front page."""
    return pages + pages % 2


def bind_part(cases: Iterable[Papers], *, copies: int, into: Path) -> list[tuple[int, ...]]:
    """Write the papers of some cases, each case `copies` times in a row, into one file; give each paper's pages by case.

    The file has an even number of pages, so that parts can follow each other. No file is written for no page.
    Raises `pikepdf.PdfError` for a file that is no PDF, ValueError for `copies` below 1 or an extract that is not there.
    """
    if copies < 1:
        raise ValueError(copies)
    with Pdf.new() as whole:
        with _Sources() as sources:
            shared = _Shared()
            counts = [_append_case(whole, papers, copies, sources, shared) for papers in cases]
        if whole.pages:
            _save(whole, into)
    return counts


def bind_run(
    covers: Sequence[Path], parts: Iterable[Path], cases: Sequence[Case], *, copies: int, title: str, into: Path
) -> int:
    """Write the sheets of the cover list and the parts into one file with bookmarks and page labels; give its pages.

    `cases`: those that the parts hold, in their order; each part is read when the one before is written. Raises
    ValueError when the parts hold other pages than that.
    """
    front = into.with_suffix(".front")
    bind_part([covers], copies=1, into=front)
    with Book(into) as book:
        listed, length = book.append(front), copies * sum(case.length for case in cases)
        found = sum(book.append(part) for part in parts)
        if found != length:
            raise ValueError(f"{found} pages in the parts")
        starts = list(_starts(cases, copies, listed))
        said: dict[str, int | pikepdf.Object] = {
            "/Outlines": book.bookmarks(_bookmarks(cases, starts)),
            "/PageLabels": Dictionary(Nums=pikepdf.Array(_labels(cases, starts))),
            "/PageMode": Name.UseOutlines,
            "/Lang": pikepdf.String("zh-CN"),
            "/ViewerPreferences": Dictionary(
                Duplex=Name.DuplexFlipLongEdge, PrintScaling=Name("/None"), DisplayDocTitle=True
            ),
        }
        book.finish(said, title=title)
    front.unlink()
    return listed + length


class _Sources:
    """Opens the files of papers; one that several papers lie in stays open, so that what they share is copied once."""

    def __enter__(self) -> Self:
        self.file: Path | None = None
        self.last = ExitStack()
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.last.close()

    def pages_of(self, paper: Path | Extract) -> list[pikepdf.Page]:
        """Give the pages of a paper. Raises ValueError when its file has not so many."""
        file = paper.file if isinstance(paper, Extract) else paper
        if file != self.file:
            self.last.close()
            self.pdf, self.file = self.last.enter_context(pikepdf.open(file)), file
        if not isinstance(paper, Extract):
            return list(self.pdf.pages)
        found = list(self.pdf.pages[paper.first : paper.first + paper.pages])
        if len(found) != paper.pages:
            raise ValueError(f"{len(found)} of {paper.pages} pages")
        return found


def _append_case(whole: Pdf, papers: Papers, copies: int, sources: _Sources, shared: "_Shared") -> tuple[int, ...]:
    begins, counts = len(whole.pages), []
    for paper in papers:
        counts.append(_append(whole, sources.pages_of(paper), shared))
        _fill_up(whole)
    first = list(whole.pages[begins:])
    for _copy in range(1, copies):
        for page in first:  # the copy is a page of its own with the same contents
            whole.pages.append(pikepdf.Page(whole.make_indirect(Dictionary(dict(page.obj.items())))))
    return tuple(counts)


def _append(whole: Pdf, pages: list[pikepdf.Page], shared: "_Shared") -> int:
    """Append the pages of a paper; give how many."""
    begins = len(whole.pages)
    whole.pages.extend(pages)
    for page in whole.pages[begins:]:
        for key in NOT_FOR_PRINT:
            if key in page.obj:
                del page.obj[key]
        shared.share(page)
    return len(whole.pages) - begins


def _fill_up(whole: Pdf) -> None:
    """End on a back page."""
    if len(whole.pages) % 2:
        box = whole.pages[-1].mediabox
        whole.pages.append(
            pikepdf.Page(
                whole.make_indirect(Dictionary(Type=Name.Page, MediaBox=list(box), Resources=Dictionary()))
            )
        )


def _starts(cases: Sequence[Case], copies: int, front: int) -> Iterator[tuple[int, ...]]:
    """Give the index of the page on which each copy of each case begins."""
    for case in cases:
        yield tuple(front + copy * case.length for copy in range(copies))
        front += copies * case.length


def _bookmarks(cases: Sequence[Case], starts: Sequence[tuple[int, ...]]) -> list[Bookmark]:
    return [Bookmark("清单", 0)] + [
        Bookmark(
            case.label,
            first,
            tuple(Bookmark(f"第{number}份", at) for number, at in enumerate(others, start=2)),
        )
        for case, (first, *others) in zip(cases, starts, strict=True)
    ]


def _labels(cases: Sequence[Case], starts: Sequence[tuple[int, ...]]) -> list[pikepdf.Object | int]:
    """Count the list in i, ii, iii, and the pages of each copy from 1 after the mark of its case."""
    numbers: list[pikepdf.Object | int] = [0, Dictionary(S=Name.r)]
    for case, copies in zip(cases, starts, strict=True):
        for copy, at in enumerate(copies, start=1):
            mark = f"{case.mark}-" if len(copies) == 1 else f"{case.mark}（{copy}）-"
            numbers += [at, Dictionary(S=Name.D, P=pikepdf.String(mark))]
    return numbers


def _save(whole: Pdf, into: Path) -> None:
    """Write it; the same pages give the same bytes."""
    whole.save(
        into,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        recompress_flate=False,
    )


class _Shared:
    """Fonts and pictures that were there already, known by the bytes of their streams: kept once in a file."""

    def __init__(self) -> None:
        self.known: dict[object, pikepdf.Object] = {}
        self.seen: set[tuple[int, int]] = set()

    def share(self, page: pikepdf.Page) -> None:
        """Let a page use what an earlier one brought along, wherever the bytes are the same."""
        resources = page.obj.get(Name.Resources)
        if resources is None or self._is_seen(resources):
            return
        fonts = resources.get(Name.Font, Dictionary())
        for key, font in list(fonts.items()):
            fonts[key] = self._font(font)
        pictures = resources.get(Name.XObject, Dictionary())
        for key, picture in list(pictures.items()):
            if picture.get(Name.Subtype) == Name.Image:
                pictures[key] = self._stream(picture)

    def _is_seen(self, thing: pikepdf.Object) -> bool:
        if not thing.is_indirect:
            return False
        is_seen = thing.objgen in self.seen
        self.seen.add(thing.objgen)
        return is_seen

    def _stream(self, stream: pikepdf.Object) -> pikepdf.Object:
        return self.known.setdefault(_digest(stream), stream)

    def _font(self, font: pikepdf.Object) -> pikepdf.Object:
        """Give a font as it was there before: the same typeface cut down to the same characters, read the same way."""
        if Name.ToUnicode in font:
            font[Name.ToUnicode] = self._stream(font[Name.ToUnicode])
        said = []
        for one in (font, *font.get(Name.DescendantFonts, ())):
            _slim(one)
            said.append(_plainly(one))
            descriptor = one.get(Name.FontDescriptor)
            if descriptor is not None:
                for key in FONT_FILES:
                    if key in descriptor:
                        descriptor[key] = self._stream(descriptor[key])
                said.append(_plainly(descriptor))
        return self.known.setdefault(tuple(said), font)


def _plainly(thing: pikepdf.Object) -> str:
    """Give what a part of a font says, but for the name that its maker drew for this cut of it, and its own parts."""
    own = ("/BaseFont", "/FontName", "/FontDescriptor", "/DescendantFonts")
    return repr([(key, _said(value)) for key, value in sorted(thing.items()) if key not in own])


def _slim(font: pikepdf.Object) -> None:
    """Leave out the widths that a reader takes for granted: of a Chinese typeface nearly all.

    In memory each is an object, and those of a thousand papers are most of what a run takes.
    """
    widths = font.get(Name.W)
    usual, at = font.get(Name.DW, 1000), 0
    if widths is None:
        return
    kept: list[pikepdf.Object | int] = []
    entries = list(widths)
    while at < len(entries):  # either `first [width …]` or `first last width`
        length = 2 if isinstance(entries[at + 1], pikepdf.Array) else 3
        entry = entries[at : at + length]
        if any(width != usual for width in (entry[1] if length == 2 else entry[2:])):
            kept += entry
        at += length
    if len(kept) < len(entries):
        font[Name.W] = pikepdf.Array(kept)


def _digest(stream: pikepdf.Object) -> bytes:
    """Give the digest of a stream as it lies in its file, with what says how to read it; a mask of its own is its own."""
    how = sorted((key, _said(value)) for key, value in stream.items() if key != "/Length")
    return hashlib.sha256(repr(how).encode() + stream.read_raw_bytes()).digest()


def _said(value: object) -> str:
    """Give a value as it is written; for one that stands by itself, where."""
    if not isinstance(value, pikepdf.Object):
        return repr(value)
    return repr(value.objgen) if value.is_indirect else repr(value.unparse())
