"""Opening a paper: whose it is, and what is said while it is not there."""

import pytest
import time_machine

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


def test_a_stranger_with_a_print_is_told_that_it_stands_and_nothing_else(client, case, paper):
    """C39, C21: scanned with a telephone: version and time to compare, no name, a way to sign in."""
    papers.make(paper.pk, at=AT)
    answer = client.get(address(paper))
    assert answer.status_code == 200
    assert "这一份没有作废" in answer.text
    assert paper.code in answer.text
    assert paper.digest[:12] in answer.text
    assert f"?next=/papers/{paper.code}/" in answer.text
    for secret in (case.applicant.name, case.employer.name, case.number, paper.data["name"], paper.data["number"]):
        assert secret not in answer.text
    assert "no-store" in answer["Cache-Control"]


def test_a_stranger_with_an_old_print_is_told_which_one_stands(client, case, paper):
    """C39: a void print says so (410), with the code and the version of the one in its place; still no name."""
    papers.make(paper.pk, at=AT)
    newer = papers.request_paper(
        PaperKind.RECEIPT, {**receipt(False), "name": "张三"}, at=AT, application=case, part="1"
    )
    answer = client.get(address(paper))
    assert answer.status_code == 410
    assert "这一份已作废" in answer.text
    assert newer.code in answer.text
    assert newer.version in answer.text
    assert "张三" not in answer.text


def test_what_was_never_printed_is_nobody_elses_business(client, paper):
    """C39: no print of it can be in anybody's hands: a stranger is sent to sign in, as for a code that there is not."""
    for code in (paper.code, "2222AAAA3333"):
        answer = client.get(f"/papers/{code}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/sign-in/?next=/papers/")


def test_somebody_else_who_is_signed_in_sees_what_a_stranger_sees(client, paper):
    """C39: another applicant learns whether the print stands; before it was printed he finds nothing."""
    signed_in(client, factories.person("麦麦提·依明"))
    assert client.get(address(paper)).status_code == 404
    papers.make(paper.pk, at=AT)
    answer = client.get(address(paper))
    assert answer.status_code == 200
    assert "以现在的身份不能打开" in answer.text


def test_scans_are_counted_for_each_address(client, paper):
    """C39: nobody tries codes by the thousand: after sixty scans in a minute one has to wait (429)."""
    papers.make(paper.pk, at=AT)
    with time_machine.travel(AT, tick=False):
        answers = [client.get(address(paper)).status_code for _turn in range(61)]
    assert answers == [200] * 60 + [429]


def test_the_print_bears_the_version_of_its_data(paper):
    """C39: what the page behind the code says of the version is what stands on the paper."""
    assert papers.printed_data(paper)["version"] == paper.digest[:12] == paper.version


def test_a_void_paper_in_whose_place_there_is_none(client, case, paper):
    """C39: who may open it is told that nothing stands in its place, and is given no way to a newer one."""
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.OUTDATED)
    answer = signed_in(client, case.applicant).get(address(paper))
    assert answer.status_code == 410
    assert "现在没有可以代替它的一份。请不要再用。" in answer.text
    assert "打开新的一份" not in answer.text
    newer = papers.request_paper(PaperKind.RECEIPT, receipt(True), at=AT, application=case, part="1")
    answer = client.get(address(paper))
    assert "已经另做了新的一份" in answer.text
    assert f'href="{address(newer)}"' in answer.text
