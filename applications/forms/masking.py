"""The boxes of one page as a form sends them: for each its left, top, width and height in percent, and what it covers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from applications.enums import MaskKind
from applications.rules.masking import MOST_BOXES, WHOLE, MaskBox

SIDES = ("left", "top", "width", "height")
#: A percentage with at most two decimals, so that it is a whole number of ten-thousandths.
PERCENT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
LONGEST = 8  # characters of a number that is shown again
#: Rows that are looked at: more than a page may have, so that it can be said that there are too many.
MOST_ROWS = 2 * MOST_BOXES


@dataclass(frozen=True)
class Row:
    """One box as it stands in the form: its number, its sides as they were typed, what it covers, and what is wrong."""

    number: int
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""
    what: str = MaskKind.NAME
    is_removed: bool = False
    error: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, side) for side in SIDES)

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """Give the name, the words and the value of each field."""
        words = (_("左边"), _("上边"), _("宽"), _("高"))
        return [(side, word, getattr(self, side)) for side, word in zip(SIDES, words, strict=True)]


@dataclass(frozen=True)
class Typed:
    """What a form says: its rows, the boxes that they are, and the rows that are none."""

    rows: list[Row]
    boxes: list[MaskBox]

    @property
    def errors(self) -> list[Row]:
        return [row for row in self.rows if row.error]


def row_of(number: int, box: MaskBox) -> Row:
    """Give the row that shows a box."""
    left, top, right, bottom = box.sides
    return Row(number, percent(left), percent(top), percent(right - left), percent(bottom - top), box.what)


def percent(part: int) -> str:
    """Write ten-thousandths as percent: 1234 is 12.34."""
    return f"{part / 100:.2f}".rstrip("0").rstrip(".")


def typed(data: QueryDict, page: int) -> Typed:
    """Read the rows of a page; empty ones are left out, those whose removal is ticked are no boxes."""
    rows = [row for row in _rows(data) if not row.is_empty]
    return Typed(rows, [_box(row, page) for row in rows if not row.is_removed and not row.error])


def _rows(data: QueryDict) -> Iterator[Row]:
    columns = [data.getlist(name)[:MOST_ROWS] for name in (*SIDES, "what")]
    removed = set(data.getlist("remove"))
    for number, (*sides, what) in enumerate(zip(*columns, strict=False), 1):
        values = {side: value.strip()[:LONGEST] for side, value in zip(SIDES, sides, strict=True)}
        known = what if what in MaskKind else MaskKind.OTHER
        is_removed = str(number) in removed
        yield Row(number, **values, what=known, is_removed=is_removed, error="" if is_removed else _wrong(values))


def _wrong(values: Mapping[str, Any]) -> str:
    if not any(values.values()):
        return ""
    if not all(PERCENT.fullmatch(value) for value in values.values()):
        return _("四个数都要填，0到100，最多两位小数。")
    left, top, width, height = (_whole(values[side]) for side in SIDES)
    if not width or not height:
        return _("宽和高要大于0。")
    if left + width > WHOLE or top + height > WHOLE:
        return _("框超出了页面：左边加宽、上边加高都不能超过100。")
    return ""


def _whole(value: str) -> int:
    return int(Decimal(value) * 100)


def _box(row: Row, page: int) -> MaskBox:
    left, top, width, height = (_whole(getattr(row, side)) for side in SIDES)
    return MaskBox(page, left, top, left + width, top + height, row.what)
