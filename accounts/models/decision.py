from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import EmployerStatus
from accounts.models.employer import Employer


class EmployerDecision(models.Model):
    """What an office decided of an employer, as it was told; only ever added to, also by a correction (C01, C44)."""

    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="decisions")
    status = models.CharField(_("结论"), max_length=20, choices=EmployerStatus)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = verbose_name_plural = _("单位登记的结论")
        constraints = [
            models.UniqueConstraint(fields=["employer", "decided_at"], name="employer_decided_once_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.employer}：{self.get_status_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A decision is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A decision is never deleted.")
