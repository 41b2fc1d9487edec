"""A returned application: every item changed or answered, in time, and frozen again."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.enums import FaultTarget, SectionKey, State, Transition
from applications.models import Application, Fault, Section, Submission
from applications.rules.refusal import Refused
from applications.services.corrections import answer_fault
from applications.services.materials import remove_material
from applications.services.sections import save_section
from applications.services.submitting import resubmit
from campaigns.models import CalendarDay
from review.services import desk
from tests import stories
from tests.factories import act_of, beijing

pytestmark = pytest.mark.django_db
SATURDAY = beijing(2025, 3, 8, 10)
#: Returned on Thursday 2025-03-06: two days end on Saturday, and move to Monday.
LAST_INSTANT = beijing(2025, 3, 10, 23, 59, 59)
FIRST_AFTER = beijing(2025, 3, 11)


FAULTS: tuple[dict[str, Any], ...] = (
    {
        "item_key": "achievements",
        "reason_code": "M07",
        "comment": "落款处的单位名称和公章还看得见，请一起遮住。",
        "target": FaultTarget.SLOT,
        "target_key": "achievements",
        "field": "",
    },
    {
        "item_key": "post_years",
        "reason_code": "B02",
        "comment": "您填的是2019年9月，聘书上是2020年9月。请核对后改一致。",
        "target": FaultTarget.SECTION,
        "target_key": "current",
        "field": "title_appointed_on",
    },
)


def returned() -> Application:
    """Give a case that the first office returned with two faults, one on a slot, one on a field."""
    case = stories.forwarded()
    act = stories.marked(case, at=stories.RETURNED, but=("achievements", "post_years"))
    for fault in FAULTS:
        stories.pinned(case, at=stories.RETURNED, **fault)
    desk.return_for_correction(case.pk, submission=1, act=act)
    return Application.objects.get(pk=case.pk)


def faults(case: Application) -> tuple[Fault, Fault]:
    on_slot, on_field = Fault.objects.filter(review__application=case).order_by("id")
    return on_slot, on_field


def correct_field(case: Application, *, at: Any = SATURDAY) -> None:
    row = Section.objects.get(application=case, key="current")
    save_section(
        application_id=case.pk,
        key="current",
        data={**row.data, "title_appointed_on": "2020-09"},
        act=act_of(case.applicant, at),
        revision=row.revision,
    )


def replace_file(case: Application, *, at: Any = SATURDAY) -> None:
    old = case.materials.get(slot_key="achievements", removed_at=None)
    stories.upload(case, "achievements", at=at, serial=77)
    remove_material(material_id=old.pk, act=act_of(case.applicant, at))


def file_again(case: Application, *, at: Any = SATURDAY, token: str = "again") -> Application:
    resubmit(application_id=case.pk, signed=stories.signed(case, token), act=act_of(case.applicant, at))
    return Application.objects.get(pk=case.pk)


def test_changing_the_pinned_place_marks_it_and_nothing_else() -> None:
    """C16: an item counts as changed when its own field or slot changed."""
    case = returned()
    row = Section.objects.get(application=case, key="current")
    save_section(
        application_id=case.pk,
        key="current",
        data={**row.data, "title_certificate": "另一个编号"},
        act=act_of(case.applicant, SATURDAY),
        revision=row.revision,
    )
    assert [fault.changed_at for fault in faults(case)] == [None, None]
    correct_field(case)
    assert [fault.changed_at for fault in faults(case)] == [None, SATURDAY]
    replace_file(case)
    assert [fault.changed_at for fault in faults(case)] == [SATURDAY, SATURDAY]


def test_an_old_file_left_beside_the_new_one_is_pointed_at(client: Client) -> None:
    """C16: adding a file deals with the item; that the refused one is still there is said until it is gone."""
    case = returned()
    old = case.materials.get(slot_key="achievements", removed_at=None)
    stories.upload(case, "achievements", at=SATURDAY, serial=77)
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    pages = [reverse(f"applications:{name}", args=[case.number]) for name in ("materials", "check")]
    with time_machine.travel(SATURDAY):
        assert all("退回以前的文件还在" in client.get(page).content.decode() for page in pages)
        remove_material(material_id=old.pk, act=act_of(case.applicant, SATURDAY))
        assert not any("退回以前的文件还在" in client.get(page).content.decode() for page in pages)


def upload_address(case: Application, slot: str) -> str:
    return reverse("applications:upload", args=[case.number, slot])


def sent(serial: int, **given: Any) -> dict[str, Any]:
    file = SimpleUploadedFile(f"重拍{serial}.png", stories.picture(serial))
    return {"files": file, "declassified": "yes", "masked": "yes", **given}


def test_a_new_file_takes_the_place_of_the_refused_one(client: Client) -> None:
    """C16: the page offers it by name; one step deals with the item, and what was returned keeps its file."""
    case = returned()
    old = case.materials.get(slot_key="achievements", removed_at=None)
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    with time_machine.travel(SATURDAY, tick=False):
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
        assert f'name="replace" value="{old.pk}" checked' in page
        assert f"就删掉被退回的“{old.name}”" in page
        assert client.post(upload_address(case, "achievements"), sent(77, replace=old.pk)).status_code == 302
    assert [row.name for row in case.materials.filter(slot_key="achievements", removed_at=None)] == ["重拍77.png"]
    assert faults(case)[0].changed_at == SATURDAY
    assert old in Submission.objects.get(application=case).materials.all()
    old.refresh_from_db()
    assert old.removed_at == SATURDAY


def test_a_refused_photo_of_which_only_one_fits_is_replaced_without_deleting_first(client: Client) -> None:
    """C16: a full slot still takes the new file in place of the refused one; what is refused again leaves the old one."""
    case = returned()
    old = case.materials.get(slot_key="photo", removed_at=None)
    Fault.objects.filter(target_key="achievements").update(target_key="photo", material=old)
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    with time_machine.travel(SATURDAY, tick=False):
        address = upload_address(case, "photo")
        assert f'action="{address}"' in client.get(reverse("applications:materials", args=[case.number])).text
        for wrong in (sent(77), sent(77, replace=old.pk, files=SimpleUploadedFile("空.png", b""))):
            assert client.post(address, wrong).status_code == 409
        with default_storage.open(old.file.path) as stored:
            again = SimpleUploadedFile("还是它.png", stored.read())
        assert client.post(address, sent(77, replace=old.pk, files=again)).status_code == 409, (
            "the same is no correction"
        )
        old.refresh_from_db()
        assert old.removed_at is None
        assert client.post(address, sent(77, replace=old.pk)).status_code == 302
    assert [row.name for row in case.materials.filter(slot_key="photo", removed_at=None)] == ["重拍77.png"]


def test_of_several_files_only_the_one_complained_of_is_offered(client: Client) -> None:
    """C16: nine good files do not go with the tenth; and no file of another slot or another person goes at all."""
    case, other = returned(), stories.filled()
    first = case.materials.get(slot_key="achievements", removed_at=None)
    second = stories.upload(case, "achievements", at=stories.RETURNED, serial=78)
    Fault.objects.filter(target_key="achievements").update(material=second, changed_at=None)
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    foreign = other.materials.get(slot_key="achievements")
    diploma = case.materials.get(slot_key="diploma", removed_at=None)
    with time_machine.travel(SATURDAY, tick=False):
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
        assert re.findall(r'name="replace" value="(\d+)"', page) == [str(second.pk)]
        crooked = [foreign.pk, diploma.pk, "³", "9" * 30, "-1", ""]
        client.post(upload_address(case, "achievements"), sent(79, replace=crooked))
    for untouched in (first, second, foreign, diploma):
        untouched.refresh_from_db()
        assert untouched.removed_at is None


def test_a_signature_that_differs_is_said_in_the_summary_too(client: Client) -> None:
    """C14: one letter too few in a long name is not called a missing signature alone; the name typed stays."""
    case = returned()
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    address = reverse("applications:check", args=[case.number])
    with time_machine.travel(SATURDAY):
        page = client.post(address, {"step": "resubmit", "agreed": "yes", "name": case.applicant.name[:-1]})
    said = f"和登记的姓名不一样。请写“{case.applicant.name}”。"
    assert page.status_code == 409
    assert f'<a href="#sign">{said}</a>' in page.content.decode()
    assert f'value="{case.applicant.name[:-1]}"' in page.content.decode()


def test_every_item_is_dealt_with_before_it_is_filed_again() -> None:
    """C16: one open item is enough to refuse; an answer counts."""
    case = returned()
    correct_field(case)
    with pytest.raises(Refused, match="还有1处没有处理"):
        file_again(case)
    assert Application.objects.get(pk=case.pk).state == State.RETURNED
    answer_fault(
        application_id=case.pk,
        fault_id=faults(case)[0].pk,
        answer="公章是虚构的示例。",
        act=act_of(case.applicant, SATURDAY),
    )
    again = file_again(case)
    assert (again.state, again.submissions_used) == (State.INITIAL_REVIEW, 2)


def test_a_correction_is_signed_like_the_first_submission() -> None:
    """C14: before every submission; unsigned nothing is filed again, and the case stays returned."""
    case = returned()
    correct_field(case)
    replace_file(case)
    unsigned = replace(stories.signed(case, "again"), agreed=False)
    with pytest.raises(Refused) as refused:
        resubmit(application_id=case.pk, signed=unsigned, act=act_of(case.applicant, SATURDAY))
    assert {each.clause for each in refused.value.refusals} == {"C14"}
    assert Application.objects.get(pk=case.pk).state == State.RETURNED


def test_submission_two_is_frozen_beside_the_first() -> None:
    """C17: each submission keeps its own fields and files."""
    case = returned()
    correct_field(case)
    replace_file(case)
    file_again(case)
    first, second = Submission.objects.filter(application=case)
    assert first.data[SectionKey.CURRENT]["title_appointed_on"] == "2019-09"
    assert second.data[SectionKey.CURRENT]["title_appointed_on"] == "2020-09"
    slot = {"slot_key": "achievements"}
    assert first.materials.get(**slot).file_id != second.materials.get(**slot).file_id
    assert case.events.filter(transition=Transition.RESUBMIT).count() == 1
    assert case.commitments.count() == 2


@pytest.mark.parametrize(
    ("holiday", "at", "in_time"),
    [
        (False, LAST_INSTANT, True),
        (False, FIRST_AFTER, False),
        (True, FIRST_AFTER, True),
        (True, beijing(2025, 3, 11, 23, 59, 59), True),
        (True, beijing(2025, 3, 12), False),
    ],
)
def test_day_two_rolls_over_rest_days_and_ends_with_its_last_second(holiday: bool, at: Any, in_time: bool) -> None:
    """C16: Thursday's return may be filed again until Monday 24:00, with Monday a holiday until Tuesday's (C18)."""
    if holiday:
        CalendarDay.objects.filter(date=date(2025, 3, 10)).update(
            is_workday=False, name="演示假日", corrected=True
        )
    case = returned()
    correct_field(case)
    replace_file(case)
    if in_time:
        assert file_again(case, at=at).state == State.INITIAL_REVIEW
        return
    with pytest.raises(Refused) as refused:
        file_again(case, at=at)
    assert {each.clause for each in refused.value.refusals} == {"C16"}
    assert Submission.objects.filter(application=case).count() == 1


def test_two_tabs_file_the_second_submission_once() -> None:
    """C17: a second tab costs no third submission."""
    case = returned()
    correct_field(case)
    replace_file(case)
    file_again(case, token="tab-1")
    file_again(case, token="tab-1")
    with pytest.raises(Refused):
        file_again(case, token="tab-2")
    assert Application.objects.get(pk=case.pk).submissions_used == 2


def test_an_empty_or_endless_answer_is_refused() -> None:
    """C24: an answer says something, in 500 characters."""
    case = returned()
    fault = faults(case)[0]
    for answer in ("  ", "字" * 501):
        with pytest.raises(Refused):
            answer_fault(
                application_id=case.pk, fault_id=fault.pk, answer=answer, act=act_of(case.applicant, SATURDAY)
            )
    fault.refresh_from_db()
    assert fault.answered_at is None


def test_nobody_answers_anothers_item() -> None:
    """C44: the applicant alone answers, and only what is pinned to his own application."""
    mine, other = returned(), returned()
    with pytest.raises(Refused):
        answer_fault(
            application_id=other.pk, fault_id=faults(other)[0].pk, answer="x", act=act_of(mine.applicant, SATURDAY)
        )
    with pytest.raises(Fault.DoesNotExist):
        answer_fault(
            application_id=mine.pk, fault_id=faults(other)[0].pk, answer="x", act=act_of(mine.applicant, SATURDAY)
        )


def test_the_home_of_a_returned_case_says_what_where_and_until_when(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    """C24: every item with reason, clause, comment and a way there, and the clock with its arithmetic (C16)."""
    case = returned()
    client.force_login(case.applicant)
    with time_machine.travel(SATURDAY, tick=False):
        client.get(reverse("applications:home"))
        with django_assert_max_num_queries(8):
            page = client.get(reverse("applications:home")).content.decode()
    assert "原因M07" in page
    assert "通知五（一）4" in page
    assert FAULTS[0]["comment"] in page
    assert reverse("applications:section", args=[case.number, "current"]) + "#f-title_appointed_on" in page
    assert "2025年3月10日（星期一）24时" in page
    assert "您还可以提交2次；第3次提交后不再退回" in page
    assert "2天13小时59分" in page


def test_an_answer_given_on_the_page_is_kept_and_a_refused_one_stays_there(client: Client) -> None:
    """C24: a refused answer keeps the text and says why, with 409."""
    case = returned()
    client.force_login(case.applicant)
    to = reverse("applications:answer", args=[case.number, faults(case)[0].pk])
    with time_machine.travel(SATURDAY, tick=False):
        refused = client.post(to, {"answer": "字" * 501})
        assert refused.status_code == 409
        page = refused.content.decode()
        assert "字" * 501 in page
        said = page.index(f'id="answer-{faults(case)[0].pk}-e"')
        assert (
            page.index("字" * 501)
            < said
            < page.index("最多500字，现在是501字。", said)
            < page.index("记下我的意见")
        )
        assert client.post(to, {"answer": "公章是虚构的示例。"}).status_code == 302
    assert faults(case)[0].answer == "公章是虚构的示例。"
