from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.rules.opinions import TEXTS


class EmployerOpinion(models.Model):
    """What the employer says of its applicant: the check, the recommendation, the conduct (C26, C43)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="opinion")
    checked_true = models.BooleanField(_("材料真实、完整、有效"), default=False)
    opinion = models.TextField(_("审核意见"), blank=True)
    recommendation = models.TextField(_("推荐意见"), blank=True)
    conduct_politics = models.TextField(_("政治表现"), blank=True)
    conduct_integrity = models.TextField(_("廉洁自律"), blank=True)
    conduct_work = models.TextField(_("工作表现"), blank=True)
    notice_politics = models.TextField(_("公示：思想政治条件"), blank=True)
    notice_achievements = models.TextField(_("公示：业绩成果"), blank=True)
    notice_place = models.CharField(_("公示：张贴地点"), max_length=100, blank=True)
    notice_phone = models.CharField(_("公示：监督电话"), max_length=40, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("单位意见")

    def __str__(self) -> str:
        return str(self.application)

    @property
    def is_complete(self) -> bool:
        return self.checked_true and all(text.strip() for text in self.texts.values())

    @property
    def texts(self) -> dict[str, str]:
        """Every text of the opinion by its field."""
        return {name: getattr(self, name) for name in TEXTS}


class EmployerNotice(models.Model):
    """The internal notice of one application: posted on a day, to be concluded when its working days are over (C26)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="notices")
    posted_on = models.DateField(_("张贴日期"))
    last_day = models.DateField(_("公示最后一日"))
    workdays = models.PositiveSmallIntegerField(_("工作日"))
    place = models.CharField(_("张贴地点"), max_length=100, blank=True)
    phone = models.CharField(_("单位监督电话"), max_length=40)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("单位公示")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gt=F("posted_on")), name="notice_lasts"),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True) | Q(concluded_by__isnull=False),
                name="notice_concluded_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(cancelled_at__isnull=True), name="one_notice_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}，{self.posted_on}"


class EmployerObjection(models.Model):
    """An objection received by the employer during its notice, and what came of it."""

    notice = models.ForeignKey(EmployerNotice, on_delete=models.PROTECT, related_name="objections")
    received_on = models.DateField(_("收到日期"))
    content = models.TextField(_("异议内容"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    finding = models.TextField(_("调查结论"), blank=True)
    upheld = models.BooleanField(_("异议成立"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("单位公示异议")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(upheld__isnull=False, settled_by__isnull=False),
                name="employer_objection_settled_with_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice}，{self.received_on}"
