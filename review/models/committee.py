from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import OfficeKind
from accounts.models import Office
from campaigns.enums import Band
from campaigns.models import Campaign, Series
from review.codes import OF_EXPERT, expert_code
from review.enums import FilingKind, FilingStatus, MemberRole


class Committee(models.Model):
    """A committee for one series and one band: its members are odd in number, its term at most three years."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="committees")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="committees", verbose_name=_("组建单位")
    )
    name = models.CharField(_("名称"), max_length=100)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, verbose_name=_("系列"))
    band = models.CharField(_("层级"), max_length=20, choices=Band)
    pass_rate = models.PositiveSmallIntegerField(
        _("通过率（%）"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    valid_from = models.DateField(_("有效期起"))
    valid_until = models.DateField(_("有效期止"))
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="chaired_committees",
        verbose_name=_("主任委员"),
    )

    class Meta:
        ordering = ["campaign", "name"]
        verbose_name = verbose_name_plural = _("评审委员会")
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="committee_term"),
            models.CheckConstraint(
                condition=Q(pass_rate__isnull=True) | Q(pass_rate__gte=1, pass_rate__lte=100),
                name="pass_rate_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def only_division_id(self) -> int | None:
        """The county whose applications alone it judges; None for a committee of the prefecture (C09)."""
        of_county = self.office.kind in (OfficeKind.COUNTY_HR, OfficeKind.COUNTY_TITLE)
        return self.office.division_id if of_county else None


class CommitteeMember(models.Model):
    """One member; the list is never public.

    `user`: the account with which the member reads, if any; `code`: what the watermark of a page shows. Who bears which
    code is the supervisor's alone to see.
    """

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("姓名"), max_length=100)
    title = models.CharField(_("职称"), max_length=40)
    unit = models.CharField(_("单位"), max_length=200)
    role = models.CharField(_("职务"), max_length=20, choices=MemberRole, default=MemberRole.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    code = models.CharField(_("专家代码"), max_length=OF_EXPERT, unique=True, default=expert_code)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("委员")
        constraints = [
            models.UniqueConstraint(fields=["committee", "name", "unit"], name="member_once"),
            models.UniqueConstraint(fields=["committee", "user"], name="member_reads_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """A filing (备案) of a committee: before the work, before the meeting, after the result document (C33)."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="filings")
    kind = models.CharField(_("备案"), max_length=20, choices=FilingKind)
    meeting = models.ForeignKey(
        "review.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="filings"
    )
    document = models.ForeignKey(
        "review.ResultDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="filings"
    )
    status = models.CharField(_("状态"), max_length=20, choices=FilingStatus, default=FilingStatus.DRAFT)
    number = models.CharField(_("备案号"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("截止"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name = verbose_name_plural = _("备案")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "meeting", "document"], name="filing_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=~Q(status=FilingStatus.FILED) | (Q(filed_at__isnull=False) & ~Q(number="")),
                name="filed_with_number_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}，{self.get_kind_display()}"
