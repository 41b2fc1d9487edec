"""People, applications and committees for the tests after acceptance."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from django.utils import timezone

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Employer, Membership, Office, User
from applications.enums import State
from applications.models import Application
from campaigns.enums import Band, Kind, Level, Path
from campaigns.models import Campaign, FeeRule, Series, Specialty, Title
from campaigns.rules.calendar import BEIJING, end_of_day
from hetian_titles.demo.rubrics import publish_rubrics
from review.enums import FilingKind, MemberRole
from review.models import Committee, Meeting
from review.services import filings as filing_services
from review.services import meeting as meeting_services
from review.services.committee import MemberFacts, form_committee
from tests.factories import employer, person

serials = count(1)


def at(month: int, day: int, hour: int = 10, minute: int = 0, year: int = 2025) -> datetime:
    """Give a moment of 2025, 北京时间."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING)


def officer(office: Office | str, role: Role, name: str = "") -> Act:
    """Give an act of a new member of an office; `moment` sets its time."""
    if isinstance(office, str):
        office = Office.objects.get(key=office)
    membership = Membership.objects.create(user=person(name or "何静"), role=role, office=office)
    return Act(at=timezone.now(), user=membership.user, membership=membership)


def moment(act: Act, when: datetime) -> Act:
    """Give the same act at another time."""
    return Act(at=when, user=act.user, membership=act.membership, address=act.address)


def accepted_case(
    *,
    kind: Kind = Kind.REVIEW,
    level: Level = Level.INTERMEDIATE,
    office: str = "title-office",
    unit: Employer | None = None,
    applicant: User | None = None,
    accepted_at: datetime | None = None,
    confirmed: bool = True,
    settled: bool = True,
    state: State = State.ACCEPTED,
    series: str = "engineering",
    **fields: object,
) -> Application:
    """Give an accepted application written straight into the database."""
    campaign = Campaign.objects.get(key="2025")
    when = accepted_at or at(3, 11)
    rule = FeeRule.objects.filter(campaign=campaign, kind=kind, band=level.band).first()
    found = Series.objects.get(key=series)
    final = Office.objects.get(key=office)
    amount = rule.amount if rule else None
    row = Application(
        number=f"T{next(serials):06d}",
        campaign=campaign,
        applicant=applicant or person(),
        employer=unit or employer(division="moyu"),
        kind=kind,
        level=level,
        path=Path.EDUCATION,
        series=found,
        specialty=Specialty.objects.filter(series=found).first(),
        title=Title.objects.filter(series=found, level=level).first(),
        initial_office=Office.objects.get(key="moyu-hr"),
        final_office=final,
        submissions_used=1,
        created_at=at(2, 17),
        state_since=when,
        submitted_at=at(2, 18),
        accepted_at=when,
        print_due_at=end_of_day(date(2025, 3, 18)),
        paper_due_at=end_of_day(date(2025, 3, 25)),
        fee_amount=amount,
        fee_due_at=end_of_day(date(2025, 3, 30)) if amount else None,
        originals_confirmed_at=at(3, 14) if confirmed else None,
        fee_settled_at=at(3, 20) if amount and settled else None,
        state=state,
    )
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


MEMBERS = [
    MemberFacts(f"演示委员{n}", "高级工程师", f"演示单位{n}", MemberRole.CHAIR if n == 1 else MemberRole.MEMBER)
    for n in range(1, 12)
]


@dataclass
class Panel:
    """A committee with its secretary, chair and the office that registers."""

    committee: Committee
    secretary: Act
    chair: Act
    registrar: Act

    def filed_meeting(self, starts_at: datetime, *, submitted: datetime, filed: datetime) -> Meeting:
        """Plan a meeting and bring its filing through."""
        meeting = meeting_services.plan_meeting(
            self.committee.pk,
            starts_at=starts_at,
            place="演示会议室",
            act=moment(self.secretary, submitted - timedelta(days=1)),
        )
        filing = meeting.filings.get(kind=FilingKind.PRE_MEETING)
        filing_services.submit_filing(filing.pk, act=moment(self.secretary, submitted))
        filing_services.register_filing(filing.pk, number="演示备字2号", act=moment(self.registrar, filed))
        return meeting

    def seat(self, meeting: Meeting, present: int, when: datetime) -> None:
        """Seat the first `present` members."""
        rows = list(meeting.attendance.values_list("member_id", flat=True))[:present]
        meeting_services.mark_attendance(meeting.pk, present=rows, act=moment(self.secretary, when))


def panel(
    *,
    members: int = 11,
    pass_rate: int | None = 100,
    band: Band = Band.INTERMEDIATE,
    office: str = "sector-housing",
    series: str = "engineering",
    rubrics: bool = True,
) -> Panel:
    """Give a committee that may meet in April 2025, with a rubric for every layer unless told otherwise."""
    secretary, chair = officer(office, Role.COMMITTEE_SECRETARY), officer(office, Role.COMMITTEE_CHAIR)
    committee = form_committee(
        campaign=Campaign.objects.get(key="2025"),
        name="工程系列中级评审委员会（演示）",
        series=Series.objects.get(key=series),
        band=band,
        valid_from=date(2024, 1, 1),
        valid_until=date(2026, 12, 31),
        chair=chair.user,
        members=MEMBERS[:members],
        pass_rate=pass_rate,
        act=moment(secretary, at(2, 10)),
    )
    if rubrics:
        publish_rubrics(committee, moment(secretary, at(2, 10)))
    return Panel(committee, secretary, chair, officer("title-office", Role.TITLE_OFFICER))
