import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Employer, Office
from applications.enums import PaperKind, PaperStatus
from applications.models.application import Application

#: How much of the digest of its data a print bears.
VERSION_DIGITS = 12


def new_code() -> str:
    """Give the code of a paper: 12 letters and digits without look-alikes, about 59 random bits."""
    return "".join(secrets.choice("23456789ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(12))


class Sheaf(models.Model):
    """Papers that a print run had set together in one file, one after the other, without tags: for printing alone."""

    file = models.FileField(upload_to="sheaves/")
    file_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = _("一起制作的文书")

    def __str__(self) -> str:
        return self.file_sha256[:VERSION_DIGITS]


class Paper(models.Model):
    """A paper to be typeset, or typeset: the data it is made from, frozen, and the file. The row is the job's truth.

    `office`, `employer`: whose it is where it is of no application (of a meeting, a filing, a batch). `sheaf`: the file
    in which it lies with others, where it was set for printing; `first_page` counts from 0.
    """

    kind = models.CharField(_("文书"), max_length=30, choices=PaperKind)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    part = models.CharField(_("同类文书中的哪一份"), max_length=30, blank=True)
    code = models.CharField(_("校验码"), max_length=12, unique=True, default=new_code)
    data = models.JSONField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    status = models.CharField(_("状态"), max_length=10, choices=PaperStatus, default=PaperStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="papers/", blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    sheaf = models.ForeignKey(Sheaf, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    first_page = models.PositiveSmallIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = _("文书")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=PaperStatus.READY) | Q(ready_at__isnull=False),
                name="paper_ready_with_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(status=PaperStatus.TOGETHER) | Q(sheaf__isnull=False, pages__gt=0),
                name="paper_together_with_its_sheaf",
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "part"],
                condition=~Q(status=PaperStatus.OUTDATED) & Q(application__isnull=False),
                name="one_current_paper",
            ),
            models.UniqueConstraint(
                fields=["office", "kind", "part"],
                condition=~Q(status=PaperStatus.OUTDATED) & Q(office__isnull=False),
                name="one_current_paper_of_office",
            ),
            models.UniqueConstraint(
                fields=["employer", "kind", "part"],
                condition=~Q(status=PaperStatus.OUTDATED) & Q(employer__isnull=False),
                name="one_current_paper_of_employer",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="papers_to_make"),
            models.Index(fields=["file_sha256"], name="papers_by_file"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}，{self.code}"

    @property
    def version(self) -> str:
        """The 版本摘要 that the print bears: the beginning of its data's digest."""
        return self.digest[:VERSION_DIGITS]

    @property
    def part_label(self) -> str:
        """Which of several papers of the kind: a year, or the number of a submission."""
        if not self.part.isdigit():
            return ""
        if len(self.part) == 4:
            return _("%(year)s年度") % {"year": self.part}
        return _("第%(number)s次提交") % {"number": self.part}
