"""The people of a rehearsal: officers for every office of the routes, employers of every county, applicants by plot.

All are invented; a name is put together from common parts, so that some are long and some hold rare characters.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from accounts.enums import DivisionKind, DocumentKind, EmployerKind, OfficeKind, Role, Tier
from accounts.models import Division, Employer, Membership, User
from accounts.rules.consent import VERSION
from accounts.services.employers import (
    FIELDS,
    EmployerData,
    Licence,
    add_clerk,
    confirm_employer,
    refuse_employer,
    register_employer,
)
from accounts.services.people import Agreement, sign_up
from campaigns.models import Series
from hetian_titles.demo.contents import scan
from hetian_titles.demo.people import credit_code, id_number, phone_number
from hetian_titles.rehearsal.plots import PLOTS, STATE_OWNED, Mishap, Plot
from hetian_titles.rehearsal.stage import ADDRESS, Stage

UYGHUR = ("阿卜杜热伊木江", "古丽巴哈尔", "图尔荪尼亚孜", "艾尼瓦尔", "阿曼古丽", "买买提吐尔逊", "帕丽旦")
FATHERS = ("麦麦提", "吐尔逊", "库尔班", "艾则孜", "图合提", "肉孜", "阿布都热依木", "斯迪克", "伊敏")
SURNAMES = "李王张刘陈赵马吴周郑孙何"
GIVEN = ("䶮", "伟强", "立新", "喆", "堃", "志远", "晓东", "𬭳", "倩", "鹏飞", "㛃", "磊")
TRADES = ("建筑工程", "农业科技", "电力安装", "水利施工", "机械制造", "图书文化")
LONGEST = "·".join(
    ["阿卜杜热伊木江", "麦麦提图尔荪尼亚孜", "阿布都热依木", "库尔班尼亚"]
)  # 30 characters with its dots
PEOPLE_A_UNIT = 6
#: Whose employer is nobody else's: what befalls it must not befall others, or it lies in a certain county.
ALONE = frozenset({Mishap.UNCONFIRMED, Mishap.OWN_WINDOW})


@dataclass
class Unit:
    """An employer with who acts for it."""

    employer: Employer
    head: Membership
    clerk: Membership


@dataclass
class Person:
    """An applicant: his plot, where he works, chances of his own, and his application once there is one."""

    serial: int
    user: User
    plot: Plot
    unit: Unit
    chance: Random
    application: int = 0
    number: str = ""
    returns: int = 0
    refusals: list[str] = field(default_factory=list)
    revisions: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return f"{self.user.name}（{self.number or self.plot.profile.key}）"

    def suffers(self, *mishaps: Mishap) -> bool:
        return any(mishap in self.plot.mishaps for mishap in mishaps)


class Crowd:
    """Makes people one after the other, each with the next number."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.serial = stage, 0

    def person(self, name: str, *, born: date = date(1988, 5, 1), email: bool = False) -> User:
        """Sign somebody up."""
        self.serial += 1
        return sign_up(
            name=name,
            document_kind=DocumentKind.ID_CARD,
            document_number=id_number(self.serial, born.replace(year=born.year - self.serial // 1000)),
            phone=phone_number(self.serial),
            email=f"person{self.serial}@example.invalid" if email else "",
            password="",
            agreement=Agreement(version=VERSION, sensitive=True, address=ADDRESS),
            at=self.stage.now,
        )


def name_of(serial: int, chance: Random) -> str:
    """Give an invented name: one in fifty is as long as names get, half are Uyghur, some hold a rare character."""
    if serial % 50 == 7:
        return LONGEST
    if serial % 2:
        return f"{chance.choice(UYGHUR)}·{chance.choice(FATHERS)}"
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def appoint_officers(stage: Stage, crowd: Crowd) -> None:
    """Give every office somebody in each role that it needs; the prefecture's has a secretary and a chair, too."""
    roles = {
        OfficeKind.COUNTY_HR: (Role.REVIEWER,),
        OfficeKind.SECTOR: (Role.REVIEWER,),
        OfficeKind.EMPLOYMENT_SERVICE: (Role.REVIEWER,),
        OfficeKind.COUNTY_TITLE: (Role.TITLE_OFFICER,),
        OfficeKind.TITLE_OFFICE: (Role.TITLE_OFFICER, Role.COMMITTEE_SECRETARY, Role.COMMITTEE_CHAIR),
        OfficeKind.SUPERVISION: (Role.SUPERVISOR,),
    }
    for office in stage.offices.values():
        for role in roles[OfficeKind(office.kind)]:
            user = crowd.person(f"排演{office.pk}", email=True)
            stage.officers[office.pk, role] = Membership.objects.create(user=user, role=role, office=office)


def title_office(stage: Stage) -> int:
    """Give the primary key of the prefecture's title office."""
    return next(office.pk for office in stage.offices.values() if office.kind == OfficeKind.TITLE_OFFICE)


class Units:
    """The employers of the rehearsal, by kind and layer; each has signed up and was confirmed by its county."""

    def __init__(self, stage: Stage, crowd: Crowd) -> None:
        self.stage, self.crowd, self.serial = stage, crowd, 0
        self.licence = Licence(content=scan("营业执照", "排演", "jpeg"), kind="jpeg", name="营业执照.jpg")
        kinds = (DivisionKind.COUNTY, DivisionKind.CORPS)
        self.counties = list(Division.objects.filter(kind__in=kinds).order_by("order"))
        self.direct = Division.objects.get(kind=DivisionKind.DIRECT)
        self.known: dict[tuple[str, str], list[Unit]] = {}
        self.filled: dict[int, int] = {}

    def room_for(self, plot: Plot) -> Unit:
        """Give an employer of the plot's kind and layer that has room for one more applicant."""
        if plot.mishaps & ALONE:
            return self._made(plot)
        units = self.known.setdefault((plot.profile.employer, plot.profile.tier), [])
        if not units or self.filled[units[-1].employer.pk] >= PEOPLE_A_UNIT:
            units.append(self._made(plot))
        unit = units[-1]
        self.filled[unit.employer.pk] = self.filled.get(unit.employer.pk, 0) + 1
        return unit

    def _division(self, plot: Plot) -> Division:
        """Give the division of the plot's employer: who misses a county's own date works in that county (C09)."""
        if plot.profile.tier == Tier.PREFECTURE:
            return self.direct
        if Mishap.OWN_WINDOW in plot.mishaps:
            return self.stage.county_with_own_dates() or self.counties[0]
        return self.counties[self.serial % len(self.counties)]

    def _made(self, plot: Plot) -> Unit:
        self.serial += 1
        division, outside = self._division(plot), plot.profile.employer == EmployerKind.OUTSIDE
        data = EmployerData(
            name=f"{division.short_name}排演{TRADES[self.serial % len(TRADES)]}第{self.serial}有限公司",
            uscc=credit_code(self.serial),
            kind=plot.profile.employer,
            tier=plot.profile.tier,
            division=division,
            registered_at="浙江省杭州市" if outside else "新疆和田地区",
            address="排演路1号",
            contact_phone="0903-1000231",
        )
        head = self.crowd.person(f"负责{self.serial}", email=True)
        employer = register_employer(data, self.licence, act=self.stage.oneself(head))
        employer = self._confirmed(employer)
        held = employer.memberships.get(role=Role.EMPLOYER_HEAD)
        clerk = add_clerk(employer.pk, self.crowd.person(f"经办{self.serial}"), act=self.stage.act(held))
        self.stage.ledger.note("C01", f"{employer.name}：营业执照核对后确认")
        return Unit(employer, held, clerk)

    def _confirmed(self, employer: Employer) -> Employer:
        """Confirm an employer; of the first of all the licence was unreadable at first."""
        act = self.stage.act(self._officer_for(employer))
        if self.serial == 1:
            refused = refuse_employer(employer.pk, reason="营业执照照片看不清登记地。", act=act)
            self.stage.ledger.note("C01", f"{refused.name}：营业执照看不清，先没有通过")
            said = EmployerData(uscc=refused.uscc, **{name: getattr(refused, name) for name in FIELDS})
            head = refused.memberships.get(role=Role.EMPLOYER_HEAD).user
            employer = register_employer(said, self.licence, act=self.stage.oneself(head))
        return confirm_employer(employer.pk, act=act)

    def _officer_for(self, employer: Employer) -> Membership:
        found = [
            held
            for (office_id, role), held in self.stage.officers.items()
            if role == Role.REVIEWER
            and self.stage.offices[office_id].kind == OfficeKind.COUNTY_HR
            and self.stage.offices[office_id].division_id == employer.division_id
        ]
        return found[0] if found else self.stage.officers[title_office(self.stage), Role.TITLE_OFFICER]


def applicants(stage: Stage, crowd: Crowd, units: Units) -> Iterator[Person]:
    """Give as many people as the rehearsal has: each plot once in its order, then drawn by share."""
    draw = Random(f"{stage.seed}/plots")
    rest = max(0, stage.people - len(PLOTS))
    drawn = draw.choices(PLOTS, weights=[plot.share for plot in PLOTS], k=rest)
    for serial, plot in enumerate([*PLOTS, *drawn][: stage.people], start=1):
        chance = Random(f"{stage.seed}/{serial}")
        unit = units.room_for(plot)
        own = plot.mishaps & {Mishap.OWN_CASE}
        user = unit.clerk.user if own else crowd.person(name_of(serial, chance), email=serial % 3 == 0)
        yield Person(serial, user, plot, unit, chance)


def series_to_judge(people: list[Person]) -> list[tuple[Series, str]]:
    """Give every (series, band) that somebody is judged in, in the order of the series."""
    wanted = {
        (person.plot.profile.specialty, person.plot.profile.level.band)
        for person in people
        if person.plot.profile.kind == "review" and person.plot.profile is not STATE_OWNED
    }
    found = {
        (series, band)
        for specialty, band in wanted
        for series in Series.objects.filter(specialties__key=specialty)
    }
    return sorted(found, key=lambda pair: (pair[0].order, pair[1]))
