from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedRow(models.Model):
    """What was last loaded from a file, so that a second load can tell the office's edits from the file's."""

    scope = models.CharField(max_length=60)
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("载入记录")
        constraints = [models.UniqueConstraint(fields=["scope", "table", "key"], name="loaded_row_once")]

    def __str__(self) -> str:
        return f"{self.table}：{self.key}"
