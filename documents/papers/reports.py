"""呈报表 of 初定 and 授予, 评审表: one booklet whose parts depend on the kind (C12, C39)."""

from dataclasses import dataclass
from datetime import date, datetime

from documents.papers.shape import NO_PICTURE, Paper, PaperDataError, Picture


@dataclass(frozen=True, kw_only=True)
class Person:
    """基本情况. Text as it is to be read; times as `2016年7月`. `photo`: PNG or JPEG as a `data:` address."""

    name: str
    sex: str
    ethnicity: str
    born: str
    id_number: str
    political: str = ""
    native_place: str = ""
    started_work: str = ""
    years_in_profession: str = ""
    health: str = ""
    education: str = ""
    graduation: str = ""
    degree: str = ""
    title: str = ""
    title_obtained: str = ""
    title_appointed: str = ""
    profession: str = ""
    position: str = ""
    employer_kind: str = ""
    employer: str = ""
    employer_code: str = ""
    skill: str = ""
    skill_obtained: str = ""
    skill_number: str = ""
    societies: str = ""
    phone: str = ""
    address: str = ""
    photo: Picture = NO_PICTURE


@dataclass(frozen=True, kw_only=True)
class Schooling:
    """学历学位: one diploma. `technical_class`: 中级工班, 高级工班, 预备技师（技师）班 (C13)."""

    school: str
    major: str = ""
    graduated: str = ""
    length: str = ""
    form: str = ""
    education: str = ""
    degree: str = ""
    certificate: str = ""
    online_code: str = ""
    technical_class: str = ""


@dataclass(frozen=True, kw_only=True)
class StudyRow:
    """学习（培训）经历."""

    period: str
    school: str
    subject: str = ""
    result: str = ""
    form: str = ""
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """工作经历."""

    period: str
    employer: str
    work: str = ""
    position: str = ""


@dataclass(frozen=True, kw_only=True)
class AchievementRow:
    """专业技术工作业绩登记."""

    period: str
    name: str
    role: str = ""
    effect: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperRow:
    """著作、论文及重要技术报告登记."""

    day: str
    name: str
    publication: str = ""
    authorship: str = ""


@dataclass(frozen=True, kw_only=True)
class TrainingRow:
    """继续教育 of a year: hours and certificate numbers of 公需课 and 专业课; `exempt` says 免学."""

    year: str
    public_hours: str = ""
    public_certificate: str = ""
    special_hours: str = ""
    special_certificate: str = ""
    exempt: str = ""


@dataclass(frozen=True, kw_only=True)
class GradeRow:
    """年度考核."""

    year: str
    grade: str
    employer: str = ""


@dataclass(frozen=True, kw_only=True)
class DefenceRow:
    """水平能力测试、答辩 (C27)."""

    day: str
    kind: str
    subject: str = ""
    mark: str = ""
    organiser: str = ""


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """An office's opinion: its words, who decided (C44), when. Empty parts stay open for pen and seal."""

    text: str = ""
    office: str = ""
    signer: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Votes:
    """The committee's count (C37 and after)."""

    members: int | None = None
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstained: int | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportForm(Paper):
    """《专业技术职务任职资格呈报表》 (初定, 授予) or 《…评审表》, printed twice (C39).

    kind: `initial`, `grant` or `review`. title: the title asked for, as `助理工程师`. level as `助理级`.
    commitment_text: as signed; commitment_at: when. summary: 个人总结.
    remark: the employer's words on 思想政治、职业道德、工作能力、业绩.
    Parts that only a 评审表 prints: studies, achievements_before, achievements_after, papers, defences, votes,
    group_opinion, committee_opinion.
    """

    kind: str
    employer: str
    series: str
    specialty: str
    level: str
    title: str
    person: Person
    filled_on: date | None = None
    schooling: tuple[Schooling, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    works: tuple[WorkRow, ...] = ()
    achievements_before: tuple[AchievementRow, ...] = ()
    achievements_after: tuple[AchievementRow, ...] = ()
    papers: tuple[PaperRow, ...] = ()
    trainings: tuple[TrainingRow, ...] = ()
    grades: tuple[GradeRow, ...] = ()
    defences: tuple[DefenceRow, ...] = ()
    summary: str = ""
    remark: str = ""
    commitment_text: str = ""
    commitment_at: datetime | None = None
    employer_opinion: Opinion = Opinion()
    initial_opinion: Opinion = Opinion()
    group_opinion: Opinion = Opinion()
    committee_opinion: Opinion = Opinion()
    votes: Votes = Votes()
    final_opinion: Opinion = Opinion()
    qualified_from: date | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("initial", "grant", "review"):
            raise PaperDataError("kind", f"没有这种申报类型：{self.kind!r:.40}")
