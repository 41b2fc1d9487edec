"""People, offices and employers for tests. Numbers are well formed and belong to nobody; the reference data is loaded."""

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone
from stdnum.cn import ric, uscc

from accounts.acting import Act
from accounts.enums import EmployerKind, EmployerStatus, Role, Tier
from accounts.models import Division, Employer, Membership, Office, User

BEIJING = ZoneInfo("Asia/Shanghai")
PASSWORD = "Qiaomai-2025"
_serial = count(1)


def beijing(*parts: int) -> datetime:
    """Give a moment of 北京时间: `beijing(2025, 3, 6, 23, 59, 59)`."""
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[misc,arg-type]


def id_number(serial: int | None = None) -> str:
    """Give a resident's ID number with its check digit (GB 11643); the same serial gives the same number."""
    number = next(_serial) if serial is None else serial
    stem = f"653201{1950 + number // 28000:04}{number // 1000 % 12 + 1:02}{number // 12000 % 28 + 1:02}{number % 1000:03}"
    return stem + ric.calc_check_digit(stem + "0")


def phone_number() -> str:
    """Give a mobile number that no other test person has."""
    return f"199{next(_serial):08}"


def credit_code(start: str = "91653201") -> str:
    """Give a unified social credit code with its check digit (GB 32100)."""
    stem = f"{start}MA{next(_serial):07}"
    return stem + uscc.calc_check_digit(stem)


def person(name: str = "阿卜杜热伊木江·麦麦提", **fields: object) -> User:
    """Give a person with an account; the password is PASSWORD."""
    return User.objects.create_user(
        **{"name": name, "document_number": id_number(), "phone": phone_number(), "password": PASSWORD, **fields}  # type: ignore[arg-type]
    )


def division(key: str = "hetian-shi") -> Division:
    return Division.objects.get(key=key)


def office(key: str = "hetian-shi-hr") -> Office:
    return Office.objects.get(key=key)


def officer(office_key: str = "hetian-shi-hr", role: Role = Role.REVIEWER, **fields: object) -> Membership:
    """Give an officer's membership, with a person of its own."""
    return Membership.objects.create(
        user=person(**{"name": "古丽", **fields}),
        role=role,
        office=office(office_key),  # type: ignore[arg-type]
    )


def employer(**fields: object) -> Employer:
    """Give an employer, confirmed unless `status` says otherwise."""
    values: dict[str, object] = {
        "name": "和田示例建筑工程有限公司",
        "uscc": credit_code(),
        "kind": EmployerKind.PRIVATE,
        "tier": Tier.COUNTY,
        "status": EmployerStatus.CONFIRMED,
        **fields,
    }
    values.setdefault("division", division())
    if values["status"] != EmployerStatus.PENDING and "decided_by" not in values:
        values |= {"decided_by": person("核对人"), "decided_at": timezone.now()}
    return Employer.objects.create(**values)


def clerk(unit: Employer | None = None, role: Role = Role.EMPLOYER_CLERK, **fields: object) -> Membership:
    """Give the membership of somebody who acts for an employer."""
    return Membership.objects.create(
        user=person(**{"name": "张经办", **fields}),
        role=role,
        employer=unit or employer(),  # type: ignore[arg-type]
    )


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
