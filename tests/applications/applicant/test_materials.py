"""Materials: what a slot takes, what it refuses, who may see it."""

import io
from collections import Counter
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from applications.models import Application, Material, StoredFile
from applications.rules.refusal import Refused
from applications.selectors.applicant import Workspace
from applications.selectors.files import materials_visible_to
from applications.selectors.slots import slot_groups
from applications.services.materials import (
    Upload,
    add_material,
    move_material,
    remove_material,
    restore_material,
)
from campaigns.enums import Uploader
from campaigns.models import Slot
from tests import factories, stories
from tests.documents import crafted
from tests.factories import act_as, act_of, beijing

pytestmark = pytest.mark.django_db
NOW = stories.SUBMITTED


def put(case: Application, slot: str, data: bytes, *, name: str = "扫描.png", **declared: Any) -> Material:
    given = {"declassified": True, "masked": True} | declared
    return add_material(
        application_id=case.pk,
        slot_key=slot,
        upload=Upload(data=data, name=name, **given),
        act=act_of(case.applicant, NOW),
    )


def clauses(refused: Any) -> set[str]:
    return {refusal.clause for refusal in refused.value.refusals}


def test_a_file_is_kept_once_under_its_digest() -> None:
    """C15: the original is stored byte for byte; the same bytes twice are one file."""
    case = stories.drafted()
    first = put(case, "diploma", stories.picture(1))
    second = put(case, "degree_certificate", stories.picture(1))
    assert first.file_id == second.file_id
    assert first.file.path == f"files/{first.file.sha256[:2]}/{first.file.sha256}"
    with default_storage.open(first.file.path) as kept:
        assert kept.read() == stories.picture(1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 broken", b"MZ\x90 program", "文字".encode()])
def test_what_cannot_be_opened_is_refused_with_the_reason(data: bytes) -> None:
    """C15: type by content and by parsing; nothing is written."""
    case = stories.drafted()
    with pytest.raises(Refused) as refused:
        put(case, "diploma", data, name="毕业证.png")
    assert clauses(refused) == {"C15"}
    assert not Material.objects.filter(application=case).exists()
    assert not StoredFile.objects.exists()


def test_a_slot_takes_its_own_types_sizes_and_numbers() -> None:
    """C15: a photograph is no PDF, one is enough, and the same file is not put in twice."""
    case = stories.drafted()
    with pytest.raises(Refused):
        put(case, "photo", stories.sheet(1))
    put(case, "photo", stories.picture(1))
    with pytest.raises(Refused, match="最多1个文件"):
        put(case, "photo", stories.picture(2))
    put(case, "diploma", stories.picture(3))
    with pytest.raises(Refused, match="已经在这一栏里"):
        put(case, "diploma", stories.picture(3))
    with pytest.raises(Refused, match="没有这一栏"):
        put(case, "no-such-slot", stories.picture(3))


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    """C15: page limits are the slot's own."""
    case = stories.drafted()
    with pytest.raises(Refused, match="3页"):
        put(case, "id_card", stories.sheet(5, pages=3))


def status_of(case: Application, key: str) -> str:
    groups = slot_groups(Workspace(Application.objects.get(pk=case.pk), NOW))
    [status] = [card.status for group in groups for card in group.cards if card.slot.key == key]
    return status


def test_masking_is_declared_where_experts_look() -> None:
    """C21: or left for the editor; the slot is not done before. Where experts do not look nothing is asked."""
    case = stories.drafted()
    put(case, "id_card", stories.picture(1), masked=False)
    assert put(case, "diploma", stories.picture(2)).masked_declared
    assert (status_of(case, "id_card"), status_of(case, "diploma")) == ("done", "done")
    assert not put(case, "diploma", stories.picture(1), masked=False).is_masked
    assert status_of(case, "diploma") == "unmasked"


def test_the_employers_papers_are_not_the_applicants_to_bring() -> None:
    """C20: while he fills his draft; what his employer signs it uploads itself."""
    case = stories.drafted()
    with pytest.raises(Refused) as refused:
        put(case, "posting_notice", stories.picture(1))
    assert clauses(refused) == {"C20"}


def test_every_upload_is_declared_not_classified() -> None:
    """C22: a declaration per upload."""
    case = stories.drafted()
    with pytest.raises(Refused) as refused:
        put(case, "id_card", stories.picture(1), declassified=False)
    assert clauses(refused) == {"C22"}
    assert put(case, "id_card", stories.picture(1)).declassified


def waiting(case: Application) -> set[str]:
    space = Workspace(Application.objects.get(pk=case.pk), NOW)
    return {key for missing in space.missing_slots for key in missing.keys}


def test_one_proof_of_education_is_enough() -> None:
    """C19: one of 备案表, 验证报告 and 毕业生登记表."""
    case = stories.filled(files=False)
    proofs = {"education_register", "education_verification", "graduation_form"}
    assert proofs <= waiting(case)
    put(case, "graduation_form", stories.picture(1))
    assert not proofs & waiting(case)


def test_an_exemption_form_stands_for_the_course_certificates() -> None:
    """C23: who is exempt uploads 免学审批表 instead."""
    case = stories.filled(files=False)
    courses = {key for key in waiting(case) if "course" in key}
    assert courses
    put(case, "training_exemption", stories.picture(1))
    assert not {key for key in waiting(case) if "course" in key}


def test_a_file_is_taken_out_put_back_and_moved() -> None:
    """C15: each file is replaceable until submission; taking out can be undone."""
    case = stories.drafted()
    act = act_of(case.applicant, NOW)
    first, second = put(case, "diploma", stories.picture(1)), put(case, "diploma", stories.picture(2))
    move_material(material_id=second.pk, earlier=True, act=act)
    assert [row.pk for row in case.materials.filter(slot_key="diploma")] == [second.pk, first.pk]
    remove_material(material_id=first.pk, act=act)
    assert case.materials.filter(removed_at=None).count() == 1
    restore_material(material_id=first.pk, act=act)
    assert case.materials.filter(removed_at=None).count() == 2


def test_after_the_submission_nothing_goes_in_or_out() -> None:
    """C05: what was submitted stays as it was."""
    case = stories.submitted()
    held = case.materials.first()
    with pytest.raises(Refused):
        put(case, "other", stories.picture(9))
    with pytest.raises(Refused):
        remove_material(material_id=held.pk, act=act_of(case.applicant, NOW))
    assert case.materials.filter(removed_at=None).count() == case.materials.count()


def test_the_employer_and_the_offices_see_what_is_theirs_when_it_is(client: Client) -> None:
    """C20: draft files are the applicant's; then his employer's, the first office's, the second's in its turn."""
    at = beijing(2025, 3, 1)
    draft, forwarded = stories.filled(), stories.forwarded()
    clerk, other = factories.clerk_of(forwarded.employer), factories.clerk_of(stories.employer("别的公司"))
    reviewer = factories.officer_of(forwarded.initial_office.key)
    final = factories.officer_of(forwarded.final_office.key, role=Role.TITLE_OFFICER)
    stranger = factories.officer_of("moyu-hr")
    supervisor = factories.officer_of("supervision", role=Role.SUPERVISOR)
    seen = {
        member.role + str(member.pk): set(
            materials_visible_to(act_as(member, at)).values_list("application", flat=True)
        )
        for member in (clerk, other, reviewer, final, stranger, supervisor)
    }
    assert list(seen.values()) == [{forwarded.pk}, set(), {forwarded.pk}, set(), set(), {forwarded.pk}]
    passed = stories.in_final_review(forwarded)
    assert materials_visible_to(act_as(final, at)).filter(application=passed).exists()
    assert set(materials_visible_to(act_of(draft.applicant, at)).values_list("application", flat=True)) == {
        draft.pk
    }
    client.force_login(forwarded.applicant)
    assert client.get(reverse("files:original", args=[draft.materials.first().pk])).status_code == 404


def test_nobody_reads_his_own_case_in_his_employers_name() -> None:
    """C26: the clerk does not handle his own application."""
    case = stories.submitted()
    member = factories.clerk_of(case.employer, user=case.applicant)
    assert not materials_visible_to(act_as(member, NOW)).exists()


def test_an_original_is_saved_and_never_run(client: Client) -> None:
    """C22: an upload comes back as an attachment, under a policy that runs nothing."""
    case = stories.drafted()
    material = put(case, "diploma", stories.sheet(1), name='毕业证"\r\nX: y.pdf.html')
    client.force_login(case.applicant)
    response = client.get(reverse("files:original", args=[material.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert ".pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == stories.sheet(1)


def test_a_telephones_picture_is_kept_as_it_came_and_shown_upright(client: Client) -> None:
    """C15: HEIC goes in as it is; it comes back byte for byte, under its own type, and its page as others do."""
    case = stories.drafted()
    taken = crafted.heic(800, 400, orientation=6)
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        file = SimpleUploadedFile("IMG_0001.HEIC", taken)
        to = reverse("applications:upload", args=[case.number, "diploma"])
        assert client.post(to, {"files": file, "declassified": "yes", "masked": "yes"}).status_code == 302
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
    material = case.materials.get()
    back = client.get(reverse("files:original", args=[material.pk]))
    assert (back["Content-Type"], back["X-Content-Type-Options"]) == ("image/heic", "nosniff")
    assert back["Content-Disposition"] == 'attachment; filename="IMG_0001.heic"'
    assert b"".join(back.streaming_content) == taken
    shown = Image.open(io.BytesIO(client.get(reverse("files:page", args=[material.pk, 1])).content))
    assert (shown.format, shown.size) == ("WEBP", (400, 800))
    chooser = page[page.index('id="file-diploma"') :].split(">")[0]
    assert 'accept="image/jpeg,image/png,image/heic,image/heif,.heic,.heif,application/pdf,.ofd"' in chooser
    assert "JPEG、PNG、HEIC、PDF、OFD，每个不超过10" in page


def test_every_slot_that_takes_jpeg_takes_heic() -> None:
    """C15: nobody has to find out how a telephone's picture is converted."""
    taken = Slot.objects.filter(campaign__key="2025").values_list("types", flat=True)
    assert {"heic" in types for types in taken if "jpeg" in types} == {True}
    assert not any("heic" in types for types in taken if "jpeg" not in types)


def test_a_page_is_a_picture_and_a_page_that_is_not_there_is_not(client: Client) -> None:
    """C15: the preview shows what the reviewer will see."""
    case = stories.drafted()
    material = put(case, "diploma", stories.sheet(2, pages=2))
    client.force_login(case.applicant)
    for _again in range(2):
        response = client.get(reverse("files:page", args=[material.pk, 2]) + "?width=240")
        assert response.content[8:12] == b"WEBP"
    for page in (0, 3):
        assert client.get(reverse("files:page", args=[material.pk, page])).status_code == 404


def test_a_refused_upload_says_why_beside_its_slot(client: Client) -> None:
    """C15: 409, the reason in the slot's own card, the other files stay."""
    case = stories.drafted()
    client.force_login(case.applicant)
    to = reverse("applications:upload", args=[case.number, "diploma"])
    good = SimpleUploadedFile("好.png", stories.picture(1))
    bad = SimpleUploadedFile("坏.png", b"nothing")
    with time_machine.travel(NOW, tick=False):
        response = client.post(to, {"files": [good, bad], "declassified": "yes", "masked": "yes"})
        empty = client.post(to, {"declassified": "yes", "masked": "yes"})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.index('id="s-diploma"') < page.index("坏.png：") < page.index('id="s-degree_certificate"')
    assert [material.name for material in case.materials.all()] == ["好.png"]
    refused_slot = page[page.index('id="s-diploma"') : page.index('id="s-degree_certificate"')]
    assert refused_slot.count(' value="yes" checked') == 2
    assert page.count(" autofocus") == 1  # without a script too, the page opens at the reason
    assert page.count(' value="yes" checked') == 2
    assert empty.status_code == 409
    assert "还没有选文件" in empty.content.decode()


def test_a_script_learns_what_was_refused_and_how_many_were_taken(client: Client) -> None:
    """C15: the answer to a page that uploads by itself says whether the slot has changed, and where it is."""
    case = stories.drafted()
    client.force_login(case.applicant)
    to = reverse("applications:upload", args=[case.number, "diploma"])
    chosen = [SimpleUploadedFile("好.png", stories.picture(1)), SimpleUploadedFile("坏.png", b"nothing")]
    with time_machine.travel(NOW, tick=False):
        sent = {"files": chosen, "declassified": "yes", "masked": "yes"}
        answer = client.post(to, sent, headers={"Accept": "application/json"})
    said = answer.json()
    assert (answer.status_code, said["taken"]) == (409, 1)
    assert [line.split("：")[0] for line in said["messages"]] == ["坏.png"]
    assert said["next"] == reverse("applications:materials", args=[case.number]) + "#s-diploma"


def test_the_page_names_every_limit_before_anything_is_chosen(client: Client, settings: Any) -> None:
    """C15: kinds, size, number, pages of a PDF, and how much goes up at once where a slot takes more."""
    case = stories.drafted()
    client.force_login(case.applicant)
    settings.UPLOAD_MEGABYTES = 20
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
    photo, diploma = (
        page[page.index(f'id="file-{key}"') - 400 : page.index(f'id="file-{key}"')] for key in ("photo", "diploma")
    )
    assert "每个不超过5" in photo
    assert "页" not in photo.split("每个不超过")[1]
    assert "合计" not in photo
    assert "一个PDF最多8页" in diploma
    assert "一次上传合计不超过20" in diploma


@pytest.mark.parametrize("masked", [True, False], ids=["declared", "unmasked"])
def test_a_page_of_fifty_files_stays_under_100_kb(client: Client, masked: bool) -> None:
    """C42: fifty files on a slow line, each slot and file as full as it may be; one file opened shows all its pages."""
    case = stories.returned()
    slots = Slot.objects.filter(campaign=case.campaign, uploader=Uploader.APPLICANT)
    here = Counter(case.materials.values_list("slot_key", flat=True))
    room = [slot.key for slot in slots if here[slot.key] for _each in range(slot.max_files - here[slot.key])]
    for serial, key in enumerate(room[: 50 - here.total()], start=1000):
        stories.upload(case, key, at=stories.RETURNED, serial=serial)
    assert case.materials.update(masked_declared=masked) == 50
    for slot in slots:
        StoredFile.objects.filter(materials__slot_key=slot.key).update(pages=slot.max_pages)
    client.force_login(case.applicant, backend="accounts.backends.NumberBackend")
    address = reverse("applications:materials", args=[case.number])
    longest, ids = case.materials.order_by("-file__pages", "pk")[0], {*case.materials.values_list("pk", flat=True)}
    with time_machine.travel(stories.RETURNED, tick=False):
        folded, opened = client.get(address), client.get(address, {"whole": longest.pk})
    assert folded.content.decode().count("下载原件") == 50
    assert "看全部40页" in folded.content.decode()
    for page, pictures in ((folded, 50), (opened, 50 + longest.file.pages - 1)):
        assert page.content.decode().count("?width=240") == pictures
        assert all(f"?whole={pk}#" in page.content.decode() for pk in ids - {longest.pk})
        assert len(page.content) < 100_000


def test_few_pages_are_all_shown(client: Client) -> None:
    """C15: who has forty pages in all sees each of them; a wrong number in the address changes nothing."""
    case = stories.drafted()
    held = stories.upload(case, "diploma", at=stories.SUBMITTED)
    StoredFile.objects.filter(pk=held.file_id).update(pages=40)
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        for wrong in ("", "9" * 40, "²", "-1"):
            query = {"whole": wrong, "undo": wrong}
            page = client.get(reverse("applications:materials", args=[case.number]), query).content.decode()
            assert page.count("?width=240") == 40
            assert "看全部" not in page


def test_what_is_not_done_is_offered_while_there_is_some(client: Client) -> None:
    """C15: with every slot done nothing offers to show the other 0; who had asked for them finds the way back."""
    case = stories.filled()
    client.force_login(case.applicant)
    address = reverse("applications:materials", args=[case.number])
    with time_machine.travel(NOW, tick=False):
        whole, asked = client.get(address), client.get(address, {"open": "1"})
    assert whole.context["counts"]["open"] == 0
    assert "只看没好的" not in whole.text + asked.text
    assert f'class="chip" href="{address}"' not in whole.text
    assert f'class="chip" href="{address}"' in asked.text
