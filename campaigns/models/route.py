from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind, Tier
from accounts.models import Division, Office
from campaigns.enums import Band, Kind
from campaigns.models.campaign import Campaign
from campaigns.models.series import Series, Specialty
from campaigns.models.validators import refuse, validate_clause


class Route(models.Model):
    """Which offices an application goes to (C38, C40). Empty conditions match all; the lowest `order` that fits wins."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="routes", verbose_name=_("年度申报")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, blank=True)
    band = models.CharField(_("层级"), max_length=20, choices=Band, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("区划"))
    tier = models.CharField(_("单位层次"), max_length=20, choices=Tier, blank=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("系列"))
    specialty = models.ForeignKey(
        Specialty, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("专业")
    )
    initial_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("初审"))
    final_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("复审"))
    clause = models.CharField(_("依据"), max_length=10, validators=[validate_clause])

    class Meta:
        ordering = ["order", "id"]
        verbose_name = verbose_name_plural = _("受理路径")
        constraints = [models.UniqueConstraint(fields=["campaign", "order"], name="route_order_once")]

    def __str__(self) -> str:
        return f"{self.initial_office} → {self.final_office}"

    def clean(self) -> None:
        """Refuse a final decision by an office that is no title office, or a specialty of another series (C38, C40)."""
        super().clean()
        final = self.final_office.kind if self.final_office_id else ""
        initial = self.initial_office.kind if self.initial_office_id else ""
        foreign = self.series_id and self.specialty and self.specialty.series_id != self.series_id
        refuse(
            {}
            if final in ("", OfficeKind.COUNTY_TITLE, OfficeKind.TITLE_OFFICE)
            else {"final_office": _("复审只能由职称办办理（C38、C40）。")},
            {"initial_office": _("监督部门不办理初审。")} if initial == OfficeKind.SUPERVISION else {},
            {"specialty": _("这个专业不属于所选系列。")} if foreign else {},
        )
