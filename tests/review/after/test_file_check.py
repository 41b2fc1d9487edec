"""A stranger uploads a PDF: whole, altered, revoked, replaced, somebody else's; nothing is kept, nobody named."""

import io

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts import rate
from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.services import papers
from documents.signing import own
from documents.signing.making import sign
from review.models import ResultDocument
from review.services.annotating import make_copy
from review.services.revocation import revoke
from tests import factories, stories_after
from tests.documents.signing.authority import file_key, root, signer, text_page

pytestmark = pytest.mark.django_db
CHECK = "/results/files/"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


@pytest.fixture(scope="module")
def case(one_world):
    """Give a case of the whole way, its certificate and its document made."""
    case = stories_after.certified()
    for paper in Paper.objects.filter(kind__in=(PaperKind.CERTIFICATE, PaperKind.RESULT_DOCUMENT)):
        assert papers.make(paper.pk, at=timezone.now())
    return case


@pytest.fixture
def certificate(case):
    return stories_after.certificate_of(case)


def file_of(paper) -> bytes:
    with Paper.objects.get(pk=paper.pk).file.open("rb") as stream:
        return stream.read()


def answer(client, pdf: bytes, name="证书.pdf"):
    """Give status and text of the page that a stranger gets for a file."""
    page = client.post(CHECK, {"file": SimpleUploadedFile(name, pdf, "application/pdf")})
    return page.status_code, page.content.decode()


def test_the_certificate_as_it_was_issued_is_valid(client, certificate):
    """C11: whole and valid, with what the public page of the certificate says and no more."""
    status, text = answer(client, file_of(certificate.paper))
    assert status == 200
    assert "文件完好，证书有效" in text
    assert certificate.grouped_number in text
    holder = certificate.application.applicant
    for secret in (holder.name, holder.document_number, holder.phone, certificate.paper.code, certificate.token):
        assert secret not in text


def test_the_result_document_as_it_was_issued_is_ours(client, certificate):
    """C10: the document's number, office and date; nobody of its list."""
    document = ResultDocument.objects.get()
    status, text = answer(client, file_of(document.paper))
    assert (status, document.number in text) == (200, True)
    assert "文件完好，是我们印发的" in text
    assert certificate.application.applicant.name not in text


def test_an_altered_file_is_told_and_names_nobody(client, certificate):
    """C11: changed bytes, or something behind them: what it was a certificate of is not said, for nobody knows."""
    whole = file_of(certificate.paper)
    changed = bytearray(whole)
    changed[whole.index(b"/MediaBox") + 12] ^= 1
    for pdf, words in ((bytes(changed), "签发以后，文件被改过"), (whole + b"\n", "签发以后，文件里加了东西")):
        status, text = answer(client, pdf)
        assert (status, words in text) == (200, True)
        assert certificate.grouped_number not in text


def test_a_revoked_certificate_is_told_though_its_file_is_whole(client, certificate):
    """C45: the file cannot know; the portal does."""
    pdf = file_of(certificate.paper)
    act = stories_after.officer_for(certificate.application, timezone.now())
    revoke(certificate.application_id, finding="业绩材料经查实系伪造。", act=act)
    status, text = answer(client, pdf)
    assert (status, "文件完好，但证书已撤销" in text) == (200, True)
    assert "伪造" not in text


def test_a_replaced_certificate_is_told(client, certificate):
    """C11: after a correction the older file is whole and void."""
    pdf, old = file_of(certificate.paper), certificate.paper
    data = old.data | {"specialty": "更正后的专业"}
    certificate.paper = papers.request_paper(
        PaperKind.CERTIFICATE, data, at=timezone.now(), application=certificate.application
    )
    certificate.save()
    assert Paper.objects.get(pk=old.pk).status == PaperStatus.OUTDATED
    assert "文件完好，但已被新的一份代替" in answer(client, pdf)[1]


def test_a_file_that_others_signed_is_not_ours(client, certificate):
    """C11: a look-alike signed with somebody else's key, and one that nobody signed."""
    forged = sign(text_page(), file_key(signer(), root()), mark=certificate.paper.code, reason="x")
    text = answer(client, forged)[1]
    assert "不是本平台签发的文件" in text
    assert "签名时用的不是本平台有效的证书" in text
    assert "对不上" not in text
    assert "文件上没有电子签名" in answer(client, text_page())[1]


def test_a_paper_that_only_our_key_knows_is_told_as_unknown(client, db):
    """C11: our signature over a paper of which there is no row: nothing is claimed of it."""
    lost = own.signed(text_page(), mark="NOSUCHPAPER2", reason="x")
    assert "签名是本平台的，但查不到这份文书" in answer(client, lost)[1]


def test_what_left_unsigned_is_known_byte_for_byte(client, settings, certificate):
    """C11: an installation that does not sign still knows its own files, and says that they bear no signature."""
    settings.PAPER_UNSIGNED = True
    Paper.objects.filter(pk=certificate.paper_id).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    assert papers.make(certificate.paper_id, at=timezone.now())
    _status, text = answer(client, file_of(certificate.paper))
    assert "文件完好，证书有效" in text
    assert "没有；文件和平台保存的逐字节相同" in text


def test_a_copy_is_checked_with_purpose_and_last_day(client, certificate):
    """C11: an annotated copy says what it is for and until when; the day after, that it is over."""
    made_at = factories.beijing(2025, 6, 2, 10)
    act = factories.act_of(certificate.application.applicant, made_at)
    copy = make_copy(
        certificate.pk, purpose="仅用于演示公司投标", valid_until=factories.beijing(2025, 6, 30, 0).date(), act=act
    )
    papers.make(copy.paper_id, at=made_at)
    pdf = file_of(copy.paper)
    for day, words in ((30, "加注件完好，在有效期内"), (1, "加注件已过有效期")):
        with time_machine.travel(factories.beijing(2025, 6 if day == 30 else 7, day, 12), tick=False):
            text = answer(client, pdf)[1]
        assert words in text
        assert "仅用于演示公司投标" in text


@pytest.mark.parametrize(
    ("pdf", "words"),
    [
        (b"", "文件是空的"),
        (b"GIF89a", "这不是PDF文件"),
        (b"%PDF-1.7 nothing", "这份PDF打不开"),
        (b"%PDF-1.7" + b"0" * (20 * 1024 * 1024), "最多20MB"),
    ],
    ids=["empty", "no pdf", "broken", "too large"],
)
def test_what_cannot_be_checked_says_why_beside_the_field(client, db, pdf, words):
    """C15: 422, the reason and what to do, in Chinese, beside the control."""
    status, text = answer(client, pdf)
    assert status == 422
    assert words in text
    assert "aria-invalid" in text


def test_a_hundred_megabytes_are_refused_unopened(client, db):
    """C15: what is larger than anything that was issued is not opened at all."""
    status, text = answer(client, b"%PDF-1.7" + bytes(100 * 1024 * 1024))
    assert (status, "平台签发的文件没有这么大" in text) == (422, True)


def test_no_file_at_all_is_told(client, db):
    """C15: the button pressed without a file."""
    page = client.post(CHECK, {})
    assert (page.status_code, "请选择要上传的文件" in page.content.decode()) == (422, True)


def test_nothing_of_a_strangers_file_is_kept(client, certificate):
    """C15: neither the store nor the database knows afterwards that a file was checked."""
    pdf = file_of(certificate.paper)
    files, rows = default_storage.listdir("papers")[1], Paper.objects.count()
    answer(client, pdf, "张三的证书.pdf")
    answer(client, text_page())
    assert (default_storage.listdir("papers")[1], Paper.objects.count()) == (files, rows)


def test_checks_are_counted_and_need_the_pages_token(client, db):
    """C11: six files a minute from one address; a form of another site sends nothing."""
    for _time in range(rate.FILES_A_MINUTE):
        assert answer(client, text_page())[0] == 200
    status, text = answer(client, text_page())
    assert (status, "每分钟最多核验6个文件" in text) == (429, True)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CHECK, {"file": io.BytesIO(text_page())}).status_code == 403
