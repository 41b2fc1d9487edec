from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Level


class Series(models.Model):
    """One of the 27 title series (系列)."""

    key = models.SlugField(_("代号"), unique=True)
    name = models.CharField(_("系列"), max_length=60)
    order = models.PositiveSmallIntegerField(_("次序"))
    needs_recent_training = models.BooleanField(_("工程、农业：上年度和当年继续教育"), default=False)

    class Meta:
        ordering = ["order"]
        verbose_name = verbose_name_plural = _("系列")

    def __str__(self) -> str:
        return self.name


class Specialty(models.Model):
    """A specialty (专业) of a series, and the sector department that answers for it."""

    key = models.SlugField(_("代号"), unique=True)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="specialties", verbose_name=_("系列")
    )
    name = models.CharField(_("专业"), max_length=60)
    department = models.CharField(_("行业主管部门"), max_length=60)
    order = models.PositiveSmallIntegerField(_("次序"))
    verified = models.BooleanField(_("已核实"), default=False)

    class Meta:
        ordering = ["series__order", "order"]
        verbose_name = verbose_name_plural = _("专业")

    def __str__(self) -> str:
        return self.name

    @property
    def offered_name(self) -> str:
        """The name to choose it by: a closed list shows no heading, so the one that stands for a series says which."""
        stands_for_series = self.key == f"{self.series.key}-general"
        return f"{self.series.name}（{self.name}）" if stands_for_series else self.name


class Title(models.Model):
    """The name that a level bears in a series: 工程师 is the intermediate title of 工程技术人员."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="titles", verbose_name=_("系列"))
    level = models.CharField(_("级别"), max_length=20, choices=Level)
    name = models.CharField(_("资格名称"), max_length=40)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        ordering = ["series__order", "order", "id"]
        verbose_name = verbose_name_plural = _("职称名称")
        constraints = [models.UniqueConstraint(fields=["series", "level", "name"], name="title_once")]

    def __str__(self) -> str:
        return self.name
