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
        return f"{self.name}，{self.employer}" if self.employer else self.name

    @property
    def line(self) -> str:
        return "\t".join([str(self.place), self.number, self.who])


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
    def head(self) -> str:
        return "\t".join(["序号", "申报编号", "页数", "份数", "核对", "姓名，单位"])

    @property
    def lines(self) -> list[str]:
        """The printed cases, each a line of text whose columns are tabs."""
        return ["\t".join(map(str, self._cells(case))) for case in self.printed]

    def _cells(self, case: ListedCase) -> tuple[int | str, ...]:
        return case.place, case.number, case.pages, self.copies, "□", case.who

    @property
    def sheets(self) -> int:
        """How many sheets of paper the cases take, printed on both sides."""
        return self.copies * sum(case.sheets for case in self.printed)
