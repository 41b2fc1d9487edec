"""Files in which forms were set together are dropped while a worker needs one, under real connections."""

from contextlib import suppress

import pytest
from django.core.files.storage import default_storage

from applications.enums import PaperStatus, RunStatus
from applications.models import Paper, PrintPart, Sheaf
from applications.services import papers, sheaves
from documents import store
from review.services import printing
from tests.postgres.racing import at_once
from tests.review.printing.made import CLOCK, asked, forms, office, waiting, worked
from tests.review.printing.test_together import LATER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_there() -> None:
    """Tests of one process share a store."""
    store.forget_folder("sheaves")


def files() -> list[str]:
    """Give the names of the files in which forms were set together."""
    with suppress(FileNotFoundError):
        return sorted(f"sheaves/{name}" for name in default_storage.listdir("sheaves")[1])
    return []


def test_a_file_that_a_part_is_about_to_take_its_form_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """C44: the form got a file of its own, the common one is gone: the part waits and takes the form from there."""
    monkeypatch.setattr(sheaves, "AT_ONCE", 1)
    cases, act = waiting(2), office()
    worked(asked(cases, act)[0])
    run, _is_new = asked(cases, act, copies=1)
    last = forms()[1]

    def drop() -> int:
        papers.make_again(last.pk)
        assert papers.make(last.pk, at=CLOCK())
        dropped = sheaves.drop_empty(LATER)
        PrintPart.objects.filter(pk=0).update(claimed_at=None)  # the worker may go on
        return dropped

    before = 'UPDATE "applications_printpart" SET "claimed_at"'  # once the first form was taken
    assert at_once(
        lambda: printing.make_part(run.parts.get().pk, clock=CLOCK),
        drop,
        before=before,
        patience=30,
        one_by_one=True,
    ) == [False, 1]
    assert [str(sheaf.file.name) for sheaf in Sheaf.objects.all()] == files()
    assert (run.parts.get().attempts, run.items.exclude(error="").count()) == (0, 0)
    run = worked(run)
    assert (run.status, run.left_out) == (RunStatus.READY, 0)


def test_a_file_whose_worker_took_so_long_that_it_was_dropped() -> None:
    """C43: the forms are nobody's again, no file is left over, and the run that wants them is printed."""
    cases = waiting(2)

    def drop() -> int:
        dropped = sheaves.drop_empty(LATER)
        Sheaf.objects.filter(pk=0).exists()  # the worker may go on
        return dropped

    found = at_once(
        lambda: sheaves.set_together(forms(), at=CLOCK()),
        drop,
        before='SELECT %s AS "a" FROM "applications_sheaf"',
        patience=30,
        one_by_one=True,
    )
    assert found == [None, 1]
    assert not Sheaf.objects.exists()
    assert files() == []
    assert set(forms().values_list("status", "attempts")) == {(PaperStatus.WAITING, 0)}
    assert worked(asked(cases, office())[0]).left_out == 0


def test_a_file_that_is_filled_while_it_would_be_dropped() -> None:
    """C43: whoever is first, each form is where its row says, and each file has its row."""
    waiting(2)
    found = at_once(
        lambda: sheaves.set_together(forms(), at=CLOCK()),
        lambda: sheaves.drop_empty(LATER),
        before='SELECT %s AS "a" FROM "applications_sheaf"',
        one_by_one=True,
    )
    assert found in ([None, 0], [None, 1])
    assert [str(sheaf.file.name) for sheaf in Sheaf.objects.all()] == files()
    assert Paper.objects.filter(status=PaperStatus.TOGETHER).count() == 2 * Sheaf.objects.count()
