"""An OFD from its upload to what reviewers and experts see: kept as it came, shown and covered as pages (C15, C21)."""

import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications.enums import BlindStatus
from applications.invariants import files_are_unchanged
from applications.models import Application, BlindCopy, Check, Masking, StoredFile
from applications.rules.masking import box_of
from applications.rules.refusal import Refused
from applications.services import blinding, checks
from applications.services.masking import confirm
from applications.services.materials import Upload, add_material
from campaigns.models import Slot
from documents import store
from documents.scans.identity import Identity
from documents.scans.leaks import leaks
from tests import stories
from tests.applications.masking.papers import EMPLOYER, NAME, drafted
from tests.documents import ofds
from tests.factories import act_of

pytestmark = pytest.mark.django_db
NOW = stories.SUBMITTED
DATA = ofds.ofd(["社会保险缴费证明", f"姓名：{NAME}", f"单位：{EMPLOYER}", "缴费月数：36"], ["第二页"])


@pytest.fixture(autouse=True)
def _apart(settings: Any) -> None:
    settings.FILES_APART = True


def put(case: Application, slot: str, data: bytes = DATA, *, masked: bool = True):
    upload = Upload(data, "证明.ofd", declassified=True, masked=masked)
    return add_material(application_id=case.pk, slot_key=slot, upload=upload, act=act_of(case.applicant, NOW))


def test_it_is_kept_as_it_came_and_its_pages_are_shown(client: Client) -> None:
    """C15: byte for byte under its own type, never run; two pages; the page says that it is taken."""
    case = stories.drafted()
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        to = reverse("applications:upload", args=[case.number, "social_security"])
        files = {"files": SimpleUploadedFile("参保证明.OFD", DATA), "declassified": "yes", "masked": "yes"}
        assert client.post(to, files).status_code == 302
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
    material = case.materials.select_related("file").get()
    assert (material.file.kind, material.file.pages) == ("ofd", 2)
    back = client.get(reverse("files:original", args=[material.pk]))
    assert (back["Content-Type"], back["X-Content-Type-Options"]) == ("application/ofd", "nosniff")
    assert back["Content-Disposition"].startswith("attachment")
    assert b"".join(back.streaming_content) == DATA
    for number in (1, 2):
        shown = Image.open(io.BytesIO(client.get(reverse("files:page", args=[material.pk, number])).content))
        assert (shown.format, shown.size) == ("WEBP", (900, 1274))
    assert client.get(reverse("files:page", args=[material.pk, 3])).status_code == 404
    chooser = page[page.index('id="file-social_security"') :].split(">")[0]
    assert 'application/pdf,.ofd"' in chooser
    assert "JPEG、PNG、HEIC、PDF、OFD，每个不超过10" in page


def test_its_pages_are_kept_once_beside_it_and_watched_over() -> None:
    """C15: the same file in two slots is one, and a change of the pages that were drawn is found at night."""
    first, second = put(stories.drafted(), "social_security"), put(stories.drafted(), "other")
    assert first.file_id == second.file_id
    file = StoredFile.objects.get()
    assert store.read(file.pages_path)[:5] == b"%PDF-"
    assert list(filter(None, files_are_unchanged())) == []
    store.forget(file.drawn_path)
    assert [breach.where for breach in filter(None, files_are_unchanged())] == [f"StoredFile {file.pk}"]


def test_every_slot_that_takes_scans_takes_ofd() -> None:
    """C15, C23: e-licences and proofs come in it; a portrait does not, nor a certificate that the system gives as PDF."""
    taken = Slot.objects.filter(campaign__key="2025").values_list("types", flat=True)
    assert {"ofd" in types for types in taken if {"jpeg", "pdf"} <= {*types}} == {True}
    assert not any("ofd" in types for types in taken if not {"jpeg", "pdf"} <= {*types})


@pytest.mark.parametrize(
    ("slot", "data", "told"),
    [
        ("photo", DATA, "另存为PDF"),
        ("social_security", ofds.bound(ofds.parts([])), "OFD文件不完整或已损坏"),
        ("social_security", ofds.ofd(*[["页"]] * 11), "文件有11页，这里最多10页"),
        ("social_security", ofds.bound(ofds.parts([ofds.page(sheet="0 0 2000 2000")])), "占用的内存或时间太多"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(slot: str, data: bytes, told: str) -> None:
    """C15: with its reason and what to do, beside the slot."""
    case = stories.drafted()
    with pytest.raises(Refused) as refused:
        put(case, slot, data)
    assert told in str(refused.value.refusals[0].text)
    assert not case.materials.exists()
    assert not StoredFile.objects.exists()


def test_it_is_looked_at_and_covered_for_the_experts_as_any_paper() -> None:
    """C21: name and employer are found on its drawn page, burnt over, and the leak check finds neither."""
    material = put(drafted(), "current_title", masked=False)
    assert checks.make(Check.objects.get(material=material).pk, clock=lambda: NOW)
    masking = Masking.objects.get(material=material)
    found = [box_of(box) for box in masking.boxes]
    assert {box.what for box in found} >= {"name", "employer"}
    confirm(material_id=material.pk, revision=masking.revision, act=act_of(material.application.applicant, NOW))
    copy = BlindCopy.objects.get(material=material)
    assert blinding.make(copy.pk, clock=lambda: NOW)
    copy.refresh_from_db()
    assert (copy.status, copy.leaks) == (BlindStatus.READY, [])
    assert leaks(store.read(copy.path), "a.pdf", Identity(NAME, EMPLOYER, "", "")) == []
