"""How a transfer ends: in its slot, refused, given up, expired; and what it leaves in the store of files: nothing."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import override_settings

from applications.models import Application, Material, StoredFile, Transfer
from applications.rules.refusal import NotNow, Refused
from applications.services import transfers
from applications.services.materials import Upload, add_material, remove_material
from applications.tasks import sweep
from documents import store
from documents.inspection import MB
from tests import stories
from tests.applications.transfers.conftest import LEAST, Sender, heavy, metadata
from tests.away import no_store
from tests.factories import act_of

pytestmark = pytest.mark.django_db
DATA = heavy()


@pytest.fixture(autouse=True)
def _nothing_from_before() -> None:
    for folder in pieces():
        store.forget_folder(f"pieces/{folder}")


def pieces() -> list[str]:
    """Give the folders of pieces that lie in the store."""
    return default_storage.listdir("pieces")[0] if default_storage.exists("pieces") else []


def said(answer: Any) -> str:
    return "".join(answer.json()["messages"])


def test_what_arrived_is_put_into_its_slot_as_a_file_that_came_at_once(sender: Sender) -> None:
    """C15, C16: byte for byte under its digest, in place of what it replaces; its pieces are gone."""
    old = stories.upload(sender.case, "diploma", serial=1)
    answer = sender.put_in(sender.sent(DATA), replace=[old.pk])
    assert answer.json() == {"next": f"/applications/{sender.case.number}/materials/#s-diploma"}
    material = sender.case.materials.get(removed_at=None)
    assert (material.name, material.masked_declared, material.declassified) == ("毕业证.pdf", True, True)
    assert store.read(material.file.path) == DATA
    assert pieces() == []


def test_a_file_that_is_named_twice_is_put_in_once(sender: Sender) -> None:
    """C15: the answer was lost, the page asks again, and hears the same; the bytes are not asked for either."""
    address = sender.sent(DATA)
    assert sender.put_in(address).json() == sender.put_in(address).json()
    assert sender.ask("HEAD", address).headers["Upload-Offset"] == str(len(DATA))
    assert Material.objects.count() == 1


def test_what_was_taken_out_can_be_sent_again(sender: Sender) -> None:
    """C15: the transfer that put it in is over; another begins."""
    address = sender.sent(DATA)
    sender.put_in(address)
    remove_material(material_id=Material.objects.get().pk, act=act_of(sender.case.applicant, sender.at))
    again = sender.sent(DATA)
    assert again != address
    assert sender.put_in(again).status_code == 200
    assert (Material.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_what_has_not_arrived_whole_is_put_nowhere(sender: Sender) -> None:
    """C15: it is said, and what has arrived stays."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])
    answer = sender.put_in(address)
    assert answer.status_code == 409
    assert "毕业证.pdf：还没有传完" in said(answer)
    assert sender.piece(address, LEAST, DATA[LEAST:]).status_code == 204
    assert sender.put_in(address).status_code == 200


def test_a_refused_file_says_why_and_keeps_no_other_back(sender: Sender) -> None:
    """C15: of two that arrived the broken one is refused as ever; nothing of it is kept."""
    broken = b"%PDF-1.4 broken" + bytes(LEAST)
    answer = sender.put_in(sender.sent(broken), sender.sent(DATA))
    assert (answer.status_code, answer.json()["taken"]) == (409, 1)
    assert "毕业证.pdf：PDF" in said(answer)
    assert (Transfer.objects.filter(material=None).count(), pieces()) == (0, [])


def test_what_was_not_declared_goes_nowhere(sender: Sender) -> None:
    """C22: the form that names it declares it, as one that carries it does."""
    address = sender.sent(DATA)
    with pytest.raises(Refused):
        transfers.finish(
            transfer=Transfer.objects.get(),
            upload=Upload(b"", "x", masked=True),
            act=act_of(sender.case.applicant, sender.at),
        )
    assert sender.put_in(address).status_code == 404
    assert not Material.objects.exists()


def test_pieces_that_are_not_the_file_are_not_taken_for_it(sender: Sender) -> None:
    """C15: what arrived is held against the digest of what was chosen."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:-3] + b"xyz")
    answer = sender.put_in(address)
    assert answer.status_code == 409
    assert "不一样" in said(answer)
    assert (Transfer.objects.count(), Material.objects.count(), pieces()) == (0, 0, [])


def test_a_store_that_is_away_loses_nothing(sender: Sender) -> None:
    """C15: a piece waits, and so does the file that is whole; both go on where they were."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])
    with no_store():
        answer = sender.piece(address, LEAST, DATA[LEAST:])
        assert answer.status_code == 503
        assert "已经传到的都在" in said(answer)
    assert sender.piece(address, LEAST, DATA[LEAST:]).status_code == 204
    with no_store():
        assert sender.put_in(address).status_code == 503
        assert sender.ask("HEAD", address).headers["Upload-Offset"] == str(len(DATA))
    assert sender.put_in(address).status_code == 200
    assert store.read(Material.objects.get().file.path) == DATA


def test_an_application_that_was_submitted_meanwhile_takes_no_more(sender: Sender) -> None:
    """C15: what was begun before and arrives after is refused with the state."""
    case = stories.filled()
    late = Sender(case)
    address = late.sent(DATA)
    stories.submitted(case)
    answer = late.put_in(address)
    assert answer.status_code == 409
    assert "材料不能改动" in said(answer)


def test_the_files_of_an_application_have_a_quota_with_those_under_way(sender: Sender) -> None:
    """C15: refused before a byte is sent, in one piece as in many; what is begun counts whole, and once."""
    megabyte = heavy(MB)
    stories.upload(sender.case, "id_card", serial=1)
    with override_settings(APPLICATION_MEGABYTES=2):
        address = sender.begun(megabyte)
        assert sender.begun(megabyte) == address
        answer = sender.begin(heavy(MB + 1))
        assert answer.status_code == 409
        assert "合计最多2 MB，已经有1.0 MB" in said(answer)
        with pytest.raises(Refused, match="合计最多2 MB"):
            put_whole(sender.case, heavy(MB + 1))
        for offset in (0, MB // 2):
            sender.piece(address, offset, megabyte[offset : offset + MB // 2])
        assert sender.put_in(address).status_code == 200
        assert "已经有1.0 MB" in said(sender.begin(heavy(MB + 1)))
        remove_material(
            material_id=Material.objects.get(slot_key="diploma").pk, act=act_of(sender.case.applicant, sender.at)
        )
        assert sender.begin(heavy(MB + 1)).status_code == 201


def test_nobody_begins_without_end(sender: Sender) -> None:
    """C15: an application may have a hundred files under way; what is begun goes on, and the page stays small."""
    addresses = [sender.begun(b"%PDF-" + bytes([number])) for number in range(100)]
    answer = sender.begin(DATA)
    assert answer.status_code == 409
    assert "没有传完的文件太多了" in said(answer)
    assert sender.begun(b"%PDF-" + bytes([0])) == addresses[0]
    Transfer.objects.update(offset=1)
    with time_machine.travel(sender.at, tick=False):
        page = sender.client.get(f"/applications/{sender.case.number}/materials/")
    assert page.content.decode().count("已传16%") == 10


def put_whole(case: Application, data: bytes) -> Material:
    return add_material(
        application_id=case.pk,
        slot_key="diploma",
        upload=Upload(data, "毕业证.pdf", declassified=True, masked=True),
        act=act_of(case.applicant, stories.SUBMITTED),
    )


def test_what_nobody_goes_on_with_is_swept(sender: Sender) -> None:
    """C15: three days after the last piece, the pieces with it; what is younger stays, and what became of one stays."""
    done, old = sender.sent(DATA), sender.begun(heavy(LEAST))
    sender.put_in(done)
    sender.at += timedelta(days=2)
    young = sender.begun(heavy(2 * LEAST))
    sender.piece(young, 0, heavy(2 * LEAST)[:LEAST])
    with time_machine.travel(sender.at + timedelta(days=1), tick=False):
        assert sweep()["transfers"] == 2
        assert sweep()["transfers"] == 0
    assert [transfer.key.hex for transfer in Transfer.objects.all()] == pieces()
    assert str(Transfer.objects.get().key) in young
    assert old != young
    assert Material.objects.get().removed_at is None


def test_what_the_store_cannot_remove_now_is_removed_later(sender: Sender) -> None:
    """C15: the row that knows where the pieces are goes last."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])
    with no_store("pieces"):
        assert sender.ask("DELETE", address).status_code == 204
    assert (Transfer.objects.count(), len(pieces())) == (1, 1)
    assert sender.ask("HEAD", address).status_code == 404
    assert transfers.sweep(at=sender.at) == 1
    assert (Transfer.objects.count(), pieces()) == (0, [])


def test_no_more_than_a_piece_is_stored_at_a_time(sender: Sender) -> None:
    """C15: nothing of a file lies in its own place until it is whole and looked into."""
    address = sender.begun(DATA)
    for offset in range(0, len(DATA) - LEAST, LEAST):
        sender.piece(address, offset, DATA[offset : offset + LEAST])
    stored = default_storage.listdir(Transfer.objects.get().folder)[1]
    assert len(stored) == 3
    assert not StoredFile.objects.exists()


def test_the_store_that_fails_when_a_file_is_whole_keeps_its_pieces(sender: Sender) -> None:
    """C15: `NotNow` is no refusal of the file."""
    sender.sent(DATA)
    row = Transfer.objects.get()
    upload, act = Upload(b"", "x", declassified=True, masked=True), act_of(sender.case.applicant, sender.at)
    with no_store("files"), pytest.raises(NotNow):
        transfers.finish(transfer=row, upload=upload, act=act)
    assert len(pieces()) == 1
    assert transfers.finish(transfer=row, upload=upload, act=act).name == "毕业证.pdf"


def test_metadata_is_given_back_as_it_came(sender: Sender) -> None:
    """C15: as tus wants it."""
    about = metadata(sha256="a" * 64, filename="证.pdf", declassified="", masked="")
    address = sender.begin(DATA, Upload_Metadata=about).headers["Location"]
    assert sender.ask("HEAD", address).headers["Upload-Metadata"] == about
