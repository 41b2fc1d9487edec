"""What one person may see of people, offices and employers."""

from accounts.selectors.people import active_membership, memberships_of

__all__ = ["active_membership", "memberships_of"]
