"""A blind copy that an expert withdraws: gone for everybody at once, told to the office, and nobody named (C21)."""

from typing import Any

import pytest
from django.core import serializers
from django.db import DatabaseError, IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Message, User
from applications.enums import BlindStatus, Transition
from applications.invariants import every_step_is_of_the_way
from applications.models import Application, BlindCopy, Material, Withdrawal
from applications.models.masking import LEAKING
from applications.rules.masking import MaskBox, box_of
from applications.rules.refusal import Refused
from applications.selectors.blinding import unfit
from applications.services import blinding
from campaigns.models.change import AppendOnlyError
from documents import store
from tests import factories, stories
from tests.factories import act_as

pytestmark = pytest.mark.django_db
EXPERT, CODE = "努尔买买提·阿卜杜拉", "K7M2QX"


def seen(case: Application | None = None) -> BlindCopy:
    """Give the clean copy of a diploma: of an accepted case unless another is given."""
    case = case or stories.accepted()
    copy = BlindCopy.objects.get(material__application=case, material__slot_key="diploma")
    path = store.keep("blind/seen.pdf", b"%PDF-1.7")
    BlindCopy.objects.filter(pk=copy.pk).update(status=BlindStatus.READY, path=path, done_at=stories.PASSED)
    return BlindCopy.objects.select_related("material__application").get(pk=copy.pk)


def withdrawn(copy: BlindCopy, *, by: User | None = None, **given: Any) -> Withdrawal:
    told = {"page": 1, "place": (1000, 2000, 3000, 2500), "code": CODE, "now": stories.PASSED} | given
    return blinding.withdraw(copy, by=by or factories.person(EXPERT), **told)


def test_what_an_expert_withdraws_is_unfit_at_once():
    """For whoever asks: the copy itself, the material, the condition of a query, the committee's gate."""
    copy = seen()
    assert (copy.is_fit, copy.material in unfit()) == (True, False)
    withdrawn(copy)
    copy.refresh_from_db()
    assert (copy.is_clean, copy.is_fit, copy.withdrawn_at) == (False, False, stories.PASSED)
    assert Material.objects.get(pk=copy.material_id).is_leaking
    assert list(Material.objects.filter(LEAKING)) == [copy.material]
    assert copy.material in unfit()
    assert store.read(copy.path), "an officer has still to look at it"


def test_the_place_is_kept_as_the_file_lies():
    """The copy shows the page turned; the place is put back, so that it lies right in the editor."""
    copy = seen()
    Material.objects.filter(pk=copy.material_id).update(turns={"1": 90})
    kept = withdrawn(copy).place
    assert box_of(kept).turned(90).sides == (1000, 2000, 3000, 2500)
    assert withdrawn(copy, place=None).place is None


def test_nobody_is_named_but_in_the_row():
    """The chain, the message and the case say what happened and what to do, not who saw it."""
    copy = seen()
    case = copy.material.application
    officer = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    expert = factories.person(EXPERT)
    said = withdrawn(copy, by=expert)
    assert (said.by, said.code, said.material, said.page) == (expert, CODE, copy.material, 1)
    event = case.events.latest("sequence")
    assert (event.transition, event.actor, event.address) == (Transition.WITHDRAW_COPY, None, None)
    assert event.comment == "学历证书：可能看得出是谁，要重新遮盖。"
    assert not any(every_step_is_of_the_way())
    message = Message.objects.get(user=officer.user, key__contains=f"blind:{copy.pk}:")
    assert case.number in message.body
    told = serializers.serialize("json", [event, message, copy])
    assert EXPERT not in told
    assert CODE not in told
    assert f'"actor": {expert.pk}' not in told


def test_the_office_that_decides_is_told_once_and_never_the_applicant_himself():
    """A second expert's word is kept beside the first's; an officer who applies learns nothing of his own case."""
    copy = seen()
    case = copy.material.application
    factories.officer_of("title-office", role=Role.TITLE_OFFICER, user=case.applicant)
    factories.officer_of("hetian-shi-hr", role=Role.TITLE_OFFICER)
    others = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    withdrawn(copy)
    withdrawn(copy, page=1, place=None, code="P3W8RT")
    assert Withdrawal.objects.count() == 2
    assert case.events.filter(transition=Transition.WITHDRAW_COPY).count() == 1
    told = Message.objects.filter(key__startswith=f"blind:{copy.pk}:").values_list("user", flat=True)
    assert others.user_id in told
    assert case.applicant_id not in told
    assert set(User.objects.filter(pk__in=told, memberships__office__key="title-office")) == set(
        User.objects.filter(pk__in=told)
    )


def test_the_same_boxes_do_not_bring_it_back():
    """Nor after others: what was withdrawn of the same file and boxes stays away until an officer releases it."""
    copy = seen()
    withdrawn(copy)
    case = copy.material.application
    BlindCopy.objects.update(status=BlindStatus.OUTDATED)
    blinding.ask(case.pk, at=stories.PASSED, material_id=copy.material_id)
    copy.refresh_from_db()
    assert (copy.status, copy.is_fit) == (BlindStatus.READY, False)
    BlindCopy.objects.filter(pk=copy.pk).update(boxes_digest="of other boxes", withdrawn_at=None)
    blinding.ask(case.pk, at=stories.PASSED, material_id=copy.material_id)
    copy.refresh_from_db()
    assert (copy.status, copy.withdrawn_at) == (BlindStatus.WAITING, stories.PASSED)


def test_an_officer_may_release_it_and_an_expert_withdraw_it_again():
    copy = seen()
    withdrawn(copy)
    officer = act_as(factories.officer_of("title-office", role=Role.TITLE_OFFICER), stories.PASSED)
    released = blinding.release(copy_id=copy.pk, reason="标出的是学校负责人的姓名。", act=officer)
    assert (released.is_fit, released.withdrawn_at) == (True, None)
    withdrawn(released)
    copy.refresh_from_db()
    assert (copy.is_fit, copy.released_at, copy.released_by, copy.released_reason) == (False, None, None, "")


@pytest.mark.parametrize(
    ("changed", "page", "why"),
    [
        ({"status": BlindStatus.OUTDATED}, 1, "正在重新处理"),
        ({"boxes_digest": "of other boxes"}, 1, "正在重新处理"),
        ({}, 2, "没有这一页"),
        ({}, 0, "没有这一页"),
    ],
)
def test_what_an_expert_no_longer_sees_is_not_withdrawn(changed: dict[str, str], page: int, why: str):
    """A copy made anew since, a page that is not there: refused, nothing written."""
    copy = seen()
    BlindCopy.objects.filter(pk=copy.pk).update(**changed)
    refused(copy, why, page=page)


def test_of_a_case_that_the_experts_do_not_have_nothing_is_withdrawn():
    refused(seen(stories.in_initial_review()), "不在评审中")


def refused(copy: BlindCopy, why: str, **given: Any) -> None:
    with pytest.raises(Refused, match=why):
        withdrawn(copy, **given)
    assert not Withdrawal.objects.exists()
    assert BlindCopy.objects.get(pk=copy.pk).withdrawn_at is None


def test_a_withdrawal_is_only_ever_added():
    said = withdrawn(seen())
    with pytest.raises(AppendOnlyError):
        said.save()
    with pytest.raises(AppendOnlyError):
        said.delete()
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        Withdrawal.objects.update(code="")


def test_a_copy_is_not_withdrawn_and_released_at_once():
    """The database itself says so: what is released was looked at after the last expert's word."""
    copy = seen()
    withdrawn(copy)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlindCopy.objects.filter(pk=copy.pk).update(
            released_at=stories.PASSED, released_by=copy.material.application.applicant, released_reason="可以。"
        )


def test_the_place_lies_on_its_page():
    assert box_of(withdrawn(seen()).place) == MaskBox(1, 1000, 2000, 3000, 2500)
