"""The capacities in which a person may act."""

from accounts.models import Membership, User


def memberships_of(user: User) -> "list[Membership]":
    """Give the capacities in which a person may act, oldest first."""
    return list(user.memberships.filter(is_active=True).select_related("employer", "office", "office__division"))


def active_membership(user: User, chosen: int | None) -> Membership | None:
    """Give the membership that a person chose for this session, or None when he acts for himself."""
    if chosen is None:
        return None
    return (
        user.memberships.filter(is_active=True, pk=chosen)
        .select_related("employer", "office", "office__division")
        .first()
    )
