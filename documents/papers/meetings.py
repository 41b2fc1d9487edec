"""The papers of a committee's meeting: who comes, who is judged, how it is counted, what was said.

forms.md §8 and §10; C21, C27, C31, C37. What an expert reads or votes with has no field in which a name could stand
where none may be read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from documents.papers.shape import Paper

LONG_LINE = 240  # characters in a column of a 评审简表, two fifths of a page


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

    @property
    def may_break(self) -> bool:
        """Whether the line may go on over the page: a long one, kept whole, would leave a page empty before it."""
        return max(len(self.achievements), len(self.papers) + len(self.awards)) > LONG_LINE


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
class Pledging:
    """An expert who signs; empty leaves it to be written."""

    name: str = ""
    title: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class ExpertCommitment(Paper):
    """专家承诺书: 保密, 回避, 公正; a sheet for each expert. text: other than our standing one, a paragraph a line."""

    committee: str
    meeting_on: date | None
    experts: tuple[Pledging, ...]
    text: str = ""

    @property
    def sheets(self) -> tuple[Pledging, ...]:
        """Who signs which sheet; one for the pen where nobody is given."""
        return self.experts or (Pledging(),)


@dataclass(frozen=True, kw_only=True)
class BlindCase:
    """A case as experts know it: no name and no employer has a place here (C21)."""

    code: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """One criterion of a rubric (C31). points: the most it gives."""

    section: str
    name: str
    points: Decimal
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Standard:
    """A rubric and the cases that are judged by it (C31). name: its layer and version."""

    name: str
    lines: tuple[CriterionLine, ...]
    cases: tuple[BlindCase, ...]

    @property
    def full(self) -> Decimal:
        """The most that all criteria give together."""
        return sum((line.points for line in self.lines), Decimal())


@dataclass(frozen=True, kw_only=True)
class OneScore:
    """A sheet of a 评分表: by whom, of which case, by which rubric."""

    expert: str
    case: BlindCase
    standard: Standard


@dataclass(frozen=True, kw_only=True)
class ScoreSheet(Paper):
    """量化评分表, a sheet for each expert and case, both under codes; the scores are written by hand (C21, C31)."""

    committee: str
    experts: tuple[str, ...]
    standards: tuple[Standard, ...]

    @property
    def sheets(self) -> list[OneScore]:
        """The sheets of one expert after those of another, the cases by their codes; one for the pen for nobody."""
        pairs = [(case, standard) for standard in self.standards for case in standard.cases]
        pairs.sort(key=lambda pair: pair[0].code)
        found = [OneScore(expert=code, case=case, standard=one) for code in self.experts for case, one in pairs]
        return found or [OneScore(expert="", case=BlindCase(), standard=Standard(name="", lines=(), cases=()))]


@dataclass(frozen=True, kw_only=True)
class QuestionedCase(BlindCase):
    """A case that is called to its defence. on: the day; group: before which panel."""

    on: date | None = None
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class DefenceRecord(Paper):
    """答辩记录表 (C27), a sheet for each case under its code; what is asked and scored is written by hand.

    on: the day of those cases that name none of their own.
    """

    committee: str
    cases: tuple[QuestionedCase, ...]
    on: date | None = None

    @property
    def sheets(self) -> tuple[QuestionedCase, ...]:
        """The case of each sheet; one for the pen where there is none."""
        return self.cases or (QuestionedCase(),)


@dataclass(frozen=True, kw_only=True)
class Defending:
    """Who is asked to a defence, when and where. number: of his application. order: 答辩顺序 in his group, as `第7位`."""

    number: str
    name: str
    employer: str
    application: str
    order: str
    starts_at: datetime
    place: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class DefenceNotice(Paper):
    """答辩通知 (C27), an admission ticket for each person. bring, rules: a line each; empty prints our standing ones."""

    people: tuple[Defending, ...]
    issuer: str
    issued_on: date
    contact_phone: str
    supervision_phone: str
    bring: str = ""
    rules: str = ""
