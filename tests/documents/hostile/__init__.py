"""Files that nobody should send, each with what the portal answers: a table, made by code."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

#: What a mutation comes to depends on where it fell: a refusal with a reason, or a file that is harmless.
ANY = "any"
#: Whether its memory or its time is at an end first depends on the machine.
HEAVY = "broken or too_heavy"
TAKEN = ""


@dataclass(frozen=True)
class Case:
    """One file: what it is, how it is made, and the code of the refusal (or TAKEN, HEAVY, ANY)."""

    name: str
    make: Callable[[], bytes]
    code: str

    @cached_property
    def data(self) -> bytes:
        """Its bytes, made once."""
        return self.make()

    def __str__(self) -> str:
        return self.name
