from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind
from accounts.models.division import Division


class Office(models.Model):
    """An office that reviews, decides or supervises."""

    key = models.SlugField(_("代号"), unique=True)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=20, choices=OfficeKind)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="offices", verbose_name=_("区划")
    )
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    seals = models.JSONField(
        _("印章"),
        default=dict,
        blank=True,
        help_text=_("每一种印章的图片（文件的SHA-256）、直径（毫米）、印在哪些文书上；在“印章”页面上改。"),
    )
    faces = models.JSONField(
        _("文书字体"),
        default=dict,
        blank=True,
        help_text=_("每一种字体用哪个上传的文件（名称、SHA-256）；在“文书字体”页面上改。"),
    )
    is_demo = models.BooleanField(_("演示"), default=False)

    class Meta:
        ordering = ["division__order", "key"]
        verbose_name = verbose_name_plural = _("办理机构")

    def __str__(self) -> str:
        return self.name
