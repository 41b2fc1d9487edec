"""The store of files: a file is there whole or not at all, and a store that fails is told from a file that is gone."""

import resource
from contextlib import contextmanager

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from documents import store

NAME = "probe/真.pdf"
WHOLE = b"%PDF-" + bytes(200_000)


@pytest.fixture(autouse=True)
def _gone_afterwards():
    yield
    store.forget(NAME)


@contextmanager
def no_room(most: int):
    """Let no file of this process grow beyond `most` bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_store_keeps_nothing_of_a_file():
    """C15: the half that was written is taken away, so that nobody takes it for the file."""
    with no_room(100_000), pytest.raises(store.StoreAway):
        store.keep(NAME, WHOLE)
    assert not default_storage.exists(NAME)
    assert store.read(store.keep(NAME, WHOLE)) == WHOLE


def test_what_a_killed_process_left_is_replaced():
    """C15: half a file under the right name is not the file."""
    path = default_storage.path(NAME)
    default_storage.save(NAME, ContentFile(WHOLE[:70_000]))
    assert store.keep(NAME, WHOLE) == NAME
    with open(path, "rb") as file:
        assert file.read() == WHOLE


def test_the_same_file_is_kept_once():
    """C15: who comes second writes nothing."""
    assert store.keep(NAME, WHOLE) == store.keep(NAME, WHOLE) == NAME
    assert len(default_storage.listdir("probe")[1]) == 1


def test_a_file_that_is_gone_is_no_fault_of_the_store():
    """C43: nobody is told to come again for it."""
    with pytest.raises(FileNotFoundError):
        store.read("probe/nie.pdf")
    with pytest.raises(FileNotFoundError):
        store.opened("probe/nie.pdf")
