"""From 已接收材料 to 已发证, through the services alone."""

from datetime import date

import pytest

from accounts.enums import Role
from applications.enums import PaperKind, State, Transition
from applications.models import Paper
from applications.services.acceptance import confirm_originals
from applications.services.papers import printed_data, with_photo
from campaigns.enums import Kind, Level
from documents.typesetting import typeset
from payments.services.orders import confirm_payment, open_order
from review.enums import FilingKind, Outcome
from review.services import certificates, determination, meeting, publicity, results
from review.services import filings as filing_services
from tests import stories_after as stories
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


def publicise_and_issue(cases, officer_act):
    """Bring passed cases through publicity and the result document; give the document."""
    posted = publicity.publicise(
        campaign=cases[0].campaign,
        application_ids=[case.pk for case in cases],
        title="工程系列中级评审结果公示",
        act=moment(officer_act, at(4, 15)),
    )
    publicity.conclude_publicity(posted.pk, act=moment(officer_act, at(4, 23)))
    return results.issue_document(
        posted.pk,
        title="关于确认工程师任职资格的通知",
        issued_on=date(2025, 4, 23),
        act=moment(officer_act, at(4, 23, 11)),
    )


def test_review_goes_from_accepted_to_certified():
    """C08, C10, C11, C33, C35 to C37, C39: every step of a 评审, each signed by who took it (C44)."""
    case = accepted_case(confirmed=False, settled=False)
    office = officer("title-office", Role.TITLE_OFFICER)
    order = open_order(case, act=moment(office, at(3, 11)))
    assert order.amount == 280
    confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number="65000001", act=moment(office, at(3, 21)))
    confirm_originals(case.pk, copies=2, originals_seen=True, act=moment(office, at(3, 14)))

    committee = panel(members=11)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    tally = meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    committee.seat(held, 9, at(4, 11, 9))
    meeting.open_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 9)))
    meeting.enter_tally(
        tally.pk,
        yes=6,
        no=2,
        abstained=1,
        score=82,
        defence_score=85,
        act=moment(committee.secretary, at(4, 11, 15)),
    )
    meeting.countersign(tally.pk, act=moment(committee.chair, at(4, 11, 16)))
    assert meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17))) == {
        case.number: Outcome.PASSED
    }

    document = publicise_and_issue([case], office)
    assert document.number == "和地职称办〔2025〕2号"
    filing = committee.committee.filings.get(kind=FilingKind.POST)
    filing_services.submit_filing(filing.pk, act=moment(committee.secretary, at(4, 24)))
    filing_services.register_filing(filing.pk, number="演示备字3号", act=moment(office, at(4, 25)))
    (certificate,) = certificates.issue_certificates(document.pk, act=moment(office, at(5, 14)))

    case.refresh_from_db()
    assert case.state == State.CERTIFIED
    assert certificate.number.startswith("65322025P3000001")
    assert certificate.qualified_on == date(2025, 4, 11)
    assert list(case.events.values_list("transition", flat=True)) == [
        Transition.SETTLE_FEE,
        Transition.CONFIRM_ORIGINALS,
        Transition.ENTER_COMMITTEE,
        Transition.PASS_REVIEW,
        Transition.PUBLICISE,
        Transition.ISSUE,
        Transition.CERTIFY,
    ]
    assert all(event.actor and event.unit_name for event in case.events.all())
    assert set(Paper.objects.values_list("kind", flat=True)) == {
        PaperKind.FEE_NOTICE,
        PaperKind.FEE_RECEIPT,
        PaperKind.RESULT_PUBLICITY,
        PaperKind.RESULT_DOCUMENT,
        PaperKind.CERTIFICATE,
    }


def test_determination_goes_from_accepted_to_certified():
    """C38: a county determines 初定 of a junior title without a committee, and no filing of a committee is asked for."""
    case = accepted_case(kind=Kind.INITIAL, level=Level.ASSISTANT, office="moyu-title")
    office = officer("moyu-title", Role.TITLE_OFFICER)
    determination.determine(case.pk, passed=True, comment="", act=moment(office, at(3, 20)))
    document = publicise_and_issue([case], office)
    assert document.number == "墨玉职称办〔2025〕1号"
    (certificate,) = certificates.issue_certificates(document.pk, act=moment(office, at(4, 24)))
    case.refresh_from_db()
    assert case.state == State.CERTIFIED
    assert certificate.number.startswith("65322025C4")


def test_a_story_from_the_first_draft_to_the_certificate():
    """C04 to C11, C36 to C40: from 草稿 to 已发证 through every real service, the chain of events whole."""
    case = stories.certified()
    assert case.state == State.CERTIFIED
    steps = list(case.events.values_list("transition", flat=True))
    assert steps[-7:] == [
        Transition.CONFIRM_ORIGINALS,
        Transition.SETTLE_FEE,
        Transition.ENTER_COMMITTEE,
        Transition.PASS_REVIEW,
        Transition.PUBLICISE,
        Transition.ISSUE,
        Transition.CERTIFY,
    ]
    events = list(case.events.all())
    assert [event.previous for event in events[1:]] == [event.digest for event in events[:-1]]
    assert all(event.digest == event.computed_digest() for event in events)
    assert {PaperKind.REPORT_FORM, PaperKind.FEE_NOTICE, PaperKind.CERTIFICATE} <= set(
        case.papers.values_list("kind", flat=True)
    )


def test_every_paper_after_acceptance_prints():
    """C35, C39, C10, C11: the data of each paper of the way fit their forms and make a PDF."""
    stories.certified()
    wanted = {
        PaperKind.REPORT_FORM,
        PaperKind.FEE_NOTICE,
        PaperKind.FEE_RECEIPT,
        PaperKind.RESULT_PUBLICITY,
        PaperKind.RESULT_DOCUMENT,
        PaperKind.CERTIFICATE,
    }
    papers = {paper.kind: paper for paper in Paper.objects.filter(kind__in=wanted)}
    assert set(papers) == wanted
    for kind, paper in papers.items():
        assert typeset(kind, with_photo(printed_data(paper))).startswith(b"%PDF"), kind
