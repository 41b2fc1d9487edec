"""A refusal: which rule said no, and what the person can do now."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Refusal:
    """Why something may not be done: Chinese text, clause (`C16`, or empty) and what helps."""

    text: str | Promise
    clause: str = ""
    remedy: str | Promise = ""

    def __str__(self) -> str:
        return f"{self.text}{self.remedy}"


class Refused(Exception):
    """Raised when one or more rules refuse an act; nothing has been written. `status` is what the page answers with."""

    status = 409

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("；".join(str(refusal) for refusal in refusals))


class NotNow(Refused):
    """Raised when no rule stands against the act and it cannot be done just now; the same act may succeed later."""

    status = 503


class Malformed(Refused):
    """Raised when what was sent cannot be understood."""

    status = 400


class TooLarge(Refused):
    """Raised when what was sent, or is to be sent, is larger than may be taken."""

    status = 413


def require(*checks: "Refusal | None") -> None:
    """Raise `Refused` with every check that refused; guards give None when they have no objection."""
    refusals = tuple(check for check in checks if check is not None)
    if refusals:
        raise Refused(*refusals)
