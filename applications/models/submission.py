from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.material import Material


class Receipt(models.Model):
    """That an applicant submitted: the moment and the digest over everything that was there."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField(_("提交时间"))
    digest = models.CharField(_("摘要"), max_length=64)
    token = models.CharField(max_length=40, help_text=_("提交页面的一次性标记，重复点击只算一次"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = _("回执")
        constraints = [models.UniqueConstraint(fields=["application", "token"], name="receipt_once_a_page")]

    def __str__(self) -> str:
        return f"{self.application}，{self.digest[:12]}"


class Submission(models.Model):
    """What went to review, frozen: every field and the version of every material (C17)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("第几次"))
    at = models.DateTimeField(_("时间"))
    data = models.JSONField(_("填报内容"))
    materials = models.ManyToManyField(Material, related_name="submissions")
    digest = models.CharField(_("摘要"), max_length=64)

    class Meta:
        ordering = ["application_id", "number"]
        verbose_name = verbose_name_plural = _("提交")
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="submission_one_to_three"),
        ]

    def __str__(self) -> str:
        return _("%(application)s，第%(number)d次") % {"application": self.application, "number": self.number}
