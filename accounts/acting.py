"""Who acts: a person, in one capacity, at one moment, from one address."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Employer, Membership, Office, User


@dataclass(frozen=True)
class Act:
    """What every service is told: `user` in the capacity of `membership` (None: for himself), `at` (aware), `address`.

    The portal itself acts with no user.
    """

    at: datetime
    user: User | None = None
    membership: Membership | None = None
    address: str | None = None

    @classmethod
    def by_portal(cls, at: datetime) -> "Act":
        """The sweep and its kin: deadlines that run out are nobody's decision."""
        return cls(at=at)

    @property
    def is_portal(self) -> bool:
        return self.user is None

    @property
    def role(self) -> str:
        return self.membership.role if self.membership else ""

    @property
    def office(self) -> Office | None:
        return self.membership.office if self.membership else None

    @property
    def employer(self) -> Employer | None:
        return self.membership.employer if self.membership else None

    @property
    def person(self) -> User:
        """Who acts; raises `ValueError` for the portal itself."""
        if self.user is None:
            raise ValueError("The portal acts, not a person")
        return self.user

    @property
    def own_office(self) -> Office:
        """The office acted for; raises `ValueError` when the act is not an office's."""
        if self.office is None:
            raise ValueError("Not acting for an office")
        return self.office

    @property
    def own_employer(self) -> Employer:
        """The employer acted for; raises `ValueError` when the act is not an employer's."""
        if self.employer is None:
            raise ValueError("Not acting for an employer")
        return self.employer

    @property
    def name(self) -> str:
        return self.user.name if self.user else _("系统")

    @property
    def unit_name(self) -> str:
        return self.membership.unit_name if self.membership else ""

    def acts_for_office(self, office_id: int | None, *roles: Role) -> bool:
        """Tell whether the act is done for the office, in one of the roles."""
        return bool(
            self.membership
            and office_id is not None
            and self.membership.office_id == office_id
            and self.membership.role in roles
        )

    def acts_for_employer(self, employer_id: int | None) -> bool:
        """Tell whether the act is done for the employer, as its clerk or its head."""
        return bool(self.membership and employer_id is not None and self.membership.employer_id == employer_id)
