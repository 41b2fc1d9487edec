from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Tier
from review.enums import Measure, RubricStatus
from review.models.committee import Committee


class Rubric(models.Model):
    """One version of a committee's scoring standard for one layer (C31); a version that was published never changes."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="rubrics")
    tier = models.CharField(_("层次"), max_length=20, choices=Tier)
    version = models.PositiveSmallIntegerField(_("版本"))
    status = models.CharField(_("状态"), max_length=20, choices=RubricStatus, default=RubricStatus.DRAFT)
    reason = models.TextField(_("四唯占比过高的理由"), max_length=500, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)

    class Meta:
        ordering = ["committee", "tier", "-version"]
        verbose_name = verbose_name_plural = _("量化赋分标准")
        constraints = [
            models.UniqueConstraint(fields=["committee", "tier", "version"], name="rubric_version_once"),
            models.UniqueConstraint(
                fields=["committee", "tier"], condition=Q(status=RubricStatus.DRAFT), name="one_draft_rubric"
            ),
            models.UniqueConstraint(
                fields=["committee", "tier"], condition=Q(status=RubricStatus.IN_FORCE), name="one_rubric_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status=RubricStatus.DRAFT, published_at__isnull=True, published_by__isnull=True)
                | ~Q(status=RubricStatus.DRAFT) & Q(published_at__isnull=False, published_by__isnull=False),
                name="published_rubric_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}，{self.get_tier_display()}，{self.version}"


class Criterion(models.Model):
    """One line of a rubric: what is judged, for how many points, and what it measures (C31, C32)."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    section = models.CharField(_("类别"), max_length=40)
    name = models.CharField(_("指标"), max_length=100)
    points = models.DecimalField(
        _("分值"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    measure = models.CharField(_("评什么"), max_length=20, choices=Measure, default=Measure.ABILITY)
    note = models.CharField(_("怎样得分"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("指标")
        constraints = [
            models.UniqueConstraint(fields=["rubric", "section", "name"], name="criterion_once"),
            models.CheckConstraint(condition=Q(points__gt=0), name="criterion_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.section}，{self.name}"
