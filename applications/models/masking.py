from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.enums import BlindStatus
from applications.models.material import Material
from campaigns.models.change import OnlyAdded

#: Materials of which nobody has said that they are masked: neither by hand before the upload nor here (C21).
UNMASKED = Q(masked_declared=False, masking__confirmed_at=None)
#: Materials whose blind copy may still show something, or shows it to an expert, and which no officer has released (C21).
LEAKING = Q(blind__status=BlindStatus.READY, blind__released_at=None) & (
    Q(blind__leaks__0__isnull=False) | Q(blind__withdrawn_at__isnull=False)
)

#: Blind copies that experts may see: clean, or released by an officer; as `BlindCopy.is_fit` (C21).
FIT = Q(status=BlindStatus.READY) & (Q(leaks=[], withdrawn_at=None) | Q(released_at__isnull=False))


class Masking(models.Model):
    """What is covered on the pages of one material, and whether its owner says that this is all (C21).

    `boxes`: as `rules.masking.MaskBox` in plain data; `proposed`: what the portal found, in the same form, or None as
    long as it has not looked; `revision` grows with every change, so that an older page cannot undo a newer one.
    """

    material = models.OneToOneField(Material, on_delete=models.PROTECT, related_name="masking")
    boxes = models.JSONField(_("遮盖框"), default=list)
    proposed = models.JSONField(_("系统找到的"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(_("确认遮好"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("遮盖")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="masking_confirmed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.material_id}，{len(self.boxes)}"


class EarlierBoxes(OnlyAdded):
    """The boxes of a material as they were until an officer changed them, and who had confirmed them (C21).

    Only ever added. The first of a material are its owner's: what he covered can always be seen and laid over it anew.
    """

    masking = models.ForeignKey(Masking, on_delete=models.PROTECT, related_name="earlier")
    revision = models.PositiveIntegerField()
    boxes = models.JSONField(_("遮盖框"))
    confirmed_at = models.DateTimeField(_("确认遮好"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(_("改于"))
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["masking_id", "revision"]
        verbose_name = verbose_name_plural = _("改遮以前的框")
        constraints = [models.UniqueConstraint(fields=["masking", "revision"], name="earlier_boxes_once")]

    def __str__(self) -> str:
        return f"{self.masking_id}，{self.revision}"


class BlindCopy(models.Model):
    """The copy of one material that experts may see: pictures without what is to be covered. The row is the job's truth.

    `path` is random and tells nothing; `boxes_digest` says what the copy was made from; `leaks`: what the leak check
    found, each with its kind, page and place, never the words. `withdrawn_at`: an expert sees in it whose it is. One with
    leaks or withdrawn is released by a named officer or nobody.
    """

    material = models.OneToOneField(Material, on_delete=models.PROTECT, related_name="blind")
    status = models.CharField(_("状态"), max_length=10, choices=BlindStatus, default=BlindStatus.WAITING)
    boxes_digest = models.CharField(max_length=64)
    path = models.CharField(max_length=100, blank=True)
    leaks = models.JSONField(_("可能还有没遮的"), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤下"), null=True, blank=True)
    released_at = models.DateTimeField(_("放行"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_reason = models.CharField(_("放行理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("盲评副本")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=BlindStatus.READY) | Q(done_at__isnull=False) & ~Q(path=""),
                name="blind_copy_ready_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None, released_reason="")
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_reason=""),
                name="blind_copy_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(released_at=None), name="blind_copy_withdrawn_or_released"
            ),
        ]
        indexes = [models.Index(fields=["status", "created_at"], name="blind_copies_to_make")]

    def __str__(self) -> str:
        return f"{self.material_id}，{self.get_status_display()}"

    @property
    def is_clean(self) -> bool:
        """Whether it is there, the leak check found nothing, and no expert withdrew it."""
        return self.status == BlindStatus.READY and not self.leaks and self.withdrawn_at is None

    @property
    def is_fit(self) -> bool:
        """Whether experts may see it: it is clean, or an officer has looked at it and released it by name."""
        return self.is_clean or (self.status == BlindStatus.READY and self.released_at is not None)


class Withdrawal(OnlyAdded):
    """That an expert saw in a blind copy whose it is: which copy, where on its pages, who, when (C21). Only ever added.

    `place`: a `rules.masking.MaskBox` in plain data, on the page as the file has it, or None; `by` and `code`, under
    which the committee knows the expert, are the supervisor's alone to see.
    """

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="withdrawals")
    boxes_digest = models.CharField(max_length=64)
    page = models.PositiveSmallIntegerField(_("页"))
    place = models.JSONField(_("位置"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("专家代码"), max_length=20)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = verbose_name_plural = _("撤下盲评副本")

    def __str__(self) -> str:
        return f"{self.material_id}，{self.page}"
