"""Tables whose cells hold nothing but words and perhaps a picture, set without laying out their cells one by one.

A form of nine pages has three hundred cells, and WeasyPrint gives each a box, a style and a layout: two thirds of the
time. Of tables of one build all but the words is the same, so WeasyPrint lays out one (`documents.moulds`), and others
are filled in by it: only their lines of text are made. What remains in the page while it is laid out is an empty row of
the right height, so that pages break, and heads come again, as WeasyPrint decides.

    grids = Grids(root, lay_out)        # takes the cells of its tables out of the HTML
    grids.fill(pages_of(document))      # and puts them into the laid-out pages, with tags and all

A table that has anything else is left to WeasyPrint: a list in a cell, a word wider than its cell, a row a third of a
page high.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

import weasyprint
from weasyprint.formatting_structure import boxes

from documents.moulds import SAMPLE, SIDES, CellMould, Line, Mould, Word, joined, words_of
from documents.pages import PaperPage, Rules
from documents.shaping import NotPlain

HIGHEST = 300  # px (79 mm): a row that is higher may have to be broken over pages
MOST_MOULDS = 100  # builds that a form's tables have; where each table is another, a mould saves nothing
WHOLE, NOTO = "np", "noto"  # classes of spans: a word that no line breaks; what is kept in Noto
BARE = "padding:0;border:0;height:0"
_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
PIXEL = f"data:image/png;base64,{_DOT}"  # in place of whatever picture

Element = ElementTree.Element
LayOut = Callable[[str], weasyprint.Document]


@dataclass(frozen=True)
class Cell:
    """A cell's words, already in lines, or its picture; content: how high they are (px)."""

    mould: CellMould
    lines: list[Line]
    picture: Element | None
    content: float


@dataclass(frozen=True)
class Row:
    """A row: which one of the mould it is like, its cells, its height (px)."""

    like: int
    cells: list[Cell]
    height: float


Band = list[Row]  # rows that a cell over several of them holds together


class Grids:
    """The tables of one HTML document."""

    def __init__(self, root: Element, lay_out: LayOut, known: dict[str, Mould | None]):
        """Take the cells out of `root`.

        lay_out: sets HTML in the document's style sheets. known: the moulds of earlier documents with the same sheets, by
        the HTML they were laid out from; None for what only WeasyPrint can set.
        """
        self.lay_out, self.known = lay_out, known
        self.moulds: dict[Element, Mould] = {}
        self.bands: dict[Element, Band] = {}
        self.parents = {child: parent for parent in root.iter() for child in parent}
        for table in list(root.iter("table")):
            try:
                self._take(table)
            except NotPlain:
                continue

    def fill(self, pages: list[PaperPage]) -> None:
        """Put the cells into laid-out pages."""
        for page in pages if self.moulds else ():
            for table in list(_tables(page._page_box)):
                if table.element in self.moulds:
                    self._fill(table, page.rules)

    def _take(self, table: Element) -> None:
        _group_rows(table, self.parents)
        rows = [row for group in table if group.tag in ("thead", "tbody") for row in group]
        if not rows or any(child.tag not in ("thead", "tbody", "colgroup") for child in table):
            raise NotPlain("more than rows")
        if any("style" in each.attrib for each in (table, *rows)):
            raise NotPlain("a style of its own")
        held = [[_held(cell) for cell in row] for row in rows]
        spans = [[int(cell.get("rowspan", 1)) for cell in row] for row in rows]
        places = list(_bands(spans))
        if any(len({self.parents[rows[at]] for at in together}) > 1 for together in places):
            raise NotPlain("a cell that reaches into another group")
        likes, html = _sample(table, rows, places, self.parents)
        mould = self._mould(html)
        if any(len(row) != len(mould.rows[like]) for row, like in zip(held, likes, strict=True)):
            raise NotPlain("more cells than columns")
        cells = [
            [_cell(words, cell) for words, cell in zip(row, mould.rows[like], strict=True)]
            for row, like in zip(held, likes, strict=True)
        ]
        bands = [_with_heights([(likes[at], cells[at], spans[at]) for at in together]) for together in places]
        if any(sum(row.height for row in band) > HIGHEST or len(_pictures(band)) > 1 for band in bands):
            raise NotPlain("a high row, or two pictures in one")
        self.moulds[table] = mould
        self._replace(table, bands)

    def _mould(self, html: str) -> Mould:
        if html not in self.known:
            if len(self.known) == MOST_MOULDS:
                raise NotPlain("one more build")
            try:
                [page] = self.lay_out(html).pages
                self.known[html] = Mould.of(next(_tables(page._page_box)))
            except (NotPlain, ValueError, StopIteration):
                self.known[html] = None
        mould = self.known[html]
        if mould is None:
            raise NotPlain(html)
        return mould

    def _replace(self, table: Element, bands: list[Band]) -> None:
        """Leave an empty row of its height in place of each band."""
        widths = " ".join(f"{width}px" for width in self.moulds[table].edges)
        table.set(
            "style",
            f"border-collapse:separate;border-spacing:0;border-style:solid;border-color:transparent;border-width:{widths}",
        )
        waiting = iter(bands)
        for group in list(table):
            if group.tag == "colgroup":
                table.remove(group)
                continue
            rows = list(group)
            while rows:
                band = next(waiting)
                first, *others = rows[: len(band)]
                del rows[: len(band)]
                for row in others:
                    group.remove(row)
                for cell in list(first):
                    first.remove(cell)
                first.set("style", f"height:{sum(row.height for row in band)}px")
                self.bands[first] = band
                empty = ElementTree.SubElement(first, "td", {"style": BARE})
                for picture in _pictures(band):
                    empty.set("class", self.parents[picture].get("class", ""))
                    empty.append(picture)

    def _fill(self, table: boxes.TableBox, rules: Rules) -> None:
        mould = self.moulds[table.element]
        x = table.content_box_x()
        lines: list[tuple[int, float, float]] = []  # which row of the mould, top and bottom
        for group in table.children:
            rows = []
            for empty in group.children:
                y = empty.position_y
                band = self.bands[empty.element]
                for place, row in enumerate(band):
                    spanned = [sum(one.height for one in band[place : place + n]) for n in range(len(band) + 1)]
                    rows.append(_filled(empty, row, y, spanned))
                    lines.append((row.like, y, y + row.height))
                    y += row.height
            group.children = rows
        for side in SIDES:
            setattr(table, f"border_{side}_width", 0)
        if lines:
            _rule(mould, lines, x, rules)


def _tables(box: Any) -> Iterator[boxes.TableBox]:
    """Give the tables in a laid-out box."""
    for child in getattr(box, "children", ()):
        child = getattr(child, "_box", child)  # of what stands at a place of its own
        if isinstance(child, boxes.TableBox):
            yield child
        else:
            yield from _tables(child)


# ---- what a table consists of


def _group_rows(table: Element, parents: dict[Element, Element]) -> None:
    """Put rows that stand in no group into a body, as HTML does."""
    loose = [child for child in table if child.tag == "tr"]
    if loose:
        body = ElementTree.Element("tbody")
        table.insert(list(table).index(loose[0]), body)
        parents[body] = table
        for row in loose:
            table.remove(row)
            body.append(row)
            parents[row] = body


def _sample(
    table: Element, rows: list[Element], bands: list[list[int]], parents: dict[Element, Element]
) -> tuple[list[int], str]:
    """Give which row of its mould each row of a table is like, and the HTML from which the mould is laid out.

    Of rows of one build that follow each other the first, one between and the last are kept: their borders differ.
    """
    alone = {band[0] for band in bands if len(band) == 1}
    kinds = [
        (parents[row].tag, _tag(row), tuple(map(_kind, row)), None if at in alone else at)
        for at, row in enumerate(rows)
    ]
    likes: list[int] = []
    html = opened = ""
    kept = 0
    for (group, row, cells, _place), run in groupby(kinds):
        count = len(list(run))
        sampled = min(count, 3)
        likes += [kept + (sampled - 1 if at == count - 1 else min(at, 1)) for at in range(count)]
        kept += sampled
        if group != opened:
            html += f"</{opened}><{group}>" if opened else f"<{group}>"
            opened = group
        html += f"{row}{''.join(cells)}</tr>" * sampled
    columns = "".join(
        ElementTree.tostring(each, "unicode", method="html") for each in table if each.tag == "colgroup"
    )
    inner = f"{_tag(table)}{columns}{html}</{opened}></table>"
    above = parents.get(table)
    while above is not None and above.tag != "html":
        if above.tag == "table":
            raise NotPlain("a table in a table")
        inner = f"{_tag(above)}{inner}</{above.tag}>"
        above = parents.get(above)
    return likes, f'<!DOCTYPE html><html lang="zh-CN"><head><title>国</title></head>{inner}</html>'


def _tag(element: Element) -> str:
    return f"<{element.tag}{''.join(f' {name}={quoteattr(value)}' for name, value in element.items())}>"


def _kind(cell: Element) -> str:
    """Give the HTML of a cell of this kind in a mould."""
    text, noto = SAMPLE
    held = (
        f'<img src="{PIXEL}" alt="">'
        if _picture(cell) is not None
        else f'{text}<span class="{NOTO}">{noto}</span>'
    )
    return f"{_tag(cell)}{held}</{cell.tag}>"


def _picture(cell: Element) -> Element | None:
    is_alone = len(cell) == 1 and not (cell.text or "").strip() and not (cell[0].tail or "").strip()
    return cell[0] if is_alone and cell[0].tag == "img" else None


def _held(cell: Element) -> Element | list[list[Word]]:
    """Give what a cell holds: its picture or its paragraphs. Raises NotPlain for anything else."""
    picture = _picture(cell)
    return _paragraphs(cell) if picture is None else picture


def _cell(held: Element | list[list[Word]], mould: CellMould) -> Cell:
    if isinstance(held, list):
        lines = mould.lines_of(held)
        return Cell(mould, lines, None, sum(line.height for line in lines))
    box = mould.picture
    if "auto" in (box.style["width"], box.style["height"]):
        raise NotPlain("a picture of no size")
    return Cell(mould, [], held, mould.box.children[0].height)


def _paragraphs(cell: Element) -> list[list[Word]]:
    """Give what stands in a cell, by paragraph. Raises NotPlain for more than words, line breaks and the two spans."""
    paragraphs: list[list[Word]] = [[]]
    runs: list[tuple[str, bool]] = [(cell.text or "", False)]
    for child in cell:
        if child.tag == "br":
            paragraphs[-1] += words_of(runs)
            paragraphs.append([])
            runs = []
        elif child.tag == "span" and child.get("class") == NOTO and not len(child):
            runs.append((child.text or "", True))
        elif child.tag == "span" and child.get("class") == WHOLE:
            paragraphs[-1] += [*words_of(runs), tuple(joined(_runs_in(child)))]
            runs = []
        else:
            raise NotPlain(child.tag)
        runs.append((child.tail or "", False))
    paragraphs[-1] += words_of(runs)
    found = [_stripped(words) for words in paragraphs]
    if len(found) > 1 and not all(found):
        raise NotPlain("an empty line")
    return [words for words in found if words]


def _runs_in(span: Element) -> list[tuple[str, bool]]:
    runs = [(span.text or "", False)]
    for child in span:
        if child.tag != "span" or child.get("class") != NOTO or len(child):
            raise NotPlain(child.tag)
        runs += [(child.text or "", True), (child.tail or "", False)]
    return runs


def _stripped(words: list[Word]) -> list[Word]:
    """Give words without spaces at the ends of a paragraph."""
    found = [word for word in words if "".join(text for text, _noto in word).strip(" ")]
    if found:
        first = found[0]
        found[0] = ((first[0][0].lstrip(" "), first[0][1]), *first[1:])
        last = found[-1]
        found[-1] = (*last[:-1], (last[-1][0].rstrip(" "), last[-1][1]))
    return found


# ---- how high its rows are


def _bands(spans: list[list[int]]) -> Iterator[list[int]]:
    """Give the rows that belong together, by their places. Raises NotPlain for a cell over more rows than there are."""
    at = 0
    while at < len(spans):
        end = at + 1
        place = at
        while place < end:
            end = max(end, place + max(spans[place], default=1))
            if end > len(spans) or min(spans[place], default=1) < 1:
                raise NotPlain("a cell that reaches over the end of its table")
            place += 1
        yield list(range(at, end))
        at = end


def _with_heights(rows: list[tuple[int, list[Cell], list[int]]]) -> Band:
    """Give rows with the heights that their cells need; a cell over several counts where it ends (CSS 2, 17.5.3)."""
    heights: list[float] = []
    for at in range(len(rows)):
        height = 0.0
        for begins in range(at + 1):
            above = sum(heights[begins:at])
            for cell, span in zip(rows[begins][1], rows[begins][2], strict=True):
                if begins + span - 1 == at:
                    height = max(height, cell.mould.height_with(cell.content) - above)
        heights.append(height)
    return [Row(like, cells, height) for (like, cells, _spans), height in zip(rows, heights, strict=True)]


def _pictures(band: Band) -> list[Element]:
    return [cell.picture for row in band for cell in row.cells if cell.picture is not None]


# ---- the laid-out page


def _filled(empty: boxes.TableRowBox, row: Row, y: float, spanned: list[float]) -> boxes.TableRowBox:
    """Give the row of a page with its cells. spanned: how high so many rows from this one on are (px)."""
    cells = []
    for cell in row.cells:
        height = spanned[cell.mould.box.rowspan]
        top = y + cell.mould.content_top(height, cell.content)
        if cell.picture is None:
            inside = cell.mould.filled(cell.lines, empty.position_x, top)
        else:
            inside = [_moved_picture(empty, cell, top)]
        box = cell.mould.box.copy_with_children(inside)
        box.position_x, box.position_y = empty.position_x + cell.mould.left, y
        box.padding_top = box.padding_bottom = 0
        box.height, box.empty = height, not inside
        for side in SIDES:
            setattr(box, f"border_{side}_width", 0)
        cells.append(box)
    filled = empty.copy_with_children(cells)
    filled.position_y, filled.height = y, row.height
    return filled


def _moved_picture(empty: boxes.TableRowBox, cell: Cell, top: float) -> Any:
    """Give the line with the picture that was laid out in the empty row, in its place."""
    [line] = empty.children[0].children
    sample = cell.mould.box.children[0]
    left = empty.position_x + cell.mould.left + sample.position_x - cell.mould.box.position_x
    line.translate(left - line.position_x, top - line.position_y)
    return line


def _rule(mould: Mould, rows: list[tuple[int, float, float]], x: float, rules: Rules) -> None:
    """Add the borders of the rows of a page, each with its place in the mould, its top and its bottom.

    x: where a row begins.
    """
    places = [x + column for column in mould.columns]
    levels = [mould.level[like] for like, _top, _bottom in rows] + [mould.level[rows[-1][0] + 1]]
    heights = [top for _like, top, _bottom in rows] + [rows[-1][2]]
    uprights = [mould.upright[like] for like, _top, _bottom in rows]
    for at, (y, borders) in enumerate(zip(heights, levels, strict=True)):
        beside = uprights[max(0, at - 1) : at + 1]
        for column, key, end in _runs(borders):
            reach = [max(_width(line[place]) for line in beside) / 2 for place in (column, end)]
            rules.setdefault(key, []).append((places[column] - reach[0], y, places[end] + reach[1], y))
    for column, place in enumerate(places):
        for at, key, end in _runs([line[column] for line in uprights]):
            reach = [max(map(_width, levels[row][max(0, column - 1) : column + 1])) / 2 for row in (at, end)]
            rules.setdefault(key, []).append((place, heights[at] - reach[0], place, heights[end] + reach[1]))


def _runs(borders: list[Any]) -> Iterator[tuple[int, tuple[float, Any], int]]:
    """Give where a line of one kind begins, its width and colour, and where it ends."""
    at = 0
    for key, run in groupby(borders, key=lambda border: (_width(border), border[2])):
        end = at + len(list(run))
        if key[0]:
            yield at, key, end
        at = end


def _width(border: Any) -> float:
    return border[1] if border[0] == "solid" and border[2].alpha else 0.0
