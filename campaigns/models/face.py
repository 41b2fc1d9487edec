from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import FaceKind
from campaigns.models.change import OnlyAdded
from documents.localfaces import StoredFace


class FaceFile(OnlyAdded):
    """The file of a face that an office uploaded: what it is, and a line drawn in it. Licensed, and served to nobody.

    Which one papers are set in stands in `Office.faces`.
    """

    kind = models.CharField(_("用作"), max_length=10, choices=FaceKind)
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    postscript = models.CharField(_("字体自己的名称"), max_length=63, blank=True)
    lacking = models.TextField(_("缺少的常用字"), blank=True)
    line = models.BinaryField(_("样子"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("何人上传")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = _("字体文件")
        constraints = [models.UniqueConstraint(fields=["kind", "sha256"], name="face_file_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def stored(self) -> StoredFace:
        """The file in the store, as what sets papers takes it."""
        return StoredFace(self.kind, self.name, self.sha256)
