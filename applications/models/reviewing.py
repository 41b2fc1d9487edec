from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from applications.enums import FaultTarget, State, Transition, Verdict
from applications.models.application import Application
from applications.models.material import Material
from applications.models.submission import Submission
from campaigns.models import ChecklistItem, Reason


class Review(models.Model):
    """One office's look at one submission at one stage: the marks, the faults, the conclusion (C25)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reviews")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reviews")
    stage = models.CharField(_("环节"), max_length=20, choices=State)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    conclusion = models.CharField(_("结论"), max_length=30, choices=Transition, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("审核")
        constraints = [
            models.UniqueConstraint(fields=["submission", "stage"], name="review_once_a_stage"),
            models.CheckConstraint(
                condition=Q(conclusion="") | Q(concluded_at__isnull=False), name="review_concluded_with_its_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}，{self.get_stage_display()}"


class Mark(models.Model):
    """How one checklist item was marked in a review."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="marks")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT)
    verdict = models.CharField(_("核对"), max_length=20, choices=Verdict)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["item__order"]
        verbose_name = verbose_name_plural = _("核对项")
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="mark_once_an_item")]

    def __str__(self) -> str:
        return f"{self.item}，{self.get_verdict_display()}"


class Fault(models.Model):
    """A fault pinned to a field or a file, with a published reason and a comment, and what the applicant did (C24)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="faults")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT)
    target = models.CharField(_("钉在"), max_length=10, choices=FaultTarget)
    target_key = models.CharField(_("章节或栏目"), max_length=50)
    field = models.CharField(_("填报项"), max_length=50, blank=True)
    material = models.ForeignKey(Material, on_delete=models.PROTECT, null=True, blank=True, related_name="faults")
    page = models.PositiveSmallIntegerField(_("页"), null=True, blank=True)
    comment = models.TextField(_("对申报人说"))
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()
    changed_at = models.DateTimeField(_("改动时间"), null=True, blank=True)
    answer = models.TextField(_("申报人的说明"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("问题")

    def __str__(self) -> str:
        return f"{self.reason.code}，{self.target_key}"

    @property
    def is_dealt_with(self) -> bool:
        return self.changed_at is not None or self.answered_at is not None
