"""People, units and rows for tests, with sensible defaults; whatever a test is about it names itself."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from stdnum.cn import ric, uscc

from accounts.acting import Act
from accounts.enums import EmployerKind, EmployerStatus, Role
from accounts.models import Division, Employer, Membership, Office, User
from applications.enums import SectionKey, State
from applications.models import Application, Section
from campaigns.enums import Kind, Level, Path
from campaigns.models import Campaign, Sequence, Specialty, Title
from campaigns.rules.calendar import BEIJING

_numbers = count(1)
PASSWORD = "Hetian-2025-ok"


def beijing(*parts: int) -> datetime:
    """Give a moment, 北京时间: `beijing(2025, 3, 6, 23, 59, 59)`."""
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type,misc]


def id_number(serial: int | None = None, *, born: date = date(1990, 5, 17)) -> str:
    """Give a valid ID number of 和田市 that nobody bears twice in a run."""
    serial = next(_numbers) if serial is None else serial
    born += timedelta(days=serial // 1000)
    stem = f"653201{born:%Y%m%d}{serial % 1000:03d}"
    return stem + ric.calc_check_digit(stem + "0")


def credit_code(serial: int | None = None) -> str:
    """Give a valid unified social credit code."""
    stem = f"91653201{next(_numbers) if serial is None else serial:09d}"
    return stem + uscc.calc_check_digit(stem + "0")


def person(name: str = "阿依古丽·麦麦提", **fields: Any) -> User:
    number = next(_numbers)
    given = {"document_number": id_number(number), "phone": f"138{number:08d}", "password": PASSWORD}
    return User.objects.create_user(name=name, **(given | fields))


def employer(name: str = "和田演示建设有限公司", *, division: str = "hetian-shi", **fields: Any) -> Employer:
    """Give a confirmed private employer; `status=EmployerStatus.PENDING` for one that waits."""
    given: dict[str, Any] = {
        "name": name,
        "uscc": credit_code(),
        "kind": EmployerKind.PRIVATE,
        "division": Division.objects.get(key=division),
        "registered_at": "和田市",
        "contact_phone": "0903-1000001",
        "status": EmployerStatus.CONFIRMED,
    } | fields
    if given["status"] != EmployerStatus.PENDING:
        given = {"decided_by": person("周敏"), "decided_at": beijing(2025, 1, 10, 10)} | given
    return Employer.objects.create(**given)


def office(key: str = "hetian-shi-hr") -> Office:
    return Office.objects.get(key=key)


def membership(
    role: Role, *, user: User | None = None, employer: Employer | None = None, office: Office | None = None
) -> Membership:
    """Give the membership of a person, new unless given, in one unit."""
    return Membership.objects.create(user=user or person("何静"), role=role, employer=employer, office=office)


def clerk_of(unit: Employer, *, user: User | None = None, role: Role = Role.EMPLOYER_CLERK) -> Membership:
    return membership(role, user=user, employer=unit)


def officer_of(key: str, *, role: Role = Role.REVIEWER, user: User | None = None) -> Membership:
    """Give the membership of an officer of the office with this key."""
    return membership(role, user=user or person("周敏"), office=office(key))


def act_as(member: Membership, at: datetime) -> Act:
    """Give an act of a person in the capacity of a membership."""
    return Act(at=at, user=member.user, membership=member, address="10.0.0.2")


def act_of(user: User, at: datetime) -> Act:
    """Give an act of a person for himself."""
    return Act(at=at, user=user, address="10.0.0.1")


def application(state: State = State.DRAFT, *, at: datetime | None = None, **fields: Any) -> Application:
    """Give a bare row in a state, with the facts that the database asks for; stories bring a case there for real."""
    at = at or beijing(2025, 2, 18, 10)
    campaign = fields.pop("campaign", None) or Campaign.objects.get(key="2025")
    specialty = Specialty.objects.get(key="construction")
    given: dict[str, Any] = {
        "number": f"{campaign.year}-P-{Sequence.take(f'application:{campaign.year}'):06d}",
        "campaign": campaign,
        "state": state,
        "applicant": fields.pop("applicant", None) or person("买买提艾力·吐尔逊"),
        "employer": fields.pop("employer", None) or employer(),
        "kind": Kind.REVIEW,
        "level": Level.INTERMEDIATE,
        "path": Path.EDUCATION,
        "series": specialty.series,
        "specialty": specialty,
        "title": Title.objects.filter(series=specialty.series, level=Level.INTERMEDIATE).first(),
        "created_at": at,
        "state_since": at,
    }
    return Application.objects.create(**(given | _facts_of(state, at) | fields))


def _facts_of(state: State, at: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if state not in (State.DRAFT, State.LAPSED, State.WITHDRAWN):
        facts |= {
            "submitted_at": at,
            "initial_office": office("hetian-shi-hr"),
            "final_office": office("title-office"),
        }
    if state not in (State.DRAFT, State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE, State.LAPSED, State.WITHDRAWN):
        facts["submissions_used"] = 1
    if state == State.RETURNED:
        facts |= {
            "returned_at": at,
            "returned_from": State.INITIAL_REVIEW,
            "correction_due": at + timedelta(days=2),
        }
    if state == State.ACCEPTED:
        facts |= {
            "accepted_at": at,
            "print_due_at": at + timedelta(days=7),
            "paper_due_at": at + timedelta(days=9),
        }
    return facts


CONTENTS: dict[str, dict[str, Any]] = {
    SectionKey.BASICS: {
        "ethnic_group": "05",
        "political_status": "13",
        "native_place": "新疆和田",
        "work_started_on": "2012-07",
        "professional_since": "2012-07",
        "occupation": "建筑施工管理",
        "post": "项目部技术员",
        "health": "1",
    },
    SectionKey.CURRENT: {
        "has_title": "yes",
        "title_level": "assistant",
        "title_name": "助理工程师",
        "title_obtained_on": "2018-12",
        "title_appointed_on": "2019-01",
        "has_skill": "no",
    },
    SectionKey.APPRAISALS: {
        "years": [
            {"year": 2024, "grade": "excellent", "employer": "和田演示建设有限公司"},
            {"year": 2023, "grade": "qualified", "employer": "和田演示建设有限公司"},
            {"year": 2022, "grade": "qualified", "employer": "和田演示建设有限公司"},
        ]
    },
    SectionKey.SUMMARY: {"text": "任现职以来，主持完成和田市演示大厦主体结构施工，无质量事故。"},
}


def sections(row: Application, contents: dict[str, dict[str, Any]] | None = None) -> None:
    """Write some sections of a bare row."""
    chosen = CONTENTS if contents is None else contents
    Section.objects.bulk_create(
        Section(application=row, key=key, data=data, complete=True, saved_at=row.created_at)
        for key, data in chosen.items()
    )
