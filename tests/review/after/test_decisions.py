"""Originals, determination, publicity, documents, certificates, revocation: who, when, what it wrote."""

from datetime import date

import pytest

from accounts.enums import IntegrityKind, Role
from accounts.models import IntegrityEntry
from applications.enums import PaperKind, State, Transition
from applications.models import Application
from applications.rules.refusal import Refused
from applications.services.acceptance import confirm_originals
from applications.signals import application_accepted
from campaigns.enums import Kind, Level
from documents.papers.shape import build
from documents.typesetting import FORMS
from review.enums import CertificateStatus, FilingKind, PublicityStatus
from review.models import Certificate, Filing, Publicity, ResultDocument
from review.report_form import request_report_form
from review.selectors.office import documents_of, publicities_of, scanned
from review.services import certificates, determination, filings, meeting, publicity, results, revocation
from review.services.revocation import Responsible
from tests.factories import act_of, clerk_of, id_number, person, sections
from tests.review.after.test_meeting import count, held_meeting
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return officer("title-office", Role.TITLE_OFFICER)


def clauses(refused):
    return {refusal.clause for refusal in refused.value.refusals}


def passed(**fields):
    """Give a case determined well on 2025-04-11."""
    kind = fields.pop("kind", Kind.GRANT)
    return accepted_case(kind=kind, decided_at=at(4, 11), **({"state": State.PASSED} | fields))


def posted(office, *cases):
    return publicity.publicise(
        campaign=cases[0].campaign,
        application_ids=[case.pk for case in cases],
        title="演示公示",
        act=moment(office, at(4, 15)),
    )


def issued(office, *cases):
    listed = posted(office, *cases)
    publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 23)))
    return results.issue_document(
        listed.pk, title="演示通知", issued_on=date(2025, 4, 23), act=moment(office, at(4, 23, 11))
    )


# Originals


@pytest.mark.parametrize(
    ("copies", "seen", "when", "clause"),
    [
        (1, True, at(3, 14), "C39"),
        (2, False, at(3, 14), "C39"),
        (2, True, at(3, 26, 0, 0), "C06"),
    ],
    ids=["one copy", "no originals", "the instant after"],
)
def test_originals_are_refused_with_the_rule(office, copies, seen, when, clause):
    """C06, C39: two copies, originals seen, by 2025-03-25 24时; otherwise nothing is written."""
    case = accepted_case(confirmed=False)
    with pytest.raises(Refused) as refused:
        confirm_originals(case.pk, copies=copies, originals_seen=seen, act=moment(office, when))
    assert clauses(refused) == {clause}
    case.refresh_from_db()
    assert case.originals_confirmed_at is None
    assert not case.events.exists()


def test_originals_are_confirmed_in_the_last_second(office):
    """C06, C39, C44: 03-25 23:59:59 is in time; the event names the officer; a second time is told."""
    case = accepted_case(confirmed=False)
    when = at(3, 25, 23, 59)
    confirm_originals(case.pk, copies=2, originals_seen=True, act=moment(office, when))
    case.refresh_from_db()
    assert (case.state, case.originals_confirmed_at) == (State.ACCEPTED, when)
    event = case.events.get()
    assert (event.transition, event.actor, event.source, event.target) == (
        Transition.CONFIRM_ORIGINALS,
        office.user,
        State.ACCEPTED,
        State.ACCEPTED,
    )
    with pytest.raises(Refused, match="已经核验过"):
        confirm_originals(case.pk, copies=2, originals_seen=True, act=moment(office, when))


def test_only_the_competent_title_office_confirms(office):
    """C38, C39, C40: not a county for the prefecture's case, not a reviewer, not the applicant himself as officer."""
    case = accepted_case(confirmed=False)
    own = accepted_case(confirmed=False, applicant=office.user)
    for target, act in (
        (case, officer("moyu-title", Role.TITLE_OFFICER)),
        (case, officer("title-office", Role.REVIEWER)),
        (own, office),
    ):
        with pytest.raises(Refused):
            confirm_originals(target.pk, copies=2, originals_seen=True, act=moment(act, at(3, 14)))


def test_acceptance_asks_for_the_report_form(office):
    """C39: the 呈报表 is made at acceptance, from the sections, for the kind, and its code opens the case."""
    case = accepted_case(confirmed=False)
    sections(case)
    application_accepted.send(sender=Application, application=case, act=moment(office, at(3, 11)))
    paper = case.papers.get(kind=PaperKind.REPORT_FORM)
    printed = build(FORMS["report_form"].shape, paper.data)
    assert (printed.kind, printed.person.name, printed.title) == ("review", case.applicant.name, case.title.name)
    assert printed.person.id_number != case.applicant.document_number
    assert len(printed.grades) == 3
    found = scanned(office, paper.code.lower())
    assert (found.application, found.is_outdated) == (case, False)
    assert scanned(officer("moyu-title", Role.TITLE_OFFICER), paper.code) is None


def test_an_older_print_is_recognised(office):
    """C39: changed content makes a new 呈报表; the old code is void and says so."""
    case = accepted_case(confirmed=False)
    application_accepted.send(sender=Application, application=case, act=moment(office, at(3, 11)))
    old = case.papers.get(kind=PaperKind.REPORT_FORM)
    sections(case)
    fresh = request_report_form(Application.objects.get(pk=case.pk), at=at(3, 12))
    assert fresh.code != old.code
    assert scanned(office, old.code).is_outdated
    assert not scanned(office, fresh.code).is_outdated


# Determination


def test_a_county_determines_its_initial_titles():
    """C38: the county's title office determines 初定 of a junior title; the prefecture's does not."""
    case = accepted_case(kind=Kind.INITIAL, level=Level.ASSISTANT, office="moyu-title")
    prefecture = officer("title-office", Role.TITLE_OFFICER)
    with pytest.raises(Refused):
        determination.determine(case.pk, passed=True, comment="", act=moment(prefecture, at(3, 20)))
    county = officer("moyu-title", Role.TITLE_OFFICER)
    determination.determine(case.pk, passed=True, comment="", act=moment(county, at(3, 20)))
    case.refresh_from_db()
    assert (case.state, case.decided_at) == (State.PASSED, at(3, 20))
    assert case.events.get().transition == Transition.DETERMINE_PASS


@pytest.mark.parametrize(
    ("fields", "clause"),
    [({"kind": Kind.REVIEW}, "C40"), ({"kind": Kind.GRANT, "confirmed": False}, "C39")],
    ids=["review", "originals"],
)
def test_what_cannot_be_determined(office, fields, clause):
    """C39, C40: 评审 needs its committee, and the originals come first."""
    case = accepted_case(**fields)
    for decision in (True, False):
        with pytest.raises(Refused) as refused:
            determination.determine(case.pk, passed=decision, comment="理由", act=moment(office, at(3, 20)))
        assert clause in clauses(refused)


def test_a_fee_that_is_owed_stops_a_determination(office):
    """C36: where a campaign charges 初定 or 授予, it is paid first."""
    case = accepted_case(kind=Kind.GRANT, fee_amount=140, fee_due_at=at(3, 30))
    with pytest.raises(Refused) as refused:
        determination.determine(case.pk, passed=True, comment="", act=moment(office, at(3, 20)))
    assert clauses(refused) == {"C36"}


def test_not_determined_needs_a_reason(office):
    """C24: without a reason no; with one the applicant is told it."""
    case = accepted_case(kind=Kind.GRANT)
    with pytest.raises(Refused) as refused:
        determination.determine(case.pk, passed=False, comment="  ", act=moment(office, at(3, 20)))
    assert clauses(refused) == {"C24"}
    determination.determine(case.pk, passed=False, comment="学位证书与登记不符。", act=moment(office, at(3, 20)))
    case.refresh_from_db()
    assert case.state == State.FAILED
    assert case.events.get().comment == "学位证书与登记不符。"
    assert case.applicant.inbox.get().body == "学位证书与登记不符。"


# Publicity


def test_publicity_runs_five_working_days_and_tells_the_employers(office):
    """C08: posted on Tuesday 04-15 it ends on 04-22; the paper is asked for; each employer's people are told to post."""
    case = passed()
    clerk = clerk_of(case.employer)
    listed = posted(office, case)
    assert (listed.posted_on, listed.last_day) == (date(2025, 4, 15), date(2025, 4, 22))
    case.refresh_from_db()
    assert case.state == State.PUBLICISED
    data = build(FORMS["result_publicity"].shape, listed.paper.data)
    assert [one.name for one in data.people] == [case.applicant.name]
    assert case.applicant.document_number not in str(listed.paper.data)
    assert clerk.user.inbox.get().link == f"/results/list/{listed.slug}/"
    assert case.applicant.inbox.filter(key__endswith="publicised").exists()


def test_the_labour_day_holiday_does_not_count(office):
    """C08: posted on 2025-04-25 it ends on 05-06: the make-up Sunday counts, the holiday does not."""
    case = passed()
    listed = publicity.publicise(
        campaign=case.campaign, application_ids=[case.pk], title="演示", act=moment(office, at(4, 25))
    )
    assert listed.last_day == date(2025, 5, 6)


def test_only_passed_cases_of_the_office_are_posted(office):
    """C08, C40: one wrong case on the list and nothing is posted."""
    good, foreign, early = passed(), passed(office="moyu-title"), accepted_case(kind=Kind.GRANT)
    for wrong in (foreign, early):
        with pytest.raises(Refused):
            posted(office, good, wrong)
    with pytest.raises(Refused):
        posted(officer("title-office", Role.REVIEWER), good)
    assert not Publicity.objects.exists()
    good.refresh_from_db()
    assert good.state == State.PASSED


def test_objections_are_taken_until_the_last_day(office):
    """C08: on the last day yes, the day after no; nothing said is refused."""
    listed = posted(office, passed())
    entry = listed.entries.get()
    stranger = act_of(person(), at(4, 22, 23, 59))
    assert publicity.object_to(entry.pk, content="业绩不实", act=stranger).recorded_by is None
    for act, content in ((act_of(person(), at(4, 23, 0, 0)), "业绩不实"), (stranger, "  ")):
        with pytest.raises(Refused) as refused:
            publicity.object_to(entry.pk, content=content, act=act)
        assert clauses(refused) == {"C08"}


def test_an_officer_records_what_came_by_telephone(office):
    """C08, C44: with his name; another office's officer may not."""
    listed = posted(office, passed())
    act = moment(office, at(4, 16))
    found = publicity.object_to(listed.entries.get().pk, content="来电反映", act=act, recorded=True)
    assert found.recorded_by == office.user
    other = moment(officer("moyu-title", Role.TITLE_OFFICER), at(4, 16))
    with pytest.raises(Refused):
        publicity.object_to(listed.entries.get().pk, content="来电反映", act=other, recorded=True)


def test_conclusion_waits_for_the_days_and_the_findings(office):
    """C08: not on the last day, not with an open objection; then once."""
    listed = posted(office, passed())
    objection = publicity.object_to(listed.entries.get().pk, content="不实", act=act_of(person(), at(4, 16)))
    with pytest.raises(Refused, match="还没有满"):
        publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 22, 23, 59)))
    with pytest.raises(Refused, match="1条异议"):
        publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 23)))
    publicity.settle_objection(objection.pk, finding="经查不成立。", upheld=False, act=moment(office, at(4, 23)))
    done = publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 23)))
    assert done.status == PublicityStatus.CONCLUDED
    with pytest.raises(Refused):
        publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 24)))


def test_nobody_settles_an_objection_against_himself(office):
    """C44: the officer who is on the list leaves the finding to a colleague; the objection stays open."""
    colleague = officer("title-office", Role.TITLE_OFFICER)
    listed = posted(colleague, passed(applicant=office.user))
    objection = publicity.object_to(listed.entries.get().pk, content="不实", act=act_of(person(), at(4, 16)))
    with pytest.raises(Refused) as refused:
        publicity.settle_objection(objection.pk, finding="不成立。", upheld=False, act=moment(office, at(4, 18)))
    assert clauses(refused) == {"C44"}
    objection.refresh_from_db()
    assert objection.settled_at is None


def test_an_upheld_objection_revokes_that_one_result(office):
    """C08, C24: a written finding; the other person on the list goes on."""
    bad, good = passed(), passed()
    listed = posted(office, bad, good)
    objection = publicity.object_to(
        listed.entries.get(application=bad).pk, content="不实", act=act_of(person(), at(4, 16))
    )
    with pytest.raises(Refused, match="调查结论"):
        publicity.settle_objection(objection.pk, finding=" ", upheld=True, act=moment(office, at(4, 18)))
    publicity.settle_objection(
        objection.pk, finding="业绩系他人完成。", upheld=True, act=moment(office, at(4, 18))
    )
    bad.refresh_from_db()
    assert bad.state == State.REVOKED
    event = bad.events.last()
    assert (event.transition, event.comment) == (Transition.UPHOLD_OBJECTION, "业绩系他人完成。")
    publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 23)))
    document = results.issue_document(
        listed.pk, title="演示", issued_on=date(2025, 4, 23), act=moment(office, at(4, 23))
    )
    assert list(document.applications.all()) == [good]


# Result documents


def test_numbers_of_documents_have_no_gap(office):
    """C10, C44: after the notice's own 1号 come 2号 and 3号; a refused attempt uses up none; who signs is named."""
    first = issued(office, passed())
    listed = posted(office, passed())
    publicity.conclude_publicity(listed.pk, act=moment(office, at(4, 23)))
    for wrong in (date(2025, 4, 22), date(2025, 4, 25)):
        with pytest.raises(Refused) as refused:
            results.issue_document(listed.pk, title="演示", issued_on=wrong, act=moment(office, at(4, 24)))
        assert clauses(refused) == {"C10"}
    colleague = moment(officer("title-office", Role.TITLE_OFFICER), at(4, 24))
    second = results.issue_document(listed.pk, title="演示", issued_on=date(2025, 4, 24), act=colleague)
    assert (second.signed_by, second.signed_at) == (colleague.user, colleague.at)
    assert (first.number, second.number) == ("和地职称办〔2025〕2号", "和地职称办〔2025〕3号")
    case = second.applications.get()
    assert case.state == State.QUALIFIED
    assert case.events.last().comment == second.number
    printed = build(FORMS["result_document"].shape, second.paper.data)
    assert (printed.number, len(printed.people)) == (second.number, 1)
    assert printed.people[0].qualified_from == date(2025, 4, 11)


def test_lists_and_documents_stand_with_the_newest_first(office):
    """C08, C10: what counts its rows keeps its order too; the twenty that a page shows are the newest."""
    documents = [issued(office, passed()) for _ in range(4)]
    newest = documents[::-1]
    assert list(documents_of(office)) == newest
    assert list(publicities_of(office)) == [document.publicity for document in newest]


def test_no_document_before_the_publicity_is_concluded(office):
    """C08, C10: and none twice, none by another office, none without a title."""
    case = passed()
    listed = posted(office, case)
    when = moment(office, at(4, 23))
    with pytest.raises(Refused) as refused:
        results.issue_document(listed.pk, title="演示", issued_on=date(2025, 4, 23), act=when)
    assert "C08" in clauses(refused)
    publicity.conclude_publicity(listed.pk, act=when)
    other = moment(officer("moyu-title", Role.TITLE_OFFICER), at(4, 23))
    for act, title in ((other, "演示"), (when, " ")):
        with pytest.raises(Refused):
            results.issue_document(listed.pk, title=title, issued_on=date(2025, 4, 23), act=act)
    results.issue_document(listed.pk, title="演示", issued_on=date(2025, 4, 23), act=when)
    with pytest.raises(Refused):
        results.issue_document(listed.pk, title="演示", issued_on=date(2025, 4, 23), act=when)
    assert ResultDocument.objects.count() == 1


# Certificates


def reviewed(office):
    """Give the document of a case that a committee passed, and the committee."""
    committee, case = panel(), accepted_case()
    held, (tally,) = held_meeting(committee, case)
    count(committee, tally)
    meeting.close_meeting(held.pk, act=moment(committee.secretary, at(4, 11, 17)))
    return committee, issued(office, case)


def test_certificates_wait_for_the_filing_after(office):
    """C11, C33: due five days after the document; without the registered filing no certificate is signed."""
    committee, document = reviewed(office)
    filing = Filing.objects.get(kind=FilingKind.POST)
    assert (filing.committee, filing.document) == (committee.committee, document)
    assert filing.due_at.astimezone(at(4, 28).tzinfo).date() == date(2025, 4, 28)
    with pytest.raises(Refused) as refused:
        certificates.issue_certificates(document.pk, act=moment(office, at(4, 24)))
    assert clauses(refused) == {"C33"}
    assert not Certificate.objects.exists()
    filings.submit_filing(filing.pk, act=moment(committee.secretary, at(4, 25)))
    filings.register_filing(filing.pk, number="演示3号", act=moment(committee.registrar, at(4, 27)))
    (certificate,) = certificates.issue_certificates(document.pk, act=moment(office, at(5, 14)))
    assert certificate.issued_by == office.user
    printed = build(FORMS["certificate"].shape, certificate.paper.data)
    assert printed.number.replace(" ", "") == certificate.number
    assert printed.committee == committee.committee.name
    assert printed.code_url.endswith(f"/results/certificates/{certificate.token}/")
    assert certificate.application.applicant.inbox.filter(key__endswith="certified").exists()
    with pytest.raises(Refused, match="都已签发"):
        certificates.issue_certificates(document.pk, act=moment(office, at(5, 14)))


def test_serials_of_certificates_have_no_gap(office):
    """C11: two kinds, one serial; the tokens have nothing in common."""
    document = issued(office, passed(), passed(level=Level.ASSISTANT, kind=Kind.INITIAL))
    found = certificates.issue_certificates(document.pk, act=moment(office, at(5, 14)))
    assert [certificate.number[10:16] for certificate in found] == ["000001", "000002"]
    assert len({certificate.token for certificate in found}) == 2
    assert all(len(certificate.token) == 22 for certificate in found)


def test_another_office_signs_no_certificate(office):
    """C11, C40: only the office that issued the document."""
    document = issued(office, passed())
    other = moment(officer("moyu-title", Role.TITLE_OFFICER), at(5, 14))
    with pytest.raises(Refused):
        certificates.issue_certificates(document.pk, act=other)


# Revocation


def test_fraud_revokes_and_lists(office):
    """C45: the certificate is revoked, the person, those responsible and the employer are listed for three years."""
    document = issued(office, passed())
    (certificate,) = certificates.issue_certificates(document.pk, act=moment(office, at(5, 14)))
    case = certificate.application
    helper = Responsible("演示·责任人", id_number())
    revocation.revoke(
        case.pk,
        finding="毕业证书系伪造。",
        responsible=[helper],
        employer_too=True,
        act=moment(office, at(6, 1)),
    )
    case.refresh_from_db()
    certificate.refresh_from_db()
    assert case.state == State.REVOKED
    assert (certificate.status, certificate.revoked_at) == (CertificateStatus.REVOKED, at(6, 1))
    entries = {entry.kind: entry for entry in IntegrityEntry.objects.all()}
    assert set(entries) == set(IntegrityKind)
    assert entries[IntegrityKind.PERSON].document_index == case.applicant.document_index
    assert entries[IntegrityKind.EMPLOYER].employer == case.employer
    assert {entry.starts_on for entry in entries.values()} == {date(2025, 6, 1)}
    assert {entry.ends_on.year for entry in entries.values()} == {2028}
    assert case.events.last().transition == Transition.REVOKE


@pytest.mark.parametrize("state", [State.PASSED, State.PUBLICISED, State.QUALIFIED, State.CERTIFIED])
def test_revocation_reaches_every_good_result(office, state):
    """C45: from passed to certified; a finding is needed and the office is its own."""
    case = passed(state=state)
    with pytest.raises(Refused) as refused:
        revocation.revoke(case.pk, finding=" ", act=moment(office, at(6, 1)))
    assert clauses(refused) == {"C45"}
    with pytest.raises(Refused):
        revocation.revoke(case.pk, finding="伪造", act=moment(officer("moyu-title", Role.TITLE_OFFICER), at(6, 1)))
    assert not IntegrityEntry.objects.exists()
    revocation.revoke(case.pk, finding="伪造", act=moment(office, at(6, 1)))
    case.refresh_from_db()
    assert case.state == State.REVOKED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.IN_COMMITTEE, State.FAILED, State.REVOKED])
def test_nothing_to_revoke(office, state):
    """C45: before a good decision there is no title to take away."""
    case = accepted_case(kind=Kind.GRANT, state=state)
    with pytest.raises(Refused):
        revocation.revoke(case.pk, finding="伪造", act=moment(office, at(6, 1)))
    assert not IntegrityEntry.objects.exists()
