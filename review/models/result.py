from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from applications.models import Application, Paper
from campaigns.models import Campaign
from review.models.publicity import Publicity


class ResultDocument(models.Model):
    """A result document (任职资格文件): numbered, signed, and the people whose titles it gives (C10)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="result_documents")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("文号"), max_length=60, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    issued_on = models.DateField(_("成文日期"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    publicity = models.ForeignKey(
        Publicity, on_delete=models.PROTECT, related_name="documents", verbose_name=_("结果公示")
    )
    applications = models.ManyToManyField(Application, related_name="result_documents")
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-issued_on", "-id"]
        verbose_name = verbose_name_plural = _("任职资格文件")

    def __str__(self) -> str:
        return self.number
