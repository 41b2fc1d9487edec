from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.models.material import StoredFile


class PagePrint(models.Model):
    """The print of one page of a file, by which the same picture is known again (`documents.scans.likeness`).

    `is_compared`: whether the prints that were there before it have been looked through.
    """

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="prints")
    page = models.PositiveSmallIntegerField(_("页"))
    print = models.CharField(_("特征"), max_length=64)
    is_compared = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("页面特征")
        constraints = [models.UniqueConstraint(fields=["file", "page"], name="one_print_a_page")]

    def __str__(self) -> str:
        return f"{self.file}，{self.page}"


class PrintBand(models.Model):
    """A part of a print: two prints of the same picture have at least one in common, at the same place."""

    of = models.ForeignKey(PagePrint, on_delete=models.CASCADE, related_name="bands")
    place = models.PositiveSmallIntegerField()
    value = models.IntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("页面特征的一段")
        indexes = [models.Index(fields=["place", "value"], name="bands_alike")]

    def __str__(self) -> str:
        return f"{self.place}：{self.value}"


class Twin(models.Model):
    """A page of one file that is the same picture as a page of another; each is the other's, so there are two rows."""

    of = models.ForeignKey(PagePrint, on_delete=models.CASCADE, related_name="twins")
    other = models.ForeignKey(PagePrint, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("相同的页面")
        constraints = [models.UniqueConstraint(fields=["of", "other"], name="twin_once")]

    def __str__(self) -> str:
        return f"{self.of}，{self.other}"
