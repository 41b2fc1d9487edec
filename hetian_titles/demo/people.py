"""The demonstration's people and units; every name, number and unit is invented and marked 演示."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from stdnum.cn import ric, uscc

from accounts.enums import EmployerKind, EmployerStatus, Role, Tier
from accounts.models import Division, Employer, Membership, Office, User

PASSWORD = "Demo-2026-hetian"
OTHER_ROLES = {"applicant": "申报人", "administrator": "系统管理员"}


@dataclass(frozen=True)
class Unit:
    """An employer of the demonstration."""

    key: str
    name: str
    division: str
    kind: EmployerKind = EmployerKind.PRIVATE
    tier: Tier = Tier.COUNTY
    status: EmployerStatus = EmployerStatus.CONFIRMED


@dataclass(frozen=True)
class Officer:
    """Somebody with a role in a unit; `unit` is an office's or an employer's key."""

    name: str
    role: Role
    unit: str


UNITS = (
    Unit("build", "和田示例建筑工程有限公司", "hetian-shi"),
    Unit("farm", "墨玉示例农业科技有限公司", "moyu"),
    Unit("power", "玉都示例电力安装有限公司", "direct", tier=Tier.PREFECTURE),
    Unit("aid", "浙江示例建设集团有限公司和田项目部", "hetian-shi", kind=EmployerKind.OUTSIDE),
    Unit("state", "和田示例国有水务有限公司", "hetian-shi", kind=EmployerKind.STATE_OWNED),
    Unit("new", "洛浦示例纺织有限公司", "luopu", status=EmployerStatus.PENDING),
)
OFFICERS = (
    Officer("何静", Role.EMPLOYER_CLERK, "build"),
    Officer("赵启明", Role.EMPLOYER_HEAD, "build"),
    Officer("古丽娜尔·艾合买提", Role.EMPLOYER_CLERK, "farm"),
    Officer("孙立", Role.EMPLOYER_CLERK, "power"),
    Officer("陈国栋", Role.EMPLOYER_CLERK, "aid"),
    Officer("周敏", Role.REVIEWER, "hetian-shi-hr"),
    Officer("吾守尔·买买提", Role.REVIEWER, "moyu-hr"),
    Officer("马晓云", Role.TITLE_OFFICER, "hetian-shi-title"),
    Officer("阿依古丽·图尔荪", Role.TITLE_OFFICER, "moyu-title"),
    Officer("刘建国", Role.REVIEWER, "sector-industry"),
    Officer("帕提古丽·肉孜", Role.REVIEWER, "employment-service"),
    Officer("杨文斌", Role.TITLE_OFFICER, "title-office"),
    Officer("热孜万古丽·阿布都拉", Role.COMMITTEE_SECRETARY, "title-office"),
    Officer("王树人", Role.COMMITTEE_CHAIR, "title-office"),
    Officer("李正", Role.SUPERVISOR, "supervision"),
)
#: Members of the committee who read with an account; its secretary seats them (hetian_titles/demo/reading.py).
EXPERTS = ("克力木·依明", "刘芳")


def id_number(serial: int, born: date) -> str:
    """Give a well-formed ID number for the `serial`-th invented person (GB 11643)."""
    body = f"653201{born:%Y%m%d}{serial % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def phone_number(serial: int) -> str:
    """Give a telephone of the form 1990903nnnn for an invented person."""
    return f"1990903{serial:04d}"


def credit_code(serial: int) -> str:
    """Give a well-formed unified social credit code for an invented employer (GB 32100)."""
    body = f"91653201MA7{serial:06d}"
    return body + uscc.calc_check_digit(body)


class People:
    """Makes accounts, each with the next number; `accounts` collects what is printed at the end.

    All have one password, which everybody may know; it is hashed once, as each hash takes an eighth of a second.
    """

    def __init__(self) -> None:
        self.serial = 0
        self.password = make_password(PASSWORD)
        self.accounts: list[dict[str, str]] = []

    def add(
        self, name: str, role: Role | str, unit: str, *, born: date = date(1988, 5, 1), is_staff: bool = False
    ) -> User:
        """Make an account and note its sign-in; `role` is a role, `applicant` or `administrator`."""
        self.serial += 1
        phone = phone_number(self.serial)
        user = User.objects.create(
            name=name,
            document_number=id_number(self.serial, born),
            phone=phone,
            email=f"demo{self.serial}@example.invalid",
            password=self.password,
            is_demo=True,
            is_staff=is_staff,
            is_superuser=is_staff,
        )
        self.accounts.append(
            {
                "role": OTHER_ROLES.get(role) or str(Role(role).label),
                "role_key": str(role),
                "name": name,
                "office": unit,
                "sign_in": phone,
                "password": PASSWORD,
            }
        )
        return user


def make_units(at: datetime) -> dict[str, Employer]:
    """Make the employers, by key; those decided are confirmed by nobody's hand but the demonstration's."""
    decider = User.objects.filter(is_superuser=True).first()
    return {
        unit.key: Employer.objects.create(
            name=unit.name,
            uscc=credit_code(number),
            kind=unit.kind,
            tier=unit.tier,
            division=Division.objects.get(key=unit.division),
            registered_at="新疆和田地区" if unit.kind != EmployerKind.OUTSIDE else "浙江省杭州市",
            address="演示路1号",
            contact_phone="0903-1000231",
            status=unit.status,
            decided_by=decider if unit.status != EmployerStatus.PENDING else None,
            decided_at=at if unit.status != EmployerStatus.PENDING else None,
            is_demo=True,
        )
        for number, unit in enumerate(UNITS, start=1)
    }


def give_telephones() -> None:
    """Give every office without a telephone one that no office has: 0903-1000301 and on."""
    for number, office in enumerate(Office.objects.filter(phone="").order_by("pk"), start=301):
        office.phone = f"0903-1000{number}"
        office.save(update_fields=["phone"])


def make_officers(people: People, units: dict[str, Employer]) -> dict[tuple[str, str], Membership]:
    """Make everybody with a role; gives the memberships by (unit key, role)."""
    made: dict[tuple[str, str], Membership] = {}
    for officer in OFFICERS:
        employer = units.get(officer.unit)
        office = None if employer else Office.objects.get(key=officer.unit)
        unit_name = employer.name if employer else office.name if office else ""
        user = people.add(officer.name, officer.role, unit_name)
        made[officer.unit, officer.role] = Membership.objects.create(
            user=user, role=officer.role, employer=employer, office=office
        )
    return made


def add_experts(people: People) -> None:
    """Make the accounts of the experts, who have no seat yet."""
    unit = Office.objects.get(key="title-office").name
    for name in EXPERTS:
        people.add(name, Role.EXPERT, unit)
