import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedField
from applications.enums import CheckStatus
from applications.models.material import Material


class Check(models.Model):
    """What the portal sees of one file in its slot, and what its owner says to that. The row is the job's truth.

    `pages`: for each page its number, width and height in pixels, faults, and the quarter turn that makes it upright in
    degrees, clockwise (None: nobody read it);
    `done_at`: as of when the form was read; `looks_like`: the kind of slot that it clearly belongs in instead;
    `findings`: what it says of the form's values.
    """

    material = models.OneToOneField(Material, on_delete=models.PROTECT, related_name="checked")
    status = models.CharField(_("状态"), max_length=10, choices=CheckStatus, default=CheckStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    is_read = models.BooleanField(_("文字已识别"), default=False)
    pages = models.JSONField(default=list)
    looks_like = models.SlugField(_("像是"), blank=True)
    kept_findings = EncryptedField(blank=True)
    reason = models.CharField(_("说明"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("材料检查")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=CheckStatus.READY) | Q(done_at__isnull=False), name="check_ready_with_its_date"
            )
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="checks_to_make")]

    def __str__(self) -> str:
        return f"{self.material_id}，{self.get_status_display()}"

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What was read, value by value: `what`, `verdict`, `expected`, `found`, `page`, `box`."""
        found: list[dict[str, Any]] = json.loads(self.kept_findings) if self.kept_findings else []
        return found
