"""Every upload goes past the virus scanner where there is one: clamd itself, with a signature of the test's own."""

import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core import checks
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Employer
from applications.models import Application, StoredFile, Transfer
from applications.rules.refusal import NotNow, Refused
from applications.services import transfers
from applications.services.materials import Upload, storage_path
from applications.tus import Coming
from documents import digest, streams, virus
from documents.inspection import MB
from tests import stories
from tests.accounts.test_employers import URL as SIGN_UP
from tests.accounts.test_employers import client_for, person, typed
from tests.documents import crafted
from tests.factories import act_of
from tests.services import EICAR, clamd, free_port

pytestmark = pytest.mark.django_db
NOW = stories.SUBMITTED
INFECTED = crafted.jpeg() + EICAR


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where clamd listens."""
    with clamd() as where:
        yield where


@pytest.fixture
def scanner(settings: Any, address: str) -> None:
    settings.CLAMD = address


@pytest.fixture
def silence(settings: Any) -> None:
    """A scanner that is set and does not answer."""
    settings.CLAMD = f"tcp://127.0.0.1:{free_port()}"


def send(client: Client, case: Application, **files: bytes) -> Any:
    client.force_login(case.applicant)
    to = reverse("applications:upload", args=[case.number, "diploma"])
    given = [SimpleUploadedFile(f"{name}.jpg", data) for name, data in files.items()]
    with time_machine.travel(NOW, tick=False):
        return client.post(to, {"files": given, "declassified": "yes", "masked": "yes"})


def in_a_stream(made: pikepdf.Pdf) -> None:
    made.pages[0].Contents = made.make_stream(b"% " + EICAR)


def test_a_virus_is_refused_and_never_kept(client: Client, scanner: None, caplog: Any) -> None:
    """C22: told beside the slot, the others go in; the log names the virus and neither person nor file."""
    case = stories.drafted()
    infected = stories.picture(3) + EICAR  # bytes of its own: elsewhere, without a scanner, others are kept
    with caplog.at_level(logging.WARNING, "applications"):
        answer = send(client, case, 好的=stories.picture(1), 带毒=infected, 也好=stories.picture(2))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "带毒.jpg：文件里有病毒，不能接收。" in page
    assert "请先给电脑或手机杀毒" in page
    assert [material.name for material in case.materials.all()] == ["好的.jpg", "也好.jpg"]
    assert StoredFile.objects.count() == 2
    assert default_storage.exists(storage_path(digest.of_bytes(stories.picture(1))))
    assert not default_storage.exists(storage_path(digest.of_bytes(infected)))
    (line,) = [record.getMessage() for record in caplog.records if record.name.startswith("applications")]
    assert line == "An upload was refused for a virus: Portal.Test.EICAR.UNOFFICIAL"


def test_a_virus_packed_in_a_pdf_is_found(scanner: None) -> None:
    """C22: the scanner unpacks what a PDF holds."""
    assert virus.found(crafted.pdf(1, in_a_stream, compress_streams=True)).startswith("Portal.Test.EICAR")
    assert virus.found(crafted.pdf(1)) == ""


def test_a_large_file_goes_in_pieces(scanner: None) -> None:
    """C22: a virus across the border of two pieces is found."""
    for place in (streams.PIECE - 10, 2 * streams.PIECE - 40):
        assert virus.found(bytes(place) + EICAR + bytes(9_000))
    assert virus.found(bytes(900_000)) == ""


def test_no_answer_is_not_a_clean_file(client: Client, settings: Any) -> None:
    """C22: nothing is kept that nobody looked at; what is there stays, and the page says when to try again."""
    case = stories.drafted()
    before = stories.upload(case, "diploma", at=NOW)
    settings.CLAMD = f"tcp://127.0.0.1:{free_port()}"
    answer = send(client, case, 毕业证=stories.picture(1))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "毕业证.jpg：现在不能检查病毒，这个文件没有上传。已经上传的都在，没有变。请过几分钟再传一次。" in page
    assert page.count(' value="yes" checked') == 2
    assert list(case.materials.all()) == [before]
    assert StoredFile.objects.count() == 1


def test_a_file_that_came_in_pieces_waits_for_the_scanner(settings: Any, address: str) -> None:
    """C15, C22: what has arrived need not come again once the scanner answers; a virus is dropped with its pieces."""
    case = stories.drafted()
    act = act_of(case.applicant, NOW)
    for data, ends_as in ((stories.picture(1), "taken"), (INFECTED, "refused")):
        coming = Coming("扫描.jpg", len(data), digest.of_bytes(data), declassified=True, masked=True)
        transfer = transfers.begin(application_id=case.pk, slot_key="diploma", coming=coming, act=act)
        transfers.receive(transfer=transfer, offset=0, piece=data, act=act)
        finish = partial(
            transfers.finish, transfer=transfer, upload=Upload(b"", "", declassified=True, masked=True), act=act
        )
        settings.CLAMD = f"tcp://127.0.0.1:{free_port()}"
        with pytest.raises(NotNow, match="现在不能检查病毒"):
            finish()
        settings.CLAMD = address
        if ends_as == "taken":
            assert finish().name == "扫描.jpg"
        else:
            with pytest.raises(Refused, match="文件里有病毒"):
                finish()
            assert not Transfer.objects.filter(pk=transfer.pk).exists()
    assert case.materials.count() == 1


def test_what_the_scanner_does_not_take_is_not_a_clean_file(client: Client, scanner: None) -> None:
    """C22: a file beyond the scanner's own limit was not looked at, whether it says so or hangs up."""
    for size in (MB + 1, 3 * MB):
        with pytest.raises(virus.ScannerAway, match=r"size limit exceeded|BrokenPipe|ConnectionReset"):
            virus.found(bytes(size))
    case = stories.drafted()
    answer = send(client, case, 大图=stories.picture(1) + bytes(1_200_000), 小图=stories.picture(2))
    assert answer.status_code == 503
    assert "大图.jpg：现在不能检查病毒" in answer.content.decode()
    assert [material.name for material in case.materials.all()] == ["小图.jpg"]


def test_without_a_scanner_uploads_go_as_before(client: Client) -> None:
    """C15: an installation need not have one."""
    case = stories.drafted()
    assert send(client, case, 带毒=INFECTED).status_code == 302


def test_a_licence_is_looked_at_too(scanner: None) -> None:
    """C22: a virus in a licence keeps the employer from signing up; what was typed stays."""
    form = typed(licence=SimpleUploadedFile("执照.jpg", INFECTED))
    page = client_for(person("孙经理")).post(SIGN_UP, form)
    assert "文件里有病毒" in page.content.decode()
    assert "和田新枣果业有限公司" in page.content.decode()
    assert 400 <= page.status_code < 500
    assert not Employer.objects.filter(uscc=form["uscc"]).exists()


def test_a_licence_waits_for_the_scanner(silence: None) -> None:
    """C22: 503, with the form as it was typed."""
    form = typed()
    page = client_for(person("孙经理")).post(SIGN_UP, form)
    assert page.status_code == 503
    assert "现在不能检查病毒，资料没有提交" in page.content.decode()
    assert not Employer.objects.filter(uscc=form["uscc"]).exists()


def test_the_health_page_says_whether_it_answers(client: Client, settings: Any, address: str) -> None:
    """Set-up: 200 all the same, for the process itself is well."""
    said = {}
    for where in ("", address, f"tcp://127.0.0.1:{free_port()}"):
        settings.CLAMD = where
        answer = client.get("/healthz")
        assert answer.status_code == 200
        said[where] = answer.json()
    assert list(said.values()) == [
        {"status": "ok"},
        {"status": "ok", "virus_scanner": "ok"},
        {"status": "ok", "virus_scanner": "away"},
    ]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("", set()),
        ("tcp://127.0.0.1:9", {"documents.W001"}),
        ("unix:///nowhere/clamd.ctl", {"documents.W001"}),
        ("/run/clamd.ctl", {"documents.E003", "documents.W001"}),
        ("http://clamav:3310", {"documents.E003", "documents.W001"}),
    ],
)
def test_the_check_before_production_tells(settings: Any, where: str, found: set[str]) -> None:
    """Set-up: an address that is none is an error, a scanner that does not answer a warning."""
    settings.CLAMD = where
    told = checks.run_checks(include_deployment_checks=True)
    assert {one.id for one in told if str(one.id).startswith("documents.")} == found


def test_the_check_is_silent_when_it_answers(scanner: None) -> None:
    """Set-up: nothing to say."""
    told = checks.run_checks(include_deployment_checks=True)
    assert not [one for one in told if str(one.id).startswith("documents.")]
