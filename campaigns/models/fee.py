from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Band, Kind
from campaigns.models.campaign import Campaign


class FeeRule(models.Model):
    """What one application of a kind and band costs, in yuan (C35); no row, no fee."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="fees", verbose_name=_("年度申报")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    band = models.CharField(_("层级"), max_length=20, choices=Band)
    amount = models.DecimalField(_("金额（元）"), max_digits=8, decimal_places=2)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        ordering = ["kind", "band"]
        verbose_name = verbose_name_plural = _("收费标准")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "kind", "band"], name="fee_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="fee_positive",
                violation_error_message=_("金额要大于0；不收费的，不写这一行。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.get_band_display()}，{self.amount}{_('元')}"
