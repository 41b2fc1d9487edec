"""The 证件照 on the 呈报表 and the certificate: the frozen one, read and drawn by the worker, never on a public page."""

import base64
import io

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from applications.enums import PaperKind, PaperStatus
from applications.models import Material, Paper
from applications.services import papers
from applications.services.jobs import MAX_ATTEMPTS
from applications.services.materials import storage_path
from documents.pictures import ID_PHOTO, id_photo
from review.report_form import report_form
from tests import stories, stories_after
from tests.documents import crafted
from tests.documents.reading import pictures_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Files that no other test reads: one of them is lost and changed here."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.fixture
def case(campaign):
    return stories.accepted()


def photo_in(case):
    return Material.objects.get(application=case, slot_key="photo").file


def remade(paper):
    """Give the bytes of the paper, made anew by a worker."""
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    papers.make(paper.pk, at=stories.PASSED)
    return Paper.objects.get(pk=paper.pk)


def drawn(address):
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


def test_the_report_form_names_the_frozen_photo_and_shows_it(case):
    """C39: the data hold the digest of the photo that went to review; the print shows it, the same each time."""
    paper = case.papers.get(kind=PaperKind.REPORT_FORM)
    assert paper.data["person"]["photo"] == photo_in(case).sha256
    Material.objects.filter(application=case, slot_key="photo").update(removed_at=stories.PASSED)
    assert report_form(case)["person"]["photo"] == photo_in(case).sha256
    first, second = remade(paper), remade(paper)
    assert first.file_sha256 == second.file_sha256
    with first.file.open("rb") as stream:
        assert ID_PHOTO in pictures_in(stream.read())


def test_a_photo_that_is_gone_makes_no_paper(case):
    """C39: a 呈报表 with an empty box is not made; whoever waits for it is told, and a change of the file is one too."""
    paper = case.papers.get(kind=PaperKind.REPORT_FORM)
    path = storage_path(photo_in(case).sha256)
    default_storage.delete(path)
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    for _attempt in range(MAX_ATTEMPTS):
        assert not papers.make(paper.pk, at=stories.PASSED)
    given_up = Paper.objects.get(pk=paper.pk)
    assert given_up.status == PaperStatus.FAILED
    assert "FileNotFoundError" in given_up.error
    default_storage.save(path, io.BytesIO(crafted.jpeg()))
    assert "changed" in remade(paper).error


def test_the_certificate_shows_the_photo_and_its_public_page_does_not(campaign, client):
    """C11: the photo is printed for its holder; a stranger with the address sees none."""
    certificate = stories_after.certificate_of(stories_after.certified())
    sha256 = photo_in(certificate.application).sha256
    assert certificate.paper.data["photo"] == sha256
    with remade(certificate.paper).file.open("rb") as stream:
        assert ID_PHOTO in pictures_in(stream.read())
    page = client.get(reverse("results:certificate", args=[certificate.token])).content.decode()
    assert "<img" not in page
    assert sha256 not in page
    assert certificate.paper.code not in page
    told = client.get(reverse("papers:download", args=[certificate.paper.code])).content
    assert b"%PDF" not in told
    assert b"<img" not in told
    assert certificate.application.applicant.name.encode() not in told


def test_a_photo_stands_upright_and_cut_to_its_box():
    """C39: a turned photograph is turned back, a transparent one is on white; equal bytes give an equal picture."""
    turned, tall = id_photo(crafted.jpeg(2400, 1600, orientation=6)), id_photo(crafted.png(100, 900, "RGBA"))
    assert turned == id_photo(crafted.jpeg(2400, 1600, orientation=6))
    assert (drawn(turned).size, drawn(tall).size) == (ID_PHOTO, ID_PHOTO)
    assert drawn(turned).getpixel((400, 10))[1] < 80
    assert drawn(tall).getpixel((10, 10)) == (255, 255, 255)
