"""What the generator gives: a page as it was sent, and everything that is true of it."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

Box = tuple[int, int, int, int]
Role = Literal[
    *("name", "employer", "id_number", "phone", "certificate_number", "school", "date", "hours"),
    *("verification_code", "photo", "code", "seal", "other"),
]
Form = Literal["photo", "screen", "text", "scan", "layered", "mixed"]


@dataclass(frozen=True)
class Facts:
    """What a form says of a person, or what a page says; `dates` are those that the page's kind is asked for."""

    name: str
    id_number: str
    employer: str
    phone: str
    school: str
    certificate_number: str
    dates: tuple[date, ...]
    hours: int
    verification_code: str
    verification_expires: date

    @classmethod
    def names(cls) -> Iterator[str]:
        """Give the names of the facts."""
        return (field.name for field in fields(cls))


@dataclass(frozen=True)
class Span:
    """A run of text, or a thing, on the page.

    `box` is x0, y0, x1, y1 in pixels of the upright-as-shown first page (after EXIF's orientation; a PDF at 200 dpi): the
    hull of what the photograph made of it, clipped to the picture. `text` is what stands in the box; where a fact was
    broken over lines, `whole` is the fact.
    """

    text: str
    box: Box
    role: Role
    whole: str = ""


@dataclass(frozen=True)
class Page:
    """A file as a user sends it, with its labels.

    `person` is what the form says, `shown` what the page says. `differs` names the facts that do not agree (another
    kind of dot in a name, or a small x in an ID number, is no difference), `absent` those that the page does not bear.
    `quarter` is the clockwise turn, in degrees, that sets the first page upright; `skew` how far it then still leans
    clockwise. `damage` makes it unreadable, `harmless` does not.
    """

    data: bytes
    suffix: str
    form: Form
    slot: str
    kind: str
    layout: str
    layout_split: str
    person: Facts
    shown: Facts
    differs: frozenset[str]
    absent: frozenset[str]
    quarter: int
    skew: float
    damage: frozenset[str]
    harmless: frozenset[str]
    spans: tuple[Span, ...]
    size: tuple[int, int]
    pages: int = 1
