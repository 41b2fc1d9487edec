"""The cover list of a print run: what lies in the pile, how often, and what had to be left out."""

from dataclasses import dataclass
from datetime import datetime

from documents.papers.shape import Paper


@dataclass(frozen=True, kw_only=True)
class ListedCase:
    """One case of a run.

    place: from 1; pages, sheets: of one copy, 0 where it was left out; why: the reason for that, empty where it was not.
    """

    place: int
    number: str
    name: str
    employer: str
    pages: int = 0
    sheets: int = 0
    why: str = ""

    @property
    def who(self) -> str:
        """Number, name and employer in one."""
        return f"{self.number}　{self.name}" + (f"，{self.employer}" if self.employer else "")


@dataclass(frozen=True, kw_only=True)
class PrintRun(Paper):
    """批量打印清单. kinds: what is printed of each case; copies: of each; serial: the run's own number."""

    serial: str
    office: str
    kinds: tuple[str, ...]
    copies: int
    asked_by: str
    asked_at: datetime
    cases: tuple[ListedCase, ...]

    @property
    def printed(self) -> list[ListedCase]:
        return [case for case in self.cases if not case.why]

    @property
    def left_out(self) -> list[ListedCase]:
        return [case for case in self.cases if case.why]

    @property
    def sheets(self) -> int:
        """How many sheets of paper the cases take, printed on both sides."""
        return self.copies * sum(case.sheets for case in self.printed)
