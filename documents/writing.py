"""A PDF as it is written: its objects made once, and its tags without those that say nothing.

    document.write_pdf(finisher=written_once)

WeasyPrint gives each text a tag of its own below that of its cell or paragraph, and pydyf makes each object twice.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

#: Tags for a reader that mean nothing by themselves (PDF 32000-1, 14.8.4): what they hold can stand in the one above.
SAY_NOTHING = ("/Span", "/NonStruct", "/Div")
BARE = {"Type", "S", "K", "Pg", "P"}  # the entries of a tag that says no more than what it is

USUAL_WIDTH = 1000  # of a glyph, in thousandths of its size: that of each Chinese character

Renaming = dict[bytes, bytes]  # what refers to an object, and what does so now


class Written(pydyf.Object):
    """An object of a PDF as it is written.

    pydyf asks for it twice, the second time for the file's identifier, and would pack each stream both times: a tenth of
    the calls of a form.
    """

    def __init__(self, made: pydyf.Object, number: int):
        super().__init__()
        self.number, self.generation, self.free = number, made.generation, made.free
        self.bytes = b"" if made.free == "f" else _bytes_of(made)
        self.is_compressible = made.compressible

    @property
    def data(self) -> bytes:
        return self.bytes

    @property
    def compressible(self) -> bool:
        return self.is_compressible


def written_once(_document: Any, pdf: pydyf.PDF) -> None:
    """Put the objects of a PDF as they are written in place of those that pydyf would make."""
    _fold_tags(pdf)
    for each in pdf.objects:
        if isinstance(each, pydyf.Dictionary) and "W" in each and "CIDToGIDMap" in each:
            each["W"] = _odd_widths(each["W"])
    pdf.objects = [Written(made, number) for number, made in enumerate(pdf.objects)]


def _bytes_of(item: Any) -> bytes:
    """Give what stands in the file for an object or a value, as pydyf does, with fewer calls."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    if kind is pydyf.Dictionary:
        return b"<<%b>>" % b"".join(b"/%b %b" % (key.encode(), _bytes_of(value)) for key, value in item.items())
    if kind is pydyf.Array:
        return b"[%b]" % b" ".join(map(_bytes_of, item))
    if isinstance(item, pydyf.Stream):
        item.stream = [b"\n".join(map(_bytes_of, item.stream))]
    return pydyf._to_bytes(item)


def _odd_widths(widths: pydyf.Array) -> pydyf.Array:
    """Give the widths of a font but for those that a reader takes where none is given (PDF 32000-1, 9.7.4.3)."""
    found = pydyf.Array()
    for first, wide in zip(widths[::2], widths[1::2], strict=True):
        if any(width != USUAL_WIDTH for width in wide):
            found += first, wide
    return found


# ---- tags


def _fold_tags(pdf: pydyf.PDF) -> None:
    """Take the tags that say nothing out of a PDF whose last objects are its tags, and number the others anew."""
    start = next((at for at, each in enumerate(pdf.objects) if _is_tag(each)), None)
    if start is None:
        return
    tags = {tag.reference: tag for tag in pdf.objects[start:]}
    folded = _folded(tags)
    kept = [tag for reference, tag in tags.items() if reference not in folded]
    names = {tag.reference: b"%d 0 R" % number for number, tag in enumerate(kept, start)}
    names |= {gone: names[keeper] for gone, keeper in folded.items()}
    for tag in filter(_is_tag, kept):
        tag["P"] = names.get(tag["P"], tag["P"])
        tag["K"] = _renamed(_kids(tag, tags, folded), names)
        del tag["Type"]
        if not any(isinstance(kid, int) for kid in tag["K"]):
            tag.pop("Pg", None)
    for each in pdf.objects[:start]:
        if isinstance(each, pydyf.Dictionary) and "Nums" in each:  # which tag has which text of each page
            each["Nums"] = _renamed(each["Nums"], names)
    pdf.objects[start:] = kept


def _folded(tags: dict[bytes, pydyf.Object]) -> Renaming:
    """Give the tags that say nothing, each with the one that it goes into: on the same page, and it is read there."""
    folded: Renaming = {}
    for reference, tag in tags.items():
        if _is_tag(tag) and tag["S"] in SAY_NOTHING and tag.keys() == BARE:
            above = tags.get(tag["P"], {})
            if above.get("Pg") == tag["Pg"] and reference in above["K"]:
                folded[reference] = folded.get(tag["P"], tag["P"])
    return folded


def _is_tag(made: pydyf.Object) -> bool:
    return isinstance(made, pydyf.Dictionary) and made.get("Type") == "/StructElem"


def _kids(tag: pydyf.Dictionary, tags: dict[bytes, pydyf.Object], folded: Renaming) -> Iterator[Any]:
    """Give what a tag holds, and in place of a folded one what that holds."""
    for kid in tag["K"]:
        if kid in folded:
            yield from _kids(tags[kid], tags, folded)
        else:
            yield kid


def _renamed(items: Iterable[Any], names: Renaming) -> pydyf.Array:
    """Give items with the references among them, also in lists, by their new names."""
    return pydyf.Array(
        [_renamed(item, names) if isinstance(item, list) else names.get(item, item) for item in items]
    )
