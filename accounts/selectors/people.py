"""The capacities in which a person may act."""

from accounts.models import Membership, User
from accounts.statements import Statement

CHOSEN = Statement(
    lambda pk, user: Membership.objects.filter(pk=pk, user=user, is_active=True).select_related(
        "employer", "office", "office__division"
    ),
    int,
    int,
)


def memberships_of(user: User) -> "list[Membership]":
    """Give the capacities in which a person may act, oldest first."""
    return list(user.memberships.filter(is_active=True).select_related("employer", "office", "office__division"))


def active_membership(user: User, chosen: int | None) -> Membership | None:
    """Give the membership that a person chose for this session, or None when he acts for himself."""
    return None if chosen is None else CHOSEN.first(chosen, user.pk)
