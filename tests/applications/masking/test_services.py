"""What is covered on a page: proposed, put right, confirmed, taken back (C21)."""

from dataclasses import replace

import pytest

from applications.models import Application, Masking, Material
from applications.rules.masking import MaskBox, box_of
from applications.rules.refusal import Refused
from applications.services.filing import withdraw
from applications.services.masking import StaleMasking, confirm, propose, save_boxes
from applications.services.materials import remove_material, turn_page
from applications.services.submitting import submit
from tests import stories
from tests.applications.masking.papers import EMPLOYER, NAME, NOW, diploma, drafted, looked_at, put
from tests.factories import act_of

pytestmark = pytest.mark.django_db
BOX = MaskBox(1, 1000, 2000, 3000, 2500, "seal")


def saved(
    material: Material, *boxes: MaskBox, page: int = 1, turn: int = 0, revision: int | None = None
) -> Masking:
    """Save a page's boxes as the owner."""
    held = Masking.objects.filter(material=material).first()
    return save_boxes(
        material_id=material.pk,
        page=page,
        boxes=boxes,
        turn=turn,
        revision=revision if revision is not None else held.revision if held else 0,
        act=act_of(material.application.applicant, NOW),
    )


def confirmed(material: Material) -> Masking:
    revision = Masking.objects.get(material=material).revision
    return confirm(material_id=material.pk, revision=revision, act=act_of(material.application.applicant, NOW))


def declared(case: Application) -> Material:
    return put(case, stories.picture(1), masked=True)


def test_the_portal_proposes_what_names_the_owner():
    """Each page's name has its box; the line about nobody has none."""
    masking = looked_at(put(drafted(), diploma((NAME, NAME))))
    assert {(box["page"], box["what"], box["by"]) for box in masking.boxes} == {
        (1, "name", "portal"),
        (2, "name", "portal"),
    }
    box = box_of(masking.boxes[0])
    assert 0 < box.left < box.right < 6000
    assert box.bottom - box.top < 500
    assert masking.boxes == masking.proposed
    assert masking.confirmed_at is None


def test_nothing_is_proposed_where_experts_do_not_look():
    material = put(drafted(), slot="id_card")
    propose(material.pk, at=NOW)
    assert not Masking.objects.exists()


def test_a_page_is_saved_whole_and_others_stay():
    masking = looked_at(material := put(drafted(), diploma((NAME, NAME))))
    other = [box for box in masking.boxes if box["page"] == 2]
    assert saved(material, BOX).revision == masking.revision + 1
    after = Masking.objects.get()
    assert after.boxes[0] == {**BOX.__dict__, "by": "person"}
    assert after.boxes[1:] == other
    assert after.saved_at == NOW


def test_a_box_that_the_portal_put_stays_its_own_until_it_is_moved():
    masking = looked_at(material := put(drafted()))
    mine = box_of(masking.boxes[0])
    assert saved(material, replace(mine, by="person"), BOX).boxes[0]["by"] == "portal"
    assert saved(material, replace(mine, left=mine.left - 9)).boxes[0]["by"] == "person"


def test_an_older_page_undoes_nothing():
    """Somebody saved in another tab; the same boxes once more, whose answer was lost, are no quarrel."""
    looked_at(material := put(drafted()))
    revision = saved(material, BOX).revision
    assert saved(material, BOX, revision=revision - 1).revision == revision
    with pytest.raises(StaleMasking) as refused:
        saved(material, revision=revision - 1)
    assert refused.value.revision == revision
    with pytest.raises(StaleMasking):
        confirm(material_id=material.pk, revision=revision - 1, act=act_of(material.application.applicant, NOW))
    assert [box_of(each) for each in Masking.objects.get().boxes] == [BOX]


def test_what_the_owner_took_away_is_not_proposed_again():
    """Until the form says something new: then only that comes, and a confirmation is taken back."""
    case = drafted()
    looked_at(material := put(case, diploma((NAME,), note=f"现为{EMPLOYER}职工")))
    saved(material)
    confirmed(material)
    assert looked_at(material).boxes == []
    assert Masking.objects.get().confirmed_at
    case.employer.name = "别的单位"
    case.employer.save()
    Masking.objects.update(proposed=[box for box in Masking.objects.get().proposed if box["what"] == "name"])
    case.employer.name = EMPLOYER
    case.employer.save()
    again = looked_at(material)
    assert {box["what"] for box in again.boxes} == {"employer"}
    assert again.confirmed_at is None


def test_what_is_new_when_nothing_may_change_any_longer_changes_no_box():
    case = drafted()
    material = put(case)
    saved(material, BOX)
    withdraw(application_id=case.pk, act=act_of(case.applicant, NOW))
    propose(material.pk, at=NOW)
    masking = Masking.objects.get()
    assert [box_of(each) for each in masking.boxes] == [BOX]
    assert masking.proposed


def test_a_confirmation_is_taken_back_by_a_change_of_boxes_or_of_the_page():
    looked_at(material := put(drafted()))
    owner = material.application.applicant
    assert confirmed(material).confirmed_by == owner
    assert Masking.objects.get().confirmed_at == NOW
    saved(material, *map(box_of, Masking.objects.get().boxes))
    assert Masking.objects.get().confirmed_at, "the same boxes are no change"
    saved(material, BOX)
    assert Masking.objects.get().confirmed_at is None
    confirmed(material)
    turn_page(material_id=material.pk, page=1, degrees=90, act=act_of(owner, NOW))
    assert Masking.objects.get().confirmed_at is None


def test_boxes_lie_on_the_page_however_it_is_turned():
    """They are kept as the file lies and shown as the page is; a page that was turned meanwhile is an older one."""
    material = put(drafted())
    turn_page(material_id=material.pk, page=1, degrees=90, act=act_of(material.application.applicant, NOW))
    with pytest.raises(StaleMasking):
        saved(material, BOX, turn=0)
    saved(material, BOX, turn=90)
    kept = box_of(Masking.objects.get().boxes[0])
    assert kept.sides == (2000, 7000, 2500, 9000)
    assert kept.turned(90) == BOX


def test_who_may_not_and_when_not():
    """Another's, a submitted one's, a removed file's; and not on a page that is not there. Nothing is written."""
    case = drafted()
    material = put(case)
    stranger = act_of(stories.person("李四"), NOW)
    with pytest.raises(Refused):
        save_boxes(material_id=material.pk, page=1, boxes=[BOX], turn=0, revision=0, act=stranger)
    with pytest.raises(Refused, match="没有这一页"):
        saved(material, BOX, page=2)
    with pytest.raises(Refused, match="最多80个框"):
        saved(material, *(replace(BOX, left=place) for place in range(81)))
    with pytest.raises(Refused, match="不用遮盖"):
        saved(put(case, stories.picture(5), slot="id_card"), BOX)
    remove_material(material_id=material.pk, act=act_of(case.applicant, NOW))
    with pytest.raises(Refused, match="已经删掉"):
        confirm(material_id=material.pk, revision=0, act=act_of(case.applicant, NOW))
    withdraw(application_id=case.pk, act=act_of(case.applicant, NOW))
    with pytest.raises(Refused, match="不能再改"):
        saved(material, BOX)
    assert not Masking.objects.exists()


def submitted(case: Application) -> None:
    submit(application_id=case.pk, signed=stories.signed(case), act=act_of(case.applicant, stories.SUBMITTED))


def test_nothing_is_submitted_that_is_neither_declared_nor_confirmed():
    """C21: it is said which file of which slot; once confirmed the application goes its way."""
    case = stories.filled(user=stories.person(NAME))
    material = Material.objects.get(application=case, slot_key="diploma")
    Material.objects.filter(pk=material.pk).update(masked_declared=False)
    with pytest.raises(Refused) as refused:
        submitted(case)
    [said] = refused.value.refusals
    assert said.clause == "C21"
    assert "学历证书" in str(said.text)
    assert material.name in str(said.text)
    saved(material, BOX)
    confirmed(material)
    submitted(case)
    case.refresh_from_db()
    assert case.state == "employer_check"
