"""The words of committees, results and certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MemberRole(models.TextChoices):
    CHAIR = "chair", _("主任委员")
    DEPUTY = "deputy", _("副主任委员")
    MEMBER = "member", _("委员")


class FilingKind(models.TextChoices):
    """The three filings of C33."""

    PRIOR = "prior", _("事前备案")
    PRE_MEETING = "pre_meeting", _("会前备案")
    POST = "post", _("事后备案")


class FilingStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    FILED = "filed", _("已备案")


class Measure(models.TextChoices):
    """What a criterion measures; all but the first are the 四唯 (C32)."""

    ABILITY = "ability", _("品德、能力、业绩")
    PAPER = "paper", _("论文")
    EDUCATION = "education", _("学历")
    SENIORITY = "seniority", _("资历")
    AWARD = "award", _("奖项")


class RubricStatus(models.TextChoices):
    DRAFT = "draft", _("草稿")
    IN_FORCE = "in_force", _("已发布")
    REPLACED = "replaced", _("已有新版")


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", _("筹备")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已闭会")


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")


class AnnotatedState(models.TextChoices):
    """What a holder's annotated copy is worth on a day; the first that applies."""

    REVOKED = "revoked", _("证书已撤销")
    SUPERSEDED = "superseded", _("证书已更正")
    EXPIRED = "expired", _("已过有效期")
    VALID = "valid", _("有效")


class FileVerdict(models.TextChoices):
    """What a PDF is that somebody had checked."""

    VALID = "valid", _("文件完好，证书有效")
    DOCUMENT = "document", _("文件完好，是我们印发的")
    COPY = "copy", _("加注件完好，在有效期内")
    EXPIRED = "expired", _("加注件已过有效期")
    REVOKED = "revoked", _("文件完好，但证书已撤销")
    SUPERSEDED = "superseded", _("文件完好，但已被新的一份代替")
    APPENDED = "appended", _("签发以后，文件里加了东西")
    CHANGED = "changed", _("签发以后，文件被改过")
    NOT_OURS = "not_ours", _("不是本平台签发的文件")
    UNSIGNED = "unsigned", _("文件上没有电子签名")
    UNKNOWN = "unknown", _("签名是本平台的，但查不到这份文书")


class PublicityStatus(models.TextChoices):
    OPEN = "open", _("公示中")
    CONCLUDED = "concluded", _("已结束")


class Outcome(models.TextChoices):
    """What the count says of one application, and which rule failed (C37)."""

    PASSED = "passed", _("达到三分之二，在名额之内")
    NO_QUORUM = "no_quorum", _("到会人数不足委员会的三分之二")
    NOT_TWO_THIRDS = "not_two_thirds", _("同意票没有达到到会人数的三分之二")
    BEYOND_PLACES = "beyond_places", _("达到三分之二，按量化赋分排序超出通过率名额")
    TIED = "tied", _("同分，名额不够，复投后仍然并列")
