import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Paper
from review.enums import CertificateStatus
from review.rules.numbers import grouped_certificate_number


def new_token() -> str:
    """Give 128 random bits as 22 URL-safe characters: a certificate's public address cannot be guessed."""
    return secrets.token_urlsafe(16)


class Certificate(models.Model):
    """An e-certificate: its number, its public address, whether it stands (C11, C45)."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("证书编号"), max_length=20, unique=True)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    status = models.CharField(_("状态"), max_length=10, choices=CertificateStatus, default=CertificateStatus.VALID)
    qualified_on = models.DateField(_("资格取得日期"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("签发时间"))
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revocation = models.TextField(_("撤销情况"), blank=True)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-issued_at", "-id"]
        verbose_name = verbose_name_plural = _("电子证书")
        constraints = [
            models.CheckConstraint(
                condition=Q(status=CertificateStatus.VALID) | Q(revoked_at__isnull=False),
                name="revoked_certificate_with_its_date",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def grouped_number(self) -> str:
        """The number in groups, as it is printed and read."""
        return grouped_certificate_number(self.number)
