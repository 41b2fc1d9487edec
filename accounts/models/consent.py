from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """That a person agreed to the handling of personal information, to which text, when and from where (PIPL 14, 29)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(_("文本版本"), max_length=20)
    sensitive = models.BooleanField(_("单独同意处理敏感个人信息"))
    agreed_at = models.DateTimeField(_("同意时间"))
    address = models.GenericIPAddressField(_("地址"), null=True)

    class Meta:
        ordering = ["agreed_at"]
        verbose_name = verbose_name_plural = _("个人信息处理同意")

    def __str__(self) -> str:
        return f"{self.user}，{self.version}"
