"""The pages after acceptance: who may open them, what they say, how many questions they put to the database."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.models import IntegrityEntry, Message
from applications.enums import PaperKind, State, Transition
from applications.models import Application
from applications.services.papers import request_paper
from campaigns.enums import Kind, Level
from campaigns.rules.calendar import end_of_day
from campaigns.services.copying import copy_campaign
from payments.services.orders import open_order
from review.enums import FilingKind
from review.models import Committee, Filing, Publicity
from review.report_form import request_report_form
from review.selectors.dashboard import today
from review.services import publicity
from tests import stories_after
from tests.factories import id_number, person, sections
from tests.review.after.test_decisions import issued, passed
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    """Give a function that opens the pages in the capacity of an act."""

    def enter(act):
        client.force_login(act.user, backend="accounts.backends.NumberBackend")
        session = client.session
        session["membership"] = act.membership.pk if act.membership else None
        session.save()
        return client

    return enter


def test_office_opens_its_pages(sign_in):
    """C40: the title office's pages open on real cases of every state it handles."""
    office = officer("title-office", Role.TITLE_OFFICER)
    cases = [accepted_case(), accepted_case(confirmed=False, settled=False)]
    open_order(cases[1], act=moment(office, at(3, 11)))
    granted = accepted_case(kind=Kind.GRANT, level=Level.INTERMEDIATE)
    client = sign_in(office)
    for address in (
        reverse("office:dashboard"),
        reverse("office:accepted"),
        reverse("office:accepted") + "?want=determine",
        reverse("office:scan"),
        reverse("office:results"),
        reverse("office:case", args=[cases[0].number]),
        reverse("office:case", args=[cases[1].number]),
        reverse("office:case", args=[granted.number]),
        reverse("payments:orders"),
        reverse("payments:import"),
        reverse("committee:filings"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "职称" in answer.content.decode()


def test_office_opens_its_lists(sign_in):
    """C08: the list's page shows who is on it, and the public page opens while the period runs."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(state=State.PASSED, decided_at=at(4, 11))
    posted = publicity.publicise(
        campaign=case.campaign, application_ids=[case.pk], title="演示公示", act=moment(office, at(4, 15))
    )
    client = sign_in(office)
    answer = client.get(reverse("office:publicity", args=[posted.pk]))
    assert answer.status_code == 200
    assert case.applicant.name.partition("·")[0] in answer.content.decode()


def test_secretary_opens_his_pages(sign_in):
    """C33: the secretary's pages open."""
    committee = panel()
    case = accepted_case()
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    client = sign_in(committee.secretary)
    for address in (
        reverse("committee:meetings"),
        reverse("committee:form"),
        reverse("committee:meeting", args=[held.pk]),
        reverse("committee:filings"),
        reverse("committee:filing", args=[held.filings.get().pk]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert case.number in client.get(reverse("committee:meeting", args=[held.pk])).content.decode()
    chair = sign_in(committee.chair)
    assert chair.get(reverse("committee:countersign")).status_code == 200


def test_public_pages_open(client):
    """C08, C11: anybody opens the lists and the check of a certificate."""
    assert client.get(reverse("results:publicities")).status_code == 200
    assert client.get(reverse("results:certificate_check")).status_code == 200
    assert client.get(reverse("results:certificate", args=["x" * 22])).status_code == 404


def test_scanning_opens_the_case_and_knows_an_old_print(sign_in):
    """C39: the code, typed in any case or scanned as an address, opens the case; a void print is told with 409."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(confirmed=False)
    old = request_report_form(case, at=at(3, 11))
    sections(case)
    new = request_report_form(Application.objects.get(pk=case.pk), at=at(3, 12))
    client = sign_in(office)
    address = reverse("office:scan")
    opened = reverse("office:case", args=[case.number])
    for typed in (new.code, f" {new.code.lower()} ", f"http://127.0.0.1:8000/papers/{new.code}/"):
        assert client.post(address, {"code": typed}).headers["Location"] == opened
    void = client.post(address, {"code": old.code})
    assert void.status_code == 409
    assert "已作废" in void.content.decode()
    assert new.code in void.content.decode()
    assert new.version in void.content.decode()
    missing = client.post(address, {"code": "ABCDEFGH2345"})
    assert missing.status_code == 404
    assert "ABCDEFGH2345" in missing.content.decode()


def test_another_form_under_the_scanner_is_opened_and_not_denied(sign_in):
    """C39: a print that is no 呈报表 goes to the page behind its own code, which says whether it stands."""
    case = accepted_case(confirmed=False)
    notice = request_paper(PaperKind.CONDUCT, {"name": "某人"}, at=at(3, 11), application=case)
    client = sign_in(officer("title-office", Role.TITLE_OFFICER))
    address = reverse("office:scan")
    assert client.post(address, {"code": notice.code}).status_code == 404
    request_paper(PaperKind.CONDUCT, {"name": "又一人"}, at=at(3, 12), application=case)
    sent = client.post(address, {"code": notice.code})
    assert sent.headers["Location"] == reverse("papers:download", args=[notice.code])


def test_a_refused_confirmation_stands_beside_its_form(sign_in):
    """C39: one copy only: 409, the rule beside the form, nothing written; two copies: done and signed."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(confirmed=False, paper_due_at=end_of_day(date(2099, 1, 1)))
    client = sign_in(office)
    address = reverse("office:originals", args=[case.number])
    refused = client.post(address, {"copies": 1, "originals_seen": "on"})
    assert refused.status_code == 409
    assert "一式两份" in refused.content.decode()
    assert client.post(address, {"copies": ""}).status_code == 422
    case.refresh_from_db()
    assert case.originals_confirmed_at is None
    assert client.post(address, {"copies": 2, "originals_seen": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.originals_confirmed_at is not None
    assert case.events.get().actor == office.user


def test_what_is_not_allowed_says_why_on_the_page(sign_in):
    """C06, C39: after the paper deadline the button stays, disabled, with the rule beside it."""
    case = accepted_case(confirmed=False)
    text = sign_in(officer("title-office", Role.TITLE_OFFICER)).get(reverse("office:case", args=[case.number]))
    assert "纸质材料接收的时间已经截止" in text.content.decode()
    assert 'aria-disabled="true"' in text.content.decode()


def test_a_revocation_reads_those_responsible_line_by_line(sign_in):
    """C45: a line that cannot be read is told with its number, and nothing is revoked."""
    case = accepted_case(kind=Kind.GRANT, state=State.CERTIFIED)
    client = sign_in(officer("title-office", Role.TITLE_OFFICER))
    address = reverse("office:revoke", args=[case.number])
    bad = client.post(address, {"finding": "伪造", "responsible": f"演示·甲 {id_number()}\n演示·乙"})
    assert bad.status_code == 422
    assert "第2行读不出来" in bad.content.decode()
    case.refresh_from_db()
    assert case.state == State.CERTIFIED
    assert client.post(address, {"finding": "伪造", "responsible": f"演示·甲 {id_number()}"}).status_code == 302
    case.refresh_from_db()
    assert case.state == State.REVOKED
    assert IntegrityEntry.objects.count() == 2


def test_a_refused_list_keeps_its_ticks(sign_in):
    """C08: without a title the page comes back with those ticked that were, and no other."""
    office = officer("title-office", Role.TITLE_OFFICER)
    one, two = (accepted_case(state=State.PASSED, decided_at=at(4, 11)) for _ in range(2))
    answer = sign_in(office).post(reverse("office:publicise"), {"title": "", "chosen": [two.pk]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{two.pk}" checked' in text
    assert f'value="{one.pk}" checked' not in text


def test_people_of_two_campaigns_are_not_on_one_list(sign_in):
    """C08: a list and its document belong to one year's rules."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(state=State.PASSED, decided_at=at(4, 11))
    later = copy_campaign(case.campaign, key="2026", name="2026年", year=2026)
    other = accepted_case(state=State.PASSED, decided_at=at(4, 11), campaign=later)
    client = sign_in(office)
    answer = client.post(reverse("office:publicise"), {"title": "演示公示", "chosen": [case.pk, other.pk]})
    assert answer.status_code == 409
    assert "不是同一年度" in answer.content.decode()
    assert not Publicity.objects.exists()


def test_a_finding_that_is_refused_keeps_its_conclusion(sign_in):
    """C24: upheld without a finding: 422, the conclusion still chosen; the list's document waits for it."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(state=State.PASSED, decided_at=at(4, 11))
    posted = publicity.publicise(
        campaign=case.campaign, application_ids=[case.pk], title="演示", act=moment(office, at(4, 15))
    )
    entry = posted.entries.get()
    objection = publicity.object_to(entry.pk, content="演示异议", act=moment(office, at(4, 16)))
    answer = sign_in(office).post(reverse("office:settle", args=[objection.pk]), {"upheld": "yes", "finding": ""})
    assert answer.status_code == 422
    assert 'name="upheld" value="yes" checked' in answer.content.decode()
    objection.refresh_from_db()
    assert objection.settled_at is None


def test_a_result_taken_back_is_said_as_such_and_leaves_its_list(client):
    """C08: the applicant never had a title, and is not told that one was revoked; the public list says it is empty."""
    row = stories_after.publicised()
    listed = Publicity.objects.get()
    act = stories_after.officer_for(row, at(4, 18))
    objection = publicity.object_to(listed.entries.get().pk, content="不实", act=act)
    publicity.settle_objection(objection.pk, finding="业绩系他人完成。", upheld=True, act=act)
    with time_machine.travel(at(4, 18), tick=False):
        assert (
            "名单上现在没有人。" in client.get(reverse("results:publicity", args=[listed.slug])).content.decode()
        )
        client.force_login(row.applicant, backend="accounts.backends.NumberBackend")
        page = client.get(reverse("applications:home")).content.decode()
    assert "公示异议成立，结果已撤销。" in page
    assert "业绩系他人完成。" in page
    assert "资格已撤销" not in page


def test_who_did_not_pass_reads_why_beside_it(client):
    """C24: the home says what the vote was, not only that it was lost."""
    row = stories_after.judged(yes=5)
    client.force_login(row.applicant, backend="accounts.backends.NumberBackend")
    with time_machine.travel(at(4, 18), tick=False):
        page = client.get(reverse("applications:home")).content.decode()
    assert re.search(r"这次没有通过。.{0,200}同意", page, re.DOTALL)


def test_publicising_through_the_page(sign_in):
    """C08: chosen cases go on the list; none chosen is 422; a case that is not passed cannot be slipped in."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case, early = accepted_case(state=State.PASSED, decided_at=at(4, 11)), accepted_case()
    client = sign_in(office)
    address = reverse("office:publicise")
    assert client.post(address, {"title": "演示公示"}).status_code == 422
    slipped = client.post(address, {"title": "演示公示", "chosen": [case.pk, early.pk]})
    assert slipped.status_code == 422
    assert "名单已更新" in slipped.content.decode()
    assert not Publicity.objects.exists()
    assert client.post(address, {"title": "演示公示", "chosen": [case.pk]}).status_code == 302
    assert Publicity.objects.get().entries.get().application == case


def test_the_next_to_be_determined_comes_by_itself(sign_in):
    """C40: forty 初定 are determined one after the other; after the last the officer stays where he is."""
    client = sign_in(officer("title-office", Role.TITLE_OFFICER))
    first, second = accepted_case(kind=Kind.GRANT), accepted_case(kind=Kind.GRANT)
    for case, then in ((first, second), (second, second)):
        with time_machine.travel(at(3, 20), tick=False):
            answer = client.post(
                reverse("office:determine", args=[case.number]), {"decision": "pass"}, follow=True
            )
        assert answer.redirect_chain[-1][0] == reverse("office:case", args=[then.number])
        assert f"{case.applicant.name}：结论已记下" in answer.content.decode()
        assert Application.objects.get(pk=case.pk).state == State.PASSED


def test_several_are_determined_together_each_by_itself(sign_in):
    """C38, C40: who is ready has a box; the consequence is named first; one that cannot be holds up no other."""
    ready = [accepted_case(kind=Kind.GRANT) for _ in range(3)]
    accepted_case(kind=Kind.GRANT, confirmed=False)
    accepted_case()
    client = sign_in(officer("title-office", Role.TITLE_OFFICER))
    page = client.get(reverse("office:accepted")).content.decode()
    assert sorted(re.findall(r'name="case" value="(\w+)"', page)) == sorted(case.number for case in ready)
    address, chosen = reverse("office:determine_together"), {"case": [case.number for case in ready]}
    with time_machine.travel(at(3, 20), tick=False):
        asked = client.post(address, chosen).content.decode()
        assert "3件一起审定通过" in asked
        assert set(states(ready)) == {State.ACCEPTED}
        Application.objects.filter(pk=ready[0].pk).update(originals_confirmed_at=None)
        told = client.post(address, {**chosen, "confirmed": "1"}, follow=True).content.decode()
    assert states(ready) == [State.ACCEPTED, State.PASSED, State.PASSED]
    assert f"{ready[0].applicant.name}没有办成：" in told
    assert "审定通过2件：" in told
    for case in ready[1:]:
        assert case.events.get().transition == Transition.DETERMINE_PASS
        assert Message.objects.filter(user=case.applicant).exists()


def test_nothing_ticked_determines_nothing(sign_in):
    """C40: the press without a tick says what to tick."""
    case = accepted_case(kind=Kind.GRANT)
    client = sign_in(officer("title-office", Role.TITLE_OFFICER))
    told = client.post(reverse("office:determine_together"), {"confirmed": "1"}, follow=True).content.decode()
    assert "还没有勾选" in told
    assert states([case]) == [State.ACCEPTED]


def states(cases):
    """Give the states in the database, in the order of the cases."""
    found = dict(Application.objects.values_list("pk", "state"))
    return [found[case.pk] for case in cases]


def test_at_the_counter_the_act_comes_before_papers_and_record(sign_in):
    """C39: on a phone the originals are confirmed without scrolling past the record."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(confirmed=False)
    with time_machine.travel(at(3, 13), tick=False):
        page = sign_in(office).get(reverse("office:case", args=[case.number])).content.decode()
    uploaded = reverse("desk:case", args=[case.number])
    assert (
        page.index(uploaded) < page.index(reverse("office:originals", args=[case.number])) < page.index("办理记录")
    )


def test_the_dashboard_counts_what_waits(sign_in):
    """C10, C11, C33, C39: each duty with its number; a document that is late is marked so; a county sees its own."""
    office = officer("title-office", Role.TITLE_OFFICER)
    accepted_case(confirmed=False, settled=False)
    accepted_case(kind=Kind.GRANT)
    accepted_case(kind=Kind.INITIAL, level=Level.ASSISTANT, office="moyu-title", confirmed=False)
    case = accepted_case(state=State.PASSED, decided_at=at(4, 11))
    campaign = case.campaign
    shown = today(moment(office, at(3, 18, 9)), campaign)
    assert {str(duty.label): duty.count for duty in shown["duties"]} == {
        "等现场核验原件": 1,
        "今明两天是打印呈报表的最后一个工作日": 1,
        "等缴费": 1,
        "初定、授予等审定": 1,
        "通过了，等公示": 1,
    }
    posted = publicity.publicise(
        campaign=campaign, application_ids=[case.pk], title="演示", act=moment(office, at(4, 16))
    )
    publicity.conclude_publicity(posted.pk, act=moment(office, at(4, 24)))
    for when, late in ((at(4, 25, 23), False), (at(4, 26, 0), True)):
        duties = {str(duty.label): duty for duty in today(moment(office, when), campaign)["duties"]}
        assert duties["等编号印发任职资格文件"].is_late is late
    county = officer("moyu-title", Role.TITLE_OFFICER)
    assert sum(stage.here for stage in today(moment(county, at(3, 18)), campaign)["stages"]) == 1


def test_the_dashboard_draws_what_was_submitted_each_day():
    """C05: by the day in Beijing, its last instant and its first; another county's office sees its own alone."""
    office, county = (officer(key, Role.TITLE_OFFICER) for key in ("title-office", "moyu-title"))
    for when in (at(3, 5, 23, 59), at(3, 6, 0, 1), at(3, 6, 23, 59)):
        case = accepted_case(submitted_at=when)
    shown = today(moment(office, at(3, 18)), case.campaign)["daily"]
    assert [(column.day.day, column.count) for column in shown.filled] == [(5, 1), (6, 2)]
    assert (shown.columns[0].day, shown.last) == (date(2025, 2, 17), date(2025, 3, 6))
    assert today(moment(county, at(3, 18)), case.campaign)["daily"] is None


def test_who_waits_for_a_filing_reads_whose_it_is(sign_in):
    """C33: beside the button that cannot be pressed yet stands who files and who registers, with the way there."""
    office, committee = officer("title-office", Role.TITLE_OFFICER), panel().committee
    document = issued(office, passed())
    Filing.objects.create(committee=committee, document=document, kind=FilingKind.POST, due_at=at(4, 28))
    page = sign_in(office).get(reverse("office:results")).content.decode()
    assert f'<a href="{reverse("committee:filings")}">由评委会秘书提交，地区职称办登记</a>' in page
    assert 'aria-disabled="true" disabled>签发1份电子证书' in page


def test_the_office_reminds_those_that_are_late_once_a_day(sign_in):
    """C06: each reviewer of a late office, not the own office's; a second press the same day says nothing twice."""
    own = officer("title-office", Role.TITLE_OFFICER)
    slow, quick = officer("moyu-hr", Role.REVIEWER), officer("pishan-hr", Role.REVIEWER)
    accepted_case(state=State.INITIAL_REVIEW, accepted_at=at(3, 1))
    accepted_case(state=State.FINAL_REVIEW, accepted_at=at(3, 1))
    client = sign_in(own)
    with time_machine.travel(at(3, 5)):
        assert "没有发提醒" in client.post(reverse("office:remind"), follow=True).content.decode()
    with time_machine.travel(at(3, 11)):
        assert "提醒1个单位" in client.get(reverse("office:dashboard")).content.decode()
        for _press in range(2):
            answer = client.post(reverse("office:remind"), follow=True)
            assert "已提醒1个单位" in answer.content.decode()
    assert [(message.user, message.subject) for message in Message.objects.all()] == [
        (slow.user, "和田地区专业技术人员职称办公室催办：1件审核等了5天以上")
    ]
    assert not quick.user.inbox.exists()


def test_an_applicant_sees_his_own_order(client):
    """C36: code in groups, amount, deadline with why; another's is 404, and so is the page in another capacity."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = accepted_case(settled=False)
    order = open_order(case, act=moment(office, at(3, 11)))
    address = reverse("payments:order", args=[case.number])
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    text = client.get(address).content.decode()
    assert order.grouped_code in text
    assert "280.00" in text
    client.force_login(person(), backend="accounts.backends.NumberBackend")
    assert client.get(address).status_code == 404


def test_the_committee_works_through_its_pages(sign_in):
    """C27, C33, C37: form, plan, file, register, take in, count, refused where the rule says so."""
    secretary = officer("sector-housing", Role.COMMITTEE_SECRETARY)
    chair = officer("sector-housing", Role.COMMITTEE_CHAIR)
    case = accepted_case()
    client = sign_in(secretary)
    lines = [f"演示委员{n}，高级工程师，演示单位{n}，{'主任委员' if n == 1 else '委员'}" for n in range(1, 8)]
    data = {
        "name": "演示评委会",
        "series": case.series_id,
        "band": "intermediate",
        "valid_from": "2025-01-01",
        "valid_until": "2027-12-31",
        "chair": chair.user.pk,
        "pass_rate": 80,
        "members": "\n".join(lines[:6]),
    }
    even = client.post(reverse("committee:form"), data)
    assert even.status_code == 409
    assert "单数" in even.content.decode()
    assert "演示委员6" in even.content.decode()
    unreadable = client.post(reverse("committee:form"), data | {"members": "只有姓名"})
    assert unreadable.status_code == 422
    assert client.post(reverse("committee:form"), data | {"members": "\n".join(lines)}).status_code == 302
    committee = Committee.objects.get()
    late = client.post(
        reverse("committee:plan", args=[committee.pk]), {"starts_at": "2025-04-11T09:00", "place": "演示"}
    )
    assert late.status_code == 409
    assert "已经过去" in late.content.decode()
    prior = committee.filings.get()
    assert client.post(reverse("committee:filing", args=[prior.pk])).status_code == 302
    registrar = sign_in(officer("title-office", Role.TITLE_OFFICER))
    empty = registrar.post(reverse("committee:filing", args=[prior.pk]), {"decision": "register"})
    assert empty.status_code == 422
    assert "备案号：还没有填" in empty.content.decode()
    registrar.post(reverse("committee:filing", args=[prior.pk]), {"decision": "register", "number": "演示1号"})
    prior.refresh_from_db()
    assert prior.number == "演示1号"
    stranger = sign_in(officer("sector-water", Role.COMMITTEE_SECRETARY))
    assert stranger.get(reverse("committee:filing", args=[prior.pk])).status_code == 404
