"""Forms that a person fills in: 业务考核表 (C47), 个人承诺书 (C14), 继续教育免学审批表 (C23)."""

from dataclasses import dataclass
from datetime import date, datetime

from documents.papers.shape import Paper, PaperDataError


@dataclass(frozen=True, kw_only=True)
class AppraisalForm(Paper):
    """专业技术人员业务考核表 (annex 2, C47); every entry may be empty, to be written by hand.

    year: 年度. title: 专业技术职务. post: 专业技术岗位. approved: 批准时间, as it is to be read.
    term: 聘（任）年限. term_from, term_to: 聘（任）期, printed to the month.
    summary: 主要专业技术工作及工作业绩简结. grade: one of 优秀 合格 基本合格 不合格, ticked.
    """

    year: int | None = None
    employer: str = ""
    name: str = ""
    title: str = ""
    post: str = ""
    approved: str = ""
    term: str = ""
    term_from: date | None = None
    term_to: date | None = None
    summary: str = ""
    employer_opinion: str = ""
    group_opinion: str = ""
    grade: str = ""
    leader_opinion: str = ""

    def __post_init__(self) -> None:
        if self.grade not in ("", "优秀", "合格", "基本合格", "不合格"):
            raise PaperDataError("grade", f"没有这个等次：{self.grade!r:.40}")


@dataclass(frozen=True, kw_only=True)
class Commitment(Paper):
    """个人承诺书 (C14). `text`: the campaign's version, a paragraph a line; empty prints our standing text.

    signed_at and address (where from) are printed when it was signed on screen; digest: of the text.
    """

    name: str
    id_number: str
    employer: str
    application: str = ""
    text: str = ""
    signed_at: datetime | None = None
    address: str = ""
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class ExemptYear:
    """One year for which exemption is asked. `hours` are those not taken."""

    year: str
    subject: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class TrainingExemption(Paper):
    """继续教育免学审批表 (C23)."""

    name: str = ""
    sex: str = ""
    employer: str = ""
    title: str = ""
    phone: str = ""
    years: tuple[ExemptYear, ...] = ()
    reason: str = ""
    proofs: str = ""
