"""Where files lie: kept whole or not at all, and a store that does not answer told apart from a file that is gone."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from tempfile import TemporaryFile
from typing import IO

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from s3transfer.exceptions import RetriesExceededError  # type: ignore[import-untyped]

from documents.streams import Source, size_of

BROKEN = (OSError, Boto3Error, BotoCoreError, ClientError, RetriesExceededError)


class StoreAway(Exception):
    """Files can be neither read nor written just now: the server is away or full, or nothing may be written to it."""


@contextmanager
def answering() -> Iterator[None]:
    """Raise StoreAway when the store fails inside; FileNotFoundError stays, for another attempt finds no file either."""
    try:
        yield
    except FileNotFoundError:
        raise
    except BROKEN as wrong:
        raise StoreAway(f"{type(wrong).__name__}: {wrong}") from wrong


def keep(name: str, data: Source) -> str:
    """Give the name under which `data` lie: `name`, which must follow from them, so that they are kept once.

    What a broken attempt left is replaced. Raises StoreAway, and then leaves nothing.
    """
    with answering():
        if default_storage.exists(name):
            if default_storage.size(name) == size_of(data):
                return name
            default_storage.delete(name)
        try:
            return str(default_storage.save(name, _file(data)))
        except BaseException:
            forget(name)
            raise


def _file(data: Source) -> File:
    return ContentFile(data) if isinstance(data, bytes) else File(data)


def forget(name: str) -> None:
    """Remove a file that nothing names; where the store does not answer it stays, and harms nobody."""
    with suppress(*BROKEN):
        default_storage.delete(name)


def opened(name: str | None) -> File:
    """Give a file that can be read to its end whatever becomes of the store; raises StoreAway, FileNotFoundError."""
    with answering():
        file = default_storage.open(str(name))
        file.seek(0)  # the S3 client fetches at the first use
    return file


def read(name: str) -> bytes:
    """Give the bytes of a file; raises StoreAway, FileNotFoundError."""
    with answering(), default_storage.open(name) as file:
        return bytes(file.read())


@contextmanager
def joined(names: Iterable[str]) -> Iterator[IO[bytes]]:
    """Give what lies under these names, one after the other, as one temporary file; raises StoreAway, FileNotFoundError.

    No more than a part of it is in memory at a time.
    """
    with TemporaryFile() as whole:
        for name in names:
            with answering(), default_storage.open(name) as part:
                shutil.copyfileobj(part, whole)
        whole.seek(0)
        yield whole


def forget_folder(name: str) -> None:
    """Remove a folder with what lies in it; raises StoreAway, and may then have removed some of it."""
    with answering(), suppress(FileNotFoundError):
        for each in default_storage.listdir(name)[1]:
            default_storage.delete(f"{name}/{each}")
    forget(name)  # a server of objects knows no folders, and has nothing to do
