"""People who act at the same moment, each in a thread and a connection of his own; with the locks, and without them."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from django.db import connection, models
from django_fsm import ConcurrentTransitionMixin

from accounts.statements import Statement
from applications.rules.refusal import Refused
from campaigns.models import Sequence

SECONDS = 30
#: How long the first waits at the point of writing for somebody who may stand behind its lock.
PATIENCE = 0.3


def at_once(
    *steps: Callable[[], Any], before: str = "", patience: float = PATIENCE, one_by_one: bool = False
) -> list[Any]:
    """Take the steps at the same moment; give what each returned, or the exception that it raised.

    With `before`, the beginning of a statement (`UPDATE`), each waits up to `patience` seconds before its first such
    statement until all have come that far, so that all have read and none has written. Who stands behind another's lock
    never comes; the first then goes on. With `one_by_one` each begins only when those before it wait there.
    """
    gate, meeting = threading.Barrier(len(steps)), threading.Barrier(len(steps))
    found: list[Any] = [None] * len(steps)

    def run(place: int, step: Callable[[], Any]) -> None:
        try:
            gate.wait(SECONDS)
            while one_by_one and meeting.n_waiting < place and not meeting.broken:
                time.sleep(0.01)
            with connection.execute_wrapper(_Meeting(meeting, before, patience)) if before else ExitStack():
                found[place] = step()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads), "a step never came back"
    return found


class _Meeting:
    """Stops a connection once, before the first statement that begins with `word`, until the others have come too."""

    def __init__(self, meeting: threading.Barrier, word: str, patience: float) -> None:
        self.meeting, self.word, self.patience, self.waits = meeting, word, patience, True

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.waits and sql.startswith(self.word):
            self.waits = False
            with suppress(threading.BrokenBarrierError):
                self.meeting.wait(self.patience)
        return execute(sql, params, many, context)


def split(found: list[Any]) -> tuple[list[Any], list[Refused]]:
    """Give what came back: the results, and the refusals; nobody may have read an error of the database."""
    refused = [one for one in found if isinstance(one, Refused)]
    others = [one for one in found if not isinstance(one, Refused)]
    assert not any(isinstance(one, Exception) for one in others), others
    return others, refused


@contextmanager
def without_locks() -> Iterator[None]:
    """Take out SELECT FOR UPDATE and the optimistic lock of the state."""
    with (
        patch.object(models.QuerySet, "select_for_update", lambda rows, **_how: rows.all()),
        patch.object(Statement, "_built_for", Statement._build),  # at every call anew, without its lock
        patch.object(ConcurrentTransitionMixin, "_do_update", models.Model._do_update),
    ):
        yield


@contextmanager
def row_by_row(table: str, *, seconds: float = 0.3) -> Iterator[None]:
    """Let each row that a statement inserts into a table take its time: of two statements the rows come by turns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN PERFORM pg_sleep({seconds:f}); RETURN NEW; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER takes_time BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION take_time()"
        )
        try:
            yield
        finally:
            cursor.execute(f"DROP TRIGGER takes_time ON {table}")
            cursor.execute("DROP FUNCTION take_time()")


@contextmanager
def without_counter() -> Iterator[None]:
    """Let a number be read first and written afterwards, not in one statement."""
    with patch.object(Sequence, "take", _take_carelessly):
        yield


def _take_carelessly(name: str) -> int:
    row, _made = Sequence.objects.get_or_create(name=name)
    row.value += 1
    row.save()
    return row.value


@contextmanager
def without_unique(*tables: str) -> Iterator[None]:
    """Take out the unique constraints of some tables; what came in twice is deleted before they are put back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'u' AND conrelid::regclass::text = ANY(%s)",
            [list(tables)],
        )
        taken = cursor.fetchall()
        for table, name, _words in taken:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        try:
            yield
        finally:
            for table, name, words in taken:
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {words}")
