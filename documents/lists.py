"""Long lists as lines of text: a row is one text with spaces between, not nine cells, which costs a tenth of a table.

The lines are broken and the spaces counted here, for what a character takes is known: a 汉字 is as wide as it is high,
and the face says how wide the others are. A text with a character of another script, whose letters join, is left to a
row of boxes. (Tabs would do, but WeasyPrint draws them by 1024 : 1000 too wide.)
"""

import unicodedata
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from documents.coverage import advances

NOT_FIRST = "，。、；：！？）》〉」』】〕”’·%％"
NOT_LAST = "（《〈「『【〔“‘"
SPACE = 0.1  # em: how wide the style sheet makes a space by `word-spacing`


@dataclass(frozen=True)
class Columns:
    """The columns of a list: where each begins and where the last ends, in em of its text from the left edge."""

    starts: tuple[float, ...]
    end: float

    def widths(self) -> list[float]:
        """Give the room of each column in em; three tenths stay free between two."""
        return [edge - start - 0.3 for start, edge in pairwise((*self.starts, self.end))]


def row_text(cells: tuple[str, ...], columns: Columns) -> str | None:
    """Give the lines of a row, each with spaces between the columns, or None when it has to be set in boxes."""
    if not all(_is_plain(cell) for cell in cells):
        return None
    pieces = [_broken(cell, room) for cell, room in zip(cells, columns.widths(), strict=True)]
    return "\n".join(_line(line, columns) for line in zip_longest(*pieces, fillvalue=""))


def _is_plain(text: str) -> bool:
    known = advances()
    return all(char in known and unicodedata.bidirectional(char) not in ("R", "AL") for char in text)


def _broken(text: str, room: float) -> list[str]:
    """Give `text` in lines of at most `room` em, none of them beginning with a comma or ending with a bracket."""
    lines, line, wide = [], "", 0.0
    for char in text:
        if line and wide + _breadth(char) > room:
            keep = _cut(line, char)
            lines.append(line[:keep])
            line = line[keep:]
            wide = sum(_breadth(each) for each in line)
        line, wide = line + char, wide + _breadth(char)
    return [*lines, line]


def _cut(line: str, following: str) -> int:
    """Give where to break `line` when `following` does not fit any more; a number or a word stays whole."""
    after = line + following
    for place in range(len(line), 0, -1):
        before, first = after[place - 1], after[place]
        joined = before.isascii() and first.isascii() and before.isalnum() and first.isalnum()
        if first not in NOT_FIRST and before not in NOT_LAST and not joined:
            return place
    return len(line)


def _line(cells: tuple[str, ...], columns: Columns) -> str:
    text, place = "", 0.0
    for cell, start in zip(cells, columns.starts, strict=True):
        if cell:
            wide, narrow = divmod(round((start - place) / SPACE), round(1 / SPACE))
            text += "\u3000" * wide + " " * narrow + cell
            place += (wide / SPACE + narrow) * SPACE + sum(_breadth(char) for char in cell)
    return text


def _breadth(char: str) -> float:
    return SPACE if char == " " else advances()[char]
