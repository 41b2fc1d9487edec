from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Tier
from accounts.models import Division, Office
from campaigns.enums import Band, Kind
from campaigns.models.campaign import Campaign
from campaigns.models.series import Series, Specialty


class Route(models.Model):
    """Which offices an application goes to (C38, C40). Empty conditions match all; the lowest `order` that fits wins."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="routes")
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, blank=True)
    band = models.CharField(_("层级"), max_length=20, choices=Band, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True)
    tier = models.CharField(_("单位层次"), max_length=20, choices=Tier, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True)
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, null=True, blank=True)
    initial_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("初审"))
    final_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("复审"))
    clause = models.CharField(_("依据"), max_length=10)

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = _("受理路径")
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="route_order_once")]

    def __str__(self) -> str:
        return f"{self.initial_office} → {self.final_office}"
