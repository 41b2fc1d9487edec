"""PDFs that are broken, locked, endless, or that do something."""

import io
import zlib
from collections.abc import Iterator
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.documents import crafted
from tests.documents.hostile import HEAVY, TAKEN, Case

#: More pages than this the tests do not take.
PAGES = 40


def cases() -> Iterator[Case]:
    """Give all of them."""
    yield from cut()
    yield from locked()
    yield from active()
    yield from doubled()
    yield from trees()
    yield from bombs()
    yield from drawings()


def raw(*objects: bytes, root: int = 1, more: bytes = b"") -> bytes:
    """A PDF of objects as they are, numbered from 1, with a right cross reference."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    trailer = b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + tail + trailer % (len(places) + 1, root, more, len(out))


ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES_1 = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page(more: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>" % more


def stream(body: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), more, body)


# cut off, mixed up


def cut() -> Iterator[Case]:
    """Broken off at many places, and with tables that lie."""
    whole = crafted.pdf(3)
    for percent in (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99):
        length = len(whole) * percent // 100
        yield Case(f"pdf cut at {percent} %", partial(whole.__getitem__, slice(length)), "broken")
    yield Case("pdf, its first line", lambda: b"%PDF-1.7\n", "broken")
    yield Case("pdf, nothing but an end", lambda: b"%PDF-1.7\n%%EOF\n", "broken")
    yield Case("pdf of zeros", lambda: b"%PDF-1.7\n" + bytes(5000) + b"%%EOF\n", "broken")
    good = raw(ROOT, PAGES_1, page())
    yield Case("pdf by hand", lambda: good, TAKEN)
    yield Case("pdf whose table is elsewhere", lambda: good.replace(b"startxref\n", b"startxref\n9"), TAKEN)
    yield Case("pdf whose table says nothing", lambda: good.replace(b" n \n", b" f \n"), "broken")
    yield Case("pdf without a table", lambda: good[: good.index(b"xref")] + b"%%EOF\n", "broken")
    yield Case("pdf without a root", lambda: good.replace(b"/Root 1 0 R", b""), "broken")
    yield Case("pdf whose root is a page", lambda: raw(ROOT, PAGES_1, page(), root=3), "broken")
    yield Case(
        "pdf whose table leads to itself",
        lambda: good.replace(b"/Root", b"/Prev %d/Root" % good.index(b"xref")),
        TAKEN,
    )
    yield Case("pdf behind HTML", lambda: b"<html><script>1</script>\n" + good, "mixed")
    yield Case("pdf behind spaces", lambda: b" \n" + good, "mixed")
    yield Case("pdf without pages", partial(crafted.pdf, 0), "broken")


# locked


def locked() -> Iterator[Case]:
    """With a password to open it, or with rights alone, in every way that there is."""
    for way, given in {
        "RC4, 40 bits": {"R": 2, "aes": False, "metadata": False},
        "RC4, 128 bits": {"R": 3, "aes": False, "metadata": False},
        "AES-128": {"R": 4, "aes": True},
        "AES-256": {"R": 6, "aes": True},
    }.items():
        for user in ("", "u"):
            lock = pikepdf.Encryption(owner="o", user=user, **given)
            who = "user's password" if user else "owner's password"
            yield Case(f"pdf locked by {way}, {who}", partial(crafted.pdf, 1, encryption=lock), "encrypted")
    unknown = b"/Encrypt<</Filter/Strange/V 9/R 9/O()/U()/P 0>>/ID[(a)(a)]"
    yield Case("pdf locked in an unknown way", lambda: raw(ROOT, PAGES_1, page(), more=unknown), "broken")


# what does something


def action(kind: str, **more: object) -> Dictionary:
    return Dictionary(S=Name("/" + kind), **more)


ACTIONS = {
    "JavaScript": {"JS": "app.alert(1)"},
    "Launch": {"F": "cmd.exe"},
    "SubmitForm": {"F": "https://example.org/"},
    "ImportData": {"F": "a.fdf"},
    "GoToR": {"F": "other.pdf"},
    "GoToE": {"T": Dictionary()},
    "Rendition": {"OP": 0},
    "RichMediaExecute": {},
    "Movie": {},
    "Sound": {},
}


def at_opening(kind: str, more: dict, made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = action(kind, **more)


def at_a_page(kind: str, more: dict, made: pikepdf.Pdf) -> None:
    made.pages[0].AA = Dictionary(O=made.make_indirect(action(kind, **more)))


def at_a_click(kind: str, more: dict, made: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action(kind, **more))
    made.pages[0].Annots = Array([link])


def after_another(kind: str, more: dict, made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = action(
        "GoTo", D=Array([made.pages[0].obj, Name.Fit]), Next=Array([action(kind, **more)])
    )


def in_a_field(kind: str, more: dict, made: pikepdf.Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=action(kind, **more)))
    made.Root.AcroForm = Dictionary(Fields=[made.make_indirect(field)])


def active() -> Iterator[Case]:
    """Each action at each place; attachments, films, forms that a program draws."""
    for kind, more in ACTIONS.items():
        for place in (at_opening, at_a_page, at_a_click, after_another, in_a_field):
            name = f"pdf with {kind} {place.__name__.replace('_', ' ')}"
            yield Case(name, partial(crafted.pdf, 1, partial(place, kind, more)), "active")
    for place in (at_opening, at_a_page):
        visit = partial(place, "URI", {"URI": "https://example.org/"})
        yield Case(
            f"pdf that visits a page {place.__name__.replace('_', ' ')}", partial(crafted.pdf, 1, visit), "active"
        )
    visit = partial(at_a_click, "URI", {"URI": "https://example.org/"})
    yield Case("pdf with a link", partial(crafted.pdf, 1, visit), TAKEN)
    for name, change in crafted.ACTIVE.items():
        packed = pikepdf.ObjectStreamMode.generate
        yield Case(
            f"pdf with {name}, packed", partial(crafted.pdf, 1, change, object_stream_mode=packed), "active"
        )
    for kind in ("FileAttachment", "RichMedia", "Movie", "Sound", "Screen", "3D"):
        yield Case(f"pdf with a {kind} on a page", partial(crafted.pdf, 1, partial(annotated, kind)), "active")
    yield Case("pdf that is a portfolio", lambda: crafted.pdf(1, portfolio), "active")
    yield Case("pdf whose form is a number", lambda: raw(ROOT[:-2] + b"/AcroForm 5>>", PAGES_1, page()), TAKEN)
    yield Case("pdf whose names are a number", lambda: raw(ROOT[:-2] + b"/Names 5>>", PAGES_1, page()), TAKEN)
    hidden = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/#4aavaScript/JS(1)>>>>"
    yield Case(
        "pdf with a name written in hex", lambda: raw(ROOT, PAGES_1, page(b"/Annots[%s]" % hidden)), "active"
    )


def annotated(kind: str, made: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name("/" + kind), Rect=[0, 0, 9, 9])
    made.pages[0].Annots = Array([note])


def portfolio(made: pikepdf.Pdf) -> None:
    made.Root.Collection = Dictionary(View=Name.T)


# two in one


def doubled() -> Iterator[Case]:
    """A PDF that another program opens as something else."""
    whole = crafted.pdf()
    tails = {
        "ZIP": crafted.archive(a=b"x"),
        "HTML": b"<html><script>alert(1)</script></html>",
        "PHP": b"<?php system($_GET['c']); ?>",
        "program": b"MZ\x90\0" + bytes(60),
    }
    for name, tail in tails.items():
        yield Case(f"pdf and {name}", partial(bytes.__add__, whole, tail + b"\n%%EOF"), "mixed")
        yield Case(f"pdf and {name} behind its end", partial(bytes.__add__, whole, tail), "mixed")
        code = "mixed" if name in ("HTML", "PHP") else "kind"
        yield Case(f"{name} and pdf", partial(bytes.__add__, tail, whole), code)
    yield Case("pdf twice", partial(bytes.__add__, whole, whole), TAKEN)


# trees and loops


def trees() -> Iterator[Case]:
    """Trees of pages that are deep, wide, or come back to themselves."""
    for pages in (PAGES + 1, 2_000):
        yield Case(f"pdf of {pages} pages", partial(crafted.pdf, pages), "too_many_pages")
    for depth in (10, 60):
        yield Case(f"pdf whose pages lie {depth} deep", partial(deep_tree, depth), TAKEN)
    yield Case("pdf whose pages lie 5,000 deep", partial(deep_tree, 5_000), "broken")
    loop = b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    yield Case("pdf whose pages hold themselves", lambda: raw(ROOT, loop), "broken")
    yield Case(
        "pdf whose page is its parent",
        lambda: raw(ROOT, b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 2>>", page()),
        "broken",
    )
    yield Case(
        "pdf with one page many times",
        lambda: raw(ROOT, b"<</Type/Pages/Kids[%s]/Count 9>>" % (b"3 0 R " * 9), page()),
        TAKEN,
    )
    yield Case(
        "pdf that claims a million pages",
        lambda: raw(ROOT, PAGES_1.replace(b"Count 1", b"Count 1000000"), page()),
        "broken",
    )
    yield Case(
        "pdf that claims fewer than none",
        lambda: raw(ROOT, PAGES_1.replace(b"Count 1", b"Count -5"), page()),
        TAKEN,
    )
    yield Case("pdf whose kids are a number", lambda: raw(ROOT, b"<</Type/Pages/Kids 7/Count 1>>"), "broken")
    yield Case("pdf whose kids are numbers", lambda: raw(ROOT, b"<</Type/Pages/Kids[1 2 3]/Count 3>>"), "broken")
    yield Case(
        "pdf whose length is its own",
        lambda: raw(ROOT, PAGES_1, page(b"/Contents 4 0 R"), b"<</Length 4 0 R>>stream\nq Q\nendstream"),
        TAKEN,
    )
    for depth in (300, 20_000):
        nested = b"[" * depth + b"]" * depth
        code = TAKEN if depth == 300 else "broken"
        yield Case(f"pdf with lists {depth} deep", partial(raw, ROOT, PAGES_1, page(b"/X " + nested)), code)
    many = [b"<</A 1>>"] * 60_000
    yield Case("pdf of 60,000 objects", lambda: raw(ROOT, PAGES_1, page(), *many), "broken")
    for size in ("0 0 1 1", "0 0 0 0", "0 0 99999 99999", "0 0 -595 1"):
        box = page().replace(b"0 0 595 842", size.encode())
        yield Case(
            f"pdf with a page of {size}",
            partial(raw, ROOT, PAGES_1, box),
            TAKEN if size == "0 0 0 0" else "page_size",
        )


def deep_tree(depth: int) -> bytes:
    inner = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, depth + 2)]
    last = page().replace(b"2 0 R", b"%d 0 R" % (depth + 1))
    return raw(ROOT, *inner, last)


# what grows


def flat(body: bytes, times: int) -> bytes:
    for _time in range(times):
        body = zlib.compress(body, 9)
    return body


def bombs() -> Iterator[Case]:
    """Small files that become large when they are unpacked."""
    for times in (1, 2, 3):
        body = flat(b"q Q " * 5_000_000, times)
        filters = b"/Filter[%s]" % (b"/FlateDecode" * times)
        content = stream(body, filters)
        yield Case(
            f"pdf of 20 MB, packed {times} times",
            partial(raw, ROOT, PAGES_1, page(b"/Contents 4 0 R"), content),
            TAKEN,
        )
    zeros = stream(flat(crafted.bomb(1000), 1), b"/Filter[/FlateDecode/FlateDecode]")
    yield Case(
        "pdf whose page is 1 GB of zeros",
        partial(raw, ROOT, PAGES_1, page(b"/Contents 4 0 R"), zeros),
        "too_heavy",
    )
    yield Case("pdf whose objects lie in 1 GB", object_bomb, "broken")
    yield Case("pdf whose table is 1 GB", table_bomb, HEAVY)
    hundred = b"/Filter[%s]" % (b"/ASCIIHexDecode" * 100)
    yield Case(
        "pdf packed a hundred times",
        partial(raw, ROOT, PAGES_1, page(b"/Contents 4 0 R"), stream(b"00>", hundred)),
        TAKEN,
    )


def object_bomb() -> bytes:
    packed = stream(crafted.bomb(1000), b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")
    return raw(b"<</Type/Catalog/Pages 5 0 R>>", packed)


def table_bomb() -> bytes:
    """A cross reference stream: read whole before anything else is known."""
    body = crafted.bomb(1000)
    head = b"%PDF-1.7\n"
    table = stream(body, b"/Type/XRef/Size 9/W[1 4 2]/Root 1 0 R/Filter/FlateDecode")
    return head + b"1 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)


# what takes long to draw, or falls over


def image(width: int, height: int, body: bytes, way: str, more: bytes = b"") -> bytes:
    """A page that is one picture."""
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/%s" % (
        width,
        height,
        way.encode(),
    )
    shown = page(b"/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>")
    return raw(ROOT, PAGES_1, shown, stream(body, head + more), stream(b"595 0 0 842 0 0 cm /I Do"))


def drawings() -> Iterator[Case]:
    """Pictures and drawings in a page that are too much for whoever draws it."""
    for side in (10_000, 50_000):
        claim = partial(image, side, side, crafted.bomb(3), "FlateDecode")
        yield Case(f"pdf with a picture of {side} pixels square", claim, TAKEN)
    yield Case(
        "pdf with a jpeg that claims too much", lambda: image(65_000, 65_000, crafted.jpeg(), "DCTDecode"), TAKEN
    )
    for way in ("JBIG2Decode", "JPXDecode", "CCITTFaxDecode", "LZWDecode", "RunLengthDecode", "DCTDecode"):
        yield Case(f"pdf with noise in {way}", partial(image, 600, 800, bytes(range(256)) * 40, way), TAKEN)
    jpx = io.BytesIO()
    Image.new("RGB", (200, 200)).save(jpx, "JPEG2000")
    whole = jpx.getvalue()
    yield Case("pdf with JPEG 2000", lambda: image(200, 200, whole, "JPXDecode"), TAKEN)
    yield Case(
        "pdf with half of a JPEG 2000", lambda: image(200, 200, whole[: len(whole) // 2], "JPXDecode"), TAKEN
    )
    yield Case(
        "pdf with a JPEG 2000 that claims 60,000 pixels",
        lambda: image(60_000, 60_000, claiming_jpx(whole), "JPXDecode"),
        TAKEN,
    )
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
    shown = page(b"/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>")
    yield Case(
        "pdf with a drawing in itself",
        lambda: raw(ROOT, PAGES_1, shown, stream(b"/F Do", form % 4), stream(b"/F Do")),
        TAKEN,
    )
    yield Case("pdf with a drawing twice in each of twenty-five", laughs, "too_heavy")
    yield Case("pdf with twenty thousand strokes", strokes, TAKEN)
    yield Case(
        "pdf with a million levels",
        lambda: raw(ROOT, PAGES_1, page(b"/Contents 4 0 R"), stream(b"q " * 1_000_000)),
        TAKEN,
    )
    yield Case("pdf with a function in itself", function_loop, TAKEN)
    yield Case("pdf with a pattern in itself", pattern_loop, "too_heavy")


def claiming_jpx(whole: bytes) -> bytes:
    place = whole.index(b"\xff\x51") + 6
    wide = (60_000).to_bytes(4, "big")
    return whole[:place] + wide * 2 + whole[place + 8 : place + 16] + wide * 2 + whole[place + 24 :]


def laughs() -> bytes:
    """Each drawing shows the next twice, and the last draws a line: 2^25 lines."""
    first, depth = 5, 25
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F %d 0 R>>>>"
    each = [stream(b"/F Do /F Do", form % (first + n + 1)) for n in range(depth)]
    last = stream(b"0 0 m 595 842 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]")
    shown = page(b"/Contents 4 0 R/Resources<</XObject<</F %d 0 R>>>>" % first)
    return raw(ROOT, PAGES_1, shown, stream(b"/F Do"), *each, last)


def strokes() -> bytes:
    body = flat(b"0 0 m 500 500 l S " * 20_000, 1)
    return raw(ROOT, PAGES_1, page(b"/Contents 4 0 R"), stream(body, b"/Filter/FlateDecode"))


def function_loop() -> bytes:
    function = b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R]/Bounds[]/Encode[0 1]>>"
    shade = b"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 9 9]/Function 6 0 R>>"
    shown = page(b"/Contents 4 0 R/Resources<</Shading<</S 5 0 R>>>>")
    return raw(ROOT, PAGES_1, shown, stream(b"/S sh"), shade, function)


def pattern_loop() -> bytes:
    head = b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .01/YStep .01/Resources<</Pattern<</P 5 0 R>>>>"
    fill = b"/Pattern cs /P scn 0 0 595 842 re f"
    shown = page(b"/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>")
    return raw(ROOT, PAGES_1, shown, stream(fill), stream(fill, head))
