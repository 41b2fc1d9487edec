"""Print runs under real connections: two workers at one part, somebody who stops while one is in it, two who ask."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from applications.enums import ItemStatus, PartStatus, RunStatus
from applications.models import PrintedPaper, PrintPart, PrintRun
from review.services import printing
from tests.postgres.racing import SECONDS, at_once, split, without_locks
from tests.review.printing.made import CLOCK, asked, office, printable, worked

pytestmark = pytest.mark.django_db(transaction=True)


def make(part: PrintPart) -> Callable[[], Any]:
    return lambda: printing.make_part(part.pk, clock=CLOCK)


def test_of_two_workers_at_one_part_one_prints_it() -> None:
    """C43: the broker handed it out twice; each case is written down once."""
    run, _is_new = asked(printable(3), office())
    [part] = run.parts.all()
    assert sorted(at_once(make(part), make(part), before="UPDATE")) == [False, True]
    assert PrintedPaper.objects.count() == 3
    assert PrintPart.objects.get().attempts == 1
    assert worked(run).status == RunStatus.READY


def test_a_worker_whose_claim_ran_out_and_the_next_one_write_it_down_once() -> None:
    """C43: both have the whole part in their hands; the one that lost it leaves no trace."""
    run, _is_new = asked(printable(2), office())
    [part] = run.parts.all()
    later = CLOCK() + 2 * printing.PARTS.claim_lives
    found = at_once(
        make(part),
        lambda: printing.make_part(part.pk, clock=lambda: later),
        before='UPDATE "applications_printpart" SET "claimed_at"',
        patience=2,
    )
    assert sorted(found) == [False, True]
    assert PrintedPaper.objects.count() == 2


@pytest.mark.parametrize("before", ['UPDATE "applications_printpart" SET "claimed_at"', "UPDATE"])
def test_stopping_while_a_worker_is_in_a_part(before: str) -> None:
    """Print runs: wherever the worker is, the part is either whole and kept, or as if nobody had begun it."""
    act = office()
    run, _is_new = asked(printable(2), act)
    [part] = run.parts.all()
    done, refused = split(at_once(make(part), lambda: printing.stop(run.pk, act=act), before=before))
    assert not refused
    run.refresh_from_db()
    part.refresh_from_db()
    assert run.status == RunStatus.STOPPED
    printed = run.items.filter(status=ItemStatus.PRINTED).count()
    assert (part.status, printed, done[0]) in ((PartStatus.READY, 2, True), (PartStatus.STOPPED, 0, False))
    assert bool(part.file) is (part.status == PartStatus.READY)
    printing.resume(run.pk, act=act)
    assert worked(run).status == RunStatus.READY
    assert PrintedPaper.objects.count() == 2


def test_stopping_while_a_worker_binds() -> None:
    """Print runs: the run stays stopped; going on binds it, and prints nothing again."""
    act = office()
    run, _is_new = asked(printable(1), act)
    [part] = run.parts.all()
    printing.make_part(part.pk, clock=CLOCK)
    at_once(
        lambda: printing.bind(run.pk, clock=CLOCK),
        lambda: printing.stop(run.pk, act=act),
        before="UPDATE",
        one_by_one=True,
    )
    run.refresh_from_db()
    assert run.status in (RunStatus.STOPPED, RunStatus.READY)
    if run.status == RunStatus.STOPPED:
        printing.resume(run.pk, act=act)
        assert PrintPart.objects.get().attempts == 1
        assert worked(run).status == RunStatus.READY
    assert default_storage.exists(run.file.name)


def test_the_last_two_parts_of_a_run_end_at_once() -> None:
    """C43: whichever is later sees that nothing waits; the run is neither forgotten nor bound twice."""
    run, _is_new = asked(printable(26, pages=1), office())
    assert at_once(*map(make, run.parts.all()), before="UPDATE") == [True, True]
    run.refresh_from_db()
    assert run.status == RunStatus.WAITING
    binding = [lambda: printing.bind(run.pk, clock=CLOCK)] * 2
    assert sorted(at_once(*binding, before="UPDATE")) == [False, True]


def twice() -> int:
    """Give how many runs there are after two asked for the same at the same moment."""
    cases, act = printable(2), office()
    split(at_once(*[lambda: asked(cases, act)] * 2, before="INSERT"))
    return PrintRun.objects.count()


def test_two_that_ask_for_the_same_are_given_one_run() -> None:
    """Print runs: a double press, or two officers of one office."""
    assert twice() == 1


def test_without_the_lock_the_database_still_refuses_the_second() -> None:
    """The race is real: with the office's row not locked both begin, and the unique constraint alone stands between."""
    with without_locks():
        cases, act = printable(2), office()
        found = at_once(*[lambda: asked(cases, act)] * 2, before="INSERT")
    assert sum(isinstance(one, Exception) for one in found) == 1
    assert PrintRun.objects.count() == 1


class StandingStore(FileSystemStorage):
    """A store that leaves whoever asks it for a file without an answer, until it is told to go on."""

    asked, goes_on = threading.Event(), threading.Event()

    def exists(self, name: str) -> bool:
        self.stand()
        return super().exists(name)

    def size(self, name: str) -> int:
        self.stand()
        return super().size(name)

    def stand(self) -> None:
        self.asked.set()
        self.goes_on.wait(SECONDS)


def test_nobody_waits_for_who_waits_for_the_store(settings, tmp_path) -> None:
    """C43: the store does not answer whether an earlier file is there: the others of the office work on meanwhile."""
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": f"{__name__}.StandingStore", "OPTIONS": {"location": tmp_path}}
    }
    StandingStore.goes_on.set()
    act, cases = office(), printable(2)
    run = worked(asked(cases[:1], act)[0])
    StandingStore.goes_on.clear()
    StandingStore.asked.clear()

    def meanwhile() -> Any:
        assert StandingStore.asked.wait(SECONDS)
        try:
            return asked(cases[1:], act)[0].pk, StandingStore.goes_on.is_set()
        finally:
            StandingStore.goes_on.set()

    threading.Timer(5, StandingStore.goes_on.set).start()  # what an S3 client would wait for an answer
    again, other = at_once(lambda: asked(cases[:1], act), meanwhile)
    assert again == (run, False)
    assert other == (run.pk + 1, False)
