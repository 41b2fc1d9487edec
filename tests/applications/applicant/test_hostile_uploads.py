"""Hostile files through the page: each is told by its name, no other is lost, nothing comes back that a browser runs."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from applications.models import Application, Material, StoredFile
from applications.services.materials import Upload, add_material
from documents.formats import shown_name
from tests import stories
from tests.documents import crafted
from tests.documents.hostile import TAKEN, Case
from tests.documents.hostile.test_hostile import CASES
from tests.factories import act_of

pytestmark = pytest.mark.django_db
NOW = stories.SUBMITTED
BY_NAME = {case.name: case for case in CASES}
#: One of each code, and what is worst.
REFUSED = [
    *(
        "nothing",
        "HTML",
        "SVG",
        "EICAR",
        "ZIP that grows",
        "program of Windows",
        "jpeg cut at 50 %",
        "heic cut at 80 %",
    ),
    *(
        "png of 50000 pixels square",
        "jpeg, 99 pixels wide",
        "heic with two pictures",
        "png and PHP",
        "pdf and ZIP",
    ),
    *("pdf locked by AES-256, user's password", "pdf with JavaScript at opening", "pdf of 2000 pages"),
    *("pdf with a page of 0 0 99999 99999", "pdf with a drawing twice in each of twenty-five"),
]
HARMLESS = [
    *(
        "jpeg with script in EXIF",
        "png with PHP in a text",
        "jpeg with PHP in a comment",
        "jpeg twice",
        "pdf twice",
    ),
    *("pdf with a link", "pdf with noise in JBIG2Decode"),
]
OVERRIDE = "\u202e"  # what follows is written from right to left


@pytest.fixture(autouse=True)
def _apart(settings: Any) -> None:
    settings.FILES_APART = True


def case_of(client: Client) -> Application:
    case = stories.drafted()
    client.force_login(case.applicant)
    return case


def send(client: Client, case: Application, *files: SimpleUploadedFile) -> Any:
    to = reverse("applications:upload", args=[case.number, "other"])
    given = {"files": list(files), "declassified": "yes", "masked": "yes"}
    with time_machine.travel(NOW, tick=False):
        return client.post(to, given, headers={"Accept": "application/json"})


@pytest.mark.parametrize("half", [0, 1])
def test_a_bad_file_takes_no_other_along(client: Client, half: int) -> None:
    """C15: good files before, between and behind bad ones go in; each bad one is named with its reason."""
    bad = [BY_NAME[name] for name in REFUSED[half::2]]
    case = case_of(client)
    files = [SimpleUploadedFile("一.png", stories.picture(1))]
    files += [SimpleUploadedFile(f"坏{place}.jpg", one.data) for place, one in enumerate(bad)]
    files.insert(4, SimpleUploadedFile("二.png", stories.picture(2)))
    files.append(SimpleUploadedFile("三.png", stories.picture(3)))
    answer = send(client, case, *files)
    assert (answer.status_code, answer.json()["taken"]) == (409, 3)
    said = answer.json()["messages"]
    assert [line.split("：")[0] for line in said] == [f"坏{place}.jpg" for place in range(len(bad))]
    assert all("请" in line for line in said)
    assert [one.name for one in Material.objects.filter(application=case)] == ["一.png", "二.png", "三.png"]
    assert StoredFile.objects.count() == 3


@pytest.mark.parametrize("one", [BY_NAME[name] for name in HARMLESS], ids=str)
def test_what_is_given_back_is_never_run(client: Client, one: Case) -> None:
    """C22: a fixed type, to be saved; no sniffing, no script; its page is a picture of our own making."""
    assert one.code == TAKEN
    case = case_of(client)
    assert send(client, case, SimpleUploadedFile("a.html", one.data, "text/html")).status_code == 200
    material = case.materials.get()
    original = client.get(reverse("files:original", args=[material.pk]))
    page = client.get(reverse("files:page", args=[material.pk, 1]))
    assert original["Content-Type"] in ("image/jpeg", "image/png", "image/heic", "application/pdf")
    assert original["Content-Disposition"].startswith("attachment")
    assert not original["Content-Disposition"].endswith('.html"')
    assert b"".join(original.streaming_content) == one.data
    assert (page["Content-Type"], page.content[8:12]) == ("image/webp", b"WEBP")
    for response in (original, page):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\a\\毕业证.jpg": "毕业证.jpg",
    "a/b\\c.png": "c.png",
    f"证书{OVERRIDE}gpj.exe": "证书gpj.exe",
    "证书\r\nSet-Cookie: a=b.jpg": "证书Set-Cookie: a=b.jpg",
    "证书\0.jpg": "证书.jpg",
    "\x1b[31m红\x07.png": "[31m红.png",
    "长" * 5_000 + ".jpg": "长" * 196 + ".jpg",
    "قوللانما گۇۋاھنامە.jpg": "قوللانما گۇۋاھنامە.jpg",
    "<script>alert(1)</script>.jpg": "script>.jpg",
    "'; DROP TABLE x; --.jpg": "'; DROP TABLE x; --.jpg",
    "半个\udcff字.jpg": "半个字.jpg",
    "CON": "CON",
    "   ": "",
    "/": "",
    "": "",
}


@pytest.mark.parametrize("name", NAMES, ids=[f"name {place}" for place, _name in enumerate(NAMES)])
def test_a_name_is_a_name_and_nothing_else(client: Client, name: str) -> None:
    """C22: no folder, no line break, no turning of the direction of writing, of a length that can be kept."""
    case = case_of(client)
    assert shown_name(name) == NAMES[name]
    upload = Upload(crafted.jpeg(), name, declassified=True, masked=True)
    material = add_material(
        application_id=case.pk, slot_key="diploma", upload=upload, act=act_of(case.applicant, NOW)
    )
    assert Material.objects.get(pk=material.pk).name == (NAMES[name] or "未命名")
    response = client.get(reverse("files:original", args=[material.pk]))
    assert b"".join(response.streaming_content) == upload.data
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in response["Content-Disposition"]
    assert ".jpg" in response["Content-Disposition"]
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("applications:materials", args=[case.number])).content.decode()
    assert "<script>alert" not in page


def test_a_refused_files_name_is_shown_and_not_run(client: Client) -> None:
    """C22: the page that says why quotes the name as text."""
    case = case_of(client)
    to = reverse("applications:upload", args=[case.number, "diploma"])
    bad = SimpleUploadedFile("<img src=x onerror=alert(1)>.jpg", b"nothing")
    with time_machine.travel(NOW, tick=False):
        page = client.post(to, {"files": bad, "declassified": "yes", "masked": "yes"}).content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;.jpg：" in page
    assert "<img src=x" not in page
