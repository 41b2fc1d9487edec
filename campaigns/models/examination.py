from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ExaminationKind
from campaigns.models.campaign import Campaign

FEWEST, MOST = 20, 1000


class Examination(models.Model):
    """Something that a worker looks into for whoever administers: a campaign rehearsed, or the data checked.

    The row is the truth of the job; the queue only hurries it. It is asked for, taken (`started_at`) and answered once.
    """

    kind = models.CharField(_("检查什么"), max_length=20, choices=ExaminationKind)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("年度申报")
    )
    people = models.PositiveSmallIntegerField(
        _("多少人申报"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(FEWEST, _("不少于%(limit_value)s人。")),
            MaxValueValidator(MOST, _("不多于%(limit_value)s人。")),
        ],
        help_text=_("虚构的人，20至1000人；人越多越久，200人要几分钟。"),
    )
    seed = models.PositiveIntegerField(
        _("种子"), null=True, blank=True, help_text=_("同一个数字排演出同样的人和事；换一个数字，换一批人。")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("何人要求")
    )
    asked_at = models.DateTimeField(_("要求时间"))
    started_at = models.DateTimeField(_("开始"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("第几次"), default=0)
    finished_at = models.DateTimeField(_("完成"), null=True, blank=True)
    failed = models.TextField(_("没有做成的原因"), blank=True)
    result = models.JSONField(_("结果"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        verbose_name = verbose_name_plural = _("后台检查")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="rehearsal")
                | Q(
                    campaign__isnull=False, people__isnull=False, people__range=(FEWEST, MOST), seed__isnull=False
                ),
                name="examination_rehearses_a_campaign",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="examination_finished_has_started",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.campaign}" if self.campaign else str(self.get_kind_display())

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.finished_at:
            return str(_("没有做成") if self.failed else _("已完成"))
        return str(_("正在进行") if self.started_at else _("等待开始"))
