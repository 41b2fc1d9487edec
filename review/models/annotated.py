from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models import Paper
from review.models.certificate import Certificate, new_token

PURPOSE_LENGTH = 40  # characters: what can be read across the page


class AnnotatedCopy(models.Model):
    """A holder's annotated copy (加注件) of his certificate: what it is for and until when, burnt in (C11)."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="copies")
    purpose = models.CharField(_("用途"), max_length=PURPOSE_LENGTH)
    valid_until = models.DateField(_("有效期至"))
    token = models.CharField(max_length=22, unique=True, default=new_token)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("制作时间"))
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = verbose_name_plural = _("证书加注件")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "purpose", "valid_until"], name="one_copy_for_a_purpose_and_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate.number}，{self.purpose}"
