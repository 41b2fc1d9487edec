"""The vote of a committee and what is written about it (C33, C37): ballot, count, minutes, the draw of its experts."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from documents.papers.shape import Paper


@dataclass(frozen=True, kw_only=True)
class BallotCase:
    """One case on a ballot. name: only where the committee votes on names."""

    code: str
    target: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Ballot(Paper):
    """表决票. Every expert gets the same: nothing in it tells one voter from another (C37).

    round: 第几轮. apart: a slip for each case, to be cut; so who is recused from one gets no slip for it.
    """

    committee: str
    meeting_on: date | None
    cases: tuple[BallotCase, ...]
    round: int = 1
    apart: bool = False

    @property
    def is_named(self) -> bool:
        """Whether the vote is on names."""
        return any(case.name for case in self.cases)


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """The count of one case; votes stay empty until they are counted. outcome: 通过 or why not."""

    code: str
    name: str
    target: str
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    runoff: int | None = None
    score: Decimal | None = None
    defence: Decimal | None = None
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class CountSheet(Paper):
    """计票表. members: 应到; present: 实到; needed: how many must sit; issued, returned, valid: ballots.

    pass_rate: percent, None where none is set.
    """

    committee: str
    meeting_on: date | None
    place: str
    members: int | None
    present: int | None
    needed: int | None
    lines: tuple[CountLine, ...]
    issued: int | None = None
    returned: int | None = None
    valid: int | None = None
    pass_rate: int | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes(Paper):
    """评审会议纪要. present, absent: names. recusals, process, opinions: a line each."""

    committee: str
    starts_at: datetime
    ended_at: datetime | None
    place: str
    chair: str
    recorder: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    recusals: str = ""
    process: str = ""
    opinions: str = ""
    lines: tuple[CountLine, ...] = ()
    passed: int = 0


@dataclass(frozen=True, kw_only=True)
class DrawnExpert:
    """An expert that was drawn, in the order of the draw. remark: 递补 for whom."""

    name: str
    title: str
    unit: str
    specialty: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """Why experts of the pool could not be drawn, and how many of them."""

    reason: str
    experts: int


@dataclass(frozen=True, kw_only=True)
class DrawRecord(Paper):
    """专家抽取记录. seed and pool_digest let anybody repeat the draw over the same pool.

    pool: how many experts stood in it. conditions: a line each. operator, supervisor: printed names.
    Without drawn_at no draw was recorded: what belongs to one is left to be written, and `drawn` are those who sit.
    starts_at, place: of the meeting. source: what is recorded of how they came to their seats, a line each.
    """

    committee: str
    drawn: tuple[DrawnExpert, ...]
    drawn_at: datetime | None = None
    pool: int | None = None
    pool_digest: str = ""
    conditions: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    seed: str = ""
    substitutes: tuple[DrawnExpert, ...] = ()
    operator: str = ""
    supervisor: str = ""
    starts_at: datetime | None = None
    place: str = ""
    source: str = ""

    @property
    def is_by_hand(self) -> bool:
        """Whether the draw is left to be written."""
        return self.drawn_at is None
