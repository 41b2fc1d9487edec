"""The three filings (备案) of a committee: before the work, before the meeting, after the result document (C33)."""

from dataclasses import dataclass
from datetime import date, datetime

from documents.papers.meetings import SeatLine
from documents.papers.shape import Paper


@dataclass(frozen=True, kw_only=True)
class FilingForm(Paper):
    """What all three state. standards: the layers whose 量化赋分标准 is published; pass_rate: percent.

    due_at: until when it is to be filed. number, filed_on: 备案号 and day, empty until it is registered.
    """

    committee: str
    office: str
    series: str
    band: str
    valid_from: date
    valid_until: date
    chair: str
    members: tuple[SeatLine, ...]
    standards: str
    pass_rate: int | None
    due_at: datetime
    contact_phone: str
    supervision_phone: str
    number: str = ""
    filed_on: date | None = None

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)


@dataclass(frozen=True, kw_only=True)
class FilingPrior(FilingForm):
    """评审委员会组建备案表: before the work begins. plan: what is to be done when, a line each."""

    plan: str = ""


@dataclass(frozen=True, kw_only=True)
class FilingMeeting(FilingForm):
    """评审会议会前备案表. candidates: how many are to be judged."""

    starts_at: datetime
    place: str
    candidates: int


@dataclass(frozen=True, kw_only=True)
class PassedPerson:
    """One line of the list annexed to the post-review filing."""

    name: str
    employer: str
    specialty: str
    title: str


@dataclass(frozen=True, kw_only=True)
class FilingPost(FilingForm):
    """评审结果备案表, with the list of those who passed. document: number of the 任职资格文件."""

    met_on: date | None
    applied: int
    passed: int
    public_from: date
    public_to: date
    objections: int
    document: str
    issued_on: date
    people: tuple[PassedPerson, ...]

    @property
    def rate(self) -> str:
        """The rate of those who passed, in whole percent rounded down; nothing where nobody was judged."""
        return f"{100 * self.passed // self.applied}%" if self.applied else "—"
