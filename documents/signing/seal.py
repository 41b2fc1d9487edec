"""What is said of a signed file; loads nothing that opens one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stand(StrEnum):
    """What became of a file."""

    INTACT = "intact"
    APPENDED = "appended"  # our signature holds for the beginning, and something came after it
    CHANGED = "changed"  # our signature does not fit the bytes
    NOT_OURS = "not_ours"  # signed by somebody else
    UNSIGNED = "unsigned"


@dataclass(frozen=True)
class Seal:
    """What a file says of itself.

    mark: the paper's code, of an intact file alone. signer: whose certificate. at: when, in ISO; stamped: whether a time
    stamp that we know says so, else it is the signer's own word. whole: the signature covers the file to its last byte,
    else what follows only helps to check it later. signatures: how many the file bears.
    """

    stand: str
    mark: str = ""
    signer: str = ""
    at: str = ""
    stamped: bool = False
    whole: bool = False
    signatures: int = 0

    @property
    def moment(self) -> datetime | None:
        """When it was signed, or None where nothing says so."""
        return datetime.fromisoformat(self.at) if self.at else None
