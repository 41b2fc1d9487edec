"""The defence of a meeting: to what time, place and group each case is called, what its notice says (C27, C48)."""

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.db.models import F
from django.urls import reverse

from accounts.enums import Role
from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.rules.refusal import Refused
from applications.services import papers
from campaigns.models.change import AppendOnlyError
from documents.papers.shape import build
from documents.typesetting import FORMS, typeset
from review.models import DefenceCall, DefencePlan
from review.rules.meeting_papers import Summons, summoned, turns
from review.services import meeting as services
from review.services.defence import arrange_defence
from review.services.meeting_papers import print_of_meeting
from tests.documents.reading import pages_of
from tests.review.after.test_meeting import held_meeting
from tests.review.after.test_pages import sign_in  # noqa: F401
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db
MET, EARLY = at(4, 11, 9), at(4, 9)
FIRST = Summons(at(4, 11, 10), "演示会议室", "第1组")
SECOND = Summons(at(4, 12, 15, 30), "演示办公楼三层", "第2组（水利）")


@pytest.fixture
def planned():
    """A committee, its meeting that has not opened, and its four cases by their codes."""
    committee = panel()
    meeting = committee.filed_meeting(MET, submitted=at(4, 3), filed=at(4, 4))
    for _each in range(4):
        services.take_in(meeting.pk, accepted_case().pk, act=moment(committee.secretary, at(4, 8)))
    return committee, meeting, list(meeting.tallies.order_by("code"))


def noticed(committee, meeting, when=EARLY):
    """Give the notice as its form takes it."""
    [paper] = print_of_meeting(meeting.pk, key="defence_notice", act=moment(committee.secretary, when))
    return build(FORMS[paper.kind].shape, papers.printed_data(paper))


def arrange(committee, meeting, calls, when=EARLY) -> DefencePlan:
    return arrange_defence(meeting.pk, calls=calls, act=moment(committee.secretary, when))


def in_two(tallies):
    """The cases by turns in one group and the other."""
    return {tally.pk: (FIRST, SECOND)[place % 2] for place, tally in enumerate(tallies)}


def test_without_a_word_all_are_called_to_the_meeting(planned):
    """C27: nothing has to be typed: the time and place of the meeting are everybody's, the turn is that of the codes."""
    committee, meeting, tallies = planned
    people = noticed(committee, meeting).people
    assert {(each.starts_at, each.place, each.group) for each in people} == {(MET, "演示会议室", "")}
    assert [(each.number, each.order) for each in people] == [
        (tally.application.number, f"第{place}位") for place, tally in enumerate(tallies, start=1)
    ]


def test_each_notice_says_its_own_time_place_and_group(planned):
    """C27: two groups: each page bears what its case is called to, the turn counted in its group."""
    committee, meeting, tallies = planned
    arrange(committee, meeting, in_two(tallies))
    [paper] = print_of_meeting(meeting.pk, key="defence_notice", act=moment(committee.secretary, EARLY))
    pages = pages_of(typeset("defence_notice", paper.data))
    assert len(pages) == 4
    for place, (page, tally) in enumerate(zip(pages, tallies, strict=True)):
        own, other = ((FIRST, SECOND), (SECOND, FIRST))[place % 2]
        assert tally.application.number in page
        assert own.place in page
        assert own.group in page
        assert f"第{place // 2 + 1}位" in page
        assert other.place not in page
        assert other.group not in page
    assert "4月11日10:00" in pages[0]
    assert "4月12日15:30" in pages[1]


def test_a_call_asked_for_in_an_older_form_says_what_to_do(planned):
    """C27: what was asked for before a release and set after it names whose it is and what helps; then it is made."""
    committee, meeting, _tallies = planned
    noticed(committee, meeting)
    paper = Paper.objects.get(kind=PaperKind.DEFENCE_NOTICE)
    older = paper.data | {"starts_at": paper.data["people"][0]["starts_at"]}
    Paper.objects.filter(pk=paper.pk).update(
        data=older, digest=papers.digest_of(paper.kind, older), status="waiting"
    )
    for _attempt in range(3):
        papers.make(paper.pk, at=EARLY)
    paper.refresh_from_db()
    assert paper.status == PaperStatus.FAILED
    assert paper.error.startswith(f"{committee.committee.office.name}，这份专业水平答辩通知是按以前的表式提交的")
    assert "请到提交它的页面点“重新制作”" in paper.error
    noticed(committee, meeting)
    again = Paper.objects.exclude(pk=paper.pk).get(kind=PaperKind.DEFENCE_NOTICE)
    assert (again.status, Paper.objects.get(pk=paper.pk).status) == (PaperStatus.WAITING, PaperStatus.OUTDATED)


def test_of_many_in_one_paper_the_one_that_cannot_be_printed_is_named(planned):
    """Bad input: a character that no face has, in one of four names: his number and the field stand in the message."""
    committee, meeting, tallies = planned
    noticed(committee, meeting)
    paper = Paper.objects.get(kind=PaperKind.DEFENCE_NOTICE)
    paper.data["people"][2]["name"] = "演示\U000f0000"
    Paper.objects.filter(pk=paper.pk).update(data=paper.data, status="waiting", attempts=0)
    papers.make(paper.pk, at=EARLY)
    paper.refresh_from_db()
    assert paper.error.startswith(f"{tallies[2].application.number}，PaperDataError: people.2.name: ")


def recorded(committee, meeting, when=EARLY):
    """Give the record sheets' paper, and the sheets as their form takes them."""
    [paper] = print_of_meeting(meeting.pk, key="defence_record", act=moment(committee.secretary, when))
    return paper, build(FORMS[paper.kind].shape, papers.printed_data(paper)).sheets


def test_record_sheets_lie_by_group_with_its_day(planned):
    """C27: each group gets its own sheets together, in the order of their turns, with its name and day on each."""
    committee, meeting, tallies = planned
    paper, sheets = recorded(committee, meeting)
    assert {(each.group, each.on) for each in sheets} == {("", MET.date())}
    arrange(committee, meeting, in_two(tallies))
    paper.refresh_from_db()
    assert paper.status == PaperStatus.OUTDATED
    again, sheets = recorded(committee, meeting)
    by_group = [*tallies[::2], *tallies[1::2]]
    assert [each.code for each in sheets] == [tally.spaced_code for tally in by_group]
    assert [(each.group, each.on.day) for each in sheets] == [("第1组", 11)] * 2 + [("第2组（水利）", 12)] * 2
    pages = pages_of(typeset("defence_record", again.data))
    assert ["第1组" in page and "2025年4月11日" in page for page in pages] == [True, True, False, False]
    assert ["第2组（水利）" in page and "2025年4月12日" in page for page in pages] == [False, False, True, True]


def test_a_record_sheet_claims_no_group_and_no_day_that_nobody_set(planned):
    """C27: who is in no group yet gets a sheet to be filled in; a plan for another day of the meeting is no plan."""
    committee, meeting, tallies = planned
    arrange(committee, meeting, in_two(tallies))
    late = services.take_in(meeting.pk, accepted_case().pk, act=moment(committee.secretary, EARLY))
    paper, sheets = recorded(committee, meeting)
    assert (sheets[-1].code, sheets[-1].group, sheets[-1].on) == (late.spaced_code, "", None)
    assert "年月日" in pages_of(typeset("defence_record", paper.data))[-1]
    services.move_meeting(meeting.pk, starts_at=at(4, 14, 9), act=moment(committee.secretary, EARLY))
    with pytest.raises(Refused) as refused:
        recorded(committee, meeting)
    assert "会议时间改过" in refused.value.refusals[0].text


def test_a_new_plan_voids_what_was_printed_and_keeps_what_was_said(planned):
    """C27, C44: the older plan stays as it was; the same again changes nothing."""
    committee, meeting, tallies = planned
    first = arrange(committee, meeting, in_two(tallies))
    noticed(committee, meeting)
    assert arrange(committee, meeting, in_two(tallies)) == first
    paper = Paper.objects.get(kind=PaperKind.DEFENCE_NOTICE)
    assert paper.status != PaperStatus.OUTDATED
    second = arrange(committee, meeting, dict.fromkeys(in_two(tallies), SECOND))
    paper.refresh_from_db()
    assert (second.pk != first.pk, paper.status) == (True, PaperStatus.OUTDATED)
    assert {call.group for call in first.calls.all()} == {"第1组", "第2组（水利）"}
    assert {each.group for each in noticed(committee, meeting).people} == {"第2组（水利）"}


def test_what_was_arranged_is_never_changed(planned):
    """C44: neither by the code nor by who goes past it to the database."""
    committee, meeting, tallies = planned
    plan = arrange(committee, meeting, in_two(tallies))
    for row in (plan, plan.calls.first()):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
    for model in (DefencePlan, DefenceCall):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            model.objects.update(id=F("id"))
    if connection.vendor == "postgresql":
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            DefenceCall.objects.filter(plan=plan)._raw_delete("default")


def test_who_comes_later_is_put_into_a_group_first(planned):
    """C27: of several groups the portal chooses none; where all are called alike, he is called with them."""
    committee, meeting, tallies = planned
    arrange(committee, meeting, dict.fromkeys([tally.pk for tally in tallies], FIRST))
    services.take_in(meeting.pk, accepted_case().pk, act=moment(committee.secretary, EARLY))
    assert {each.group for each in noticed(committee, meeting).people} == {"第1组"}
    five = list(meeting.tallies.order_by("code"))
    arrange(committee, meeting, in_two(five))
    services.take_in(meeting.pk, accepted_case().pk, act=moment(committee.secretary, EARLY))
    with pytest.raises(Refused, match="有1件还没有分到组"):
        noticed(committee, meeting)
    with pytest.raises(Refused, match="会议的申报刚刚变了"):
        arrange(committee, meeting, in_two(five))


def test_after_the_meeting_moved_the_plan_is_looked_at_again(planned):
    """C27, C33: a notice never says a day that belonged to the meeting before it was moved."""
    committee, meeting, tallies = planned
    arrange(committee, meeting, in_two(tallies))
    services.move_meeting(meeting.pk, starts_at=at(4, 14, 9), act=moment(committee.secretary, EARLY))
    with pytest.raises(Refused, match="会议时间改过"):
        noticed(committee, meeting)
    arrange(committee, meeting, in_two(tallies))
    assert len(noticed(committee, meeting).people) == 4


def test_nobody_is_called_to_a_time_that_is_over():
    """C27: one day is over: the other group's time may still be changed, and its notices alone are printed."""
    committee = panel()
    meeting, tallies = held_meeting(committee, accepted_case(), accepted_case())
    tallies.sort(key=lambda tally: tally.code)
    with pytest.raises(Refused, match="答辩时间已经过去"):
        noticed(committee, meeting, MET)
    with pytest.raises(Refused, match="有2件的答辩时间已经过去"):
        arrange(committee, meeting, dict.fromkeys([tally.pk for tally in tallies], Summons(MET, "二楼")), MET)
    arrange(committee, meeting, in_two(tallies), MET)
    noon = at(4, 11, 12)
    later = Summons(at(4, 13, 9), "三楼", "第2组")
    arrange(committee, meeting, in_two(tallies) | {tallies[1].pk: later}, noon)
    form = noticed(committee, meeting, noon)
    assert [(each.number, each.order, each.place) for each in form.people] == [
        (tallies[1].application.number, "第1位", "三楼")
    ]


def test_another_office_arranges_nothing(planned):
    """C37, C44: only the committee's own secretary."""
    _committee, meeting, tallies = planned
    other = officer("sector-agriculture", Role.COMMITTEE_SECRETARY)
    with pytest.raises(Refused):
        arrange_defence(meeting.pk, calls=in_two(tallies), act=moment(other, EARLY))
    assert not DefencePlan.objects.exists()


def test_calls_and_turns():
    """C27: as planned; all alike where there is one call; None for who is left over; turns are counted in a group."""
    usual = Summons(MET, "演示会议室")
    assert summoned([1, 2], {}, usual) == [usual, usual]
    assert summoned([1, 2], {1: FIRST}, usual) == [FIRST, FIRST]
    assert summoned([1, 2, 3], {1: FIRST, 2: SECOND}, usual) == [FIRST, SECOND, None]
    assert turns([FIRST, SECOND, FIRST]) == [1, 1, 2]


def typed(*groups, **more):
    """What the page sends with these groups."""
    data = {"action": "keep", "groups": str(len(groups))}
    for place, (name, when, where) in enumerate(groups):
        data |= {f"g{place}-group": name, f"g{place}-starts_at": when, f"g{place}-place": where}
    return data | more


TWO = (("第1组", "2025-04-11T10:00", "演示会议室"), ("第2组（水利）", "2025-04-12T15:30", "演示办公楼三层"))


@pytest.fixture
def desk(sign_in, planned):  # noqa: F811
    """The page's address, the secretary at it, the cases."""
    committee, meeting, tallies = planned
    with time_machine.travel(EARLY, tick=False):
        yield reverse("committee:defence", args=[meeting.pk]), sign_in(committee.secretary), tallies


def test_the_page_divides_the_cases_and_keeps_them(desk):
    """C27: one group more, all divided by their turn, kept: three presses, and nothing of it is typed again."""
    address, client, tallies = desk
    assert "2025-04-11T09:00" in client.get(address).text
    one = typed(("", "2025-04-11T09:00", "演示会议室"))
    more = client.post(address, one | {"action": "more"})
    assert (more.status_code, 'value="第2组"' in more.text, more.text.count("请选择")) == (200, True, 4)
    divided = client.post(address, typed(*TWO, action="divide")).text
    assert [divided.count(f'<option value="{place}" selected>') for place in (0, 1)] == [2, 2]
    assert not DefencePlan.objects.exists()
    chosen = {f"case_{tally.pk}": str(place // 2) for place, tally in enumerate(tallies)}
    kept = client.post(address, typed(*TWO, **chosen))
    assert kept["Location"].endswith("#print")
    assert [call.group for call in DefencePlan.objects.get().calls.order_by("tally__code")] == [
        *["第1组"] * 2,
        *["第2组（水利）"] * 2,
    ]
    shown = client.get(kept["Location"]).text
    assert "第2组（水利），4月12日15:30，演示办公楼三层，2件" in shown
    again = client.get(address).text
    assert [again.count(f'<option value="{place}" selected>') for place in (0, 1)] == [2, 2]


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(desk):
    """C27: a time that is over, a group without a name, a case in no group; all told at once, all as it was typed."""
    address, client, tallies = desk
    chosen = {f"case_{tally.pk}": "1" for tally in tallies[1:]}
    wrong = (("", "2025-04-08T10:00", "一楼"), ("乙组", "2025-04-12T15:30", ""))
    answer = client.post(address, typed(*wrong, **chosen))
    assert (answer.status_code, "有4处要改" in answer.text) == (422, True)
    for said in ("这个时间已经过去", "每组都要写组别", "请选一组", "2025-04-08T10:00", "一楼", 'value="乙组"'):
        assert said in answer.text
    assert answer.text.count('<option value="1" selected>') == 3
    assert not DefencePlan.objects.exists()


def test_a_group_less_leaves_its_cases_to_be_chosen(desk):
    """C27: the others stay where they are; with one group left nothing is chosen."""
    address, client, tallies = desk
    chosen = {f"case_{tally.pk}": str(place % 3) for place, tally in enumerate(tallies)}
    three = typed(*TWO, ("第3组", "2025-04-13T09:00", "四楼"), **chosen)
    less = client.post(address, three | {"action": "less-0"}).text
    assert [less.count(f'<option value="{place}" selected>') for place in ("", "0", "1")] == [2, 1, 1]
    assert "第3组" in less
    assert 'value="第1组"' not in less
    one = client.post(address, typed(*TWO, action="less-1"))
    assert "请选择" not in one.text


@pytest.mark.parametrize("groups", ["", "0", "x", "99999999999", "31", "-1"])
def test_a_count_of_groups_that_makes_no_sense_is_no_fault(desk, groups):
    """A page sent by hand is answered like any other."""
    address, client, _tallies = desk
    assert client.post(address, typed(*TWO) | {"groups": groups}).status_code in (302, 422)


def test_a_meeting_without_cases_says_so(sign_in):  # noqa: F811
    """C27: nobody to call yet, and the way to who may be taken in."""
    committee = panel()
    meeting = committee.filed_meeting(MET, submitted=at(4, 3), filed=at(4, 4))
    with time_machine.travel(EARLY, tick=False):
        client = sign_in(committee.secretary)
        text = client.get(reverse("committee:defence", args=[meeting.pk])).text
        assert "还没有申报进入这次会议" in text
        assert "保存答辩安排" not in text
        refused = client.post(reverse("committee:defence", args=[meeting.pk]), typed(TWO[0]))
        assert (refused.status_code, "还没有申报进入这次会议" in refused.text) == (409, True)
