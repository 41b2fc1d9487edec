"""The layouts: data in `layouts/*.toml`, one file a kind of document.

A file names its `slots` and holds tables `[[layout]]` with `name`, `split` ("tuning" or "figures"), `sheet` (mm),
`paper` (a colour), and `draw`, a drawing line by line, in millimetres and points; a line that begins with two spaces
belongs to the one above:

    text 105,40 22 biaosong c | 毕业证书          x,y size font; l c r: which side x is; w150 wraps, lh1.8 and in2 set it
    rule 28,50 182,50 0.5                         from, to, weight
    rect 28,60 154x40 / frame 10,10 277x190 gold  a box; a border of a certificate
    photo 150,40 25x35                            the holder's
    seal 150,230 20 | {employer}                  middle, radius
    code 20,20 22 | https://…{verification_code}  a QR code
    wash green                                    waves under everything
    grid 28,60 30,50,30,44 12 11 fang entry:kai   columns, height of a row, size, font
      姓名 | {name} | 出生年月 | {birth}           "<" joins a cell to its left, "~" sets it left, "[40]" is a height
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.scans import fonts, setting
from tests.scans.marks import INKS, Mark, Rule, Run, Thing
from tests.scans.page import Facts
from tests.scans.setting import Style

FOLDER = Path(__file__).parent / "layouts"
FORMS = ("photo", "screen", "scan", "layered", "text", "mixed")
SPLITS = ("tuning", "figures")
FACT_OF = {"date": "dates", "expires": "verification_expires"}


@dataclass(frozen=True)
class Layout:
    """One way in which a kind of document looks. `forms` are the forms in which its slot takes a file."""

    kind: str
    slots: tuple[str, ...]
    forms: tuple[str, ...]
    name: str
    split: str
    sheet: tuple[float, float]
    paper: tuple[int, int, int]
    dates: str
    draw: str

    @property
    def bears(self) -> frozenset[str]:
        """The facts that it prints."""
        fields = {field.rstrip("+") for field in re.findall(r"\{(\w+\+?)\}", self.draw)}
        return frozenset({FACT_OF.get(field, field) for field in fields} & set(Facts.names()))


PAPERS = {
    "white": (252, 252, 250),
    "cream": (250, 244, 228),
    "pink": (250, 228, 226),
    "blue": (226, 236, 248),
    "green": (230, 243, 230),
}


@lru_cache
def all_layouts() -> tuple[Layout, ...]:
    """Give every layout, kind by kind."""
    return tuple(layout for path in sorted(FOLDER.glob("*.toml")) for layout in _read(path))


def _read(path: Path) -> Iterator[Layout]:
    """Give the layouts of one kind."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in data["layout"]:
        forms = tuple(table.get("forms", data.get("forms", FORMS)))
        slots = tuple(table.get("slots", data["slots"]))
        sheet = tuple(table.get("sheet", (210, 297)))
        paper = PAPERS[table.get("paper", "white")]
        dates = table.get("dates", "年月日")
        yield Layout(path.stem, slots, forms, table["name"], table["split"], sheet, paper, dates, table["draw"])


def place(layout: Layout, values: dict[str, str]) -> list[Mark]:
    """Give what stands on the sheet when `values` fill its fields."""
    width, height = layout.sheet
    sample = Run("样张", width - 9, height - 4, 5, "hei", "grey")
    found: list[Mark] = [sample]
    for block in re.split(r"\n(?!  )", layout.draw.strip("\n")):
        if block.strip():
            found += _drawn(block, values)
    return found


def _drawn(block: str, values: dict[str, str]) -> Iterator[Mark]:
    """Give the marks of one line of a drawing, with those that belong to it."""
    first, *more = block.split("\n")
    head, _bar, words = first.partition(" | ")
    verb, *options = head.split()
    return DRAWERS[verb](options, words or "\n".join(more), values)


def _pair(text: str, sign: str = ",") -> tuple[float, float]:
    """Give two numbers, written with a comma or an x between them."""
    one, other = text.split(sign)
    return float(one), float(other)


def _style(options: list[str]) -> Style:
    """Give the style that `options` spell."""
    found: dict = {}
    for option in options:
        if option in fonts.FONTS:
            found["font"] = option
        elif option in INKS:
            found["ink"] = option
        elif option in setting.START:
            found["align"] = option
        elif option.startswith("entry:"):
            key = "entry_ink" if option[6:] in INKS else "entry"
            found[key] = option[6:]
        else:
            letters, number = re.fullmatch(r"([a-z]*)([\d.]+)", option).groups()
            found[{"": "points", "w": "width", "lh": "lead", "in": "indent"}[letters]] = float(number)
    return Style(**found)


def _text(options: list[str], words: str, values: dict[str, str]) -> Iterator[Mark]:
    x, y = _pair(options[0])
    return setting.runs(words, values, x, y, _style(options[1:]))


def _rule(options: list[str], _words: str, _values: dict[str, str]) -> Iterator[Mark]:
    weight = float(options[2]) if len(options) > 2 else 0.25
    yield Rule(*_pair(options[0]), *_pair(options[1]), weight, *options[3:])


def _box(x: float, y: float, w: float, h: float, weight: float = 0.25, ink: str = "black") -> Iterator[Rule]:
    """Give the four sides of a box."""
    for start, end in (
        ((x, y), (x + w, y)),
        ((x + w, y), (x + w, y + h)),
        ((x + w, y + h), (x, y + h)),
        ((x, y + h), (x, y)),
    ):
        yield Rule(*start, *end, weight, ink)


def _rect(options: list[str], _words: str, _values: dict[str, str]) -> Iterator[Mark]:
    return _box(
        *_pair(options[0]), *_pair(options[1], "x"), float(options[2]) if len(options) > 2 else 0.25, *options[3:]
    )


def _frame(options: list[str], _words: str, _values: dict[str, str]) -> Iterator[Mark]:
    (x, y), (w, h), ink = _pair(options[0]), _pair(options[1], "x"), options[2]
    for inset, weight in ((0, 1.6), (2.4, 0.4), (3.6, 0.4)):
        yield from _box(x + inset, y + inset, w - 2 * inset, h - 2 * inset, weight, ink)


def _photo(options: list[str], _words: str, _values: dict[str, str]) -> Iterator[Mark]:
    yield Thing("photo", *_pair(options[0]), *_pair(options[1], "x"))


def _seal(options: list[str], words: str, values: dict[str, str]) -> Iterator[Mark]:
    (x, y), radius = _pair(options[0]), float(options[1])
    yield Thing("seal", x - radius, y - radius, 2 * radius, 2 * radius, words.format_map(values))


def _code(options: list[str], words: str, values: dict[str, str]) -> Iterator[Mark]:
    (x, y), side = _pair(options[0]), float(options[1])
    yield Thing("code", x, y, side, side, words.format_map(values))


def _wash(options: list[str], _words: str, _values: dict[str, str]) -> Iterator[Mark]:
    yield Thing("wash", 0, 0, 0, 0, ink=options[0])


def _grid(options: list[str], words: str, values: dict[str, str]) -> Iterator[Mark]:
    """A table: its cells' words stand in the middle, or at the left and top after "~"."""
    (left, y), columns = _pair(options[0]), [float(width) for width in options[1].split(",")]
    usual, style = float(options[2]), _style(options[3:])
    for row in words.strip().split("\n"):
        tall, cells = re.fullmatch(r"\s*(?:\[([\d.]+)\])?(.*)", row).groups()
        height = float(tall or usual)
        for x, width, cell in _cells(left, columns, cells.split("|")):
            yield from _box(x, y, width, height, 0.2)
            yield from _in_cell(cell.strip(), values, (x, y, width, height), style)
        y += height


def _cells(left: float, columns: list[float], cells: list[str]) -> list[tuple[float, float, str]]:
    """Give x, width and words of each cell of a row; a cell "<" widens the one before it."""
    found: list[tuple[float, float, str]] = []
    for width, cell in zip(columns, cells, strict=True):
        if cell.strip() == "<":
            x, wide, words = found.pop()
            found.append((x, wide + width, words))
        else:
            found.append((left, width, cell))
        left += width
    return found


def _in_cell(
    cell: str, values: dict[str, str], box: tuple[float, float, float, float], style: Style
) -> Iterator[Run]:
    """Set the words of a cell into its box (x, y, width, height)."""
    x, y, width, height = box
    free = cell.startswith("~")
    set_in = Style(
        **{**vars(style), "width": width - 3, "align": "l" if free else "c", "lead": 1.45 if free else 1.25}
    )
    words = cell.removeprefix("~").strip()
    space = 2.5 if free else (height - setting.height(words, values, set_in)) / 2
    at = x + 1.5 if free else x + width / 2
    yield from setting.runs(words, values, at, y + space + fonts.ASCENT * style.em, set_in)


DRAWERS = {
    "text": _text,
    "rule": _rule,
    "rect": _rect,
    "frame": _frame,
    "photo": _photo,
    "seal": _seal,
    "code": _code,
    "wash": _wash,
    "grid": _grid,
}
