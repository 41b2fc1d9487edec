"""People of these tests: officers, clerks, and browsers that are signed in as them."""

from datetime import datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone
from stdnum.cn import uscc

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Division, Employer, Membership, User
from tests.factories import PASSWORD, employer, id_number, membership, office, person

__all__ = [
    "PASSWORD",
    "act_of",
    "clerk",
    "client_for",
    "credit_code",
    "division",
    "employer",
    "id_number",
    "officer",
]
__all__ += ["person", "phone_number"]
_serial = count(1)


def phone_number() -> str:
    """Give a mobile number that no other test person has."""
    return f"199{next(_serial):08}"


def credit_code(start: str = "91653201") -> str:
    """Give a unified social credit code with its check digit (GB 32100)."""
    stem = f"{start}MA{next(_serial):07}"
    return stem + str(uscc.calc_check_digit(stem))


def division(key: str = "hetian-shi") -> Division:
    return Division.objects.get(key=key)


def officer(key: str = "hetian-shi-hr", role: Role = Role.REVIEWER, **fields: Any) -> Membership:
    """Give an officer's membership, with a person of its own."""
    return membership(role, user=person(**{"name": "古丽", **fields}), office=office(key))


def clerk(unit: Employer | None = None, role: Role = Role.EMPLOYER_CLERK, **fields: Any) -> Membership:
    """Give the membership of somebody who acts for an employer."""
    return membership(role, user=person(**{"name": "张经办", **fields}), employer=unit or employer())


def act_of(who: User | Membership, at: datetime | None = None) -> Act:
    """Give the act of a person for himself, or of a membership, at a moment."""
    moment = at or timezone.now()
    if isinstance(who, Membership):
        return Act(at=moment, user=who.user, membership=who, address="192.0.2.1")
    return Act(at=moment, user=who, address="192.0.2.1")


def client_for(who: User | Membership) -> Client:
    """Give a browser that is signed in as a person for himself, or in the capacity of a membership."""
    client = Client()
    client.force_login(who.user if isinstance(who, Membership) else who, "accounts.backends.NumberBackend")
    if isinstance(who, Membership):
        session = client.session
        session["membership"] = who.pk
        session.save()
    return client
