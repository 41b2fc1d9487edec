from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application


class Reminder(models.Model):
    """That a reminder was sent: one row an application, kind and due time, so that nothing is said twice."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("提醒"), max_length=40)
    due_at = models.DateTimeField(_("应提醒时间"))
    sent_at = models.DateTimeField(_("发出时间"))

    class Meta:
        ordering = ["-due_at", "id"]
        verbose_name = verbose_name_plural = _("提醒")
        constraints = [
            models.UniqueConstraint(fields=["application", "kind", "due_at"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application}，{self.kind}"
