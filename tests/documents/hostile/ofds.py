"""OFD files that nobody should send."""

import io
import zipfile
from collections.abc import Iterator
from functools import partial

from tests.documents import ofds
from tests.documents.hostile import ANY, TAKEN, Case
from tests.documents.hostile.papers import PAGES

LINE = ["演示：社会保险缴费证明"]
PARTS = ofds.parts([ofds.page(LINE)])
SELF = '<ofd:CompositeObject ID="400" ResourceID="7" Boundary="0 0 210 297"/>'


def cases() -> Iterator[Case]:
    """Give all of them, and a few that are harmless though odd."""
    for name, (members, code) in _members().items():
        yield Case(f"ofd {name}", partial(ofds.bound, members), code)
    whole = ofds.bound(PARTS)
    for percent in (30, 60, 95):
        yield Case(f"ofd cut at {percent} %", partial(_cut, whole, percent), "broken")
    yield Case("ofd that says it is locked", _locked, "encrypted")
    yield Case("ofd with a member changed", partial(_changed, whole), "broken")


def _members() -> dict[str, tuple[dict[str, bytes], str]]:
    page, drawing = "Doc_0/Pages/0.xml", "M 0 0 L 100 100 "
    many = ofds.page(more="".join(ofds.FRAME.replace("300", str(n)) for n in range(1000, 5000)))
    return {
        "with a root alone": ({"OFD.xml": b"<ofd:OFD/>"}, "broken"),
        "without a page": (ofds.parts([]), "broken"),
        "whose root leads nowhere": ({"OFD.xml": PARTS["OFD.xml"]}, "broken"),
        "whose page is missing": ({name: PARTS[name] for name in PARTS if name != page}, "broken"),
        "whose page is no XML": (PARTS | {page: b"\0\1\2"}, "broken"),
        "with an entity": (PARTS | {page: _entity()}, "mixed"),
        "with a declaration in a part that nobody reads": (PARTS | {"x.xml": b"<!DOCTYPE a>"}, "mixed"),
        "with a program": (PARTS | {"Doc_0/Attachs/a.xml": b"MZ\x90\0" + bytes(99)}, "mixed"),
        "with a script": (PARTS | {"Doc_0/Attachs/a.sh": b"#!/bin/sh\n"}, "mixed"),
        "with an archive": (PARTS | {"a.zip": ofds.bound({"a": b"x"})}, "mixed"),
        "with a path out of it": (PARTS | {"../../etc/passwd": b"x"}, "mixed"),
        "with a path from the root": (PARTS | {"/etc/passwd": b"x"}, "mixed"),
        "of many pages": (ofds.parts([ofds.page()] * (PAGES + 1)), "too_many_pages"),
        "of many members": (PARTS | {f"{n}.txt": b"" for n in range(2100)}, "broken"),
        "that grows": (PARTS | {"a.dat": bytes(210_000_000)}, "broken"),
        "with a page of a kilometre": (ofds.parts([ofds.page(LINE, sheet="0 0 1000000 1000000")]), "broken"),
        "with a page of two metres": (ofds.parts([ofds.page(LINE, sheet="0 0 2000 2000")]), "too_heavy"),
        "with a page of nothing": (ofds.parts([ofds.page(LINE, sheet="0 0 0 0")]), ANY),
        "with a page of no number": (ofds.parts([ofds.page(LINE, sheet="0 0 nan inf")]), ANY),
        "with a unit that holds itself": (
            PARTS | {page: ofds.page(LINE, SELF), "Doc_0/Res.xml": _self()},
            "too_heavy",
        ),
        "with four thousand frames": (PARTS | {page: many}, TAKEN),
        "with a line of a million turns": (
            PARTS | {page: ofds.page(more=ofds.FRAME.replace("M 0 0 ", drawing * 400_000))},
            ANY,
        ),
        "with a face that is none": (
            PARTS | {"Doc_0/Res.xml": _face(), "Doc_0/f.ttf": b"\0\1\0\0" + bytes(99)},
            TAKEN,
        ),
        "with a seal that is none": (ofds.sealed(PARTS, "png", b"\x89PNG\r\n"), TAKEN),
        "with a seal of another kind": (ofds.sealed(PARTS, "svg", b"<svg onload='alert(1)'/>"), TAKEN),
        "with a seal that is a program": (ofds.sealed(PARTS, "ofd", b"PK\x03\x04OFD.xml"), TAKEN),
    }


def _entity() -> bytes:
    return b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>" + ofds.page(["&b;"])


def _self() -> bytes:
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="210" Height="297"><ofd:Content>{SELF * 4}</ofd:Content>'
    units = f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    return PARTS["Doc_0/Res.xml"].replace(b"</ofd:Res>", units.encode())


def _face() -> bytes:
    return PARTS["Doc_0/Res.xml"].replace(
        b'"/></ofd:Fonts>', b'"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    )


def _cut(whole: bytes, percent: int) -> bytes:
    return whole[: len(whole) * percent // 100]


def _changed(whole: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        place = archive.getinfo("Doc_0/Pages/0.xml").header_offset + 80
    return whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]


def _locked() -> bytes:
    """Set the mark of encryption on each member, in both of its headers."""
    data = bytearray(ofds.bound(PARTS))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)
