"""The papers of a committee's meeting: who comes, who is judged, how it is counted, what was said.

forms.md §8 and §10; C21, C27, C31, C37. What an expert reads or votes with has no field in which a name could stand
where none may be read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from documents.papers.shape import Paper


@dataclass(frozen=True, kw_only=True)
class RosterLine:
    """One person of a 花名册. target: what is applied for; the caller masks ID number and telephone."""

    name: str
    sex: str
    ethnicity: str
    born: str
    id_number: str
    employer: str
    education: str
    major: str
    started_work: str
    current_title: str
    target: str
    phone: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Roster(Paper):
    """花名册 of those who are judged. heading: whose list, as `2025年工程系列中级评审委员会`."""

    heading: str
    people: tuple[RosterLine, ...]
    made_by: str = ""


@dataclass(frozen=True, kw_only=True)
class BlindCandidate:
    """One line of a blind 评审简表: no name, no employer, no school and no number has a place here (C21).

    code: under which the case enters this meeting. age_band: as `30—34岁`. achievements, papers, awards: a line each.
    """

    code: str
    sex: str
    age_band: str
    target: str
    education: str
    years: str
    current_title: str
    grades: str = ""
    training: str = ""
    achievements: str = ""
    papers: str = ""
    awards: str = ""
    score: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class NamedCandidate(BlindCandidate):
    """One line of a 评审简表 for those who may know whose it is."""

    name: str
    employer: str


@dataclass(frozen=True, kw_only=True)
class BlindSummary(Paper):
    """评审简表 as experts read it (C21)."""

    committee: str
    meeting_on: date | None
    candidates: tuple[BlindCandidate, ...]


@dataclass(frozen=True, kw_only=True)
class NamedSummary(Paper):
    """评审简表 with names and employers; stays with the secretary."""

    committee: str
    meeting_on: date | None
    candidates: tuple[NamedCandidate, ...]


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """One member of a committee. arrived: when he signed in, as it is to be read; empty leaves it to be written."""

    name: str
    role: str
    title: str
    unit: str
    arrived: str = ""


@dataclass(frozen=True, kw_only=True)
class SignInSheet(Paper):
    """签到表. needed: how many must come, two thirds of the committee (C37)."""

    committee: str
    starts_at: datetime | None
    place: str
    members: tuple[SeatLine, ...]
    needed: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExpertCommitment(Paper):
    """专家承诺书: 保密, 回避, 公正. text: another text than our standing one, a paragraph a line."""

    committee: str
    meeting_on: date | None
    name: str
    title: str
    unit: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion of a rubric (C31). points: the most it gives; score: given, empty to be written."""

    section: str
    name: str
    points: Decimal
    note: str = ""
    score: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoreSheet(Paper):
    """量化评分表 of one expert for one case, both under codes (C21, C31). standard: which rubric, layer and version."""

    committee: str
    standard: str
    target: str
    case_code: str
    expert_code: str
    lines: tuple[CriterionLine, ...]
    total: Decimal | None = None

    @property
    def full(self) -> Decimal:
        """The most that all criteria give together."""
        return sum((line.points for line in self.lines), Decimal())


@dataclass(frozen=True, kw_only=True)
class DefenceQuestion:
    """A question put, and the points of the answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class DefenceMark:
    """What of a defence is marked, for how many points."""

    item: str
    points: Decimal
    score: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class DefenceRecord(Paper):
    """答辩记录表 (C27), under the case's code. marks: empty prints 专业知识, 实践能力 and 表达."""

    committee: str
    case_code: str
    target: str
    group: str
    on: date | None
    questions: tuple[DefenceQuestion, ...] = ()
    marks: tuple[DefenceMark, ...] = ()
    total: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class DefenceNotice(Paper):
    """答辩通知 (C27): an admission ticket. order: 答辩顺序. bring, rules: a line each; empty prints our standing ones."""

    number: str
    name: str
    employer: str
    application: str
    starts_at: datetime
    place: str
    group: str
    order: str
    issuer: str
    issued_on: date
    contact_phone: str
    supervision_phone: str
    bring: str = ""
    rules: str = ""
