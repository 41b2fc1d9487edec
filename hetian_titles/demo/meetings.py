"""From a committee's filing to a signed certificate, as the secretary, the chair and the title office do it."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.enums import Role
from applications.models import Application
from campaigns.enums import Band
from campaigns.models import Series
from hetian_titles.demo.rubrics import publish_rubrics
from hetian_titles.demo.steps import Cast, make_readable, on
from review.enums import FilingKind
from review.models import Committee, Filing, Meeting, ResultDocument, Tally
from review.services.certificates import issue_certificates
from review.services.committee import MemberFacts, form_committee
from review.services.filings import register_filing, submit_filing
from review.services.meeting import (
    close_meeting,
    countersign,
    enter_tally,
    mark_attendance,
    open_meeting,
    plan_meeting,
    take_in,
)
from review.services.publicity import conclude_publicity, publicise
from review.services.results import issue_document

OFFICE = "title-office"
MEMBERS = ("王树人", "克力木·依明", "刘芳", "帕尔哈提·阿不力孜", "高志远", "祖丽皮亚·艾合买提", "罗刚")


def file_with_office(cast: Cast, filing: Filing, number: str, at: datetime) -> None:
    """Hand a filing in and register it the hour after."""
    submit_filing(filing.pk, act=cast.act(OFFICE, Role.COMMITTEE_SECRETARY, at))
    register_filing(filing.pk, number=number, act=cast.act(OFFICE, Role.TITLE_OFFICER, at + timedelta(hours=1)))


def committee(cast: Cast, at: datetime, *, number: str) -> Committee:
    """Form the engineering committee for the intermediate level, filed."""
    chair = cast.officers[OFFICE, Role.COMMITTEE_CHAIR].user
    made = form_committee(
        campaign=cast.campaign,
        name=f"{cast.campaign.year}年工程系列中级评审委员会（演示）",
        series=Series.objects.get(key="engineering"),
        band=Band.INTERMEDIATE,
        valid_from=at.date(),
        valid_until=at.date() + timedelta(days=700),
        chair=chair,
        members=[
            MemberFacts(name, "高级工程师", f"演示单位{place}", "chair" if name == chair.name else "member")
            for place, name in enumerate(MEMBERS, start=1)
        ],
        pass_rate=80,
        act=cast.act(OFFICE, Role.COMMITTEE_SECRETARY, at),
    )
    publish_rubrics(made, cast.act(OFFICE, Role.COMMITTEE_SECRETARY, at))
    file_with_office(cast, made.filings.get(kind=FilingKind.PRIOR), number, at)
    return made


def meeting(
    cast: Cast, body: Committee, cases: list[Application], *, filed: datetime, day: date, number: str
) -> Meeting:
    """Plan a meeting, file it, take the cases in."""
    secretary = cast.act(OFFICE, Role.COMMITTEE_SECRETARY, filed)
    planned = plan_meeting(body.pk, starts_at=on(day, 10), place="地区人社局三楼会议室（演示）", act=secretary)
    file_with_office(cast, planned.filings.get(kind=FilingKind.PRE_MEETING), number, filed)
    entering = cast.act(OFFICE, Role.COMMITTEE_SECRETARY, on(day, 8))
    for case in cases:
        make_readable(case, filed)
        take_in(planned.pk, case.pk, act=entering)
    return planned


def deliberate(cast: Cast, planned: Meeting, day: date, votes: dict[int, tuple[int, int, int]]) -> None:
    """Open the meeting with all present and enter each case's votes (yes, no, abstained)."""
    secretary = cast.act(OFFICE, Role.COMMITTEE_SECRETARY, on(day, 10))
    mark_attendance(
        planned.pk, present=list(planned.committee.members.values_list("pk", flat=True)), act=secretary
    )
    open_meeting(planned.pk, act=secretary)
    for tally in Tally.objects.filter(meeting=planned):
        yes, no, abstained = votes[tally.application_id]
        enter_tally(
            tally.pk,
            yes=yes,
            no=no,
            abstained=abstained,
            score=Decimal(70 + yes),
            defence_score=Decimal(80),
            act=secretary,
        )


def judge(cast: Cast, planned: Meeting, day: date, votes: dict[int, tuple[int, int, int]]) -> None:
    """Hold the meeting to its end: votes entered, countersigned, closed."""
    deliberate(cast, planned, day, votes)
    for tally in Tally.objects.filter(meeting=planned):
        countersign(tally.pk, act=cast.act(OFFICE, Role.COMMITTEE_CHAIR, on(day, 16)))
    close_meeting(planned.pk, act=cast.act(OFFICE, Role.COMMITTEE_SECRETARY, on(day, 17)))


def show(cast: Cast, cases: list[Application], unit: str, at: datetime, title: str) -> int:
    """Post a list of results; gives its primary key."""
    act = cast.act(unit, Role.TITLE_OFFICER, at)
    return publicise(campaign=cast.campaign, application_ids=[case.pk for case in cases], title=title, act=act).pk


def issue(cast: Cast, publicity_id: int, unit: str, day: date, title: str) -> ResultDocument:
    """Conclude a list and sign its result document."""
    conclude_publicity(publicity_id, act=cast.act(unit, Role.TITLE_OFFICER, on(day, 10)))
    return issue_document(
        publicity_id, title=title, issued_on=day, act=cast.act(unit, Role.TITLE_OFFICER, on(day, 11))
    )


def certify(cast: Cast, document: ResultDocument, unit: str, day: date, *, number: str) -> None:
    """Make the post-review filings of the document's committees and sign the certificates."""
    judged = {tally.meeting.committee_id for case in document.applications.all() for tally in case.tallies.all()}
    for filing in Filing.objects.filter(committee__in=judged, kind=FilingKind.POST, filed_at=None):
        file_with_office(cast, filing, number, on(day, 9))
    issue_certificates(document.pk, act=cast.act(unit, Role.TITLE_OFFICER, on(day, 15)))
