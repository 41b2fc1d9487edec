"""How a section is declared: its fields, its groups of rows, and when something is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from applications.enums import SectionKey

Text = str | Promise
Choices = Callable[[], list[tuple[str, Any]]]


class FieldType(StrEnum):
    """How a field is asked for and read."""

    TEXT = "text"
    LONG = "long"
    DAY = "day"
    MONTH = "month"
    CHOICE = "choice"
    RADIO = "radio"
    HOURS = "hours"


@dataclass(frozen=True)
class When:
    """A field or group belongs to the form only where another value is one of these.

    `of` names a field of the same section or row; with a leading `@` a fact of the application (see `facts_for`).
    """

    of: str
    values: tuple[str, ...]

    def holds(self, data: Mapping[str, Any], facts: Mapping[str, str]) -> bool:
        value = facts.get(self.of[1:], "") if self.of.startswith("@") else data.get(self.of, "")
        return value in self.values


@dataclass(frozen=True, eq=False)
class Field:
    """One field: its name in the data, its label, how it is read, and whether it must be filled; each is only itself."""

    name: str
    label: Text
    type: FieldType = FieldType.TEXT
    hint: Text = ""
    required: bool = True
    when: When | None = None
    choices: Choices | None = None
    most: int = 100
    size: str = ""

    def shown(self, value: Any) -> str:
        """Give a value as it is read on a screen or a paper."""
        if value in (None, ""):
            return ""
        if self.choices:
            return next((str(label) for code, label in self.choices() if code == value), str(value))
        if self.type == FieldType.MONTH:
            return shown_month(str(value))
        if self.type == FieldType.DAY:
            return shown_day(str(value))
        return str(value)


@dataclass(frozen=True)
class Rows:
    """A group of like rows.

    With `years_back` the rows are fixed, one for each year before the campaign's (0: its own). `when`: the group is
    asked for only then; `demanded`: `least` rows are asked for only then.
    """

    name: str
    label: Text
    fields: tuple[Field, ...]
    hint: Text = ""
    least: int = 0
    most: int = 8
    when: When | None = None
    demanded: When | None = None
    years_back: tuple[int, ...] = ()
    add: Text = ""


@dataclass(frozen=True)
class SectionSpec:
    """One section of the form; `number` is its place in the printed one."""

    key: SectionKey
    number: int
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()
    hint: Text = ""
    optional: bool = False
    first_number: int = 1

    @property
    def label(self) -> str:
        return str(SectionKey(self.key).label)

    def field_number(self, place: int) -> str:
        """Give the number of the field at `place` (from 0) as on the printed form: 2.4."""
        return f"{self.number}.{place + self.first_number}"


def shown_month(value: str) -> str:
    """Give 2020年7月 for `2020-07`; what is not a month stays as it was typed."""
    year, dash, month = value.partition("-")
    if not (dash and year.isdigit() and month.isdigit()):
        return value
    return gettext("%(year)s年%(month)d月") % {"year": year, "month": int(month)}


def shown_day(value: str) -> str:
    """Give 2020年7月1日 for `2020-07-01`; what is not a day stays as it was typed."""
    parts = value.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return value
    return gettext("%(year)d年%(month)d月%(day)d日") % dict(
        zip(("year", "month", "day"), map(int, parts), strict=True)
    )
