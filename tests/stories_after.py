"""Stories after acceptance: cases brought on to 已发证 through the real services."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import override_settings

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Membership
from applications.models import Application
from applications.services.acceptance import confirm_originals
from campaigns.enums import Kind
from campaigns.rules.calendar import day_of
from hetian_titles.demo.rubrics import publish_rubrics
from payments.enums import OrderStatus
from payments.services.orders import confirm_payment
from review.enums import FilingKind, MemberRole
from review.models import Certificate, Committee, Meeting, Publicity, ResultDocument
from review.services import certificates, determination, filings, meeting, publicity, results
from review.services.committee import MemberFacts, form_committee
from tests import factories
from tests.factories import beijing
from tests.stories import accepted

CONFIRMED = beijing(2025, 3, 14, 10)
PAID = beijing(2025, 3, 20, 10)
FILED = beijing(2025, 4, 3, 10)
ENTERED = beijing(2025, 4, 8, 10)
MET = beijing(2025, 4, 11, 9)
PUBLICISED = beijing(2025, 4, 15, 10)
CONCLUDED = beijing(2025, 4, 23, 10)
CERTIFIED = beijing(2025, 5, 14, 10)
MEMBERS = [
    MemberFacts(f"演示委员{number}", "高级工程师", f"演示单位{number}", MemberRole.MEMBER)
    for number in range(2, 12)
]
HEAD = MemberFacts("演示主任", "正高级工程师", "演示单位1", MemberRole.CHAIR)


def officer_for(application: Application, at: datetime) -> Act:
    """Give an act of a title officer of the office that decides: the one it has, or a new one."""
    assert application.final_office
    held = Membership.objects.filter(office=application.final_office, role=Role.TITLE_OFFICER)
    known = held.select_related("user", "office__division").first()
    return factories.act_as(
        known or factories.officer_of(application.final_office.key, role=Role.TITLE_OFFICER), at
    )


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def originals_confirmed(
    application: Application | None = None, *, at: datetime = CONFIRMED, **chosen: Any
) -> Application:
    """Give an accepted application whose 呈报表 came twice and whose originals were seen."""
    application = application or accepted(**chosen)
    confirm_originals(application.pk, copies=2, originals_seen=True, act=officer_for(application, at))
    return fresh(application)


def paid(application: Application | None = None, *, at: datetime = PAID, **chosen: Any) -> Application:
    """Give an application that owes nothing, its originals seen."""
    application = application or originals_confirmed(**chosen)
    order = application.fee_orders.filter(status=OrderStatus.DUE).first()
    if order:
        confirm_payment(order.pk, paid_on=day_of(at), bill_number="演示票据1", act=officer_for(application, at))
    return fresh(application)


def committee_for(application: Application, *, pass_rate: int | None = 100) -> Committee:
    """Give the committee that judges an application: the one there is, or a new one of eleven."""
    assert application.series
    known = Committee.objects.filter(
        campaign=application.campaign, series=application.series, band=application.band
    ).first()
    if known:
        return known
    office = "title-office"
    secretary = factories.officer_of(office, role=Role.COMMITTEE_SECRETARY)
    chair = factories.officer_of(office, role=Role.COMMITTEE_CHAIR, user=factories.person("演示主任"))
    formed = form_committee(
        campaign=application.campaign,
        name=f"{application.series}{application.band.label}评审委员会（演示）",
        series=application.series,
        band=application.band,
        valid_from=date(2024, 1, 1),
        valid_until=date(2026, 12, 31),
        chair=chair.user,
        members=[HEAD, *MEMBERS],
        pass_rate=pass_rate,
        act=factories.act_as(secretary, beijing(2025, 2, 14, 10)),
    )
    publish_rubrics(formed, factories.act_as(secretary, beijing(2025, 2, 14, 10)))
    return formed


def secretary_act(committee: Committee, at: datetime) -> Act:
    held = Membership.objects.filter(office=committee.office, role=Role.COMMITTEE_SECRETARY).select_related("user")
    return factories.act_as(held.select_related("office__division")[0], at)


def chair_act(committee: Committee, at: datetime) -> Act:
    held = Membership.objects.get(office=committee.office, role=Role.COMMITTEE_CHAIR, user=committee.chair)
    return factories.act_as(held, at)


def filed_meeting(committee: Committee, *, at: datetime = MET, filed: datetime = FILED) -> Meeting:
    """Give a planned meeting of a committee whose filing is registered: the one there is, or a new one."""
    known = committee.meetings.filter(starts_at=at).first()
    if known:
        return known
    planned = meeting.plan_meeting(
        committee.pk, starts_at=at, place="演示会议室", act=secretary_act(committee, filed)
    )
    filing = planned.filings.get(kind=FilingKind.PRE_MEETING)
    filings.submit_filing(filing.pk, act=secretary_act(committee, filed))
    filings.register_filing(filing.pk, number=f"演示备字{filing.pk}号", act=_registrar(filed))
    return planned


def in_committee(application: Application | None = None, *, at: datetime = ENTERED, **chosen: Any) -> Application:
    """Give an application in a filed meeting that has not opened; nobody waits for its blind copies."""
    application = application or paid(**chosen)
    committee = committee_for(application)
    with override_settings(SCAN_CHECKS=False):
        meeting.take_in(filed_meeting(committee).pk, application.pk, act=secretary_act(committee, at))
    return fresh(application)


def judged(
    application: Application | None = None, *, at: datetime = MET, yes: int = 9, **chosen: Any
) -> Application:
    """Give an application that its committee has decided, `yes` of nine in favour."""
    application = application or in_committee(**chosen)
    tally = application.tallies.get()
    held, committee = tally.meeting, tally.meeting.committee
    seats = list(held.attendance.values_list("member_id", flat=True))[:9]
    secretary = secretary_act(committee, at)
    meeting.mark_attendance(held.pk, present=seats, act=secretary)
    meeting.open_meeting(held.pk, act=secretary)
    for each in held.tallies.all():
        votes = {"yes": yes, "no": 9 - yes, "abstained": 0}
        meeting.enter_tally(each.pk, **votes, score=85, defence_score=86, act=secretary)
        meeting.countersign(each.pk, act=chair_act(committee, at + timedelta(hours=7)))
    meeting.close_meeting(held.pk, act=secretary_act(committee, at + timedelta(hours=8)))
    return fresh(application)


def passed(application: Application | None = None, *, at: datetime = MET, **chosen: Any) -> Application:
    """Give an application that passed: by its committee, or determined where it needs none."""
    application = application or paid(**chosen)
    if application.kind == Kind.REVIEW:
        return judged(in_committee(application), at=at)
    determination.determine(application.pk, passed=True, comment="", act=officer_for(application, at))
    return fresh(application)


def publicised(application: Application | None = None, *, at: datetime = PUBLICISED, **chosen: Any) -> Application:
    """Give an application whose result hangs since the day of `at`."""
    application = application or passed(**chosen)
    publicity.publicise(
        campaign=application.campaign,
        application_ids=[application.pk],
        title="评审、审定结果公示（演示）",
        act=officer_for(application, at),
    )
    return fresh(application)


def qualified(application: Application | None = None, *, at: datetime = CONCLUDED, **chosen: Any) -> Application:
    """Give an application that the result document names."""
    application = application or publicised(**chosen)
    listed = Publicity.objects.get(entries__application=application)
    act = officer_for(application, at)
    publicity.conclude_publicity(listed.pk, act=act)
    results.issue_document(listed.pk, title="关于确认任职资格的通知（演示）", issued_on=day_of(at), act=act)
    return fresh(application)


def certified(application: Application | None = None, *, at: datetime = CERTIFIED, **chosen: Any) -> Application:
    """Give an application with its certificate, the post-review filing registered where there is one."""
    application = application or qualified(**chosen)
    document = ResultDocument.objects.get(applications=application)
    for filing in document.filings.select_related("committee"):
        when = CONCLUDED + timedelta(days=1)
        filings.submit_filing(filing.pk, act=secretary_act(filing.committee, when))
        filings.register_filing(filing.pk, number=f"演示备字{filing.pk}号", act=_registrar(when))
    certificates.issue_certificates(document.pk, act=officer_for(application, at))
    return fresh(application)


def certificate_of(application: Application) -> Certificate:
    return Certificate.objects.get(application=application)


def _registrar(at: datetime) -> Act:
    held = Membership.objects.filter(office__key="title-office", role=Role.TITLE_OFFICER)
    known = held.select_related("user", "office__division").first()
    return factories.act_as(known or factories.officer_of("title-office", role=Role.TITLE_OFFICER), at)
