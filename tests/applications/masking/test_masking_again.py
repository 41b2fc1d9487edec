"""An officer masks a file again that is accepted and shows something: by name, with the owner's boxes kept (C21, C44)."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import BlindStatus, State, Transition
from applications.invariants import every_step_is_of_the_way
from applications.models import Application, BlindCopy, EarlierBoxes, Masking, Material
from applications.rules.masking import MaskBox, box_of
from applications.rules.refusal import Refused
from applications.services import blinding
from applications.services.masking import StaleMasking, confirm, save_boxes
from documents import store
from review.services.chain import verify
from tests import factories, stories
from tests.applications.masking.papers import NAME, diploma
from tests.factories import act_as, act_of

pytestmark = pytest.mark.django_db
MINE, MORE = MaskBox(1, 1000, 2000, 3000, 2500, "seal"), MaskBox(1, 500, 5000, 9000, 6000, "name")
LEAK = {"kind": "words", "page": 1, "what": "name", "box": None}


def shown(case: Application | None = None, *, leaks: bool = True) -> Material:
    """Give the diploma of an accepted case: its owner covered a seal, and its copy may show a name."""
    case = case or stories.accepted()
    material = Material.objects.get(application=case, slot_key="diploma")
    Masking.objects.create(
        material=material,
        boxes=[vars(MINE)],
        revision=1,
        confirmed_at=stories.SUBMITTED,
        confirmed_by=case.applicant,
    )
    blinding.ask(case.pk, at=stories.SUBMITTED, material_id=material.pk)
    path = store.keep("blind/shown.pdf", b"%PDF-1.7")
    BlindCopy.objects.filter(material=material).update(
        status=BlindStatus.READY, path=path, done_at=stories.PASSED, leaks=[LEAK] if leaks else []
    )
    return Material.objects.select_related("application").get(pk=material.pk)


def officer() -> Act:
    return act_as(factories.officer_of("title-office", role=Role.TITLE_OFFICER), stories.PASSED)


def masked(material: Material, *boxes: MaskBox, act: Act, revision: int = 1) -> Masking:
    return save_boxes(material_id=material.pk, page=1, boxes=boxes, turn=0, revision=revision, act=act)


def test_the_officers_boxes_stand_and_the_owners_are_kept():
    """The copy is void with the first change; what the owner covered and confirmed can be seen and laid over anew."""
    material, act = shown(), officer()
    kept = masked(material, MINE, MORE, act=act)
    assert [box_of(box) for box in kept.boxes] == [MINE, MORE]
    assert BlindCopy.objects.get(material=material).status == BlindStatus.OUTDATED
    masked(material, MORE, act=act, revision=2)
    first, second = EarlierBoxes.objects.filter(masking=kept)
    assert ([box_of(box) for box in first.boxes], first.confirmed_by) == ([MINE], material.application.applicant)
    assert (first.replaced_by, first.replaced_at) == (act.user, stories.PASSED)
    assert ([box_of(box) for box in second.boxes], second.confirmed_by) == ([MINE, MORE], None)


def test_each_change_and_the_confirmation_are_events_of_the_officer():
    """Saving the same once more is no change; the chain stays whole and of the way (C44)."""
    material, act = shown(), officer()
    masked(material, MINE, MORE, act=act)
    masked(material, MINE, MORE, act=act, revision=2)
    confirm(material_id=material.pk, revision=2, act=act)
    said = material.application.events.filter(transition=Transition.MASK_AGAIN).order_by("sequence")
    assert [event.comment for event in said] == [
        "学历证书：第1页的框改过：原来1个，现在2个。",
        "学历证书：都遮好了，副本重新生成。",
    ]
    assert {(event.actor, event.target) for event in said} == {(act.user, State.ACCEPTED)}
    assert Masking.objects.get(material=material).confirmed_by == act.user
    assert not any(every_step_is_of_the_way())
    assert verify(material.application) == []


def test_once_confirmed_a_copy_of_the_new_boxes_is_made_and_fit():
    """Nothing of it is left for the check to find; who masked it is no reason to look again."""
    case = stories.in_final_review(stories.forwarded(user=stories.person(NAME)))
    material = shown(stories.accepted(case))
    stored = store.keep("originals/named.pdf", diploma())
    material.file.__class__.objects.filter(pk=material.file_id).update(path=stored, kind="pdf", pages=1)
    act = officer()
    masked(material, replace(MORE, left=0, top=0, right=10_000), act=act)
    confirm(material_id=material.pk, revision=2, act=act)
    copy = BlindCopy.objects.get(material=material)
    assert (copy.status, copy.is_fit) == (BlindStatus.WAITING, False)
    assert blinding.make(copy.pk, clock=lambda: stories.PASSED)
    copy.refresh_from_db()
    assert (copy.status, copy.leaks, copy.is_fit) == (BlindStatus.READY, [], True)
    with pytest.raises(Refused, match="不用再遮"):
        masked(material, MINE, act=act, revision=2)


def test_the_boxes_that_showed_something_are_not_confirmed_again():
    """Neither as they are nor changed and changed back: first something more is covered (C21)."""
    material, act = shown(), officer()
    with pytest.raises(Refused, match="一样"):
        confirm(material_id=material.pk, revision=1, act=act)
    masked(material, MINE, MORE, act=act)
    masked(material, MINE, act=act, revision=2)
    with pytest.raises(Refused, match="一样"):
        confirm(material_id=material.pk, revision=3, act=act)
    assert Masking.objects.get(material=material).confirmed_at is None


def test_what_an_expert_withdrew_is_masked_again_without_knowing_who():
    material, act = shown(leaks=False), officer()
    copy, expert = BlindCopy.objects.get(material=material), stories.person("某专家")
    blinding.withdraw(copy, page=1, place=(0, 0, 900, 900), by=expert, code="K7M2QX", now=stories.PASSED)
    with pytest.raises(Refused, match="一样"):
        confirm(material_id=material.pk, revision=1, act=act)
    masked(material, MINE, MORE, act=act)
    confirm(material_id=material.pk, revision=2, act=act)
    copy.refresh_from_db()
    assert (copy.status, copy.withdrawn_at) == (BlindStatus.WAITING, None)
    told = " ".join(event.comment + event.actor_name for event in material.application.events.all())
    assert "某专家" not in told
    assert "K7M2QX" not in told


def refused(material: Material, act: Act, why: str) -> None:
    before = Masking.objects.filter(material=material).values().get()
    for doing in (
        lambda: masked(material, MORE, act=act),
        lambda: confirm(material_id=material.pk, revision=1, act=act),
    ):
        with pytest.raises(Refused, match=why):
            doing()
    assert Masking.objects.filter(material=material).values().get() == before
    assert not EarlierBoxes.objects.exists()
    assert not material.application.events.filter(transition=Transition.MASK_AGAIN).exists()


def test_nobody_else_masks_it_again():
    """Another office's officer, another role, the owner himself, also where he is an officer of that very office."""
    material = shown()
    owner = material.application.applicant
    own = factories.officer_of("title-office", role=Role.TITLE_OFFICER, user=owner)
    refused(
        material, act_as(factories.officer_of("hetian-shi-title", role=Role.TITLE_OFFICER), stories.PASSED), "不归"
    )
    refused(
        material,
        act_as(factories.officer_of("title-office", role=Role.COMMITTEE_SECRETARY), stories.PASSED),
        "不归",
    )
    refused(material, act_as(own, stories.PASSED), "自己的")
    refused(material, act_of(owner, stories.PASSED), "不能再改")


def test_before_acceptance_the_owner_masks_and_afterwards_only_what_shows_something():
    refused(shown(stories.in_final_review()), officer(), "接收以后")
    refused(shown(leaks=False), officer(), "不用再遮")


def test_two_officers_at_once_are_one_and_one_who_is_told():
    material, act = shown(), officer()
    masked(material, MINE, MORE, act=act)
    with pytest.raises(StaleMasking):
        masked(material, MORE, act=officer(), revision=1)
    with pytest.raises(StaleMasking):
        confirm(material_id=material.pk, revision=1, act=act)


def test_a_file_declared_masked_before_it_came_has_boxes_from_now_on():
    """Its owner drew none here: what is kept as earlier is that there were none."""
    material = shown()
    Masking.objects.all().delete()
    kept = masked(material, MORE, act=officer(), revision=0)
    assert [box_of(box) for box in kept.boxes] == [MORE]
    assert (EarlierBoxes.objects.get().boxes, EarlierBoxes.objects.get().confirmed_by) == ([], None)


def test_earlier_boxes_are_only_ever_added():
    masked(shown(), MORE, act=officer())
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        EarlierBoxes.objects.update(boxes=[])


def test_a_copy_that_failed_or_was_never_asked_for_is_made_by_the_officer():
    """Not one that is there, waits, or needs another mask first; not by anybody else."""
    material, act = shown(), officer()
    BlindCopy.objects.filter(material=material).update(status=BlindStatus.FAILED, attempts=3, error="X", path="")
    blinding.remake(material_id=material.pk, act=act)
    copy = BlindCopy.objects.get(material=material)
    assert (copy.status, copy.attempts, copy.error) == (BlindStatus.WAITING, 0, "")
    with pytest.raises(Refused, match="不用重新生成"):
        blinding.remake(material_id=material.pk, act=act)
    copy.delete()
    with pytest.raises(Refused, match="不归"):
        blinding.remake(
            material_id=material.pk,
            act=act_as(factories.officer_of("hetian-shi-title", role=Role.TITLE_OFFICER), stories.PASSED),
        )
    blinding.remake(material_id=material.pk, act=act)
    assert BlindCopy.objects.get(material=material).status == BlindStatus.WAITING
