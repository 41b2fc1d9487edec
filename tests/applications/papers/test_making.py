"""Papers as jobs: asked for once, made once, never lost with a worker, given up with their error."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from applications.enums import PaperKind, PaperStatus
from applications.models import Paper
from applications.services import papers
from applications.tasks import requeue_papers
from documents.specimens.daily import conduct
from tests import factories

pytestmark = pytest.mark.django_db
AT = factories.beijing(2025, 3, 3, 10)
DATA = conduct(False)
SECOND = timedelta(seconds=1)


def asked(application=None, **data):
    return papers.request_paper(PaperKind.CONDUCT, {**DATA, **data}, at=AT, application=application)


def test_a_paper_is_made_after_the_commit_and_stored_with_its_digest(django_capture_on_commit_callbacks):
    """C43: 《个人现实表现》 comes from the queue, not from the request, and its file is what its SHA-256 says."""
    with django_capture_on_commit_callbacks() as waiting:
        paper = asked(factories.application())
    assert paper.status == PaperStatus.WAITING
    for call in waiting:
        call()
    paper.refresh_from_db()
    assert paper.status == PaperStatus.READY
    with paper.file.open("rb") as stream:
        content = stream.read()
    assert content.startswith(b"%PDF")
    assert hashlib.sha256(content).hexdigest() == paper.file_sha256


def test_the_same_data_give_the_same_paper_and_other_data_make_it_void():
    """C43: a changed text makes the older print void, an unchanged one makes nothing new."""
    application = factories.application()
    first = asked(application)
    assert asked(application).pk == first.pk
    second = asked(application, work="工作认真。")
    first.refresh_from_db()
    assert (first.status, second.status) == (PaperStatus.OUTDATED, PaperStatus.WAITING)
    assert asked(factories.application()).pk not in (first.pk, second.pk)


def test_parts_of_one_kind_stand_side_by_side():
    """C47: the appraisal forms of two years do not make each other void."""
    application = factories.application()
    for year in ("2023", "2024"):
        papers.request_paper(
            PaperKind.APPRAISAL_FORM, {"year": int(year)}, at=AT, application=application, part=year
        )
    standing = Paper.objects.filter(application=application, status=PaperStatus.WAITING)
    assert sorted(standing.values_list("part", flat=True)) == ["2023", "2024"]


def test_a_paper_in_a_workers_hands_is_not_made_twice():
    """C43: two workers at once make one paper; the second finds it claimed, later finds it made."""
    paper = asked(factories.application())
    assert papers.PAPERS.claim(paper.pk, at=AT)
    assert not papers.make(paper.pk, at=AT + papers.PAPERS.claim_lives)
    assert papers.make(paper.pk, at=AT + papers.PAPERS.claim_lives + SECOND)
    assert not papers.make(paper.pk, at=AT + papers.PAPERS.claim_lives * 3)


def test_a_worker_that_lost_its_claim_cannot_finish():
    """C43: a worker that comes back after its claim ran out does not overwrite what the next one does."""
    paper = asked(factories.application())
    slow = papers.PAPERS.claim(paper.pk, at=AT)
    papers.PAPERS.claim(paper.pk, at=AT + papers.PAPERS.claim_lives + SECOND)
    assert not papers.PAPERS.held(slow).update(status=PaperStatus.READY, ready_at=AT)


def test_beat_finds_what_a_dead_worker_or_a_lost_queue_left_behind():
    """C43: a paper never waits for ever: unclaimed after a minute, claimed after three, it is asked for again."""
    paper = asked(factories.application())
    assert papers.PAPERS.late(AT + papers.PAPERS.queue_waits - SECOND) == []
    assert papers.PAPERS.late(AT + papers.PAPERS.queue_waits) == [paper.pk]
    papers.PAPERS.claim(paper.pk, at=AT)
    assert papers.PAPERS.late(AT + papers.PAPERS.claim_lives) == []
    assert papers.PAPERS.late(AT + papers.PAPERS.claim_lives + SECOND) == [paper.pk]


def test_requeue_makes_them():
    """C43: the minute's beat makes what was left behind."""
    paper = asked(factories.application())
    papers.PAPERS.claim(paper.pk, at=AT)
    assert requeue_papers() == 1
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == (PaperStatus.READY, 2)


def test_the_third_failure_is_the_last_and_says_why():
    """C43: data that do not fit the form fail three times, keep the error, and may be tried again by hand."""
    paper = asked(factories.application(), sex=7)
    for attempt in range(3):
        assert not papers.make(paper.pk, at=AT + timedelta(minutes=attempt))
    paper.refresh_from_db()
    assert paper.status == PaperStatus.FAILED
    assert "sex" in paper.error
    assert not papers.make(paper.pk, at=AT + timedelta(hours=1))
    assert papers.make_again(paper.pk)
    assert not papers.make_again(paper.pk)


def test_a_paper_whose_third_worker_died_is_given_up():
    """C43: three dead workers end a paper with an error instead of a loop."""
    paper = asked(factories.application())
    at = AT
    for _attempt in range(3):
        assert papers.PAPERS.claim(paper.pk, at=at)
        at += papers.PAPERS.claim_lives + SECOND
    assert papers.PAPERS.late(at) == []
    paper.refresh_from_db()
    assert paper.status == PaperStatus.FAILED
    assert paper.error


DYING_WORKER = """
import sys, time, django
django.setup()
from django.utils.dateparse import parse_datetime
from applications.services import papers
papers.keep = lambda paper, pdf: (print("typeset", len(pdf), flush=True), time.sleep(60))
papers.make(int(sys.argv[1]), at=parse_datetime(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_pdf_is_followed_by_another(tmp_path):
    """C43: kill -9 between setting and storing leaves a claimed row; the next worker makes the paper."""
    paper = asked(factories.application())
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.WAITING, attempts=0, claimed_at=None)
    script = tmp_path / "worker.py"
    script.write_text(DYING_WORKER)
    worker = subprocess.Popen(
        [sys.executable, str(script), str(paper.pk), AT.isoformat()],
        env={**os.environ, "DATABASE_URL": _address_of_the_database(), "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout.readline().startswith("typeset")
        worker.send_signal(signal.SIGKILL)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts, paper.claimed_at) == (PaperStatus.WAITING, 1, AT)
    assert papers.PAPERS.late(AT + papers.PAPERS.claim_lives + SECOND) == [paper.pk]
    assert papers.make(paper.pk, at=AT + papers.PAPERS.claim_lives + SECOND)


def _address_of_the_database():
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def test_only_who_sets_papers_loads_what_sets_them():
    """A process that serves pages or sends messages starts in half the time without WeasyPrint."""
    program = (
        "import sys, django; django.setup();"
        "from django.urls import get_resolver; from hetian_titles.celery import app;"
        "assert get_resolver().url_patterns; app.loader.import_default_modules(); app.tasks;"
        "sys.exit(', '.join(name for name in ('weasyprint', 'fontTools', 'cn2an') if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    assert done.returncode == 0
