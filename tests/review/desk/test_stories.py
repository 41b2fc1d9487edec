"""The way through review with the real services: return, answer, resubmit, pass, accept; the third submission."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from applications.enums import FaultTarget, SectionKey, State, Transition
from applications.models import Application, Event, Fault
from applications.rules.refusal import Refused
from applications.services.submitting import resubmit
from campaigns.enums import Kind, Level
from review.services import desk
from review.services.chain import verify
from tests import factories, stories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


def test_from_return_to_acceptance_every_step_is_signed_and_the_record_whole():
    """C16, C17, C25, C44: returned, answered, resubmitted to the same office, passed, accepted."""
    row = stories.accepted(stories.in_final_review(stories.resubmitted()))

    assert (row.state, row.submissions_used) == (State.ACCEPTED, 2)
    steps = [event.transition for event in row.events.order_by("sequence")]
    assert steps[-5:] == ["forward", "return_for_correction", "resubmit", "pass_initial", "accept"]
    assert all(event.actor_name and event.unit_name for event in row.events.all()[len(steps) - 2 :])
    assert verify(row) == []


def test_what_the_final_office_returned_comes_back_to_it():
    """C16: the second return from the final review leads there again, not to the first office."""
    row = stories.resubmitted(
        stories.returned(stories.in_final_review(at=stories.RETURNED), at=stories.RETURNED), at=stories.CORRECTED
    )
    assert (row.state, row.submissions_used) == (State.FINAL_REVIEW, 2)


def test_the_third_submission_twice_only_once_counts():
    """C17, C18: two requests resubmit for the third time; one is submission 3, there is no fourth."""
    at = factories.beijing(2025, 3, 4, 9)
    row = stories.returned(stories.resubmitted(stories.returned(at=at), at=at), at=at)
    for fault in Fault.objects.filter(review__application=row, answered_at=None, changed_at=None):
        stories.answer_fault(
            application_id=row.pk, fault_id=fault.pk, answer="已改。", act=stories.act_of(row.applicant, at)
        )
    signed, by = stories.signed(row, "third"), stories.act_of(row.applicant, at)

    first = resubmit(application_id=row.pk, signed=signed, act=by)
    again = resubmit(application_id=row.pk, signed=signed, act=by)
    with pytest.raises(Refused):
        resubmit(application_id=row.pk, signed=stories.signed(row, "another tab"), act=by)

    row.refresh_from_db()
    assert first == again
    assert (row.state, row.submissions_used, row.submissions.count()) == (State.INITIAL_REVIEW, 3, 3)
    assert Event.objects.filter(application=row, transition=Transition.RESUBMIT).count() == 2
    act = stories.marked(row, at=at, but=("achievements",))
    stories.pinned(row, at=at)
    with pytest.raises(Refused, match="不能再退回"):
        desk.return_for_correction(row.pk, submission=3, act=act)
    desk.reject(row.pk, submission=3, reason_codes=("R01",), comment="第三次提交仍不符合要求。", act=act)
    assert Application.objects.get(pk=row.pk).state == State.REJECTED


@pytest.mark.parametrize(
    ("kind", "level", "division", "initial", "final"),
    [
        (Kind.INITIAL, Level.ASSISTANT, "moyu", "moyu-hr", "moyu-title"),
        (Kind.INITIAL, Level.ASSISTANT, "xpcc14", "xpcc14-hr", "xpcc14-title"),
        (Kind.REVIEW, Level.INTERMEDIATE, "moyu", "moyu-hr", "title-office"),
    ],
)
def test_who_decides_is_routed_from_data(client, time_machine, kind, level, division, initial, final):
    """C38, C40: the county decides 初定 of its junior titles, the prefecture every other; strangers get 404."""
    time_machine.move_to(stories.RETURNED, tick=False)
    unit = stories.employer(division=division)
    said = {SectionKey.CATEGORY: {"explanation": "按新政策由人判断。"}}
    row = stories.in_initial_review(unit=unit, kind=kind, level=level, contents=said)
    assert (row.initial_office.key, row.final_office.key) == (initial, final)

    for key, role, status in (
        (initial, Role.REVIEWER, 200),
        (final, Role.TITLE_OFFICER, 404),
        ("hetian-shi-hr", Role.REVIEWER, 404),
    ):
        cases.sign_in(client, factories.officer_of(key, role=role))
        assert client.get(reverse("desk:case", args=[row.number])).status_code == status
        assert (row.number in client.get(reverse("desk:queue")).content.decode()) is (status == 200)


def test_a_changed_field_and_a_changed_file_show_old_and_new(client, time_machine):
    """C16, C17: from the real form: the field before and after, the file before and after."""
    time_machine.move_to(stories.CORRECTED, tick=False)
    row = stories.in_initial_review()
    act = stories.marked(row, at=stories.RETURNED, but=("achievements", "education"))
    stories.pinned(row, at=stories.RETURNED)
    old = row.materials.get(slot_key="diploma")
    stories.pinned(
        row,
        at=stories.RETURNED,
        item_key="education",
        reason_code="M03",
        comment="歪了，请摆正。",
        target=FaultTarget.SLOT,
        target_key="diploma",
        field="",
        material_id=old.pk,
        page=1,
    )
    desk.return_for_correction(row.pk, submission=1, act=act)
    at = stories.CORRECTED
    work = {
        **stories.CONTENTS[SectionKey.ACHIEVEMENTS]["rows"][0],
        "work": "任三号楼技术负责人，编写专项方案4份。",
    }
    stories.write(row, {SectionKey.ACHIEVEMENTS: {"rows": [work]}}, at=at)
    stories.upload(row, "diploma", at=at, serial=77)
    row = stories.resubmitted(row, at=at)
    cases.sign_in(client, stories.reviewer_of(row))

    page = client.get(reverse("desk:case", args=[row.number])).content.decode()

    assert "<ins>任三号楼技术负责人，编写专项方案4份。</ins>" in page
    assert "加了新文件，原来的还在" in page
    assert "没有改" not in page
