"""The title office has papers set in faces of its own: uploaded, looked at, put into use, taken back."""

import shutil
from typing import Any

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Membership, Office
from applications.enums import PaperKind, PaperStatus
from applications.invariants import files_are_unchanged
from applications.models import Paper
from applications.services import papers
from applications.services.jobs import MAX_ATTEMPTS
from campaigns.models import Change, Download, FaceFile
from campaigns.models.change import AppendOnlyError
from campaigns.services.downloads import make_download, waiting_downloads
from campaigns.services.faces import in_own_faces
from documents import store
from documents.fonts import folders_in_use, own_faces
from review.forms.wording import digest_of
from review.services import printing
from tests import factories, stories, stories_after
from tests.documents.typefaces import FANG, KAI, TITLE, embedded, free, own, permitting
from tests.growing import signed_in
from tests.review.after.world import at
from tests.review.printing.made import CLOCK, asked, office, printable

pytestmark = pytest.mark.django_db
NOW = at(4, 8)


@pytest.fixture(autouse=True)
def _own_places(settings: Any, tmp_path: Any) -> None:
    """Files that no other test reads: some are lost here."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "files", "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    settings.FACES_FOLDER = tmp_path / "faces"


@pytest.fixture
def officer(client: Client):
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
        yield client


def in_use() -> dict[str, Any]:
    return Office.objects.get(key="title-office").faces


def upload(client: Client, data: bytes, kind: str = "fang", name: str = "方正仿宋简体.ttf") -> Any:
    sent = {"file": SimpleUploadedFile(name, data, "font/ttf")}
    return client.post(reverse("office:face", args=[kind]), sent)


def choose(client: Client, file: FaceFile | None, kind: str = "fang", page: str = "face_use", **more: Any) -> Any:
    began = {"began": digest_of(in_use().get(kind, {})), "file": file.pk if file else ""}
    return client.post(reverse(f"office:{page}", args=[kind]), began | more)


def used(client: Client, data: bytes | None = None, **more: Any) -> FaceFile:
    """Have an uploaded face put into use."""
    assert upload(client, data or own(), **more).status_code == 302
    file = FaceFile.objects.first()
    assert file is not None
    assert choose(client, file, file.kind).status_code == 302
    return file


def made(paper: Paper, times: int = 1) -> Paper:
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    for _attempt in range(times):
        papers.make(paper.pk, at=stories.PASSED)
    return Paper.objects.get(pk=paper.pk)


def pdf_of(paper: Paper) -> bytes:
    with paper.file.open("rb") as file:
        return bytes(file.read())


def a_paper() -> Paper:
    """Give a 呈报表 that waits."""
    case = printable(1)[0]
    paper = case.papers.get(kind=PaperKind.REPORT_FORM)
    data = stories_after.certified().papers.filter(kind=PaperKind.REPORT_FORM).latest("pk").data
    Paper.objects.filter(pk=paper.pk).update(data=data, file="", file_sha256="", status=PaperStatus.WAITING)
    return Paper.objects.get(pk=paper.pk)


def test_an_upload_counts_for_nothing_until_it_is_used(officer: Client) -> None:
    """It is looked at first: a line, a whole paper, what it is and lacks; the page gives its digest, never the file."""
    answer = upload(officer, own())
    file = FaceFile.objects.get()
    assert answer.url == f"{reverse('office:face', args=['fang'])}?file={file.pk}"
    assert in_use() == {}
    assert not Change.objects.filter(table="办理机构").exists()
    shown = officer.get(answer.url).content.decode()
    for told in (
        "方正仿宋简体.ttf",
        "6.6",
        "OfficeFang-Regular",
        file.sha256[:16],
        "3755个，都有",
        "启用这个字体",
    ):
        assert told in shown
    looks = [choose(officer, one, page="face_preview").content.decode() for one in (None, file)]
    assert looks[0].count("data:image/webp;base64,") == looks[1].count("data:image/webp;base64,") == 1
    assert in_use() == {}
    assert store.read(file.stored.path) == own()


def test_each_of_the_three_is_seen_on_the_paper(officer: Client) -> None:
    """A face of quite another kind changes the picture, wherever it serves."""
    for kind in ("fang", "kai", "title"):
        upload(officer, free(TITLE if kind == "fang" else FANG), kind)
        looks = [choose(officer, one, kind, "face_preview").content for one in (None, FaceFile.objects.first())]
        assert looks[0] != looks[1]


def test_papers_made_from_then_on_embed_it_and_those_before_stay(officer: Client) -> None:
    """C46: by its PostScript name; back again the next paper is set in the face that was before."""
    paper = a_paper()
    before = pdf_of(made(paper))
    used(officer)
    assert pdf_of(Paper.objects.get(pk=paper.pk)) == before
    during = pdf_of(made(paper))
    assert choose(officer, None).status_code == 302
    after = pdf_of(made(paper))
    assert "OfficeFang-Regular" not in embedded(before)
    assert "OfficeFang-Regular" in embedded(during)
    assert "FandolFang-Polygon" not in embedded(during)
    assert after == before


def test_blank_forms_are_set_in_it_too(officer: Client, django_capture_on_commit_callbacks: Any) -> None:
    """C46, C47: what is filled in by hand looks like what the portal prints."""
    blank = Download.objects.get(form="training_exemption")
    make_download(blank.pk)
    with django_capture_on_commit_callbacks(execute=True):
        used(officer)
    assert not waiting_downloads()
    blank.refresh_from_db()
    assert "OfficeFang-Regular" in embedded(store.read(blank.file.name))


def test_every_change_is_kept_with_who_and_from_what_to_what(officer: Client) -> None:
    """C44: and can be read on the page; what was uploaded stays and can be put into use again."""
    first = used(officer)
    second = used(officer, own(maker="Others"), name="方正仿宋_GBK.ttf")
    assert choose(officer, first).status_code == 302
    assert choose(officer, None).status_code == 302
    changes = Change.objects.filter(table="办理机构").order_by("pk")
    assert [str(change.values).count("方正仿宋") for change in changes] == [1, 2, 2, 1]
    assert {change.by_name for change in changes} == {officer_name()}
    page = officer.get(reverse("office:faces")).content.decode()
    assert "仿宋：方正仿宋简体.ttf → 方正仿宋_GBK.ttf" in page
    assert "仿宋：方正仿宋简体.ttf → 随平台安装的字体" in page
    assert FaceFile.objects.count() == 2
    with pytest.raises(AppendOnlyError):
        second.save()


def officer_name() -> str:
    return Membership.objects.get(role=Role.TITLE_OFFICER).user.name


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7", "这不是字体文件"),
        (b"", "文件是空的"),
        (own()[:200_000], "字体文件打不开"),
        (permitting(2), "写明不许嵌入文件"),
    ],
)
def test_a_fault_stands_beside_the_field_and_nothing_changes(officer: Client, data: bytes, told: str) -> None:
    """With what to do; no file is kept."""
    answer = upload(officer, data)
    assert answer.status_code == 422
    assert answer.content.decode().count(told) == 2  # in the summary, and beside the field
    assert not FaceFile.objects.exists()
    assert in_use() == {}


def test_two_officers_do_not_overwrite_each_other(officer: Client) -> None:
    """Who looked before the other chose is told; a file of another face is none to choose."""
    began = digest_of({})
    file = used(officer)
    assert choose(officer, None, began=began).status_code == 422
    assert in_use()["fang"]["file"] == file.sha256
    assert choose(officer, file, "kai").status_code == 422
    assert officer.get(reverse("office:face", args=["kai"]), {"file": file.pk}).status_code == 404
    assert officer.get(reverse("office:face", args=["song"])).status_code == 404


def test_while_no_file_can_be_stored_nothing_is_kept_and_one_is_told_to_come_again(
    officer: Client, settings: Any, tmp_path: Any
) -> None:
    (tmp_path / "taken").touch()
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "taken", "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": default}
    page = upload(officer, own())
    assert page.status_code == 503
    assert "过几分钟" in page.content.decode()
    assert not FaceFile.objects.exists()


def test_the_same_file_is_kept_once(officer: Client) -> None:
    used(officer)
    assert upload(officer, own(), name="另一个名字.ttf").status_code == 302
    assert [file.name for file in FaceFile.objects.all()] == ["方正仿宋简体.ttf"]


def test_a_face_that_is_gone_makes_no_paper_and_names_case_and_face(officer: Client) -> None:
    """Bad input: whoever waits is told; nothing is set in another face; once it is back the paper is made."""
    file = used(officer)
    paper = a_paper()
    kept = store.read(file.stored.path)
    spoil(file, None)
    given_up = made(paper, MAX_ATTEMPTS)
    assert given_up.status == PaperStatus.FAILED
    assert f"{given_up.application.number}，FaceGone: faces.fang: 字体文件“方正仿宋简体.ttf”" in given_up.error
    assert [breach.where for breach in files_are_unchanged() if breach] == [f"FaceFile {file.pk}"]
    assert "不在了" in choose(officer, file, page="face_preview").content.decode()
    spoil(file, kept[:-1])
    assert "已经不是原来的那一个" in made(paper).error
    spoil(file, kept)
    assert made(paper).status == PaperStatus.READY
    assert "OfficeFang-Regular" in embedded(pdf_of(Paper.objects.get(pk=paper.pk)))


def spoil(file: FaceFile, data: bytes | None) -> None:
    """Have the store hold other bytes, or none, and this disk nothing."""
    shutil.rmtree(portal_settings.FACES_FOLDER, ignore_errors=True)
    if default_storage.exists(file.stored.path):
        default_storage.delete(file.stored.path)
    if data is not None:
        with default_storage.open(file.stored.path, "wb") as stream:
            stream.write(data)


def test_a_print_run_leaves_out_what_lacks_its_face_and_goes_on(officer: Client) -> None:
    """Issue 5: papers that are set already are printed; the cover list tells which are not, and why."""
    act = office()
    ready, waiting = printable(1)[0], a_paper()
    spoil(used(officer), None)
    run, _is_new = asked([ready, waiting.application], act)
    for part in run.parts.all():
        printing.make_part(part.pk, clock=CLOCK)
    assert printing.bind(run.pk, clock=CLOCK)
    run.refresh_from_db()
    assert run.left_out == 1
    assert "字体文件“方正仿宋简体.ttf”" in run.items.get(application=waiting.application).error


def test_without_an_upload_the_folder_of_the_installation_serves(officer: Client, settings: Any) -> None:
    """As ever; a face that is in use comes before a file of the same kind there."""
    with in_own_faces():
        assert folders_in_use() == (settings.PAPER_FONTS,)
    used(officer, own(KAI), kind="kai")
    with in_own_faces():
        kept = {face.key: path.name for face, path in own_faces(*folders_in_use())}
    assert kept == {"fang": "FandolFang-Polygon.otf", "kai": "kai", "title": "FandolSong-Bold-Polygon.otf"}


def test_only_the_prefectures_title_office_chooses_faces(client: Client) -> None:
    """C38: a county's papers are set in them too, but not at its word."""
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("moyu-title", role=Role.TITLE_OFFICER))
        assert upload(client, own()).status_code == 404
        assert choose(client, None).status_code == 404
        assert choose(client, None, page="face_preview").status_code == 404
