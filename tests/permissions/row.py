"""What a row of the permission matrix says."""

from dataclasses import dataclass, field
from typing import Any

from tests.permissions.who import People, Who


@dataclass(frozen=True)
class Upload:
    """A file that a form carries: a scan, or the list of payments."""

    name: str


@dataclass(frozen=True)
class Row:
    """One address.

    `to`: who opens it, for each object. `get`: what they get for it (405 where it is only sent to). `post`: what they
    send, None where nothing is taken; `by`: who may send it, where that is not `to`; `sent`: what they get for that;
    `writes`: whether that changes the database. `else_`: what outsiders get where it is neither 404 nor the sign-in.
    `shows`: whose list holds which object; everybody else's does not. `args`: parts that are the same for every object.
    """

    to: dict[str, People]
    get: frozenset[int] = frozenset({200})
    post: dict[str, Any] | None = None
    by: dict[str, People] | None = None
    sent: frozenset[int] = frozenset({302})
    writes: bool = True
    else_: dict[str, dict[int, People]] = field(default_factory=dict)
    shows: dict[str, People] = field(default_factory=dict)
    args: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return any(Who.STRANGER in people for people in self.to.values())

    @property
    def carries_files(self) -> bool:
        return any(isinstance(value, Upload) for value in (self.post or {}).values())
