from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models.employer import Employer
from accounts.models.office import Office


class Membership(models.Model):
    """That a person acts for one employer or one office, in one role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=30, choices=Role)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    is_active = models.BooleanField(_("有效"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(employer__isnull=False, office__isnull=True, role__in=Role.of_employer())
                | (Q(employer__isnull=True, office__isnull=False) & ~Q(role__in=Role.of_employer())),
                name="membership_of_one_unit_fitting_its_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "employer"],
                condition=Q(employer__isnull=False),
                name="membership_once_an_employer",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "office"],
                condition=Q(office__isnull=False),
                name="membership_once_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}，{self.unit_name}，{self.get_role_display()}"

    @property
    def unit_name(self) -> str:
        unit = self.employer or self.office
        return unit.name if unit else ""
