from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from applications.models.material import Material


class Transfer(models.Model):
    """A file on its way into a slot, piece by piece: what has arrived stays when the line breaks (C15).

    `material` is what became of it. It goes when it expires, and its pieces as soon as they are not needed.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transfers")
    slot_key = models.SlugField(_("栏目"))
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("文件名"), max_length=200)
    metadata = models.TextField()
    length = models.PositiveIntegerField(_("字节"))
    offset = models.PositiveIntegerField(_("已到字节"), default=0)
    pieces = models.JSONField(default=list)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    material = models.ForeignKey(Material, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("续传")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "slot_key", "sha256", "length", "begun_by"],
                condition=Q(material__isnull=True),
                name="transfer_once_a_slot",
            ),
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="transfer_within_length"),
        ]

    def __str__(self) -> str:
        return f"{self.slot_key}，{self.name}"

    @property
    def folder(self) -> str:
        """Where its pieces lie in the store of files."""
        return f"pieces/{self.key.hex}"

    @property
    def is_whole(self) -> bool:
        return self.offset == self.length

    @property
    def percent(self) -> int:
        return self.offset * 100 // self.length
