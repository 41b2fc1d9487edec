import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionKind, EmployerKind
from accounts.models import Division
from campaigns.enums import CampaignStatus, Kind, Level, WindowKind
from campaigns.models.validators import known, refuse, validate_clause
from campaigns.rules.contacts import prefix_fault, telephone_fault
from campaigns.rules.windows import WindowRow, faults_among
from documents import wording

TELEPHONES = ("contact_phone", "supervision_phone")


def new_revision() -> str:
    """Give a revision that no rules were ever cached under."""
    return uuid.uuid4().hex


class Campaign(models.Model):
    """One year's (or one round's) rules, as data: a later year is a new row, never an edit of code."""

    key = models.SlugField(_("代号"), unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=100)
    title = models.CharField(_("通知标题"), max_length=200)
    document_number = models.CharField(_("通知文号"), max_length=60)
    document_prefix = models.CharField(_("发文机关代字"), max_length=30, default="和地职称办")
    issuer = models.CharField(_("主办单位"), max_length=100)
    issued_on = models.DateField(_("通知日期"))
    contact_phone = models.CharField(_("咨询电话"), max_length=40)
    supervision_phone = models.CharField(_("监督电话"), max_length=40)
    status = models.CharField(_("状态"), max_length=20, choices=CampaignStatus, default=CampaignStatus.PREPARING)
    is_demo = models.BooleanField(_("演示"), default=False)
    years_counted_to = models.DateField(_("年限计算截止日"))

    levels = models.JSONField(
        _("受理的类别与级别"), default=dict, blank=True, help_text=_("每一类别受理哪些级别；空即不限")
    )
    employer_kinds = models.JSONField(_("受理的单位类别"), default=list, blank=True, help_text=_("空即不限"))
    yearly_training_hours = models.PositiveSmallIntegerField(_("每年继续教育学时"), default=90)
    specialty_training_hours = models.PositiveSmallIntegerField(_("其中专业科目学时"), default=60)
    dispatch_years = models.PositiveSmallIntegerField(_("派驻连续满（年）"), default=1)

    correction_days = models.PositiveSmallIntegerField(_("退回修改天数（日历日）"), default=2)
    correction_rolls = models.BooleanField(_("末日遇休息日顺延"), default=True)
    max_submissions = models.PositiveSmallIntegerField(_("提交审核次数上限"), default=3)
    notice_days = models.PositiveSmallIntegerField(_("单位公示工作日"), default=5)
    publicity_days = models.PositiveSmallIntegerField(_("结果公示工作日"), default=5)
    print_days = models.PositiveSmallIntegerField(_("打印呈报表工作日"), default=5)
    booking_days = models.PositiveSmallIntegerField(
        _("缴费截止后的入账工作日"),
        default=5,
        help_text=_("按时缴的费到账、记账要几天；这几天过后仍没有入账的才失效。"),
    )
    prior_meeting_filing_days = models.PositiveSmallIntegerField(_("会前备案提前天数"), default=5)
    post_filing_days = models.PositiveSmallIntegerField(_("事后备案天数"), default=5)
    four_only_limit = models.PositiveSmallIntegerField(
        _("量化赋分中四唯合计的提醒线（%）"),
        default=50,
        help_text=_("论文、学历、资历、奖项合计超过这个比例的标准，发布时须写明理由（C32）。"),
    )
    fraud_ban_years = models.PositiveSmallIntegerField(_("弄虚作假停报年数"), default=3)
    suspends_state_owned = models.BooleanField(_("专项期间暂停国有、事业单位"), default=True)
    full_number_on_notice = models.BooleanField(_("单位公示印完整身份证号"), default=False)

    revision = models.CharField(max_length=32, default=new_revision, editable=False)

    wording = models.JSONField(
        _("文书用语"),
        default=dict,
        blank=True,
        help_text=_("哪一文书的哪一段由本机关另写；在“文书用语”页面上改。"),
    )
    commitment_version = models.CharField(_("承诺书版本"), max_length=20, default="1")
    commitment_text = models.TextField(_("承诺书文本"))

    class Meta:
        ordering = ["-year", "key"]
        verbose_name = verbose_name_plural = _("年度申报")
        constraints = [
            models.CheckConstraint(
                condition=Q(max_submissions__gte=1, max_submissions__lte=3),
                name="campaign_at_most_three_submissions",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what would break the notice's minimums or point nowhere (C12, C16, C17, C26, C33)."""
        super().clean()
        refuse(
            _at_least(self, "correction_days", 1),
            _at_least(self, "notice_days", 5),
            _at_least(self, "publicity_days", 5),
            _at_least(self, "prior_meeting_filing_days", 5),
            _at_least(self, "max_submissions", 1),
            {} if self.max_submissions <= 3 else {"max_submissions": _("提交审核次数不超过3次（C17）。")},
            {} if self.four_only_limit <= 100 else {"four_only_limit": _("不大于100。")},
            _levels_error(self.levels),
            known("employer_kinds", self.employer_kinds, EmployerKind.values),
            _wording_error(self.wording),
            *({name: fault} for name in TELEPHONES if (fault := telephone_fault(getattr(self, name)))),
            {"document_prefix": fault} if (fault := prefix_fault(self.document_prefix)) else {},
        )


def _at_least(campaign: Campaign, column: str, least: int) -> dict[str, str]:
    if getattr(campaign, column) >= least:
        return {}
    return {column: _("不少于%(least)d。") % {"least": least}}


def _levels_error(levels: object) -> dict[str, Any]:
    usable = isinstance(levels, dict) and all(
        kind in Kind.values and isinstance(found, list) and all(level in Level.values for level in found)
        for kind, found in levels.items()
    )
    return {} if usable else {"levels": _("应写明每一类别受理哪些级别，类别和级别用代号。")}


def _wording_error(words: object) -> dict[str, Any]:
    if not isinstance(words, dict) or not all(isinstance(texts, dict) for texts in words.values()):
        return {"wording": _("这一栏应写明每一文书的各段。")}
    found = [fault for form, texts in words.items() for fault in wording.faults(form, texts).values()]
    return {"wording": found} if found else {}


class Window(models.Model):
    """From when until when something may be done, to the instant; a county may have its own (C05–C11)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="windows", verbose_name=_("年度申报")
    )
    kind = models.CharField(_("环节"), max_length=30, choices=WindowKind)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("仅限区划")
    )
    opens_at = models.DateTimeField(_("开始"), null=True, blank=True)
    closes_at = models.DateTimeField(_("截止（含）"))
    clause = models.CharField(_("依据"), max_length=10, validators=[validate_clause])
    citation = models.CharField(_("通知条款"), max_length=60)

    #: Set by a form that holds all windows of a campaign against each other itself.
    checked_together = False

    class Meta:
        ordering = ["closes_at", "id"]
        verbose_name = verbose_name_plural = _("时间安排")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind"], condition=Q(division=None), name="window_once"),
            models.UniqueConstraint(
                fields=["campaign", "kind", "division"],
                condition=Q(division__isnull=False),
                name="window_once_a_division",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="window_opens_before_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}，{self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse a window that ends before it begins, or a county's outside the prefecture's (C09)."""
        super().clean()
        if self.division and self.division.kind not in (DivisionKind.COUNTY, DivisionKind.CORPS):
            raise ValidationError({"division": _("只有县市和兵团可以自定时间（C09）。")})
        if self.opens_at and self.closes_at and self.opens_at >= self.closes_at:
            raise ValidationError({"closes_at": _("截止要晚于开始。")})
        if not self.checked_together and self.campaign_id and self.closes_at:
            others = self.campaign.windows.exclude(pk=self.pk).select_related("division")
            faults = faults_among([*(other.as_row() for other in others), self.as_row()], about=self.as_row())
            if faults:
                raise ValidationError(faults)

    def as_row(self) -> WindowRow:
        """Give the window as a fact that can be held against the others."""
        division = self.division.name if self.division else ""
        return WindowRow(self.kind, division, self.opens_at, self.closes_at)
