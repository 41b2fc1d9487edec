from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerKind, EmployerStatus, Tier
from accounts.models.division import Division


class Employer(models.Model):
    """A unit that employs applicants; it signs up itself and its county's office confirms it (C01)."""

    name = models.CharField(_("单位名称"), max_length=200)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    kind = models.CharField(_("单位类别"), max_length=20, choices=EmployerKind)
    tier = models.CharField(_("层次"), max_length=20, choices=Tier, default=Tier.COUNTY)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="employers", verbose_name=_("工作所在区划")
    )
    registered_at = models.CharField(_("执照登记地"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    contact_phone = models.CharField(_("单位电话"), max_length=40, blank=True)
    licence = models.FileField(_("营业执照"), upload_to="licences/", blank=True)
    licence_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(_("状态"), max_length=20, choices=EmployerStatus, default=EmployerStatus.PENDING)
    status_reason = models.CharField(_("未通过的原因"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("演示"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        verbose_name = verbose_name_plural = _("用人单位")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=EmployerStatus.PENDING) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="employer_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name
