"""What happens while `submit` and `resubmit` hold their row lock: few statements, and nothing slow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import weasyprint
from django.core.files.storage import FileSystemStorage
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.enums import PaperKind, State
from applications.models import Application, Receipt
from applications.rules.refusal import Refused
from applications.services.employer import return_to_applicant
from applications.services.submitting import resubmit, submit
from tests import factories, stories
from tests.factories import act_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def nothing_slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give a switch: from then on a touch of the file storage, a PDF or a mail fails the test."""

    def never(*_given: Any, **_named: Any) -> Any:
        raise AssertionError("a file, a PDF or a mail inside the request")

    def switch() -> None:
        for name in ("open", "save", "exists", "size", "delete"):
            monkeypatch.setattr(FileSystemStorage, name, never)
        monkeypatch.setattr(weasyprint.HTML, "write_pdf", never)
        monkeypatch.setattr(EmailMessage, "send", never)

    return switch


def under_the_lock(captured: CaptureQueriesContext) -> list[str]:
    """Give the statements between the outer BEGIN, in a test a savepoint, and its end."""
    said = [query["sql"] for query in captured.captured_queries]
    first = next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    last = max(place for place, sql in enumerate(said) if sql.startswith("RELEASE SAVEPOINT"))
    return said[first + 1 : last]


def add_files(case: Application, number: int) -> None:
    for serial in range(number):
        stories.upload(case, "achievements", at=case.state_since, serial=500 + serial)


@pytest.mark.parametrize("extra", [0, 9])
def test_a_submission_asks_and_writes_little_under_its_lock(extra: int, nothing_slow: Callable[[], None]) -> None:
    """C05, C21: twelve statements for any number of files, the lock first; nothing read from disk, set or sent."""
    stories.submitted()  # by then the year's rules are kept in the process, whichever tests came before
    case = stories.filled()
    add_files(case, extra)
    nothing_slow()
    with CaptureQueriesContext(connection) as captured:
        submit(application_id=case.pk, signed=stories.signed(case), act=act_of(case.applicant, stories.SUBMITTED))
    held = under_the_lock(captured)
    assert 'FROM "applications_application"' in held[0]
    assert len(held) <= 12, held
    assert len(captured) <= 25
    assert set(case.papers.values_list("kind", flat=True)) == {PaperKind.RECEIPT, PaperKind.COMMITMENT}


def test_a_resubmission_asks_and_writes_little_under_its_lock(nothing_slow: Callable[[], None]) -> None:
    """C16, C17: fourteen statements: the open items and the frozen submission beside those of a submission."""
    case = stories.returned()
    act = act_of(case.applicant, stories.CORRECTED)
    for fault in stories.open_faults(case):
        stories.answer_fault(application_id=case.pk, fault_id=fault.pk, answer="已核对。", act=act)
    nothing_slow()
    with CaptureQueriesContext(connection) as captured:
        receipt = resubmit(application_id=case.pk, signed=stories.signed(case, "again"), act=act)
    held = under_the_lock(captured)
    assert len(held) <= 14, held
    paper = case.papers.get(kind=PaperKind.RECEIPT, part=f"r{receipt.pk}")
    assert paper.data["submission"] == 2


# What happens between the look and the lock


@contextmanager
def meanwhile(happens: Callable[[], Any]) -> Iterator[None]:
    """Let something happen after the application was looked at, the instant before the transaction that locks it."""
    waiting = [happens]

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if waiting and sql.startswith("SAVEPOINT"):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not waiting


def test_a_file_added_meanwhile_is_told() -> None:
    """C15: what is filed is what was looked at; a change from another window refuses, and nothing is lost."""
    case = stories.filled()
    act = act_of(case.applicant, stories.SUBMITTED)
    with pytest.raises(Refused, match="别的窗口"), meanwhile(lambda: add_files(case, 1)):
        submit(application_id=case.pk, signed=stories.signed(case), act=act)
    assert Application.objects.get(pk=case.pk).state == State.DRAFT
    assert not Receipt.objects.exists()


def test_a_case_given_back_meanwhile_is_looked_at_again() -> None:
    """C15: who pressed the button while the employer gave it back is not filed unexamined."""
    case = stories.submitted()
    clerk = factories.act_as(stories.clerk_of(case.employer), stories.CHECKED)
    act = act_of(case.applicant, stories.CHECKED)

    def give_back() -> None:
        return_to_applicant(application_id=case.pk, reason_code="B04", comment="姓名写错", act=clerk)

    with pytest.raises(Refused, match="刷新"), meanwhile(give_back):
        submit(application_id=case.pk, signed=stories.signed(case, "second"), act=act)
    assert Application.objects.get(pk=case.pk).state == State.DRAFT
    assert case.receipts.count() == 1
