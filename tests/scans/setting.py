"""Words into lines: a template with fields becomes runs of text, each with its role.

Closing signs never begin a line; a number, a date or a name stays together while a line can hold it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from string import Formatter

from tests.scans import fonts
from tests.scans.marks import MM_PER_POINT, Run
from tests.scans.page import Role

ROLES: dict[str, Role] = {
    "name": "name",
    "employer": "employer",
    "id_number": "id_number",
    "phone": "phone",
    "school": "school",
    "certificate_number": "certificate_number",
    "date": "date",
    "hours": "hours",
    "verification_code": "verification_code",
    "expires": "date",
    "birth": "date",
    "begun": "date",
}
TOGETHER = {"name", "id_number", "phone", "certificate_number", "date", "verification_code"}
CLOSING = set("，。、；：）》”！？")


@dataclass(frozen=True, eq=False)
class Piece:
    """Words of the form itself, or one fact's."""

    text: str
    role: Role = "other"
    whole: str = ""


@dataclass(frozen=True)
class Style:
    """How a text is set: sizes in points, `width` of its lines in mm (None: one line), `lead` in em, `indent` in em."""

    points: float = 12
    font: str = "song"
    entry: str = ""
    ink: str = "black"
    entry_ink: str = ""
    align: str = "l"
    width: float | None = None
    lead: float = 1.6
    indent: float = 0

    @property
    def em(self) -> float:
        """The size of type in millimetres."""
        return self.points * MM_PER_POINT

    def font_for(self, piece: Piece) -> str:
        """Give the font for `piece`: an entry may be in another one than the form."""
        return self.entry if self.entry and piece.whole else self.font

    def ink_for(self, piece: Piece) -> str:
        """Give the colour for `piece`."""
        return self.entry_ink if self.entry_ink and piece.whole else self.ink


Letter = tuple[str, Piece]


def pieces(template: str, values: dict[str, str]) -> Iterator[Piece]:
    """Give the pieces of `template`, its fields filled from `values`; `{name+}` spreads a name of two characters."""
    for words, field, _spec, _conversion in Formatter().parse(template):
        if words:
            yield Piece(words)
        if field:
            bare = field.removesuffix("+")
            value = values[bare]
            shown = "　".join(value) if field.endswith("+") and len(value) == 2 else value
            yield Piece(shown, ROLES.get(bare, "other"), value)


def tokens(found: list[Piece]) -> Iterator[list[Letter]]:
    """Give what may not be broken: a fact of TOGETHER, a word of Latin letters or digits, else each character."""

    def key(letter: tuple[int, str, Piece]) -> tuple:
        at, char, piece = letter
        if piece.role in TOGETHER:
            return ("piece", id(piece))
        return ("word", "") if char.isascii() and char != " " else ("char", at)

    letters = [(char, piece) for piece in found for char in piece.text]
    numbered = [(at, char, piece) for at, (char, piece) in enumerate(letters)]
    for _key, group in groupby(numbered, key):
        yield [(char, piece) for _at, char, piece in group]


def lines(found: list[Piece], style: Style) -> list[list[Letter]]:
    """Give the letters of each line."""
    limit = style.width / style.em if style.width else float("inf")
    rows: list[list[Letter]] = [[]]
    used = style.indent
    for token in tokens(found):
        wide = _wide(token, style)
        parts = [token] if wide <= limit else [[letter] for letter in token]
        for part in parts:
            wide = _wide(part, style)
            if used + wide > limit and rows[-1] and part[0][0] not in CLOSING:
                rows.append([])
                used = 0
            rows[-1] += part
            used += wide
    return rows


def _wide(letters: list[Letter], style: Style) -> float:
    """Give the width of `letters`, in em."""
    return sum(fonts.advance(char, style.font_for(piece)) for char, piece in letters)


START: dict[str, Callable[[float, float], float]] = {
    "l": lambda x, wide: x,
    "c": lambda x, wide: x - wide / 2,
    "r": lambda x, wide: x - wide,
}


def runs(template: str, values: dict[str, str], x: float, y: float, style: Style) -> Iterator[Run]:
    """Set `template` with its first baseline at `y`; `x` is the left, middle or right of its lines, as it is aligned."""
    for number, line in enumerate(lines(list(pieces(template, values)), style)):
        at = START[style.align](x, _wide(line, style) * style.em)
        at += style.indent * style.em if number == 0 else 0
        baseline = y + number * style.lead * style.em
        for piece, letters in groupby(line, key=lambda letter: letter[1]):
            text = "".join(char for char, _piece in letters)
            font = style.font_for(piece)
            yield Run(text, at, baseline, style.points, font, style.ink_for(piece), piece.role, piece.whole)
            at += fonts.width(text, font) * style.em


def height(template: str, values: dict[str, str], style: Style) -> float:
    """Give the height of `template` when set, in mm, from the top of its first line to the foot of its last."""
    return (len(lines(list(pieces(template, values)), style)) - 1) * style.lead * style.em + style.em
