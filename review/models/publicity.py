from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from applications.models import Application, Paper
from campaigns.models import Campaign
from review.enums import PublicityStatus


class Publicity(models.Model):
    """A list of results in publicity: posted on a day, over when its working days are (C08)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="publicities")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=200)
    slug = models.SlugField(unique=True)
    posted_on = models.DateField(_("公示起"))
    last_day = models.DateField(_("公示止"))
    status = models.CharField(_("状态"), max_length=20, choices=PublicityStatus, default=PublicityStatus.OPEN)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-posted_on", "-id"]
        verbose_name = verbose_name_plural = _("结果公示")
        constraints = [models.CheckConstraint(condition=Q(last_day__gt=F("posted_on")), name="publicity_lasts")]

    def __str__(self) -> str:
        return self.title


class PublicityEntry(models.Model):
    """One person on a list."""

    publicity = models.ForeignKey(Publicity, on_delete=models.PROTECT, related_name="entries")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="publicity_entry")

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("公示人员")

    def __str__(self) -> str:
        return f"{self.publicity}，{self.application}"


class ResultObjection(models.Model):
    """An objection to a result in publicity, and the written finding (C08)."""

    entry = models.ForeignKey(PublicityEntry, on_delete=models.PROTECT, related_name="objections")
    content = models.TextField(_("异议内容"))
    objector = models.CharField(_("反映人"), max_length=100, blank=True)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finding = models.TextField(_("调查结论"), blank=True)
    upheld = models.BooleanField(_("异议成立"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("结果异议")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True)
                | (Q(upheld__isnull=False, settled_by__isnull=False) & ~Q(finding="")),
                name="result_objection_settled_with_finding",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}，{self.received_at:%Y-%m-%d}"
