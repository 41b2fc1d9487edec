from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Audience
from campaigns.models.campaign import Campaign
from documents.papers.catalogue import FORMS


class Announcement(models.Model):
    """A notice on the public pages."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="announcements", verbose_name=_("年度申报")
    )
    slug = models.SlugField(_("网址代号"), unique=True)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("正文"))
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        ordering = ["-published_at", "-id"]
        verbose_name = verbose_name_plural = _("通知公告")

    def __str__(self) -> str:
        return self.title


class Download(models.Model):
    """A blank form on the public pages; `form` names the template of `documents` that it is made from.

    `edition`: what its file was set with (`documents.edition`); one of an older edition is made anew.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="downloads", verbose_name=_("年度申报")
    )
    form = models.SlugField(_("文书"))
    audience = models.CharField(
        _("谁用"), max_length=10, choices=Audience, default=Audience.APPLICANT, db_default=Audience.APPLICANT
    )
    label = models.CharField(_("名称"), max_length=100)
    order = models.PositiveSmallIntegerField(_("次序"))
    file = models.FileField(_("文件"), upload_to="downloads/", blank=True, editable=False)
    size = models.PositiveIntegerField(_("字节"), default=0, editable=False)
    pages = models.PositiveSmallIntegerField(_("页数"), default=0, db_default=0, editable=False)
    edition = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("资料下载")
        constraints = [models.UniqueConstraint(fields=["campaign", "form"], name="download_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def number(self) -> str:
        """The number that the form bears at its top right, as 和职表01."""
        known = FORMS.get(self.form)
        return known.number if known else ""


class Question(models.Model):
    """A question that people ask, and its answer (C42)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="questions", verbose_name=_("年度申报")
    )
    question = models.CharField(_("问题"), max_length=200)
    answer = models.TextField(_("回答"))
    clause = models.CharField(_("依据"), max_length=10, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("常见问题")
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="question_order_once")]

    def __str__(self) -> str:
        return self.question
