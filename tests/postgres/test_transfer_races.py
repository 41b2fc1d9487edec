"""Two pages that send the same file, or fill the same quota, at the same moment, with real connections (C15)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings

from applications.models import Application, Material, Transfer
from applications.services import transfers
from applications.services.materials import Upload
from documents import store
from documents.inspection import MB
from tests import stories
from tests.applications.transfers.conftest import LEAST, heavy
from tests.factories import act_of
from tests.postgres.racing import at_once, split, without_locks

pytestmark = pytest.mark.django_db(transaction=True)
DATA = heavy(2 * LEAST)


def receive(case: Application, offset: int, piece: bytes) -> Callable[[], Any]:
    act = act_of(case.applicant, stories.SUBMITTED)
    return lambda: transfers.receive(transfer=Transfer.objects.get(), offset=offset, piece=piece, act=act)


def finish(case: Application) -> Callable[[], Any]:
    act, upload = act_of(case.applicant, stories.SUBMITTED), Upload(b"", "x", declassified=True, masked=True)
    return lambda: transfers.finish(transfer=Transfer.objects.get(), upload=upload, act=act)


def test_of_two_that_send_the_same_piece_one_is_too_late() -> None:
    """C15: both have read where it stands and stored their piece; one counts, the other leaves nothing."""
    case = stories.drafted()
    row = stories.transfer(case, DATA)
    step = receive(case, 0, DATA[:LEAST])
    done, refused = split(at_once(step, step, before="UPDATE"))
    assert (len(done), len(refused)) == (1, 1)
    row.refresh_from_db()
    assert row.offset == LEAST
    assert [f"{row.folder}/{name}" for name in default_storage.listdir(row.folder)[1]] == row.pieces
    receive(case, LEAST, DATA[LEAST:])()
    assert store.read(finish(case)().file.path) == DATA


def test_a_piece_that_meets_the_end_of_its_transfer_leaves_nothing() -> None:
    """C15: it is stored when the transfer is given up; it goes as well."""
    case = stories.drafted()
    row, act = stories.transfer(case, DATA), act_of(case.applicant, stories.SUBMITTED)
    split(
        at_once(
            lambda: transfers.receive(transfer=row, offset=0, piece=DATA[:LEAST], act=act),
            lambda: transfers.drop(transfer=row, act=act),
            before="UPDATE",
        )
    )
    assert not Transfer.objects.exists()
    assert row.key.hex not in default_storage.listdir("pieces")[0] or not default_storage.listdir(row.folder)[1]


def test_a_file_that_two_name_at_once_is_put_in_once() -> None:
    """C15: the page asked again before it had an answer."""
    case = stories.drafted()
    stories.transfer(case, DATA)
    receive(case, 0, DATA)()
    first, second = at_once(finish(case), finish(case), before="INSERT")
    assert first == second == finish(case)() == Material.objects.get()


def test_two_that_begin_the_same_file_are_given_one_transfer() -> None:
    """C15: two tabs, or a creation whose answer was lost."""
    case = stories.drafted()
    first, second = at_once(*[lambda: stories.transfer(case, DATA)] * 2, before="INSERT")
    assert first == second == Transfer.objects.get()


def over_quota(case: Application) -> int:
    """Give how many of two files that fit alone and not together have begun at the same moment."""
    with override_settings(APPLICATION_MEGABYTES=1):
        size = MB // 2 + LEAST
        begin = [lambda size=size + more: stories.transfer(case, heavy(size)) for more in (0, 1)]
        done, _refused = split(at_once(*begin, before="INSERT"))
    return len(done)


def test_the_quota_holds_for_two_at_once() -> None:
    """C15: without the lock of the application both have room for themselves; with it one has."""
    with without_locks():
        assert over_quota(stories.drafted()) == 2
    assert over_quota(stories.drafted()) == 1
