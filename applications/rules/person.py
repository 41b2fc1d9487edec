"""What a resident's ID number says of its holder (GB 11643)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Derived:
    """Gender (`male`, `female`) and day of birth, as the number says."""

    gender: str
    born_on: date


def derived_from(number: str) -> Derived | None:
    """Give what a normalised ID number says, or None for any other document's number."""
    if len(number) != 18 or not number[:17].isdigit():
        return None
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return Derived("male" if int(number[16]) % 2 else "female", born_on)
