"""Blind copies: made of what is masked, checked for what is left, void when it changes, told to the owner (C21)."""

import io
from datetime import datetime, timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from applications.enums import BlindStatus, CopyStand, Transition
from applications.invariants import every_step_is_of_the_way
from applications.models import Application, BlindCopy, Masking, Material
from applications.rules.masking import MaskBox, box_of
from applications.rules.refusal import Refused
from applications.selectors.blinding import stand, unfit
from applications.services import blinding
from applications.services.masking import confirm, save_boxes
from applications.services.materials import remove_material, turn_page
from applications.services.submitting import submit
from documents import apart, store
from documents.scans.pages import opened
from tests import factories, stories
from tests.applications.masking.papers import NAME, NOW, diploma, drafted, looked_at, put
from tests.factories import act_as, act_of

pytestmark = pytest.mark.django_db
ALL = MaskBox(1, 0, 0, 10_000, 5_000, "name")


def confirmed(material: Material, *boxes: MaskBox) -> BlindCopy:
    """Save a page's boxes, confirm the file, and give its copy as it was asked for."""
    act = act_of(material.application.applicant, NOW)
    masking = Masking.objects.filter(material=material).first() or Masking()
    kept = save_boxes(
        material_id=material.pk,
        page=1,
        boxes=boxes,
        turn=Material.objects.get(pk=material.pk).turned(1),
        revision=masking.revision,
        act=act,
    )
    confirm(material_id=material.pk, revision=kept.revision, act=act)
    return BlindCopy.objects.get(material=material)


def made(copy: BlindCopy) -> BlindCopy:
    assert blinding.make(copy.pk, clock=lambda: NOW)
    return BlindCopy.objects.get(pk=copy.pk)


def test_a_confirmed_file_has_a_copy_without_what_is_covered():
    """Of what was there nothing is left; its name tells nothing; it is clean, and fit for the experts."""
    material = put(drafted())
    masking = looked_at(material)
    copy = made(confirmed(material, *map(box_of, masking.boxes)))
    assert (copy.status, copy.leaks, copy.is_fit) == (BlindStatus.READY, [], True)
    assert copy.path.startswith("blind/")
    assert material.file.sha256[:8] not in copy.path
    with pikepdf.open(io.BytesIO(store.read(copy.path))) as pdf:
        assert len(pdf.pages) == 1
    box, page = box_of(masking.boxes[0]), next(opened(store.read(copy.path)))
    height, width = page.pixels.shape[:2]
    middle = page.pixels[(box.top + box.bottom) * height // 20_000, (box.left + box.right) * width // 20_000]
    assert [abs(int(part) - 150) < 12 for part in middle] == [True] * 3


def test_what_is_left_is_told_with_its_place_and_without_its_words(client: Client):
    """On the page as the file lies, though the copy is upright; the owner is led to it; nobody is called fit."""
    case = drafted()
    material = put(case)
    turn_page(material_id=material.pk, page=1, degrees=90, act=act_of(case.applicant, NOW))
    proposed = box_of(looked_at(material).boxes[0])
    copy = made(confirmed(material))
    first = next(opened(store.read(copy.path))).pixels.shape
    assert first[1] > first[0], "the copy lies as the page is shown"
    assert {(leak["kind"], leak["page"], leak["what"]) for leak in copy.leaks} == {("words", 1, "name")}
    assert NAME not in str(copy.leaks)
    assert box_of(copy.leaks[0]["box"]).covers(MaskBox(*map(int, (1, *_inside(proposed)))))
    assert not copy.is_fit
    client.force_login(case.applicant, "accounts.backends.NumberBackend")
    with time_machine.travel(NOW, tick=False):
        address = reverse("applications:masking", args=[case.number, material.pk, 1])
        page = client.get(address).content.decode()
    assert f'<a href="{address}">第1页，姓名</a>' in page
    assert page.count("<rect") == page.count("mask-found is-leak") == 1, "one place is marked once"
    materials = client.get(reverse("applications:materials", args=[case.number])).content.decode()
    assert "可能还有没遮的" in materials


def _inside(box: MaskBox) -> tuple[int, int, int, int]:
    """Give the inner half of a box."""
    across, down = (box.right - box.left) // 4, (box.bottom - box.top) // 4
    return box.left + across, box.top + down, box.right - across, box.bottom - down


def test_a_change_makes_the_copy_void_and_the_same_boxes_make_it_hold_again(
    django_capture_on_commit_callbacks: Any,
):
    """Nothing is made twice of the same boxes; of others it is made anew, and the old copy lies nowhere."""
    material = put(drafted())
    path = store.keep("blind/of-the-old-boxes.pdf", b"%PDF-1.7")
    copy = confirmed(material, ALL)
    BlindCopy.objects.update(status=BlindStatus.READY, path=path, done_at=NOW)
    save_boxes(
        material_id=material.pk,
        page=1,
        boxes=[],
        turn=0,
        revision=Masking.objects.get().revision,
        act=act_of(material.application.applicant, NOW),
    )
    assert BlindCopy.objects.get().status == BlindStatus.OUTDATED
    assert not BlindCopy.objects.get().is_fit
    again = confirmed(material, ALL)
    assert (again.status, again.path) == (BlindStatus.READY, path)
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        other = confirmed(material, MaskBox(1, 0, 0, 10_000, 6_000, "name"))
    assert (other.status, other.path, other.leaks) == (BlindStatus.WAITING, "", [])
    assert other.boxes_digest != copy.boxes_digest
    waiting[0]()
    assert not default_storage.exists(path)


def test_boxes_that_change_while_the_copy_is_made_leave_no_copy():
    copy = confirmed(put(drafted()), ALL)
    before, calls = _lying(), []

    def clock() -> datetime:
        """Tell the time; at the second asking, between two pages, somebody changes a box."""
        calls.append(1)
        if len(calls) == 2:
            BlindCopy.objects.update(status=BlindStatus.OUTDATED)
        return NOW

    assert not blinding.make(copy.pk, clock=clock)
    assert len(calls) > 2
    assert BlindCopy.objects.get().path == ""
    assert _lying() == before


def _lying() -> set[str]:
    return set(default_storage.listdir("blind")[1]) if default_storage.exists("blind") else set()


def test_a_file_taken_out_has_no_copy():
    material = put(drafted())
    copy = confirmed(material, ALL)
    remove_material(material_id=material.pk, act=act_of(material.application.applicant, NOW))
    assert not blinding.make(copy.pk, clock=lambda: NOW)
    assert BlindCopy.objects.get().status == BlindStatus.OUTDATED


def test_the_submission_asks_for_the_copies_of_all_that_experts_see():
    """Those declared masked, too; none of what experts do not see; where no files are looked at none at all."""
    case = stories.filled()
    submit(application_id=case.pk, signed=stories.signed(case), act=act_of(case.applicant, stories.SUBMITTED))
    slots = set(BlindCopy.objects.values_list("material__slot_key", flat=True))
    shown = set(case.campaign.slots.filter(experts_see=True).values_list("key", flat=True))
    assert slots == shown & set(case.materials.values_list("slot_key", flat=True))
    assert {"diploma", "achievements"} <= slots
    assert set(BlindCopy.objects.values_list("status", flat=True)) == {BlindStatus.WAITING}
    late = stories.SUBMITTED + timedelta(minutes=1)
    assert len(blinding.COPIES.late(late)) == len(slots), "beat asks for those that the queue has lost"


def test_without_checks_no_copy_is_asked_for(settings: Any):
    settings.SCAN_CHECKS = False
    case = stories.filled()
    submit(application_id=case.pk, signed=stories.signed(case), act=act_of(case.applicant, stories.SUBMITTED))
    assert not BlindCopy.objects.exists()


def test_a_file_is_drawn_apart(settings: Any):
    """The process that opens strangers' files covers and turns: nobody else decodes what they sent."""
    settings.FILES_APART = True
    here = apart.blind_page(diploma(), 1, [(0, 0, 10_000, 5_000)], 90)
    settings.FILES_APART = False
    assert apart.blind_page(diploma(), 1, [(0, 0, 10_000, 5_000)], 90) == here
    assert here.width > here.height
    with pytest.raises(IndexError):
        apart.blind_page(diploma(), 2, [])


def leaking() -> tuple[Application, BlindCopy]:
    """Give a case at the office that decides, and the copy of its diploma, in which a name may be left."""
    case = stories.in_final_review()
    copy = BlindCopy.objects.get(material__application=case, material__slot_key="diploma")
    found = [{"kind": "words", "page": 1, "what": "name", "box": None}]
    path = store.keep("blind/leaking.pdf", b"%PDF-1.7")
    BlindCopy.objects.filter(pk=copy.pk).update(status=BlindStatus.READY, path=path, leaks=found, done_at=NOW)
    return case, BlindCopy.objects.get(pk=copy.pk)


def test_an_officer_releases_a_copy_by_name_and_with_a_reason():
    """It is fit then; the application's chain keeps who, when and why; new boxes need a new look."""
    case, copy = leaking()
    assert not copy.is_fit
    assert stand(copy.material) == CopyStand.LEAKING
    officer = stories.reviewer_of(case)
    blinding.release(copy_id=copy.pk, reason="  标出的是学校负责人的姓名。 ", act=act_as(officer, stories.PASSED))
    copy.refresh_from_db()
    assert (copy.is_fit, copy.released_by, copy.released_at) == (True, officer.user, stories.PASSED)
    assert copy.material not in unfit(), "nothing keeps it from the experts any longer"
    event = case.events.latest("sequence")
    assert (event.transition, event.actor) == (Transition.RELEASE_COPY, officer.user)
    assert event.comment == "学历证书：标出的是学校负责人的姓名。"
    assert not any(every_step_is_of_the_way())
    with pytest.raises(Refused, match="不用放行"):
        blinding.release(copy_id=copy.pk, reason="再放一次。", act=act_as(officer, stories.PASSED))


def test_nobody_else_releases_a_copy_nor_without_a_reason():
    """Another office, another role, the owner himself, a copy that is not made: refused, and nothing is written."""
    case, copy = leaking()
    officer = stories.reviewer_of(case)
    others = [
        act_as(factories.officer_of("hetian-shi-hr", role=Role.REVIEWER), stories.PASSED),
        act_as(factories.officer_of("hetian-shi-hr", role=Role.TITLE_OFFICER), stories.PASSED),
        act_of(case.applicant, stories.PASSED),
    ]
    for act in others:
        with pytest.raises(Refused):
            blinding.release(copy_id=copy.pk, reason="可以。", act=act)
    for reason in ("  ", "长" * 201):
        with pytest.raises(Refused):
            blinding.release(copy_id=copy.pk, reason=reason, act=act_as(officer, stories.PASSED))
    BlindCopy.objects.filter(pk=copy.pk).update(status=BlindStatus.OUTDATED)
    with pytest.raises(Refused, match="还没有生成"):
        blinding.release(copy_id=copy.pk, reason="可以。", act=act_as(officer, stories.PASSED))
    copy.refresh_from_db()
    assert copy.released_at is None
    assert not case.events.filter(transition=Transition.RELEASE_COPY).exists()
