"""What an assessment says: three lists of findings, each with its rule, its clause and its basis."""

from dataclasses import dataclass
from enum import Enum

from campaigns.enums import Hardness


class Outcome(Enum):
    """How one rule came out."""

    MEETS = "meets"
    FAILS = "fails"
    PERSON = "person"


@dataclass(frozen=True)
class Finding:
    """One rule and how it came out, in a sentence; `hardness` says what failing it does.

    `unanswered`: nobody need decide it, only the applicant has not said yet what it turns on.
    """

    rule: str
    text: str
    clause: str
    basis: str = ""
    hardness: str = Hardness.SOFT
    unanswered: bool = False


@dataclass(frozen=True)
class Assessment:
    """What an applicant meets, what he does not, and what a person must decide."""

    meets: tuple[Finding, ...] = ()
    fails: tuple[Finding, ...] = ()
    needs_person: tuple[Finding, ...] = ()

    @property
    def hard_fails(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.fails if finding.hardness == Hardness.HARD)

    @property
    def soft_fails(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.fails if finding.hardness != Hardness.HARD)

    @property
    def to_answer(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.needs_person if finding.unanswered)

    @property
    def to_decide(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.needs_person if not finding.unanswered)

    @property
    def blocked(self) -> bool:
        """Whether a hard rule fails: the application cannot be submitted."""
        return bool(self.hard_fails)

    @property
    def needs_reason(self) -> bool:
        """Whether a soft rule fails: it can be submitted with a stated reason (C24)."""
        return bool(self.soft_fails)


Result = tuple[Outcome, Finding]


def meets(rule: str, text: str, clause: str, basis: str = "") -> Result:
    return Outcome.MEETS, Finding(rule, text, clause, basis)


def fails(rule: str, text: str, clause: str, basis: str = "", hardness: str = Hardness.HARD) -> Result:
    return Outcome.FAILS, Finding(rule, text, clause, basis, hardness)


def person(rule: str, text: str, clause: str, basis: str = "") -> Result:
    return Outcome.PERSON, Finding(rule, text, clause, basis)


def unanswered(rule: str, text: str, clause: str, basis: str = "") -> Result:
    return Outcome.PERSON, Finding(rule, text, clause, basis, unanswered=True)


def gathered(results: tuple[Result, ...]) -> Assessment:
    """Sort results into the three lists."""

    def of(outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for each, finding in results if each is outcome)

    return Assessment(of(Outcome.MEETS), of(Outcome.FAILS), of(Outcome.PERSON))
