from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application


class Commitment(models.Model):
    """The personal commitment, signed on screen before every submission, with its text, time and address (C14)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="commitments")
    version = models.CharField(_("版本"), max_length=20)
    text = models.TextField(_("文本"))
    name = models.CharField(_("承诺人"), max_length=100)
    signed_at = models.DateTimeField(_("签署时间"))
    address = models.GenericIPAddressField(_("地址"), null=True)

    class Meta:
        ordering = ["signed_at", "id"]
        verbose_name = verbose_name_plural = _("个人承诺")

    def __str__(self) -> str:
        return f"{self.application}，{self.name}"
