"""Sews bound files into one, file by file: of all pages together only their numbers are in memory.

    with Book(path) as book:
        for file in files:
            book.append(file)
        book.finish({"/Outlines": book.bookmarks([…])}, title="…")

What two files have alike, as a face that is cut down to the same characters, is written once. The same files give the
same bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pikepdf
from pikepdf import Dictionary, Name, Stream

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True)
class Bookmark:
    """A bookmark: its words, the index of the page that it opens, and those under it, which are folded away."""

    title: str
    page: int
    under: tuple["Bookmark", ...] = ()


class Book:
    """A PDF that is written from its beginning to its end. `pages`: the numbers of its pages' objects, in order."""

    def __init__(self, into: Path) -> None:
        self.out, self.at, self.sum = into.open("wb"), 0, hashlib.sha256()
        self.places = [0]
        self.known: dict[bytes, int] = {}
        self.pages: list[int] = []
        self.groups: list[tuple[int, int]] = []
        self._write(HEAD)
        self.root = self.new()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.out.close()

    def new(self) -> int:
        """Give the number of an object that is still to be put."""
        self.places.append(0)
        return len(self.places) - 1

    def put(self, number: int, body: bytes) -> None:
        """Write an object."""
        self.places[number] = self.at
        self._write(b"%d 0 obj\n%b\nendobj\n" % (number, body))

    def once(self, body: bytes) -> int:
        """Give the number of an object of which one that is written the same may be there already."""
        digest = hashlib.sha256(body).digest()
        if digest not in self.known:
            self.known[digest] = number = self.new()
            self.put(number, body)
        return self.known[digest]

    def append(self, file: Path) -> int:
        """Append the pages of a file; give how many. Raises `pikepdf.PdfError` for one that is no PDF."""
        with pikepdf.open(file) as pdf:
            group = self.new()
            kids = _Copied(self, [page.obj for page in pdf.pages]).write(parent=group)
        self.put(group, _group(kids, len(kids), parent=self.root))
        self.pages += kids
        self.groups.append((group, len(kids)))
        return len(kids)

    def bookmarks(self, marks: Sequence[Bookmark]) -> int:
        """Write bookmarks; give the number of their root."""
        root = self.new()
        first, last = self._marks(marks, parent=root)
        self.put(root, b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first, last, len(marks)))
        return root

    def _marks(self, marks: Sequence[Bookmark], *, parent: int) -> tuple[int, int]:
        numbers = [self.new() for _mark in marks]
        for place, mark in enumerate(marks):
            said = b"<< /Title %b /Parent %d 0 R" % (pikepdf.String(mark.title).unparse(), parent)
            said += b" /Dest [%d 0 R /Fit]" % self.pages[mark.page]
            said += b" /Prev %d 0 R" % numbers[place - 1] if place else b""
            said += b" /Next %d 0 R" % numbers[place + 1] if place + 1 < len(marks) else b""
            if mark.under:
                below = (*self._marks(mark.under, parent=numbers[place]), -len(mark.under))
                said += b" /First %d 0 R /Last %d 0 R /Count %d" % below
            self.put(numbers[place], said + b" >>")
        return numbers[0], numbers[-1]

    def finish(self, catalogue: Mapping[str, int | pikepdf.Object], *, title: str) -> None:
        """Write what stands at the end. catalogue: what the file says of itself; a number names an object."""
        self.put(self.root, _group([group for group, _count in self.groups], len(self.pages)))
        said = b"".join(
            b" %b %b" % (key.encode(), b"%d 0 R" % value if isinstance(value, int) else value.unparse())
            for key, value in catalogue.items()
        )
        whole = self.once(b"<< /Type /Catalog /Pages %d 0 R%b >>" % (self.root, said))
        info = self.once(b"<< /Title %b >>" % pikepdf.String(title).unparse())
        mark, begins = self.sum.hexdigest()[:32].encode(), self.at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self.places))
        self._write(b"".join(b"%010d 00000 n \n" % place for place in self.places[1:]))
        ends = (len(self.places), whole, info, mark, mark, begins)
        self._write(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n" % ends
        )

    def _write(self, data: bytes) -> None:
        self.out.write(data)
        self.sum.update(data)
        self.at += len(data)


def _group(kids: Iterable[int], count: int, *, parent: int = 0) -> bytes:
    above = b" /Parent %d 0 R" % parent if parent else b""
    return b"<< /Type /Pages /Count %d /Kids [%b]%b >>" % (
        count,
        b" ".join(b"%d 0 R" % kid for kid in kids),
        above,
    )


class _Copied:
    """The objects of one file on their way into a book: what an object refers to is written before it."""

    def __init__(self, book: Book, pages: Sequence[pikepdf.Object]) -> None:
        self.book, self.pages = book, pages
        self.numbers = {page.objgen: book.new() for page in pages}
        self.begun: set[tuple[int, int]] = set()

    def write(self, *, parent: int) -> list[int]:
        """Write all pages; give their numbers."""
        for page in self.pages:
            said = self._dictionary(page)
            self.book.put(self.numbers[page.objgen], b"<< /Parent %d 0 R%b >>" % (parent, said))
        return [self.numbers[page.objgen] for page in self.pages]

    def _dictionary(self, thing: pikepdf.Object) -> bytes:
        return b"".join(
            b" %b %b" % (Name(key).unparse(), self._said(value))
            for key, value in thing.items()
            if key not in ("/Parent", "/Length")
        )

    def _said(self, value: object) -> bytes:
        """Give a value as it is written, what it refers to by its new number."""
        if not isinstance(value, pikepdf.Object):
            return bytes(pikepdf.Array([value]).unparse())[1:-1].strip()
        if value.is_indirect:
            return b"%d 0 R" % self._number(value)
        said = bytes(value.unparse())
        if b" R" not in said:
            return said
        if isinstance(value, pikepdf.Array):
            return b"[%b]" % b" ".join(map(self._said, value))
        return b"<<%b >>" % self._dictionary(value) if isinstance(value, Dictionary) else said

    def _number(self, thing: pikepdf.Object) -> int:
        """Give the number under which an object of the file stands in the book."""
        key = thing.objgen
        if key in self.numbers:
            return self.numbers[key]
        if key in self.begun:  # it refers to itself by way of another: it gets its number before it is written
            self.numbers[key] = self.book.new()
            return self.numbers[key]
        self.begun.add(key)
        body = self._body(thing)
        if key in self.numbers:
            self.book.put(self.numbers[key], body)
        else:
            self.numbers[key] = self.book.once(body)
        return self.numbers[key]

    def _body(self, thing: pikepdf.Object) -> bytes:
        if isinstance(thing, Stream):
            data = thing.read_raw_bytes()
            said = self._dictionary(thing.stream_dict)
            return b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(data), said, data)
        if isinstance(thing, Dictionary):
            return b"<<%b >>" % self._dictionary(thing)
        if isinstance(thing, pikepdf.Array):
            return b"[%b]" % b" ".join(map(self._said, thing))
        return bytes(thing.unparse(resolved=True))
