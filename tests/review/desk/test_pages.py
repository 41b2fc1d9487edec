"""The pages of the desk: who sees what, what they answer to wrong input."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import State, Transition
from applications.models import Application, Event, Fault, Mark
from campaigns.enums import Kind, Level
from review.selectors import desk as selectors
from review.services import desk
from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(time_machine):
    """The pages read the clock when a request begins."""
    time_machine.move_to(cases.REVIEWED, tick=False)
    return cases.REVIEWED


@pytest.fixture
def reviewer(client, now):
    member = factories.officer_of("hetian-shi-hr")
    cases.sign_in(client, member)
    return member


# Who sees what


@pytest.mark.parametrize(
    ("kind", "level", "key", "role"),
    [
        (Kind.INITIAL, Level.ASSISTANT, "hetian-shi-hr", Role.REVIEWER),
        (Kind.INITIAL, Level.ASSISTANT, "hetian-shi-title", Role.TITLE_OFFICER),
        (Kind.REVIEW, Level.INTERMEDIATE, "title-office", Role.TITLE_OFFICER),
    ],
)
def test_a_case_is_on_the_desk_of_the_office_it_is_routed_to(client, now, kind, level, key, role):
    """C38, C40: the county decides 初定 of junior titles, the prefecture everything else."""
    final = "hetian-shi-title" if kind == Kind.INITIAL else "title-office"
    state = State.INITIAL_REVIEW if role == Role.REVIEWER else State.FINAL_REVIEW
    row = cases.arrived(state, kind=kind, level=level, final_office=factories.office(final))
    cases.sign_in(client, factories.officer_of(key, role=role))

    assert row.number in client.get(reverse("desk:queue")).content.decode()
    assert client.get(reverse("desk:case", args=[row.number])).status_code == 200


def test_the_reviewer_reads_his_own_application_without_buttons(client, now):
    """C44: nobody reviews himself."""
    member = factories.officer_of("hetian-shi-hr")
    row = cases.arrived(applicant=member.user)
    cases.sign_in(client, member)
    page = client.get(reverse("desk:case", args=[row.number])).content.decode()
    assert "由同事办理" in page
    assert 'name="verdict"' not in page
    answer = client.post(reverse("desk:mark", args=[row.number, "identity"]), {"verdict": "ok", "submission": 1})
    assert answer.status_code == 409
    assert "不能办理自己的申报" in answer.content.decode()
    assert not Mark.objects.exists()


# The queue


def test_the_queue_stands_by_deadline_then_age(client, reviewer):
    """The case that waits longest stands first, inside the same deadline."""
    young = cases.arrived(at=factories.beijing(2025, 3, 5, 9))
    old = cases.arrived(at=factories.beijing(2025, 2, 25, 9))
    page = client.get(reverse("desk:queue")).content.decode()
    assert page.index(old.number) < page.index(young.number)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=古丽·阿不都", True),
        ("q=古丽•阿不都", True),
        ("q=玉雕", True),
        ("q=建设", False),
        ("kind=initial", True),
        ("kind=grant", False),
        ("band=junior", True),
        ("band=intermediate", False),
        ("n=2", True),
        ("n=3", False),
        ("stage=initial_review", True),
        ("stage=final_review", False),
        ("only=again", True),
        ("only=ready", False),
        ("only=due", False),
        ("sort=name", True),
    ],
)
def test_filters_stand_in_the_address(client, reviewer, query, found):
    """The queue is narrowed by words, kind, band, submission, stage and quick choices; any dot finds a name."""
    cases.arrived()
    row = cases.arrived(
        applicant=factories.person("古丽·阿不都"),
        employer=factories.employer("和田演示玉雕有限公司"),
        kind=Kind.INITIAL,
        level=Level.ASSISTANT,
        submissions_used=2,
    )
    page = client.get(reverse("desk:queue") + "?" + query).content.decode()
    assert (row.number in page) is found


def test_a_filter_nobody_knows_is_said_and_left_out(client, reviewer):
    """Malformed input in the address does no harm."""
    row = cases.arrived()
    page = client.get(reverse("desk:queue") + "?kind=x&n=9&series=abc&page=zz&only=zz&employer=-1&sort=zz")
    assert page.status_code == 200
    assert "不认识" in page.content.decode()
    assert row.number in page.content.decode()


def test_an_empty_queue_says_what_will_come(client, reviewer):
    """Empty pages say what will appear there."""
    assert "现在没有要办的申报" in client.get(reverse("desk:queue")).content.decode()
    assert "没有退回中的申报" in client.get(reverse("desk:returned")).content.decode()
    assert "还没有办过的申报" in client.get(reverse("desk:done")).content.decode()


# The case


def test_a_mark_by_plain_post_leads_back_to_the_item(client, reviewer):
    """C25: works without JavaScript; a problem opens the form of its fault."""
    row = cases.arrived()
    answer = client.post(
        reverse("desk:mark", args=[row.number, "achievements"]), {"verdict": "problem", "submission": 1}
    )
    assert answer.status_code == 302
    assert answer.url.endswith("#item-achievements")
    assert "钉上这个问题" in client.get(answer.url).content.decode()


def test_a_mark_by_htmx_gives_its_item_alone(client, reviewer):
    """C25: the item comes back, with how far the check is; a fault half typed on another item stays where it is."""
    row = cases.arrived()
    answer = client.post(
        reverse("desk:mark", args=[row.number, "identity"]),
        {"verdict": "ok", "submission": 1},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert page.count("data-check-item") == 1
    assert "已核1项，共8项" in page
    assert "先核完" in page


@pytest.mark.parametrize(
    "given", [{}, {"verdict": "maybe", "submission": 1}, {"verdict": "ok", "submission": "x"}]
)
def test_a_malformed_mark_is_refused(client, reviewer, given):
    """C25: a mark is one of three, for a submission."""
    row = cases.arrived()
    assert client.post(reverse("desk:mark", args=[row.number, "identity"]), given).status_code == 422
    assert (
        client.post(
            reverse("desk:mark", args=[row.number, "nothing"]), {"verdict": "ok", "submission": 1}
        ).status_code
        == 404
    )
    assert not Mark.objects.exists()


def test_a_refused_fault_keeps_what_was_typed(client, reviewer):
    """C24: without a reason nothing is pinned, and the words stay in the form."""
    row = cases.arrived()
    answer = client.post(
        reverse("desk:pin", args=[row.number, "achievements"]),
        {"submission": 1, "target": "slot:achievements", "comment": "公章没有遮住，请遮住。"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "公章没有遮住，请遮住。" in page
    assert "请从公布的目录中选一条原因" in page
    assert not Fault.objects.exists()


def test_a_fault_is_pinned_to_a_field_and_taken_off_again(client, reviewer):
    """C24: the place, the reason and the words stand on the page; 撤下 takes them off."""
    row = cases.arrived()
    given = {
        "submission": 1,
        "target": "section:current:title_obtained_on",
        "reason": "B02",
        "comment": "与证书不一致，请改。",
    }
    client.post(reverse("desk:pin", args=[row.number, "post_years"]), given)
    fault = Fault.objects.get()
    assert (fault.target, fault.target_key, fault.field) == ("section", "current", "title_obtained_on")
    assert "与证书不一致，请改。" in client.get(reverse("desk:case", args=[row.number])).content.decode()

    client.post(reverse("desk:unpin", args=[row.number, fault.pk]))
    assert not Fault.objects.exists()


@pytest.mark.parametrize(
    "target", ["", "slot", "slot:nowhere", "section:nothing:x", "slot:achievements:1:2:3", "x:y"]
)
def test_a_fault_nowhere_is_refused(client, reviewer, target):
    """C24: a fault is tied to the item it concerns."""
    row = cases.arrived()
    given = {"submission": 1, "target": target, "reason": "B02", "comment": "请改。"}
    assert client.post(reverse("desk:pin", args=[row.number, "post_years"]), given).status_code == 422
    assert not Fault.objects.exists()


def test_the_second_submission_shows_what_changed_and_each_answer(client, reviewer):
    """C16, C17: old and new value, the new file, the applicant's words."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by, but=("achievements", "post_years"))
    cases.pin(row, by)
    cases.pin(
        row,
        by,
        item_key="post_years",
        reason_code="B02",
        comment="与聘书不一致。",
        target="section",
        target_key="current",
        field="title_appointed_on",
    )
    desk.return_for_correction(row.pk, submission=1, act=by)
    row = cases.resubmitted(row, changed={"current": {"title_appointed_on": "2020-09"}}, answer="已按聘书改。")

    page = client.get(reverse("desk:case", args=[row.number])).content.decode()

    assert "比上次改了什么" in page
    assert "2019年1月" in page
    assert "<ins>2020年9月</ins>" in page
    assert "换了新文件" in page
    assert "已按聘书改。" in page
    assert "第2次提交" in page


def test_the_second_submission_shows_the_last_marks_and_takes_none_over(client, reviewer):
    """C25: item by item again; how each was marked when the case went back stands beside it, and is no mark."""
    by, row = cases.act(), cases.arrived()
    first = client.get(reverse("desk:case", args=[row.number])).content.decode()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    row = cases.resubmitted(row)
    page = client.get(reverse("desk:case", args=[row.number])).content.decode()
    assert "上次：" not in first
    assert (page.count("上次：符合"), page.count("上次：有问题")) == (7, 1)
    assert 'aria-pressed="true"' not in page
    assert "已核0项，共8项" in page


def test_the_final_review_opens_with_what_the_first_office_found(client, now):
    """C25: marks and conclusion of the first review stand there as information; the second checklist is its own."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by)
    desk.pass_initial(row.pk, submission=1, act=by)
    cases.sign_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))

    page = client.get(reverse("desk:case", args=[row.number])).content.decode()

    assert "前面的审核" in page
    assert "通过初审" in page
    assert "已核0项，共8项" in page


def test_a_look_by_htmx_gives_the_file_alone_and_the_place_it_is(client, reviewer):
    """Issue 3: who looks at file after file on a slow line does not fetch the checklist with each."""
    row = cases.arrived()
    file = row.submissions.get().materials.get(slot_key="diploma")
    address = f"{reverse('desk:case', args=[row.number])}?m={file.pk}&pin=education"
    page = client.get(address, headers={"HX-Request": "true", "HX-Target": "view"}).content.decode()
    assert page.count('id="view"') == 1
    assert f'data-place="slot:diploma:{file.pk}:1"' in page
    assert "<html" not in page
    assert "data-check-item" not in page


@pytest.mark.parametrize(
    ("slot", "page", "then"), [("diploma", 1, ("achievements", 1)), ("achievements", 2, ("achievements", 3))]
)
def test_the_page_that_comes_next_is_fetched_meanwhile(client, reviewer, slot, page, then):
    """Issue 3: on a slow line the next page, or the next file, is there when it is asked for."""
    row = cases.arrived()
    files = {file.slot_key: file.pk for file in row.submissions.get().materials.all()}
    shown = client.get(f"{reverse('desk:case', args=[row.number])}?m={files[slot]}&p={page}").content.decode()
    address = reverse("files:page", args=[files[then[0]], then[1]])
    assert f'<link rel="prefetch" as="image" href="{address}">' in shown


def test_what_was_returned_is_opened_first(client, reviewer):
    """C18: the second submission opens at the file that was returned, not at the first of the list."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    assert client.get(reverse("desk:case", args=[row.number])).context["view"].file.slot_key == "diploma"
    desk.return_for_correction(row.pk, submission=1, act=by)
    row = cases.resubmitted(row, changed={}, answer="已重新遮盖。")
    assert client.get(reverse("desk:case", args=[row.number])).context["view"].file.slot_key == "achievements"


def test_wild_addresses_open_the_case_all_the_same(client, reviewer):
    """What does not fit in the address is left out."""
    row = cases.arrived()
    for query in (
        "m=999999&p=0",
        "m=x&p=-3&z=99",
        "pin=nothing&at=::::",
        "at=slot:diploma:1:1&pin=education",
        "m=9" * 50,
    ):
        assert client.get(reverse("desk:case", args=[row.number]) + "?" + query).status_code == 200


# Conclusions


def test_a_return_names_every_fault_and_until_when_before_it_is_taken(client, reviewer):
    """C16, C24: the confirmation names the faults, the deadline and why; then it is taken once."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by, but=("achievements",))
    fault = cases.pin(row, by)
    address = reverse("desk:return", args=[row.number])

    page = client.get(address).content.decode()
    for words in ("公章上的单位名称", "3月10日", "为什么是这个时间", "还能提交2次"):
        assert words in page
    assert Application.objects.get().state == State.INITIAL_REVIEW

    answer = client.post(address, {"submission": 1, "faults": str(fault.pk)}, follow=True)
    assert "申报人要在2025年3月10日（星期一）24时前改好" in answer.content.decode()
    again = client.post(address, {"submission": 1, "faults": str(fault.pk)})
    assert again.status_code == 409
    assert Event.objects.filter(transition=Transition.RETURN_FOR_CORRECTION).count() == 1


def test_acceptance_names_fee_and_dates_before_it_is_taken(client, now):
    """C35, C36, C39: what begins with it stands on the confirmation."""
    row = cases.arrived(State.FINAL_REVIEW)
    member = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    cases.mark_all(row, factories.act_as(member, now))
    cases.sign_in(client, member)
    address = reverse("desk:onward", args=[row.number])

    page = client.get(address).content.decode()
    for words in ("280", "3月13日", "3月25日", "3月30日"):
        assert words in page

    client.post(address, {"submission": 1, "stage": "final_review"})
    assert Application.objects.get().state == State.ACCEPTED


def test_approve_against_return_the_second_is_told_what_happened(client, reviewer):
    """C44: 409, who did what meanwhile, and nothing written."""
    row, by = cases.arrived(), cases.act(at=cases.REVIEWED)
    cases.mark_all(row, by)
    fault = cases.pin(row, by, item_key="research", reason_code="B06", target_key="papers")
    address = reverse("desk:onward", args=[row.number])
    desk.return_for_correction(row.pk, submission=1, act=by, seen_faults=(fault.pk,))

    answer = client.post(address, {"submission": 1, "stage": "initial_review"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "这件申报刚才怎样了" in page
    assert "退回修改" in page
    assert by.user.name in page
    assert Event.objects.filter(application=row).count() == 1


def test_the_third_submission_offers_only_acceptance_or_refusal(client, reviewer):
    """C17, C18: no button to return, no word of another correction; its address answers 409."""
    row, by = cases.arrived(submissions_used=3), cases.act()
    assert "不让人改第二回" not in client.get(reverse("desk:case", args=[row.number])).content.decode()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    page = client.get(reverse("desk:case", args=[row.number])).content.decode()
    assert "不能再退回" in page
    assert reverse("desk:return", args=[row.number]) not in page
    assert reverse("desk:refuse", args=[row.number]) in page
    assert client.get(reverse("desk:return", args=[row.number])).status_code == 409


def test_a_refusal_without_reason_keeps_what_was_typed(client, reviewer):
    """C24: the sentence stands beside the field, the words stay, nothing is written."""
    row, by = cases.arrived(), cases.act()
    cases.mark_all(row, by)
    answer = client.post(
        reverse("desk:refuse", args=[row.number]), {"submission": 1, "comment": "不在申报对象范围。"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不在申报对象范围。" in page
    assert "选至少一条原因" in page
    assert Application.objects.get().state == State.INITIAL_REVIEW


def test_bulk_tells_who_went_on_in_one_line(client, reviewer):
    """C44: sixty names do not push the queue off the screen, and none of them is missing."""
    rows = [cases.arrived() for _each in range(3)]
    for row in rows:
        cases.mark_all(row, cases.act())
    words = {"case": [f"{row.number}:1" for row in rows], "confirmed": "1"}
    page = client.post(reverse("desk:bulk"), words, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert len(told) == 1
    assert told[0].startswith("通过初审3件：")
    assert all(row.applicant.name in told[0] for row in rows)


def test_bulk_names_the_consequence_then_answers_case_by_case(client, reviewer):
    """C25, C44: two pass, one is refused with its reason; nothing happens before the confirmation."""
    by = cases.act()
    good, bad = cases.arrived(), cases.arrived()
    cases.mark_all(good, by)
    cases.mark_all(bad, by, but=("practice",))
    foreign = cases.arrived(initial_office=factories.office("moyu-hr"))
    words = [f"{row.number}:1" for row in (good, bad, foreign)]

    page = client.post(reverse("desk:bulk"), {"case": words}).content.decode()
    assert "通过以后不能收回" in page
    assert foreign.number not in page
    assert Application.objects.get(pk=good.pk).state == State.INITIAL_REVIEW

    page = client.post(reverse("desk:bulk"), {"case": words, "confirmed": "1"}, follow=True).content.decode()
    assert "没有办成" in page
    assert "实践能力" in page
    assert [Application.objects.get(pk=row.pk).state for row in (good, bad, foreign)] == [
        State.FINAL_REVIEW,
        State.INITIAL_REVIEW,
        State.INITIAL_REVIEW,
    ]


def test_nothing_is_routed_to_somebody_without_an_office():
    """C40: an applicant's act sees no case at all."""
    row = cases.arrived()
    act = factories.act_of(row.applicant, cases.REVIEWED)
    assert not selectors.routed_to(act).exists()
    assert not selectors.waiting_for(act).exists()
    assert not selectors.concluded_by(act).exists()
