"""Papers that bear a signature are signed inside their job: they wait for a key that is away, and are made once."""

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.utils import timezone

from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.services import papers
from documents.signing import keys, own
from documents.signing.checking import check
from documents.signing.checks import key_can_sign, signing_is_settled
from documents.signing.development import issue
from documents.signing.seal import Stand
from documents.specimens import awards, daily
from tests import factories, services
from tests.documents.signing.authority import root, signer

pytestmark = pytest.mark.django_db
AT = factories.beijing(2025, 5, 14, 10)


def certificate_data(**more):
    return {**awards.certificate(False), "photo": "", "code_url": "https://titles.example/results/x", **more}


@pytest.fixture
def paper():
    data = certificate_data()
    return papers.request_paper(PaperKind.CERTIFICATE, data, at=AT, application=factories.application())


def made(paper):
    """Give the row and the file of a paper that a worker has made."""
    assert papers.make(paper.pk, at=AT)
    paper = Paper.objects.get(pk=paper.pk)
    with paper.file.open("rb") as stream:
        return paper, stream.read()


def test_a_certificate_is_stored_signed(paper):
    """C11: the file that is kept is the signed one, and its SHA-256 is that file's; the signature names the paper."""
    row, pdf = made(paper)
    known = own.known()
    seal = check(pdf, ours=known.signers, authorities=known.authorities)
    assert (seal.stand, seal.mark) == (Stand.INTACT, row.code)
    assert hashlib.sha256(pdf).hexdigest() == row.file_sha256


def test_only_what_certifies_is_signed():
    """C11: a receipt or a form stays as it was set, the same bytes for the same data."""
    paper = papers.request_paper(
        PaperKind.CONDUCT, daily.conduct(False), at=AT, application=factories.application()
    )
    _row, pdf = made(paper)
    assert check(pdf, ours=own.known().signers).stand == Stand.UNSIGNED


def gone_key(settings, tmp_path):
    settings.PAPER_SIGNING_KEY = str(tmp_path / "gone.pem")


def gone_token(settings, tmp_path):
    settings.PAPER_PKCS11_MODULE, settings.PAPER_PKCS11_TOKEN = str(tmp_path / "taken-out.so"), "taken-out"


def gone_clock(settings, _tmp_path):
    settings.PAPER_TSA = f"http://127.0.0.1:{services.free_port()}/"


@pytest.mark.parametrize("away", [gone_key, gone_token, gone_clock], ids=lambda one: one.__name__)
def test_a_paper_waits_while_it_cannot_be_signed(paper, settings, tmp_path, away):
    """C11, C43: key, token or time stamp away for hours costs no attempt and stores nothing; once back, it is made."""
    key, module, clock = settings.PAPER_SIGNING_KEY, settings.PAPER_PKCS11_MODULE, settings.PAPER_TSA
    away(settings, tmp_path)
    for hours in range(5):
        assert not papers.make(paper.pk, at=AT + timedelta(hours=hours))
    row = Paper.objects.get(pk=paper.pk)
    assert (row.status, row.attempts, row.file.name) == (PaperStatus.WAITING, 0, "")
    assert papers.PAPERS.late(AT + timedelta(hours=5)) == [paper.pk]
    settings.PAPER_SIGNING_KEY, settings.PAPER_PKCS11_MODULE, settings.PAPER_TSA = key, module, clock
    assert made(paper)[0].status == PaperStatus.READY


def test_where_nobody_signs_a_paper_leaves_honestly_unsigned(paper, settings):
    """C11: PAPER_UNSIGNED is a decision: the file bears no signature and is still fit for the archive."""
    settings.PAPER_UNSIGNED, settings.PAPER_SIGNING_KEY = True, ""
    _row, pdf = made(paper)
    assert check(pdf, ours=own.known().signers).stand == Stand.UNSIGNED
    assert b"pdfaid" in pdf


def test_making_it_twice_leaves_one_row_whose_file_is_whole(paper):
    """C43: two signatures of one paper differ in their bytes; the row names one file and its digest fits."""
    first, _pdf = made(paper)
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    second, pdf = made(paper)
    assert first.file_sha256 != second.file_sha256
    assert hashlib.sha256(pdf).hexdigest() == second.file_sha256


# What an installation is told before it starts


def ids(found):
    return [message.id for message in found]


def office_files(folder: Path, one=None) -> tuple[str, str]:
    """Write a real office's key and the certificates that count; give both paths."""
    one = one or signer()
    (folder / "key.pem").write_bytes(one.private_pem + one.pem + root().pem)
    (folder / "signers.pem").write_bytes(one.pem + root().pem)
    return str(folder / "key.pem"), str(folder / "signers.pem")


def test_an_installation_that_decided_nothing_does_not_start(settings):
    """C11: no key and no decision to go without one: `check` fails, and with it `release`."""
    settings.PAPER_SIGNING_KEY = ""
    assert ids(signing_is_settled()) == ["documents.E004"]
    settings.PAPER_UNSIGNED = True
    assert signing_is_settled() == []
    assert ids(key_can_sign()) == ["documents.W002"]


def test_a_production_installation_takes_no_key_of_a_demonstration(settings, tmp_path):
    """C11: what `make demo` signs with is nobody's seal; an office's own key passes."""
    assert signing_is_settled() == []
    settings.DEMO = False
    assert ids(signing_is_settled()) == ["documents.E006"]
    settings.PAPER_SIGNING_KEY, settings.PAPER_SIGNERS = office_files(tmp_path)
    assert signing_is_settled() == key_can_sign() == []


def test_a_key_that_would_not_count_is_told(settings, tmp_path):
    """C11: no list of certificates, a key that it does not name, one that cannot be opened, one that ended or ends."""
    settings.PAPER_SIGNERS = str(tmp_path / "nowhere")
    assert ids(signing_is_settled()) == ["documents.E005"]
    key, settings.PAPER_SIGNERS = office_files(tmp_path)
    assert ids(key_can_sign()) == ["documents.E008"]
    settings.PAPER_SIGNING_KEY = str(tmp_path / "gone")
    assert ids(key_can_sign()) == ["documents.E007"]
    now = timezone.now()
    for days, told in ((-1, "documents.E009"), (30, "documents.W003"), (90, None)):
        ending = issue("短期", root(), since=now - timedelta(days=400), until=now + timedelta(days=days))
        settings.PAPER_SIGNING_KEY, settings.PAPER_SIGNERS = office_files(tmp_path, ending)
        assert ids(key_can_sign()) == ([told] if told else [])
    assert key


def test_pages_are_served_without_what_signs():
    """C11: a process that serves pages loads nothing that signs or opens signed files; keys alone it may read."""
    program = (
        "import sys, django; django.setup();"
        "from django.urls import get_resolver; from hetian_titles.celery import app;"
        "assert get_resolver().url_patterns; app.loader.import_default_modules(); app.tasks;"
        "sys.exit(', '.join(name for name in ('pyhanko', 'pkcs11', 'aiohttp') if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert keys.is_for_development(own.certificate())
    assert "var" in project.PAPER_SIGNING_KEY
