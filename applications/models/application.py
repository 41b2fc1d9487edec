from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Employer, Office
from applications.enums import EDITABLE, ENDED, SectionKey, State
from applications.workflow import Workflow
from campaigns.enums import Band, Kind, Level, Path
from campaigns.models import Campaign, Series, Specialty, Title


class Application(Workflow):
    """One person's application in one campaign. Its state changes only through `workflow.py`."""

    number = models.CharField(_("申报编号"), max_length=20, unique=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="applications")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    kind = models.CharField(_("申报类别"), max_length=20, choices=Kind)
    level = models.CharField(_("级别"), max_length=20, choices=Level)
    path = models.CharField(_("途径"), max_length=20, choices=Path)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True)
    specialty = models.ForeignKey(Specialty, on_delete=models.PROTECT, null=True, blank=True)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, null=True, blank=True)

    initial_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    final_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submissions_used = models.PositiveSmallIntegerField(_("已提交审核次数"), default=0)

    created_at = models.DateTimeField(_("开始填写"))
    state_since = models.DateTimeField(_("现状态起"))
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_from = models.CharField(max_length=20, choices=State, blank=True)
    correction_due = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    print_due_at = models.DateTimeField(null=True, blank=True)
    paper_due_at = models.DateTimeField(null=True, blank=True)
    originals_confirmed_at = models.DateTimeField(null=True, blank=True)
    fee_amount = models.DecimalField(_("应缴（元）"), max_digits=8, decimal_places=2, null=True, blank=True)
    fee_due_at = models.DateTimeField(null=True, blank=True)
    fee_settled_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = _("申报")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "applicant"], condition=~Q(state__in=ENDED), name="one_live_application"
            ),
            models.CheckConstraint(condition=Q(submissions_used__lte=3), name="at_most_three_submissions"),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED)
                | Q(returned_at__isnull=False, correction_due__gte=F("returned_at")) & ~Q(returned_from=""),
                name="returned_with_its_dates",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ACCEPTED) | Q(accepted_at__isnull=False, paper_due_at__isnull=False),
                name="accepted_with_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(fee_amount__isnull=True) | Q(fee_due_at__isnull=False), name="fee_with_its_date"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN, State.LAPSED])
                | Q(
                    submitted_at__isnull=False,
                    employer__isnull=False,
                    title__isnull=False,
                    specialty__isnull=False,
                    initial_office__isnull=False,
                    final_office__isnull=False,
                ),
                name="submitted_with_all_it_needs",
            ),
        ]
        indexes = [
            models.Index(fields=["initial_office", "state", "state_since", "id"], name="initial_queue"),
            models.Index(fields=["final_office", "state", "state_since", "id"], name="final_queue"),
            models.Index(fields=["employer", "state", "state_since", "id"], name="employer_queue"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def band(self) -> Band:
        return Level(self.level).band

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_live(self) -> bool:
        return self.state not in ENDED

    @property
    def reviewing_office(self) -> Office | None:
        """The office that reviews now, or None."""
        if self.state == State.INITIAL_REVIEW:
            return self.initial_office
        return self.final_office if self.state == State.FINAL_REVIEW else None


class Section(models.Model):
    """What the applicant wrote in one section; in a table of its own, so that saving it cannot touch a state."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(_("章节"), max_length=20, choices=SectionKey)
    data = models.JSONField(_("内容"), default=dict)
    complete = models.BooleanField(_("已填完"), default=False)
    revision = models.PositiveIntegerField(_("版次"), default=0)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("填报内容")
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.application}，{self.get_key_display()}"
