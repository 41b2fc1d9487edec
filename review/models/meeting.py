from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from review.codes import OF_CASE, case_code
from review.enums import MeetingStatus, Outcome
from review.models.committee import Committee, CommitteeMember
from review.models.rubric import Rubric


class Meeting(models.Model):
    """A meeting of a committee: planned, open once its filing is made and the quorum sits, closed (C08, C33)."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=200)
    status = models.CharField(_("状态"), max_length=20, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = verbose_name_plural = _("评审会")

    def __str__(self) -> str:
        return f"{self.committee}，{self.starts_at:%Y-%m-%d}"


class Attendance(models.Model):
    """Whether a member sits in a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(CommitteeMember, on_delete=models.PROTECT)
    present = models.BooleanField(_("到会"), default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("签到")
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.member}，{self.present}"


class Tally(models.Model):
    """The count of votes on one application, entered by the secretary, countersigned by the chair (C37)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tallies")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="tallies")
    code = models.CharField(_("评审代码"), max_length=OF_CASE, unique=True, default=case_code)
    rubric = models.ForeignKey(
        Rubric,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tallies",
        verbose_name=_("量化赋分标准"),
    )
    defence_score = models.DecimalField(_("答辩成绩"), max_digits=5, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("量化赋分"), max_digits=5, decimal_places=2, null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("到会人数"), null=True, blank=True)
    yes = models.PositiveSmallIntegerField(_("同意"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("不同意"), null=True, blank=True)
    abstained = models.PositiveSmallIntegerField(_("弃权"), null=True, blank=True)
    runoff_yes = models.PositiveSmallIntegerField(_("复投同意票"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=20, choices=Outcome, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("计票")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "application"], name="tally_once"),
            models.CheckConstraint(
                condition=Q(present__isnull=True) | Q(present=F("yes") + F("no") + F("abstained")),
                name="tally_votes_are_those_present",
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at__isnull=True)
                | Q(present__isnull=False, countersigned_by__isnull=False, entered_by__isnull=False)
                & ~Q(countersigned_by=F("entered_by")),
                name="tally_countersigned_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}，{self.application}"

    @property
    def spaced_code(self) -> str:
        """The code in two halves, as one reads it out."""
        return f"{self.code[:4]} {self.code[4:]}"
