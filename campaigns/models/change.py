from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ChangeKind


class AppendOnlyError(Exception):
    """Raised when somebody tries to change or delete a record that is only ever added to."""


class OnlyAdded(models.Model):
    """A row that is neither changed nor deleted once it is written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row for the first time; raises `AppendOnlyError` afterwards."""
        if self.pk is not None:
            raise AppendOnlyError(f"{type(self).__name__} is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError(f"{type(self).__name__} is never deleted.")


class Change(OnlyAdded):
    """One row of a year's rules, or an office, as somebody wrote it: which values, from what to what, who and when (C44).

    Rows are only ever added. What changed is kept in words, so that it can be read when the row itself is gone;
    nobody's name stands where a command loaded a file.
    """

    at = models.DateTimeField(_("时间"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("账号")
    )
    by_name = models.CharField(_("何人"), max_length=100)
    kind = models.CharField(_("做了什么"), max_length=10, choices=ChangeKind)
    campaign = models.CharField(_("年度申报"), max_length=50, blank=True)
    table = models.CharField(_("哪张表"), max_length=40)
    row = models.CharField(_("序号"), max_length=40)
    row_name = models.CharField(_("哪一行"), max_length=300)
    values = models.JSONField(_("从什么改成什么"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = _("修改记录")
        indexes = [models.Index(fields=["campaign", "table", "row"], name="change_of_a_row")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.table}：{self.row_name}"
