from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityKind
from accounts.models.employer import Employer


class IntegrityEntry(models.Model):
    """An entry of the integrity list (诚信名单库): who may not apply, from when until when, and on what finding (C45)."""

    kind = models.CharField(_("类别"), max_length=20, choices=IntegrityKind)
    name = models.CharField(_("姓名或单位"), max_length=200)
    document_index = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止（含当日）"))
    finding = models.TextField(_("认定情况"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("列入时间"))

    class Meta:
        ordering = ["-starts_on", "id"]
        verbose_name = verbose_name_plural = _("诚信名单")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="integrity_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.name}，{self.starts_on}{_('至')}{self.ends_on}"
