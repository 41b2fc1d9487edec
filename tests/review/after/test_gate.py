"""What keeps a case out of a committee's meeting because experts may not see one of its files (C21)."""

import pytest
import time_machine
from django.urls import reverse

from applications.enums import State, Transition
from applications.models import Application, BlindCopy, Material, StoredFile
from applications.rules.refusal import Refused
from applications.selectors.blinding import unfit
from applications.services.blinding import withdraw
from review.services import meeting
from tests.growing import signed_in
from tests.review.after.test_meeting import clauses
from tests.review.after.world import accepted_case, at, moment, panel

pytestmark = pytest.mark.django_db


def filed(case: Application, *, masked: bool = True) -> Material:
    """Put a diploma into a case."""
    stored = StoredFile.objects.create(sha256="a" * 64, path="a", size=1, kind="pdf", pages=1, stored_at=at(2, 18))
    return Material.objects.create(
        application=case,
        slot_key="diploma",
        file=stored,
        name="毕业证.pdf",
        order=1,
        masked_declared=masked,
        uploaded_by=case.applicant,
        uploaded_at=at(2, 18),
    )


def test_a_material_that_is_not_masked_keeps_the_case_out(settings):
    """C21: a file in a slot to be masked needs the word that it is, whether or not files are looked at here."""
    settings.SCAN_CHECKS = False
    committee, case = panel(), accepted_case()
    material = filed(case, masked=False)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    act = moment(committee.secretary, at(4, 8))
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=act)
    assert clauses(refused) == {"C21"}
    Material.objects.filter(pk=material.pk).update(masked_declared=True)
    meeting.take_in(held.pk, case.pk, act=act)
    case.refresh_from_db()
    assert case.state == State.IN_COMMITTEE
    assert case.events.get().transition == Transition.ENTER_COMMITTEE


READY = {"status": "ready", "path": "blind/a.pdf", "done_at": at(3, 12)}
LEAK = {"leaks": [{"kind": "words", "page": 1, "what": "name", "box": None}]}


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        (None, "学历证书：还没有盲评副本。请职称办生成。"),
        ({"status": "waiting"}, "学历证书：盲评副本正在生成。请过几分钟再看。"),
        ({"status": "failed"}, "学历证书：盲评副本没有做成。请职称办重新生成。"),
        ({"status": "outdated"}, "学历证书：没有确认遮好。请职称办遮好并确认。"),
        (READY | LEAK, "学历证书：盲评副本里可能还有没遮的。请职称办看过，放行或再遮一次。"),
        (READY | {"withdrawn_at": at(4, 1)}, "学历证书：专家看出了是谁，副本已撤下。请职称办重新遮盖。"),
    ],
)
def test_a_file_without_a_fit_blind_copy_keeps_the_case_out(client, copy, said):
    """C21: each way in which it is not fit has its own sentence, in the refusal and beside the case; then it goes in."""
    committee, case = panel(), accepted_case()
    material = filed(case)
    if copy:
        BlindCopy.objects.create(material=material, created_at=at(3, 11), **copy)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    act = moment(committee.secretary, at(4, 8))
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=act)
    assert [str(refusal) for refusal in refused.value.refusals] == [said]
    assert not case.events.exists()
    client.force_login(act.user, "accounts.backends.NumberBackend")
    signed_in(client, act.membership)
    with time_machine.travel(at(4, 8), tick=False):
        page = client.get(reverse("committee:meeting", args=[held.pk])).content.decode()
        assert said in page
        BlindCopy.objects.update_or_create(
            material=material,
            defaults=READY | {"created_at": at(3, 11), "leaks": [], "withdrawn_at": None},
        )
        assert said not in client.get(reverse("committee:meeting", args=[held.pk])).content.decode()
    meeting.take_in(held.pk, case.pk, act=act)
    case.refresh_from_db()
    assert case.state == State.IN_COMMITTEE


def test_files_of_one_kind_are_told_together_and_what_is_taken_out_does_not_count():
    """C21: two files that wait are one sentence; a file that was removed, and one that experts do not see, are none."""
    committee, case = panel(), accepted_case()
    filed(case)
    for slot, removed in (("awards", None), ("papers", at(2, 19)), ("id_card", None)):
        other = filed_again(case, slot)
        Material.objects.filter(pk=other.pk).update(removed_at=removed)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    with pytest.raises(Refused) as refused:
        meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    assert [str(refusal.text) for refusal in refused.value.refusals] == ["获奖证书、学历证书：还没有盲评副本。"]


def filed_again(case: Application, slot: str) -> Material:
    """Put the same file into another slot."""
    return Material.objects.create(
        application=case,
        slot_key=slot,
        file=StoredFile.objects.get(sha256="a" * 64),
        name="又一份.pdf",
        order=1,
        masked_declared=True,
        uploaded_by=case.applicant,
        uploaded_at=at(2, 18),
    )


def test_a_case_whose_copy_is_withdrawn_stays_in_its_meeting():
    """C21: the case is judged on; what is hidden from the experts is the file."""
    committee, case = panel(), accepted_case()
    material = filed(case)
    copy = BlindCopy.objects.create(material=material, created_at=at(3, 11), **READY)
    held = committee.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    meeting.take_in(held.pk, case.pk, act=moment(committee.secretary, at(4, 8)))
    withdraw(copy, page=1, place=None, by=committee.chair.user, code="K7M2QX", now=at(4, 9))
    case.refresh_from_db()
    assert (case.state, held.tallies.get().application) == (State.IN_COMMITTEE, case)
    assert [material.pk for material in unfit()] == [material.pk]
