from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application


class StoredFile(models.Model):
    """The bytes of an upload, kept once under their SHA-256 and never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=200)
    size = models.PositiveIntegerField(_("字节"))
    kind = models.CharField(_("格式"), max_length=10)
    pages = models.PositiveSmallIntegerField(_("页数"))
    stored_at = models.DateTimeField()
    drawn_path = models.CharField(max_length=200, blank=True, help_text=_("各页画成的PDF，本身不能逐页打开的才有"))

    class Meta:
        verbose_name = verbose_name_plural = _("文件")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def page_numbers(self) -> range:
        return range(1, self.pages + 1)

    @property
    def pages_path(self) -> str:
        """Where the file lies whose pages are drawn: the file itself, or the PDF that was made of an OFD."""
        return self.drawn_path or self.path

    @property
    def pages_kind(self) -> str:
        """Of which kind the file at `pages_path` is."""
        return "pdf" if self.drawn_path else self.kind


class Material(models.Model):
    """One file in one slot of an application. Taking it out keeps the row: submissions point to it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="materials")
    slot_key = models.SlugField(_("栏目"))
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="materials")
    name = models.CharField(_("文件名"), max_length=200)
    order = models.PositiveSmallIntegerField(_("次序"))
    masked_declared = models.BooleanField(_("声明已遮盖"), default=False)
    declassified = models.BooleanField(_("声明不涉密"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    turns = models.JSONField(_("转向"), default=dict, help_text=_("每一页顺时针转多少度"))

    class Meta:
        ordering = ["slot_key", "order", "id"]
        verbose_name = verbose_name_plural = _("材料")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "slot_key", "file"],
                condition=Q(removed_at__isnull=True),
                name="file_once_a_slot",
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot_key}，{self.name}"

    @property
    def is_masked(self) -> bool:
        """Whether its owner says that it is masked: by hand before the upload, or with the boxes here (C21)."""
        masking = getattr(self, "masking", None)
        return self.masked_declared or bool(masking and masking.confirmed_at)

    @property
    def is_leaking(self) -> bool:
        """Whether its blind copy may still show, or shows an expert, whose it is, and nobody released it (C21)."""
        blind = getattr(self, "blind", None)
        return bool(blind and blind.status == "ready" and not blind.is_fit)

    def turned(self, page: int) -> int:
        """Give by how many degrees, clockwise, a page is turned to be shown."""
        return int(self.turns.get(str(page), 0))
