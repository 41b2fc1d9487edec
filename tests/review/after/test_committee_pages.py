"""The secretary and the chair at a meeting with many candidates: nothing clicked forty times, nothing signed unseen."""

import re

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from review.enums import FilingStatus, MeetingStatus
from review.models import Tally
from review.services import meeting
from tests.factories import employer
from tests.review.after.test_meeting import count, held_meeting
from tests.review.after.test_pages import sign_in  # noqa: F401
from tests.review.after.world import accepted_case, at, moment, officer, panel

pytestmark = pytest.mark.django_db


def planned(committee):
    return committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))


def test_forty_go_into_the_meeting_at_once(sign_in):  # noqa: F811
    """C33, C36, C39: the ticked ones go in together; who lacks something has no box and keeps his reason."""
    committee, unit = panel(), employer(division="moyu")
    cases = [accepted_case(unit=unit) for _ in range(40)]
    lacking = accepted_case(unit=unit, settled=False)
    held = planned(committee)
    client = sign_in(committee.secretary)
    text = client.get(reverse("committee:meeting", args=[held.pk])).content.decode()
    assert len(re.findall(r'name="application"', text)) == 40
    assert "评审费没有到账" in text
    answer = client.post(
        reverse("committee:take_in", args=[held.pk]), {"application": [case.pk for case in cases]}
    )
    assert answer.status_code == 302
    assert held.tallies.count() == 40
    lacking.refresh_from_db()
    assert lacking.state == State.ACCEPTED


def test_of_several_all_go_in_or_none_and_the_ticks_stay(sign_in):  # noqa: F811
    """C36: the one that does not fit is named; the others wait with it, still ticked."""
    committee, good, bad, other = panel(), accepted_case(), accepted_case(settled=False), accepted_case()
    held = planned(committee)
    client = sign_in(committee.secretary)
    answer = client.post(
        reverse("committee:take_in", args=[held.pk]), {"application": [good.pk, bad.pk], "lost": other.pk}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"{bad.number}：" in text
    assert not held.tallies.exists()
    assert re.search(rf'value="{good.pk}" checked', text)
    assert not re.search(rf'value="{other.pk}" checked', text)


def test_a_double_click_is_told_and_a_strange_number_is_not_found(sign_in):  # noqa: F811
    """C33: the second click finds the application in the meeting; another committee's is 404."""
    committee, case, foreign = panel(), accepted_case(), accepted_case(series="agriculture")
    held = planned(committee)
    client, address = sign_in(committee.secretary), reverse("committee:take_in", args=[held.pk])
    assert client.post(address, {"only": case.pk}).status_code == 302
    assert client.post(address, {"only": case.pk}).status_code == 409
    assert held.tallies.count() == 1
    for wanted in ({"only": foreign.pk}, {"application": [case.pk, 10**17]}):
        assert client.post(address, wanted).status_code == 404
    assert client.post(address, {"application": "x"}).status_code == 409


def test_the_meeting_begins_with_those_ticked(sign_in):  # noqa: F811
    """C37: ticked and begun in one step; too few are refused, their ticks kept."""
    committee, case = panel(), accepted_case()
    held = planned(committee)
    meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    rows = list(held.attendance.values_list("member_id", flat=True))
    client, address = sign_in(committee.secretary), reverse("committee:open", args=[held.pk])
    with time_machine.travel(at(4, 11, 9), tick=False):
        few = client.post(address, {"seats": "1", "present": rows[:7]})
        assert few.status_code == 409
        assert "须到8人" in few.content.decode()
        assert few.content.decode().count('name="present" value=') == 11
        assert held.attendance.filter(present=True).count() == 7
        assert client.post(address, {"seats": "1", "present": rows[:8]}).status_code == 302
    held.refresh_from_db()
    assert held.status == MeetingStatus.OPEN
    assert held.attendance.filter(present=True).count() == 8


def test_a_meeting_is_closed_when_all_is_signed_and_says_until_then_what_is_missing(sign_in):  # noqa: F811
    """C37: no dead press; what was not counted and what waits for the chair stands in place of the button."""
    committee = panel()
    held, tallies = held_meeting(committee, *(accepted_case() for _ in range(3)))
    client, address = sign_in(committee.secretary), reverse("committee:meeting", args=[held.pk])
    close = '<button class="btn">闭会，算出结果</button>'
    count(committee, tallies[0])
    count(committee, tallies[1], sign=False)
    page = client.get(address).content.decode()
    assert close not in page
    assert "还有1件没有计票。" in page
    assert f"计好票的1件，等主任委员{committee.chair.user.name}会签。" in page
    for tally in tallies[1:]:
        count(committee, tally)
    page = client.get(address).content.decode()
    assert close in page
    assert "没有计票" not in page
    assert "会签。" not in page.replace("要重新会签。", "")


def stamps(text):
    return re.findall(r'name="seen" value="(\d+@[^"]+)"', text)


def test_the_chair_signs_the_page_and_not_what_changed_meanwhile(sign_in):  # noqa: F811
    """C37, C44: all counts of the page at once; one that the secretary changed since is told and stays unsigned."""
    committee = panel()
    _, tallies = held_meeting(committee, *(accepted_case() for _ in range(3)))
    for tally in tallies:
        count(committee, tally, sign=False)
    client = sign_in(committee.chair)
    seen = stamps(client.get(reverse("committee:countersign")).content.decode())
    assert len(seen) == 3
    Tally.objects.filter(pk=tallies[0].pk).update(entered_at=at(4, 11, 16), yes=5, no=4)
    answer = client.post(reverse("committee:sign_all"), {"seen": seen})
    assert answer.status_code == 409
    assert f"{tallies[0].application.number}：秘书刚改过" in answer.content.decode()
    signed = Tally.objects.filter(countersigned_at__isnull=False).values_list("pk", flat=True)
    assert set(signed) == {tallies[1].pk, tallies[2].pk}
    alone = client.get(reverse("committee:countersign")).content.decode()
    stamp = re.search(r'name="seen" value="([^"@]+)"', alone)
    address = reverse("committee:sign", args=[tallies[0].pk])
    assert client.post(address, {"seen": at(4, 11, 15).isoformat()}).status_code == 409
    assert client.post(address, {"seen": stamp.group(1)}).status_code == 302


@pytest.mark.parametrize("seen", ["", "x@y", "1@2025-99-99T00:00", "99999@2025-04-11T15:00:00+08:00"])
def test_a_crooked_signature_signs_nothing(sign_in, seen):  # noqa: F811
    """C37: what the page did not say is not signed."""
    committee = panel()
    _, (tally,) = held_meeting(committee, accepted_case())
    count(committee, tally, sign=False)
    assert sign_in(committee.chair).post(reverse("committee:sign_all"), {"seen": seen}).status_code in (302, 409)
    tally.refresh_from_db()
    assert tally.countersigned_at is None


def test_another_chair_signs_nothing_of_it(sign_in):  # noqa: F811
    """C44: another committee's counts are not there for him."""
    committee = panel()
    _, (tally,) = held_meeting(committee, accepted_case())
    count(committee, tally, sign=False)
    seen = {"seen": f"{tally.pk}@{at(4, 11, 15).isoformat()}"}
    other = sign_in(officer("sector-water", Role.COMMITTEE_CHAIR))
    other.post(reverse("committee:sign_all"), seen)
    tally.refresh_from_db()
    assert tally.countersigned_at is None


def test_a_new_time_that_cannot_be_read_is_told_beside_its_box(sign_in):  # noqa: F811
    """C33: 422, the box open with what was typed."""
    committee = panel()
    held = planned(committee)
    client = sign_in(committee.secretary)
    answer = client.post(reverse("committee:move", args=[held.pk]), {"starts_at": "明天上午"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="明天上午"' in text
    assert '<p class="error">' in text


def test_open_filings_stand_before_registered_ones(sign_in):  # noqa: F811
    """C33: what waits is on top, whatever its date."""
    committee = panel()
    held = planned(committee)
    client = sign_in(committee.secretary)
    page = client.get(reverse("committee:filings")).context["page"]
    assert [filing.status for filing in page] == [FilingStatus.DRAFT, FilingStatus.FILED]
    assert held.filings.get().status == FilingStatus.FILED
    assert Application.objects.count() == 0


def test_counting_goes_on_to_the_next(sign_in):  # noqa: F811
    """C37: forty counts without forty ways back; the last one leads to the meeting, a refused one stays."""
    committee = panel()
    held, tallies = held_meeting(committee, *(accepted_case() for _ in range(3)))
    client = sign_in(committee.secretary)
    votes = {"yes": 9, "no": 0, "abstained": 0, "score": 80, "defence_score": 80, "then": "next"}
    address = [reverse("committee:tally", args=[tally.pk]) for tally in tallies]
    page = client.get(address[1]).content.decode()
    assert "到会9人" in page
    assert "已计0件，共3件" in page
    assert client.post(address[1], votes | {"yes": 10}).status_code == 409
    for here, there in ((1, address[2]), (2, address[0]), (0, reverse("committee:meeting", args=[held.pk]))):
        assert client.post(address[here], votes).headers["Location"] == there
    assert held.tallies.filter(entered_at=None).count() == 0
    back = client.post(address[0], votes | {"then": ""})
    assert back.headers["Location"] == reverse("committee:meeting", args=[held.pk])


@pytest.mark.parametrize(("typed", "said"), [("", "请填写"), ("0", "不能小于1"), ("一半", "整数")])
def test_a_crooked_pass_rate_is_said_at_its_own_committee(sign_in, typed, said):  # noqa: F811
    """C37: the message stands in the panel of that committee alone, what was typed stays, the summary leads there."""
    first, second = panel(), panel(series="agriculture", rubrics=False)
    client = sign_in(first.secretary)
    answer = client.post(reverse("committee:pass_rate", args=[first.committee.pk]), {"percent": typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    field = f"rate-{first.committee.pk}-percent"
    assert f'href="#{field}"' in text
    assert re.search(rf'id="rate-{first.committee.pk}-error">.*?{said}', text)
    assert re.search(rf'id="{field}"[^>]* value="{typed}"[^>]* aria-invalid="true"', text)
    assert f'id="rate-{second.committee.pk}-error"' not in text
    first.committee.refresh_from_db()
    assert first.committee.pass_rate == 100
