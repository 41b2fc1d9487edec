"""Who takes part in a rehearsal and what befalls them, as data: profiles, mishaps, and how often each comes together."""

from dataclasses import dataclass
from enum import Enum

from accounts.enums import EmployerKind, Tier
from campaigns.enums import Kind, Level, Path


@dataclass(frozen=True)
class Profile:
    """Who applies for what: `since` counts the years since graduation, `prior` the years since the last title."""

    key: str
    kind: Kind
    level: Level
    path: Path
    specialty: str
    title: str
    since: int = 9
    prior: int = 6
    education: str = "21"
    degree: str = "bachelor"
    school_class: str = ""
    skill: str = ""
    employer: EmployerKind = EmployerKind.PRIVATE
    tier: Tier = Tier.COUNTY

    @property
    def first_time(self) -> bool:
        return self.prior == 0


INITIAL = Profile(
    "初定助理工程师", Kind.INITIAL, Level.ASSISTANT, Path.EDUCATION, "construction", "助理工程师", since=2, prior=0
)
SCHOOL = Profile(
    "技工院校毕业生初定",
    Kind.INITIAL,
    Level.ASSISTANT,
    Path.TECHNICAL_SCHOOL,
    "mechanical-electronic",
    "助理工程师",
    since=3,
    prior=0,
    education="47",
    degree="none",
    school_class="advanced",
    tier=Tier.TOWNSHIP,
)
TECHNICIAN = Profile(
    "初定技术员",
    Kind.INITIAL,
    Level.TECHNICIAN,
    Path.EDUCATION,
    "electric-power",
    "技术员",
    since=4,
    prior=0,
    education="31",
    degree="none",
    tier=Tier.PREFECTURE,
)
ENGINEER = Profile(
    "评审工程师", Kind.REVIEW, Level.INTERMEDIATE, Path.EDUCATION, "construction", "工程师", tier=Tier.COUNTY
)
POWER = Profile(
    "评审电力工程师",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.EDUCATION,
    "electric-power",
    "工程师",
    tier=Tier.PREFECTURE,
)
ASSISTANT = Profile(
    "首次评审助理工程师",
    Kind.REVIEW,
    Level.ASSISTANT,
    Path.EDUCATION,
    "water-conservancy",
    "助理工程师",
    since=5,
    prior=0,
    education="31",
    degree="none",
)
AGRONOMIST = Profile(
    "评审农艺师",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.EDUCATION,
    "agronomy",
    "农艺师",
    employer=EmployerKind.COOPERATIVE,
    tier=Tier.TOWNSHIP,
)
LIBRARIAN = Profile(
    "评审馆员",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.EDUCATION,
    "library",
    "馆员",
    employer=EmployerKind.NONPROFIT,
)
SKILLED = Profile(
    "高技能人才评审工程师",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.SKILL,
    "electric-power",
    "工程师",
    prior=0,
    education="47",
    degree="none",
    school_class="technician",
    skill="technician",
    tier=Tier.TOWNSHIP,
)
MASTER = Profile(
    "硕士授予工程师",
    Kind.GRANT,
    Level.INTERMEDIATE,
    Path.DEGREE,
    "construction",
    "工程师",
    since=4,
    prior=0,
    education="14",
    degree="master",
)
DISPATCHED = Profile(
    "疆外派驻评审工程师",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.EDUCATION,
    "construction",
    "工程师",
    employer=EmployerKind.OUTSIDE,
)
EXAMINED = Profile("以考代评的专业", Kind.REVIEW, Level.INTERMEDIATE, Path.EDUCATION, "software", "工程师")
SENIOR = Profile(
    "评审高级工程师", Kind.REVIEW, Level.SENIOR_ASSOCIATE, Path.EDUCATION, "construction", "高级工程师"
)
STATE_OWNED = Profile(
    "国有企业职工",
    Kind.REVIEW,
    Level.INTERMEDIATE,
    Path.EDUCATION,
    "construction",
    "工程师",
    employer=EmployerKind.STATE_OWNED,
)


class Mishap(Enum):
    """Something that goes wrong, or is tried and must be refused; the value says it."""

    # before the submission
    EARLY = "申报开始前一秒就来填"
    LATE = "截止后第一秒才提交"
    LAST_SECOND = "截止前最后一秒提交"
    NEVER_SUBMITS = "草稿一直没有提交"
    GAPS = "没有填完就提交"
    NO_COMMITMENT = "没有签承诺就提交"
    UNMASKED = "上传的没有遮盖，也没有在网上遮"
    SECRET = "上传时没有声明不涉密"
    BROKEN_FILE = "上传打不开的文件"
    NO_PROOF = "没有学历验证材料"
    NO_CONTRACT = "没有劳动关系证明"
    NO_APPRAISAL = "少一年业务考核表"
    NO_COURSES = "没有继续教育证书，后来传免学审批表"
    FEW_HOURS = "学时不够，先不说明，后来说明"
    TWICE = "已有一件在办又报一件"
    LISTED = "在诚信名单限制期内"
    JUST_DISPATCHED = "派驻不满一年"
    TOO_FEW_YEARS = "年限不够"
    FAILED_YEAR = "有一年考核不合格"
    OWN_WINDOW = "县市自定的截止过后才提交"
    WITHDRAWS_DRAFT = "草稿时撤回"
    # at the employer
    UNCONFIRMED = "单位后来被更正为未通过"
    SLOW_EMPLOYER = "单位一直没有办理"
    EMPLOYER_RETURNS = "单位退回一次"
    NO_OPINION = "单位没有写推荐意见就公示"
    LATE_NOTICE = "公示开始得太晚"
    EARLY_FORWARD = "公示没有期满就报送"
    NO_SCANS = "没有上传盖章件就报送"
    OBJECTION = "单位公示收到异议，不成立"
    UPHELD_AT_EMPLOYER = "单位公示收到异议，成立，退回"
    FORWARD_LATE = "审核截止后第一秒才报送"
    OWN_CASE = "经办人办理自己的申报"
    # in review
    RETURNED_ONCE = "退回修改一次"
    RETURNED_TWICE = "退回修改两次"
    RETURNED_THRICE = "第三次提交仍不符合"
    RETURNED_BY_FINAL = "复审退回一次"
    NOT_CORRECTED = "退回后没有修改"
    CORRECTED_LATE = "退回期限过后第一秒才提交"
    UNANSWERED = "退回的没有改就提交"
    DISAGREES = "不同意退回的意见，写明理由"
    REFUSED = "不予受理"
    UNMARKED = "审核人没有逐项核完就通过"
    NO_FAULT = "审核人不写原因就退回"
    WRONG_OFFICE = "别的机构来办理"
    OLD_PAGE = "审核人拿着上一次提交的页面"
    WITHDRAWS_REVIEW = "审核中撤回"
    # after the acceptance
    ONE_COPY = "呈报表只带一份"
    NO_ORIGINALS = "没有带原件"
    PAPER_LATE = "纸质材料逾期"
    NEVER_PAYS = "一直没有缴费"
    PAYS_LATE = "截止后才缴费"
    PAYS_BEFORE = "记了接收材料以前的到账"
    BOOKED_LATE = "按时缴费，入账晚"
    WITHDRAWS_PAID = "缴费后撤回，退费"
    # the decision and after
    NOT_DETERMINED = "审定未通过"
    VOTED_DOWN = "同意票不到三分之二"
    NO_DEFENCE = "先没有记答辩成绩"
    OBJECTED = "结果公示收到异议，不成立"
    UPHELD = "结果公示收到异议，成立"
    FRAUD = "发证以后查实弄虚作假"


M = Mishap


@dataclass(frozen=True)
class Plot:
    """A kind of story: who, what befalls him, and how many of a thousand people live it."""

    profile: Profile
    mishaps: frozenset[Mishap] = frozenset()
    share: int = 1


def _plots(profile: Profile, *mishaps: Mishap | tuple[Mishap, ...], share: int = 3) -> list[Plot]:
    """Give a plot for each of the mishaps, alone or several together."""
    every = [each if isinstance(each, tuple) else (each,) for each in mishaps]
    return [Plot(profile, frozenset(each), share) for each in every]


#: The first of each kind are played once, in this order; who comes after is drawn by share.
PLOTS: tuple[Plot, ...] = (
    Plot(ENGINEER, share=180),
    Plot(INITIAL, share=120),
    Plot(ASSISTANT, share=80),
    Plot(POWER, share=60),
    Plot(AGRONOMIST, share=50),
    Plot(SCHOOL, share=40),
    Plot(TECHNICIAN, share=30),
    Plot(LIBRARIAN, share=30),
    Plot(SKILLED, share=30),
    Plot(MASTER, share=20),
    Plot(DISPATCHED, share=40),
    Plot(EXAMINED, share=6),
    Plot(SENIOR, share=6),
    Plot(STATE_OWNED, share=10),
    *_plots(ENGINEER, M.EARLY, M.LATE, M.LAST_SECOND, M.NEVER_SUBMITS, M.GAPS, M.NO_COMMITMENT, share=5),
    *_plots(ENGINEER, M.UNMASKED, M.SECRET, M.BROKEN_FILE, M.NO_PROOF, M.NO_CONTRACT, M.NO_APPRAISAL, M.TWICE),
    *_plots(ENGINEER, M.LISTED, M.FEW_HOURS, M.WITHDRAWS_DRAFT, M.UNCONFIRMED, M.SLOW_EMPLOYER),
    *_plots(LIBRARIAN, M.NO_COURSES, M.FEW_HOURS),
    *_plots(DISPATCHED, M.JUST_DISPATCHED),
    *_plots(INITIAL, M.OWN_WINDOW, M.NOT_DETERMINED, M.RETURNED_ONCE),
    *_plots(SCHOOL, M.TOO_FEW_YEARS),
    *_plots(SKILLED, M.TOO_FEW_YEARS, M.FAILED_YEAR, M.RETURNED_BY_FINAL),
    *_plots(ENGINEER, M.EMPLOYER_RETURNS, M.NO_OPINION, M.LATE_NOTICE, M.EARLY_FORWARD, M.NO_SCANS, M.OBJECTION),
    *_plots(ENGINEER, M.UPHELD_AT_EMPLOYER, M.FORWARD_LATE, M.OWN_CASE),
    *_plots(ENGINEER, M.RETURNED_ONCE, M.RETURNED_TWICE, M.RETURNED_BY_FINAL, M.REFUSED, share=20),
    *_plots(ENGINEER, M.RETURNED_THRICE, M.NOT_CORRECTED, M.CORRECTED_LATE, share=6),
    *_plots(ENGINEER, (M.RETURNED_ONCE, M.UNANSWERED), (M.RETURNED_ONCE, M.DISAGREES)),
    *_plots(ENGINEER, (M.RETURNED_ONCE, M.OLD_PAGE), M.UNMARKED, M.NO_FAULT, M.WRONG_OFFICE),
    *_plots(POWER, M.WITHDRAWS_REVIEW, M.ONE_COPY, M.NO_ORIGINALS, M.PAPER_LATE, M.NEVER_PAYS, M.PAYS_LATE),
    *_plots(ENGINEER, M.PAYS_BEFORE, M.BOOKED_LATE, M.WITHDRAWS_PAID),
    *_plots(ENGINEER, M.VOTED_DOWN, share=40),
    *_plots(ENGINEER, M.NO_DEFENCE, M.OBJECTED, M.UPHELD, M.FRAUD),
)
