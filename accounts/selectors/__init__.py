"""What one person may see of people, offices and employers."""

from accounts.selectors.integrity import employer_listed_until, listed_until
from accounts.selectors.people import active_membership, memberships_of

__all__ = ["active_membership", "employer_listed_until", "listed_until", "memberships_of"]
