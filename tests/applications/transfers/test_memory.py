"""A large file goes into the store without lying whole in the memory of the process that answers (C15)."""

import io
import random
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from applications.services import transfers
from applications.services.materials import Upload, add_material
from applications.tus import Coming
from documents import digest
from documents.inspection import MB
from tests import stories
from tests.factories import act_of

pytestmark = pytest.mark.django_db
NOW = stories.SUBMITTED


def heavy() -> bytes:
    """Give a picture of noise, of nearly four megabytes."""
    size = (1150, 1150)
    out = io.BytesIO()
    Image.frombytes("RGB", size, random.Random(5).randbytes(3 * size[0] * size[1])).save(
        out, "PNG", compress_level=0
    )
    return out.getvalue()


def peak_of(act: Callable[[], Any]) -> int:
    """Give the most bytes that Python had asked for at a time while something was done."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(autouse=True)
def apart(settings: Any) -> None:
    settings.FILES_APART = True


def test_what_came_in_pieces_is_never_held_whole() -> None:
    """C15: joined, held against its digest, looked into, stored: no more than a part of it at a time."""
    case, data = stories.drafted(), heavy()
    act = act_of(case.applicant, NOW)
    coming = Coming("扫描.png", len(data), digest.of_bytes(data), declassified=True, masked=True)
    transfer = transfers.begin(application_id=case.pk, slot_key="diploma", coming=coming, act=act)
    for offset in range(0, len(data), MB):
        transfers.receive(transfer=transfer, offset=offset, piece=data[offset : offset + MB], act=act)
    upload = Upload(b"", "", declassified=True, masked=True)
    assert peak_of(partial(transfers.finish, transfer=transfer, upload=upload, act=act)) < len(data) / 3
    file = case.materials.get().file
    assert (file.size, file.sha256) == (len(data), coming.sha256)
    with default_storage.open(file.path) as kept:
        assert kept.read() == data


def test_what_came_at_once_is_not_either() -> None:
    """C15: Django keeps it on the disk, and there it stays until it is in the store."""
    case, data = stories.drafted(), heavy()
    with TemporaryUploadedFile("扫描.png", "image/png", len(data), None) as file:
        file.write(data)
        upload = Upload(file, "扫描.png", declassified=True, masked=True)
        put = partial(add_material, application_id=case.pk, slot_key="diploma", upload=upload)
        assert peak_of(partial(put, act=act_of(case.applicant, NOW))) < len(data) / 3
    assert case.materials.get().file.sha256 == digest.of_bytes(data)
