from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionKind


class Division(models.Model):
    """A county-level unit, 兵团第十四师, the prefecture, or the prefecture's own level (地直).

    `key` is ours: the codes of 和安县 and 和康县 are disputed, so a code is a fact about a division, not its name.
    """

    key = models.SlugField(_("代号"), unique=True)
    code = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    name = models.CharField(_("名称"), max_length=50)
    short_name = models.CharField(_("简称"), max_length=20)
    kind = models.CharField(_("类别"), max_length=20, choices=DivisionKind)
    verified = models.BooleanField(_("代码已核实"), default=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = verbose_name_plural = _("行政区划")

    def __str__(self) -> str:
        return self.name
