"""An office puts its seal on its papers: one picture of each kind, kept privately, with its history."""

from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Office
from applications.enums import PaperStatus
from applications.models import Paper, StoredFile
from applications.services import papers
from applications.services.jobs import MAX_ATTEMPTS
from applications.services.materials import storage_path
from campaigns.models import Change
from review.awards import result_document
from review.forms.wording import digest_of
from tests import factories, stories, stories_after
from tests.away import no_store
from tests.documents.reading import pictures_in
from tests.documents.test_seals import ring
from tests.growing import signed_in
from tests.review.after.test_wording import after_document
from tests.review.after.world import at

pytestmark = pytest.mark.django_db
NOW = at(4, 8)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    """Files that no other test reads: one of them is lost here."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.fixture
def officer(client: Client):
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
        yield client


def seals(key: str = "title-office") -> dict[str, Any]:
    return Office.objects.get(key=key).seals


def send(client: Client, kind: str = "official", page: str = "seal", **data: Any) -> Any:
    sent = {"began": digest_of(seals().get(kind, {})), "mm": 45, "papers": ["result_document"]} | data
    return client.post(reverse(f"office:{page}", args=[kind]), sent)


def picture(size: int = 600) -> SimpleUploadedFile:
    return SimpleUploadedFile("seal.png", ring((size, size), edge=50), "image/png")


def remade(paper: Paper, times: int = 1) -> Paper:
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    for _attempt in range(times):
        papers.make(paper.pk, at=stories.PASSED)
    return Paper.objects.get(pk=paper.pk)


def test_a_seal_is_kept_by_its_digest_and_its_history_is_read(officer: Client) -> None:
    """C44: none by default; then which picture, how large, on which papers, by whom; the picture itself is on no page."""
    assert seals() == {}
    assert send(officer, file=picture()).status_code == 302
    seal = seals()["official"]
    assert (seal["mm"], seal["papers"]) == (45, ["result_document"])
    file = StoredFile.objects.get(sha256=seal["file"])
    assert (file.kind, file.path) == ("png", storage_path(seal["file"]))
    page = officer.get(reverse("office:seals")).content.decode()
    assert "直径45毫米，印在任职资格文件" in page
    assert f"公章直径45毫米，图片{seal['file'][:8]}，印在任职资格文件" in page
    assert Change.objects.filter(table="办理机构").count() == 1
    assert "<img" not in page


def test_its_papers_bear_it_from_then_on_and_no_other(officer: Client) -> None:
    """A document names the seal by its digest, which stays when the office takes another; one made before has none."""
    document = after_document()
    assert "seal" not in result_document(document)
    send(officer, file=picture())
    document.office.refresh_from_db()
    first = result_document(document)
    assert (first["seal"], first["seal_mm"]) == (seals()["official"]["file"], 45)
    send(officer, file=picture(700), mm=42)
    document.office.refresh_from_db()
    assert result_document(document)["seal"] != first["seal"]
    assert StoredFile.objects.filter(sha256=first["seal"]).exists()
    assert "seal" not in document.paper.data


def test_the_picture_is_in_the_pdf(officer: Client) -> None:
    """The worker reads it by its digest; a paper holds it in the size of its pixels."""
    send(officer, file=picture(), papers=["certificate"], kind="title")
    certificate = stories_after.certificate_of(stories_after.certified())
    assert certificate.paper.data["seal"] == seals()["title"]["file"]
    made = remade(certificate.paper)
    with made.file.open("rb") as stream:
        assert (600, 600) in pictures_in(stream.read())


def test_a_seal_that_is_gone_makes_no_paper_and_names_case_and_field(officer: Client) -> None:
    """Bad input: whoever waits is told which case and which field; the paper is made once the picture is back."""
    send(officer, file=picture(), papers=["certificate"])
    certificate = stories_after.certificate_of(stories_after.certified())
    path = storage_path(certificate.paper.data["seal"])
    with default_storage.open(path) as file:
        kept = file.read()
    default_storage.delete(path)
    given_up = remade(certificate.paper, MAX_ATTEMPTS)
    assert given_up.status == PaperStatus.FAILED
    assert certificate.application.number in given_up.error
    assert "seal: the file" in given_up.error
    with default_storage.open(path, "wb") as file:
        file.write(kept[:-1])
    assert "has changed" in remade(certificate.paper).error
    with default_storage.open(path, "wb") as file:
        file.write(kept)
    assert remade(certificate.paper).status == PaperStatus.READY


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "请先选择印章的图片"),
        ({"file": SimpleUploadedFile("seal.png", ring(ground=(255, 255, 255, 255)))}, "背景不是透明的"),
        ({"file": SimpleUploadedFile("seal.png", b"%PDF-1.7")}, "这里只收"),
        ({"file": picture(), "mm": 60}, "请从列出的选项里选"),
        ({"file": picture(), "papers": ["report_form"]}, "请从列出的选项里选"),
    ],
)
def test_a_fault_stands_beside_its_field(officer: Client, sent: dict[str, Any], told: str) -> None:
    """Nothing is written, and the look says the same."""
    if "file" in sent:
        sent["file"].seek(0)
    answer = send(officer, **sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert seals() == {}


def test_one_paper_bears_one_seal_and_two_officers_do_not_overwrite_each_other(officer: Client) -> None:
    """The second is told, whichever of the two he meant."""
    began = digest_of({})
    send(officer, file=picture())
    assert send(officer, "title", file=picture()).status_code == 409
    assert send(officer, file=picture(), began=began, mm=42).status_code == 422
    assert send(officer, page="seal_remove", began=began).status_code == 409
    assert seals()["official"]["mm"] == 45
    assert set(seals()) == {"official"}


def test_a_seal_is_taken_off_and_its_place_is_empty_again(officer: Client) -> None:
    """The history keeps what it was; papers made meanwhile keep their own."""
    document = after_document()
    send(officer, file=picture())
    assert send(officer, page="seal_remove").status_code == 302
    document.office.refresh_from_db()
    assert "seal" not in result_document(document)
    assert "→ （空）" in officer.get(reverse("office:seals")).content.decode()


def test_the_look_shows_what_is_chosen_and_writes_nothing(officer: Client) -> None:
    """A page of nobody real: with the picture just chosen, or the one that stands."""
    looks = [
        send(officer, page="seal_preview", file=picture(), mm=mm, papers=["certificate"]).content.decode()
        for mm in (38, 45)
    ]
    assert looks[0].count("data:image/webp;base64,") == looks[1].count("data:image/webp;base64,") == 1
    assert looks[0] != looks[1]
    assert seals() == {}
    assert not StoredFile.objects.filter(kind="png").exists()
    assert "请先选择印章的图片" in send(officer, page="seal_preview").content.decode()


def test_a_county_seals_its_own_papers_only(client: Client) -> None:
    """C38: what a county's office sets is its own."""
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("moyu-title", role=Role.TITLE_OFFICER))
        assert send(client, file=picture(), mm=42).status_code == 302
    assert seals() == {}
    assert seals("moyu-title")["official"]["mm"] == 42
    document = after_document()
    assert "seal" not in result_document(document)


def test_while_no_file_can_be_stored_no_seal_is_set_and_one_is_told_to_come_again(officer: Client) -> None:
    """C44: what was typed stays on the page; the seal that stands stays in use."""
    send(officer, file=picture())
    standing = seals()
    with no_store():
        page = send(officer, file=picture(700), mm=42)
    assert page.status_code == 503
    said = page.content.decode()
    assert "过几分钟" in said
    assert '<option value="42" selected>' in said
    assert seals() == standing
    assert send(officer, file=picture(700), mm=42).status_code == 302
