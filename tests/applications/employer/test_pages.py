"""The employer's pages: whose cases they show, what they say is due, and how a refusal looks."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import EmployerStatus, Role
from applications.enums import ENDED, State
from applications.models import Application, EmployerNotice, EmployerOpinion
from campaigns.enums import Kind, Level, WindowKind
from campaigns.models import Window
from hetian_titles.demo.contents import scan
from tests import factories
from tests.applications.employer.test_notice import MONDAY, TEXTS
from tests.review.desk.cases import material

pytestmark = pytest.mark.django_db


def case_of(clerk, state=State.EMPLOYER_CHECK, **fields):
    row = factories.application(state, employer=clerk.employer, **fields)
    factories.sections(row)
    return row


def noticed(clerk, on=date(2025, 2, 24), **fields):
    row = case_of(clerk, State.EMPLOYER_NOTICE)
    EmployerOpinion.objects.create(application=row, recorded_by=clerk.user, recorded_at=MONDAY, **TEXTS)
    EmployerNotice.objects.create(
        application=row,
        posted_on=on,
        last_day=on + timedelta(days=7),
        workdays=5,
        phone="0903-1000001",
        started_by=clerk.user,
        started_at=MONDAY,
        **fields,
    )
    return row


def address(row, step=""):
    return f"/employer/{row.number}/{step}"


def typed(prefix, values):
    return {f"{prefix}-{name}": ("on" if value is True else value) for name, value in values.items()}


def test_home_shows_the_last_day_for_a_notice_from_the_first_day(desk):
    """C26: before anybody has filed, the page already says: 7 March at the latest, and why."""
    page = desk.get("/employer/").text
    assert "2025年3月7日（星期五）" in page
    assert "还没有人提交" in page
    assert "最迟这一天张贴" in page


def test_home_lists_staff_by_state_and_what_is_due(desk, clerk):
    """C26: to check, to conclude, objections without finding; another employer's people are not there."""
    waiting, over = case_of(clerk), noticed(clerk, date(2025, 2, 14))
    objected(noticed(clerk, date(2025, 2, 14)), clerk)
    foreign = factories.application(State.EMPLOYER_CHECK)
    page = desk.get("/employer/").text
    assert waiting.number in page
    assert over.number in page
    assert foreign.number not in page
    assert "等单位审核" in page
    assert "公示期满，等您确认" in page
    assert "有异议没有结论" in page
    only = desk.get("/employer/?group=notice").text
    assert over.number in only
    assert waiting.number not in only


@pytest.mark.parametrize("page", ["0", "99999", "9" * 20, "9" * 5000, "-1", "³", "zz"])
def test_a_page_that_is_none_is_shown_as_one(desk, clerk, page):
    """C26: a crooked number in the address breaks nothing."""
    case_of(clerk)
    assert desk.get("/employer/", {"page": page}).status_code == 200


def objected(row, clerk, **settled):
    """Give an objection to the notice that hangs, with its finding when one is given."""
    by = {"settled_by": clerk.user, "settled_at": MONDAY} if settled else {}
    return row.notices.get().objections.create(
        received_on=date(2025, 2, 17), content="反映", recorded_by=clerk.user, recorded_at=MONDAY, **settled, **by
    )


def test_what_can_only_be_returned_is_not_offered_to_be_confirmed(desk, clerk):
    """C26: an upheld objection is a duty of its own, on both pages; nobody is sent to a dead press."""
    row = noticed(clerk, date(2025, 2, 14))
    objected(row, clerk, upheld=True, finding="业绩系冒用。")
    home, case = desk.get("/employer/").text, desk.get(address(row)).text
    assert "公示期满，等您确认" not in home
    assert "异议成立，不能报送" in home
    assert "只能退回申报人，或由申报人撤回。" in case
    assert "还有异议没有结论" not in case
    assert f"{clerk.user.name}，2月24日" in case


def test_from_one_that_is_over_one_goes_on_to_the_next_that_is(desk, clerk):
    """C26: six notices that end together are worked off without the list; who cannot be confirmed is passed over."""
    first, second, blocked, running = (noticed(clerk, date(2025, 2, day)) for day in (13, 14, 12, 21))
    objected(blocked, clerk)
    waiting = case_of(clerk)
    to = '<a href="{}">下一位{}，'.format
    assert to(address(second), "公示期满的") in desk.get(address(first)).text
    assert to(address(first), "公示期满的") in desk.get(address(second)).text
    assert to(address(waiting), "等审核的") in desk.get(address(running)).text
    forwarded = case_of(clerk, State.INITIAL_REVIEW)
    assert to(address(first), "公示期满的") in desk.get(address(forwarded)).text


def test_an_open_objection_says_that_its_finding_is_missing(desk, clerk):
    """C26, C44: why the end cannot be confirmed, who took the objection down, and that a finding is final."""
    row = noticed(clerk, date(2025, 2, 14))
    objected(row, clerk)
    case = desk.get(address(row)).text
    assert "还有异议没有结论，写明以后才能确认。" in case
    assert "结论记下后不能改" in case
    assert "登记</p>" in case


@pytest.mark.parametrize(
    ("objected_to", "said", "following"),
    [
        ({"upheld": True, "finding": "业绩系冒用。"}, "查实成立，这件申报不能报送", "退回给您，或者您撤回"),
        ({"upheld": False, "finding": "反映不实。"}, "正在单位内部公示", "公示期满无异议"),
        ({}, "单位正在调查", "写明调查结论"),
    ],
)
def test_the_applicant_reads_what_became_of_an_objection(client, clerk, objected_to, said, following):
    """C26: no promise of a forwarding that cannot come; the finding is read only where it was upheld."""
    row = noticed(clerk, date(2025, 2, 14))
    objected(row, clerk, **objected_to)
    client.force_login(row.applicant)
    with time_machine.travel(MONDAY, tick=False):
        page = client.get(reverse("applications:home")).text
    assert said in page
    assert following in page
    assert ("业绩系冒用。" in page) == bool(objected_to.get("upheld"))
    assert "反映不实。" not in page


def test_an_upload_of_the_script_is_answered_in_plain_data(desk, clerk):
    """C20, C22: each refusal in words, nothing kept; then the place of the slot, and the file is there."""
    row = noticed(clerk, date(2025, 2, 14), concluded_at=MONDAY, concluded_by=clerk.user)
    there, asked = address(row, "scans/posting_notice/"), {"Accept": "application/json"}
    undeclared = desk.post(there, {"scan-file": a_scan()}, headers=asked)
    assert (undeclared.status_code, undeclared.json()) == (422, {"messages": ["请确认文件不涉密后打勾。"]})
    spoilt = SimpleUploadedFile("公示.pdf", "不是PDF".encode())
    crooked = desk.post(there, {"scan-file": spoilt, "scan-declassified": "on"}, headers=asked)
    assert crooked.status_code >= 400
    assert "这里只收" in crooked.json()["messages"][0]
    assert not row.materials.exists()
    taken = desk.post(there, {"scan-file": a_scan(), "scan-declassified": "on"}, headers=asked)
    assert taken.json() == {"next": f"{address(row)}#s-posting_notice"}
    assert row.materials.get().slot_key == "posting_notice"


def a_scan():
    return SimpleUploadedFile("公示.jpg", scan("单位公示", "1", "jpeg"))


def test_anothers_case_does_not_exist(desk, clerk):
    """C26: another employer's application, one never submitted, and the clerk's own are 404, to read and to act on."""
    foreign = factories.application(State.EMPLOYER_CHECK)
    unsent = factories.application(State.DRAFT, employer=clerk.employer)
    own = case_of(clerk, applicant=clerk.user)
    for row in (foreign, unsent, own):
        assert desk.get(address(row)).status_code == 404
        for step in ("opinion/", "notice/", "objections/", "conclude/", "forward/", "return/"):
            assert desk.post(address(row, step)).status_code == 404


def test_the_case_shows_what_was_filed(desk, clerk):
    """C25, C26: the sections in words, to be compared with the originals."""
    page = desk.get(address(case_of(clerk))).text
    for shown in ("维吾尔族", "助理工程师", "主持完成和田市演示大厦主体结构施工", "建筑施工管理"):
        assert shown in page


def test_every_page_of_a_file_can_be_looked_at(desk, clerk):
    """C25, C26: a file of three pages is compared page by page, without being downloaded."""
    row = case_of(clerk)
    file = material(row, "diploma", pages=3, at=MONDAY)
    page = desk.get(address(row)).text
    for number in (1, 2, 3):
        assert reverse("files:page", args=[file.pk, number]) + "?width=1600" in page


def test_the_opinion_is_kept_as_typed_and_opens_the_notice(desk, clerk):
    """C43: saved half-written, completed later; only then can the notice start; then it is posted."""
    row = case_of(clerk)
    assert desk.post(address(row, "opinion/"), typed("opinion", {"opinion": "已核对。"})).status_code == 302
    page = desk.get(address(row)).text
    assert "已核对。" in page
    assert "第1步的每一栏都写好" in page
    desk.post(address(row, "opinion/"), typed("opinion", TEXTS))
    given = {"posted_on": "2025-02-24", "phone": "0903-1000001", "place": "公告栏"}
    assert desk.post(address(row, "notice/"), typed("opinion", TEXTS) | typed("notice", given)).status_code == 302
    row.refresh_from_db()
    assert row.state == State.EMPLOYER_NOTICE
    page = desk.get(address(row)).text
    assert "2月25日至2025年3月3日（星期一），5个工作日" in page
    assert "推荐单位公示" in page


@pytest.mark.parametrize(
    ("posted_on", "status", "said"),
    [
        ("2025-02-23", 409, "不能早于今天"),
        ("2025-03-10", 409, "来不及"),
        ("9999-12-31", 409, "来不及"),
        ("24日", 422, "2025-02-17这样"),
        ("", 422, "还没有填"),
    ],
)
def test_a_refused_notice_keeps_what_was_typed(desk, clerk, posted_on, status, said):
    """C26: too early, too late, not a date: the sentence stands on the page, what was typed too, nothing is written."""
    row = case_of(clerk)
    desk.post(address(row, "opinion/"), typed("opinion", TEXTS))
    given = {"posted_on": posted_on, "phone": "0903-1234567", "place": "三楼走廊"}
    answer = desk.post(address(row, "notice/"), typed("opinion", TEXTS) | typed("notice", given))
    assert answer.status_code == status
    assert said in answer.text
    assert "三楼走廊" in answer.text
    assert "0903-1234567" in answer.text
    row.refresh_from_db()
    assert row.state == State.EMPLOYER_CHECK
    assert not EmployerNotice.objects.exists()


def test_too_long_a_text_is_refused_beside_its_field_and_kept(desk, clerk):
    """C43: 2001 characters are one too many; none of them is lost."""
    row = case_of(clerk)
    answer = desk.post(address(row, "opinion/"), typed("opinion", {"opinion": "言" * 2001}))
    assert answer.status_code == 422
    assert "言" * 2001 in answer.text
    assert "2000" in answer.text
    assert not EmployerOpinion.objects.exists()


def test_objection_finding_and_conclusion(desk, clerk):
    """C26: objection, finding, conclusion on the page; before its time the button says when."""
    row = noticed(clerk)
    assert "2025年3月3日（星期一）24时才期满" in desk.get(address(row)).text
    given = {"received_on": "2025-02-24", "content": "业绩不实"}
    assert desk.post(address(row, "objections/"), typed("objection", given)).status_code == 302
    one = row.notices.get().objections.get()
    refused = desk.post(address(row, f"objections/{one.pk}/"), typed(f"finding{one.pk}", {"finding": "查过了"}))
    assert refused.status_code == 422
    assert "查过了" in refused.text
    desk.post(
        address(row, f"objections/{one.pk}/"), typed(f"finding{one.pk}", {"upheld": "no", "finding": "查无此事"})
    )
    assert desk.post(address(row, "conclude/")).status_code == 409
    with time_machine.travel(factories.beijing(2025, 3, 4, 9), tick=False):
        assert "确认公示期满，无异议" in desk.get(address(row)).text
        assert desk.post(address(row, "conclude/")).status_code == 302
    assert row.notices.get().concluded_by == clerk.user


def test_anothers_objection_does_not_exist(desk, clerk):
    """C26: an objection of another case is not settled through one's own."""
    other = noticed(factories.clerk_of(factories.employer("别的单位")))
    one = other.notices.get().objections.create(
        received_on=MONDAY.date(), content="反映", recorded_by=clerk.user, recorded_at=MONDAY
    )
    row = noticed(clerk)
    answer = desk.post(
        address(row, f"objections/{one.pk}/"), typed(f"finding{one.pk}", {"upheld": "no", "finding": "无"})
    )
    assert answer.status_code == 404
    one.refresh_from_db()
    assert one.settled_at is None


def test_returning_after_the_filing_window_needs_a_second_look(desk, clerk):
    """C05, C17: in the window a return is a plain step; after it the page says that it is the end, and asks."""
    row = case_of(clerk)
    with time_machine.travel(factories.beijing(2025, 3, 7, 9), tick=False):
        given = typed("back", {"reason": "B01", "comment": "补全"})
        answer = desk.post(address(row, "return/"), given)
        assert answer.status_code == 422
        assert "补全" in answer.text
        assert "会逾期失效" in answer.text
        assert desk.post(address(row, "return/"), given | {"back-understood": "on"}).status_code == 302
    assert Application.objects.get(pk=row.pk).state == State.DRAFT
    assert "已退回给申报人修改" in desk.get(address(row)).text


def test_an_employer_that_waits_for_confirmation_may_look_but_not_act(desk, clerk):
    """C01: unconfirmed, every step is refused with the reason."""
    row = case_of(clerk)
    clerk.employer.status = EmployerStatus.PENDING
    clerk.employer.save()
    assert "还没有经县市人社局确认" in desk.get("/employer/").text
    answer = desk.post(address(row, "opinion/"), typed("opinion", TEXTS))
    assert answer.status_code == 409
    assert "确认" in answer.text
    assert TEXTS["opinion"] in answer.text
    assert not EmployerOpinion.objects.exists()


def test_the_clerk_who_applies_is_told_that_somebody_else_must_act(desk, clerk):
    """C26: his own application is not on his desk; the page says who can handle it."""
    case_of(clerk, applicant=clerk.user)
    assert "经办人不能办理自己的申报" in desk.get("/employer/").text
    head = factories.clerk_of(clerk.employer, role=Role.EMPLOYER_HEAD)
    assert head.employer.applications.filter(applicant=clerk.user).exists()


def test_what_the_employer_has_to_do_stands_in_front(desk, clerk):
    """C26: a case that ended long ago does not hide the one that waits for its check."""
    ended = case_of(clerk, State.REJECTED, at=factories.beijing(2025, 2, 17, 9))
    noticed_one, waiting = noticed(clerk), case_of(clerk)
    page = desk.get("/employer/").text
    places = [page.index(row.number) for row in (waiting, noticed_one, ended)]
    assert places == sorted(places)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.DRAFT, State.EMPLOYER_NOTICE)])
def test_for_how_long_a_case_waits_is_said_while_somebody_waits(desk, clerk, state):
    """C26: of a case that has ended, or has its title, the page tells the day and no time that grows for ever."""
    filed = factories.beijing(2025, 2, 17, 9)
    page = desk.get(address(case_of(clerk, state, at=filed, submitted_at=filed))).text
    is_over = state in (*ENDED, State.QUALIFIED, State.CERTIFIED)
    assert ("已等7天" in page) is not is_over
    assert ('<span class="muted">2025年2月17日（星期一）</span>' in page) is is_over


def test_the_opinion_on_the_page_goes_with_the_notice(desk, clerk):
    """C43: what was changed and not saved is what is posted; a refusal keeps it on the page and writes nothing."""
    row = case_of(clerk)
    desk.post(address(row, "opinion/"), typed("opinion", TEXTS))
    changed = typed("opinion", TEXTS | {"opinion": "改过的审核意见。"})
    posting = {"posted_on": "2025-02-24", "phone": "0903-1000001", "place": "公告栏"}
    answer = desk.post(address(row, "notice/"), changed | typed("notice", posting | {"posted_on": "2025-02-23"}))
    assert answer.status_code == 409
    assert "改过的审核意见。" in answer.text
    assert EmployerOpinion.objects.get().opinion == TEXTS["opinion"]
    assert desk.post(address(row, "notice/"), changed | typed("notice", posting)).status_code == 302
    assert EmployerOpinion.objects.get().opinion == "改过的审核意见。"


def test_an_opinion_emptied_on_the_page_posts_nothing(desk, clerk):
    """C43: the notice needs every text, as it stands on the page."""
    row = case_of(clerk)
    desk.post(address(row, "opinion/"), typed("opinion", TEXTS))
    posting = typed("notice", {"posted_on": "2025-02-24", "phone": "0903-1000001"})
    answer = desk.post(address(row, "notice/"), typed("opinion", TEXTS | {"conduct_work": " "}) | posting)
    assert answer.status_code == 409
    assert answer.text.count("还没有填完") == 2
    assert EmployerOpinion.objects.get().conduct_work == TEXTS["conduct_work"]


def test_a_countys_own_review_window_moves_the_last_day_of_a_junior_notice(desk, clerk):
    """C09, C26: the page says the day that the service holds to, for junior levels alone."""
    junior = case_of(clerk, level=Level.ASSISTANT, kind=Kind.INITIAL, applicant=factories.person("初级甲"))
    middle = case_of(clerk, applicant=factories.person("中级乙"))
    Window.objects.create(
        campaign=junior.campaign,
        kind=WindowKind.REVIEW,
        division=clerk.employer.division,
        closes_at=factories.beijing(2025, 3, 8, 18),
        clause="C09",
        citation="和田市通知",
    )
    assert "公示最迟2025年2月28日（星期五）张贴" in desk.get(address(junior)).text
    assert "公示最迟2025年3月7日（星期五）张贴" in desk.get(address(middle)).text

    page = desk.get("/employer/").text
    first, second = page.index("2025年2月28日（星期五）"), page.index("2025年3月7日（星期五）")
    assert first < page.index(f"等着公示的：{junior.applicant.name}。") < second
    assert second < page.index(f"等着公示的：{middle.applicant.name}。")
    assert "公示最迟2月28日" in page
    assert "公示最迟3月7日" in page


def test_place_and_telephone_are_kept_with_the_opinion(desk, clerk):
    """C43, C46: typed for the notice, and only the opinion saved: both stand there again, and go on the notice."""
    row = case_of(clerk)
    begun = typed("notice", {"posted_on": "2025-02-24", "place": "二楼公告栏", "phone": "0903-7654321"})
    assert desk.post(address(row, "opinion/"), typed("opinion", TEXTS) | begun).status_code == 302
    page = desk.get(address(row)).text
    assert 'value="二楼公告栏"' in page
    assert 'value="0903-7654321"' in page
    crooked = typed("notice", {"place": "\x00", "phone": "9" * 41})
    assert desk.post(address(row, "opinion/"), typed("opinion", TEXTS) | crooked).status_code == 302
    assert 'value="二楼公告栏"' in desk.get(address(row)).text


@pytest.mark.parametrize("posted_on", ["9999-12-31", "2027-01-01"])
def test_a_day_of_posting_far_ahead_is_refused_also_without_a_review_window(desk, clerk, posted_on):
    """C26: whatever day is typed, the page says what is wrong with it."""
    row = case_of(clerk)
    row.campaign.windows.filter(kind=WindowKind.REVIEW).delete()
    given = typed("opinion", TEXTS) | typed("notice", {"posted_on": posted_on, "phone": "0903-1000001"})
    answer = desk.post(address(row, "notice/"), given)
    assert answer.status_code == 409
    assert "张贴日期写得太远了" in answer.text
    assert not EmployerNotice.objects.exists()


def test_what_was_typed_in_an_old_tab_is_shown_to_be_copied(desk, clerk):
    """Issue 2: a colleague went on meanwhile; the opinion cannot be written any more, and is not lost."""
    row = noticed(clerk)
    late = typed("opinion", TEXTS | {"opinion": "旧标签页里写的。"})
    answer = desk.post(address(row, "opinion/"), late)
    assert answer.status_code == 409
    assert "旧标签页里写的。" in answer.text
    assert EmployerOpinion.objects.get().opinion == TEXTS["opinion"]
    back = {"reason": "B01", "comment": "请补上通信地址。"}
    row = case_of(clerk, State.INITIAL_REVIEW)
    answer = desk.post(address(row, "return/"), typed("back", back))
    assert answer.status_code == 409
    assert "请补上通信地址。" in answer.text
