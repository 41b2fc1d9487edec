from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from applications.enums import ItemStatus, PaperKind, PartStatus, PrintAct, RunStatus
from applications.models.application import Application
from applications.models.paper import Paper
from campaigns.models.change import OnlyAdded


class PrintRun(models.Model):
    """A print run: papers of many cases that an office prints as one file. The row is the job's truth.

    While it is `making` its parts are made; `waiting` it waits to be bound, which is what a worker claims it for;
    `expired` its file was deleted, `lost` it is gone and nobody deleted it: it can be made again. `fingerprint` says
    what is in it: cases, kinds, copies and the papers' digests, as of asking until it is ready.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="print_runs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(_("打印内容"))
    copies = models.PositiveSmallIntegerField(_("份数"))
    cases = models.PositiveSmallIntegerField(_("件数"))
    left_out = models.PositiveSmallIntegerField(_("没有打印的件数"), default=0)
    fingerprint = models.CharField(max_length=64)
    status = models.CharField(_("状态"), max_length=10, choices=RunStatus, default=RunStatus.MAKING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("提交时间"))
    file = models.FileField(upload_to="runs/", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("字节"), default=0)
    pages = models.PositiveIntegerField(_("页数"), default=0)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = _("批量打印")
        constraints = [
            models.CheckConstraint(
                condition=Q(copies__gte=1, copies__lte=5, cases__gte=1), name="print_run_of_some_copies"
            ),
            models.CheckConstraint(condition=~Q(kinds=[]), name="print_run_of_some_kind"),
            models.CheckConstraint(
                condition=~Q(status=RunStatus.READY)
                | Q(ready_at__isnull=False, pages__gt=0) & ~Q(file="") & ~Q(file_sha256=""),
                name="print_run_ready_with_its_file",
            ),
            models.UniqueConstraint(
                fields=["office", "fingerprint"],
                condition=Q(status__in=(RunStatus.MAKING, RunStatus.WAITING)),
                name="one_live_print_run",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="print_runs_to_bind"),
            models.Index(fields=["office", "-created_at", "-id"], name="print_runs_of_office"),
        ]

    def __str__(self) -> str:
        return _("第%(number)s批") % {"number": self.pk}

    @property
    def kind_labels(self) -> list[str]:
        return [str(PaperKind(kind).label) for kind in self.kinds]

    @property
    def kept_until(self) -> datetime | None:
        """When its file is deleted; None while there is none."""
        return self.ready_at + timedelta(days=settings.PRINT_RUN_DAYS) if self.ready_at else None

    @property
    def is_live(self) -> bool:
        """Whether a worker is still to do something for it."""
        return self.status in (RunStatus.MAKING, RunStatus.WAITING)


class PrintPart(models.Model):
    """Some cases of a run, which one worker prints into one file: what a worker that dies loses. The row is its truth."""

    run = models.ForeignKey(PrintRun, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    status = models.CharField(_("状态"), max_length=10, choices=PartStatus, default=PartStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    file = models.FileField(upload_to="runs/", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["run_id", "place"]
        verbose_name = verbose_name_plural = _("批量打印的一部分")
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="one_part_a_place"),
            models.CheckConstraint(
                condition=Q(file="", file_sha256="")
                | Q(status=PartStatus.READY) & ~Q(file="") & ~Q(file_sha256=""),
                name="print_part_with_its_file",
            ),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="print_parts_to_make")]

    def __str__(self) -> str:
        return f"{self.run_id}，{self.place}"


class PrintItem(models.Model):
    """One case of a run: printed with so many pages, or left out and why."""

    run = models.ForeignKey(PrintRun, on_delete=models.CASCADE, related_name="items")
    part = models.ForeignKey(PrintPart, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField(_("序号"))
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(_("状态"), max_length=10, choices=ItemStatus, default=ItemStatus.WAITING)
    error = models.CharField(_("为什么没有打印"), max_length=300, blank=True)

    class Meta:
        ordering = ["run_id", "place"]
        verbose_name = verbose_name_plural = _("批量打印的申报")
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="one_item_a_place"),
            models.UniqueConstraint(fields=["run", "application"], name="one_item_a_case"),
            models.CheckConstraint(
                condition=Q(status=ItemStatus.LEFT_OUT) & ~Q(error="")
                | ~Q(status=ItemStatus.LEFT_OUT) & Q(error=""),
                name="print_item_left_out_with_its_reason",
            ),
        ]
        indexes = [models.Index(fields=["run", "status"], name="print_items_by_status")]

    def __str__(self) -> str:
        return f"{self.run_id}，{self.place}"


class PrintedPaper(models.Model):
    """A paper as it went into a run: which, at which place of its case, with so many pages."""

    item = models.ForeignKey(PrintItem, on_delete=models.CASCADE, related_name="papers")
    place = models.PositiveSmallIntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="printed")
    pages = models.PositiveSmallIntegerField(_("页数"))

    class Meta:
        ordering = ["item_id", "place"]
        verbose_name = verbose_name_plural = _("打印的文书")
        constraints = [
            models.UniqueConstraint(fields=["item", "place"], name="one_printed_paper_a_place"),
            models.CheckConstraint(condition=Q(pages__gt=0), name="printed_paper_has_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}，{self.place}"


class PrintRecord(OnlyAdded):
    """Who asked for a run, stopped it, went on with it, took its file: when, from where. Only ever added (C44)."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="records")
    act = models.CharField(_("办理"), max_length=10, choices=PrintAct)
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(_("办理人"), max_length=100)
    address = models.GenericIPAddressField(_("地址"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = _("批量打印的办理记录")

    def __str__(self) -> str:
        return f"{self.run_id}，{self.get_act_display()}"
