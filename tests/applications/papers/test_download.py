"""Opening a paper: whose it is, and what is said while it is not there."""

import pytest

from accounts.enums import Role
from applications.enums import PaperKind, PaperStatus, State
from applications.models import Paper
from applications.services import papers
from documents.specimens.daily import receipt
from tests import factories

pytestmark = pytest.mark.django_db
AT = factories.beijing(2025, 3, 3, 10)


def signed_in(client, user, membership=None):
    client.force_login(user)
    if membership:
        session = client.session
        session["membership"] = membership.pk
        session.save()
    return client


@pytest.fixture
def case():
    return factories.application(State.INITIAL_REVIEW)


@pytest.fixture
def paper(case):
    return papers.request_paper(PaperKind.RECEIPT, receipt(False), at=AT, application=case, part="1")


def address(paper):
    return f"/papers/{paper.code}/"


def test_a_paper_that_is_ready_is_read_in_the_browser(client, case, paper):
    """C39: the applicant opens his own receipt as a PDF, which no cache keeps."""
    papers.make(paper.pk, at=AT)
    answer = signed_in(client, case.applicant).get(address(paper))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"


def test_while_it_is_made_the_page_looks_again_by_itself(client, case, paper):
    """C39: a paper that is not there yet says so, with 202, looks again by itself, and has a link without script."""
    answer = signed_in(client, case.applicant).get(address(paper))
    assert answer.status_code == 202
    assert "正在制作" in answer.text
    assert "data-again" in answer.text
    assert "再看一次" in answer.text


def test_a_failed_paper_shows_its_error_and_can_be_tried_again(client, case, paper):
    """C39: what could not be made says why; one button tries again."""
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.FAILED, attempts=3, error="PaperDataError: sex")
    signed_in(client, case.applicant)
    answer = client.get(address(paper))
    assert answer.status_code == 409
    assert "PaperDataError: sex" in answer.text
    assert client.post(f"/papers/{paper.code}/again/").status_code == 302
    paper.refresh_from_db()
    assert paper.status == PaperStatus.WAITING


def test_a_void_paper_says_so_and_leads_to_the_one_that_stands(client, case, paper):
    """C39: an older print is void when scanned (410), and the new one is one tap away."""
    newer = papers.request_paper(
        PaperKind.RECEIPT, {**receipt(False), "name": "张三"}, at=AT, application=case, part="1"
    )
    answer = signed_in(client, case.applicant).get(address(paper))
    assert answer.status_code == 410
    assert "已作废" in answer.text
    assert newer.code in answer.text


def test_a_clerk_who_applies_sees_his_own_papers_only_as_applicant(client, case, paper):
    """C26: the clerk cannot handle his own application, so he does not meet its papers at the employer's desk."""
    own = factories.clerk_of(case.employer, user=case.applicant, role=Role.EMPLOYER_CLERK)
    assert signed_in(client, case.applicant, own).get(address(paper)).status_code == 404
