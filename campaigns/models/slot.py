from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Band, Kind, SlotCondition, Uploader
from campaigns.models.campaign import Campaign
from campaigns.models.validators import FILE_TYPES, keys_of, known, refuse, validate_clause

MASK = chr(0x906E)  # the character that every word for covering begins with


class Slot(models.Model):
    """A place for one material: for whom, under which condition, what it takes (materials.md, Slots)."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="slots", verbose_name=_("年度申报")
    )
    key = models.SlugField(_("代号"))
    label = models.CharField(_("材料"), max_length=60)
    hint = models.CharField(_("要求"), max_length=300, blank=True)
    clause = models.CharField(_("依据"), max_length=10, validators=[validate_clause])
    uploader = models.CharField(_("由谁上传"), max_length=20, choices=Uploader, default=Uploader.APPLICANT)
    condition = models.CharField(_("条件"), max_length=20, choices=SlotCondition, default=SlotCondition.ALWAYS)
    one_of = models.CharField(_("任选其一的组"), max_length=30, blank=True)
    replaced_by = models.SlugField(_("可替代的材料"), blank=True, help_text=_("传了这一栏（代号），本栏即可不传"))
    years_back = models.PositiveSmallIntegerField(
        _("年度"), null=True, blank=True, help_text=_("0为申报当年，1为上一年度；空即不分年度")
    )
    kinds = models.JSONField(_("类别"), default=list, blank=True, help_text=_("空即全部"))
    bands = models.JSONField(_("层级"), default=list, blank=True, help_text=_("空即全部"))
    types = models.JSONField(_("格式"), default=list, help_text=", ".join(FILE_TYPES))
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

    @property
    def says_nothing_of_masking(self) -> bool:
        """Whether it must be masked and its hint leaves that out (C21)."""
        return self.must_mask and MASK not in self.hint

    def clean(self) -> None:
        """Refuse unknown formats, kinds or slots, and showing experts what is not masked (C21)."""
        super().clean()
        refuse(
            known("types", self.types, FILE_TYPES) or ({} if self.types else {"types": _("至少写一种格式。")}),
            known("kinds", self.kinds, Kind.values),
            known("bands", self.bands, Band.values),
            {"must_mask": _("专家可见的材料必须遮盖（C21）。")} if self.experts_see and not self.must_mask else {},
            self._replacement_error(),
            {
                column: _("至少为1。")
                for column in ("max_megabytes", "max_files", "max_pages")
                if not getattr(self, column)
            },
        )

    def _replacement_error(self) -> dict[str, str]:
        if not self.replaced_by or self.replaced_by in keys_of(
            self.campaign_id, Slot.objects.exclude(key=self.key)
        ):
            return {}
        return {"replaced_by": _("没有代号为“%(key)s”的另一栏材料。") % {"key": self.replaced_by}}
