from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import SlotCondition, Uploader
from campaigns.models.campaign import Campaign


class Slot(models.Model):
    """A place for one material: for whom, under which condition, what it takes (materials.md, Slots)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="slots")
    key = models.SlugField(_("代号"))
    label = models.CharField(_("材料"), max_length=60)
    hint = models.CharField(_("要求"), max_length=300, blank=True)
    clause = models.CharField(_("依据"), max_length=10)
    uploader = models.CharField(_("由谁上传"), max_length=20, choices=Uploader, default=Uploader.APPLICANT)
    condition = models.CharField(_("条件"), max_length=20, choices=SlotCondition, default=SlotCondition.ALWAYS)
    one_of = models.CharField(_("任选其一的组"), max_length=30, blank=True)
    replaced_by = models.SlugField(_("可替代的材料"), blank=True, help_text=_("传了这一栏（代号），本栏即可不传"))
    years_back = models.PositiveSmallIntegerField(
        _("年度"), null=True, blank=True, help_text=_("0为申报当年，1为上一年度；空即不分年度")
    )
    kinds = models.JSONField(_("类别"), default=list, blank=True, help_text=_("空即全部"))
    bands = models.JSONField(_("层级"), default=list, blank=True, help_text=_("空即全部"))
    types = models.JSONField(_("格式"), default=list, help_text="jpeg, png, pdf")
    max_megabytes = models.PositiveSmallIntegerField(_("单个文件上限（MB）"), default=10)
    max_files = models.PositiveSmallIntegerField(_("文件数上限"), default=10)
    max_pages = models.PositiveSmallIntegerField(_("单个文件页数上限"), default=30)
    must_mask = models.BooleanField(_("须遮盖"), default=False)
    experts_see = models.BooleanField(_("专家可见"), default=False)
    order = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("材料栏目")
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="slot_once")]

    def __str__(self) -> str:
        return self.label
