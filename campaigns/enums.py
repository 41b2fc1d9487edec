"""The words of a year's rules."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The three kinds of application (C12)."""

    INITIAL = "initial", _("初定")
    REVIEW = "review", _("评审")
    GRANT = "grant", _("授予")

    @property
    def letter(self) -> str:
        """The letter of the kind in an application's number."""
        return {"initial": "C", "review": "P", "grant": "S"}[self.value]


class Level(models.TextChoices):
    """The five levels of a title; GB/T 8561 writes them 1 to 5."""

    SENIOR_FULL = "senior_full", _("正高级")
    SENIOR_ASSOCIATE = "senior_associate", _("副高级")
    INTERMEDIATE = "intermediate", _("中级")
    ASSISTANT = "assistant", _("助理级")
    TECHNICIAN = "technician", _("员级")

    @property
    def band(self) -> "Band":
        """初级 is 员级 and 助理级; 高级 is 副高级 and 正高级 (the readings of clauses.md)."""
        if self in (Level.ASSISTANT, Level.TECHNICIAN):
            return Band.JUNIOR
        return Band.INTERMEDIATE if self is Level.INTERMEDIATE else Band.SENIOR

    @property
    def digit(self) -> str:
        return str(list(Level).index(self) + 1)


class Band(models.TextChoices):
    JUNIOR = "junior", _("初级")
    INTERMEDIATE = "intermediate", _("中级")
    SENIOR = "senior", _("高级")


class Path(models.TextChoices):
    """By which qualification somebody applies; thresholds and slots turn on it."""

    EDUCATION = "education", _("学历")
    TECHNICAL_SCHOOL = "technical_school", _("技工院校")
    SKILL = "skill", _("高技能人才")
    DEGREE = "degree", _("学位")
    POSTDOC = "postdoc", _("博士后出站")


class WindowKind(models.TextChoices):
    """The dates of the timetable, each with a clause."""

    PRIOR_FILING = "prior_filing", _("评审工作事前备案")
    FILING = "filing", _("网上申报")
    REVIEW = "review", _("单位与部门审核")
    CORRECTION = "correction", _("退回修改")
    PAPER = "paper", _("纸质材料接收")
    PAYMENT = "payment", _("缴纳评审费")
    MEETING = "meeting", _("评审会与答辩")
    COUNTY = "county", _("县市初级评审完成")
    RESULT_DOCUMENT = "result_document", _("任职资格文件印发")
    CERTIFICATE = "certificate", _("备案与电子证书")


class Hardness(models.TextChoices):
    HARD = "hard", _("不符合即不能提交")
    SOFT = "soft", _("说明原因后可提交")


class SlotCondition(models.TextChoices):
    """When a slot is asked for; `applications.rules.slots` decides from the facts."""

    ALWAYS = "always", _("一律")
    EDUCATION = "education", _("有学历要求")
    DEGREE = "degree", _("有学位或申请授予")
    SKILLED = "skilled", _("高技能人才")
    DISPATCHED = "dispatched", _("疆外企业派驻")
    CURRENT_TITLE = "current_title", _("已有职称")
    APPRAISAL = "appraisal", _("该年度在岗")
    CONTINUING = "continuing", _("继续教育，一般要求")
    CONTINUING_LAST = "continuing_last", _("继续教育，上一年度")
    CONTINUING_RECENT = "continuing_recent", _("继续教育，工程、农业当年")
    OPTIONAL = "optional", _("有则上传")


class Uploader(models.TextChoices):
    APPLICANT = "applicant", _("申报人")
    EMPLOYER = "employer", _("单位")
    OFFICE = "office", _("办理机构")


class CampaignStatus(models.TextChoices):
    PREPARING = "preparing", _("筹备")
    PUBLISHED = "published", _("已发布")
    ARCHIVED = "archived", _("已归档")


class ReasonUse(models.TextChoices):
    RETURN = "return", _("退回")
    REJECT = "reject", _("不予受理")
    BOTH = "both", _("退回或不予受理")
    SWEEP = "sweep", _("到期由系统不予受理")


#: What a reviewer or an employer may return for, and what a reviewer may refuse for; the sweep has reasons of its own.
FOR_RETURN = (ReasonUse.RETURN, ReasonUse.BOTH)
FOR_REFUSAL = (ReasonUse.REJECT, ReasonUse.BOTH)


class Degree(models.TextChoices):
    """Degrees, the highest last; 博士后出站 is not a degree but stands above them here."""

    NONE = "", _("无")
    BACHELOR = "bachelor", _("学士")
    DOUBLE_BACHELOR = "double_bachelor", _("双学士")
    MASTER = "master", _("硕士")
    DOCTOR = "doctor", _("博士")
    POSTDOC = "postdoc", _("博士后出站")

    @property
    def rank(self) -> int:
        return list(Degree).index(self)


class SchoolClass(models.TextChoices):
    """The classes of a technical school, and the education they count as (C13)."""

    INTERMEDIATE = "intermediate", _("中级工班")
    ADVANCED = "advanced", _("高级工班")
    TECHNICIAN = "technician", _("预备技师（技师）班")

    @property
    def education_rank(self) -> int:
        """中级工班 counts as 中专 (20), 高级工班 as 大专 (30), 预备技师（技师）班 as 本科 (40)."""
        return {"intermediate": 20, "advanced": 30, "technician": 40}[self.value]


class Skill(models.TextChoices):
    """Vocational skill levels from 高级工 on, the highest last (C34)."""

    NONE = "", _("无")
    ADVANCED = "advanced", _("高级工")
    TECHNICIAN = "technician", _("技师")
    SENIOR_TECHNICIAN = "senior_technician", _("高级技师")
    SPECIAL_TECHNICIAN = "special_technician", _("特级技师")
    CHIEF_TECHNICIAN = "chief_technician", _("首席技师")

    @property
    def rank(self) -> int:
        return list(Skill).index(self)


class ChangeKind(models.TextChoices):
    """What was done to a row of a year's rules."""

    ADDED = "added", _("新增")
    CHANGED = "changed", _("修改")
    DELETED = "deleted", _("删除")


class SectionKey(models.TextChoices):
    """The sections of the form, in the order of the printed one."""

    CATEGORY = "category", _("申报类别")
    BASICS = "basics", _("基本情况")
    EDUCATION = "education", _("学历学位")
    STUDY = "study", _("学习培训经历")
    WORK = "work", _("工作经历")
    CURRENT = "current", _("现任资格与聘任")
    ACHIEVEMENTS = "achievements", _("业绩成果")
    PAPERS = "papers", _("论文著作")
    CONTINUING = "continuing", _("继续教育")
    APPRAISALS = "appraisals", _("年度考核")
    SUMMARY = "summary", _("个人总结")


class ExaminationKind(models.TextChoices):
    """What is looked at in the background for whoever administers."""

    REHEARSAL = "rehearsal", _("排演")
    INVARIANTS = "invariants", _("数据核对")


class Audience(models.TextChoices):
    """Who fills in a blank form by hand."""

    APPLICANT = "applicant", _("申报人用")
    EMPLOYER = "employer", _("单位用")
    COMMITTEE = "committee", _("评委会用")


class FaceKind(models.TextChoices):
    """The faces of one's own that papers are set in (`documents.fonts.OWN_FACES`)."""

    FANG = "fang", _("仿宋")
    KAI = "kai", _("楷体")
    TITLE = "title", _("小标宋")
