"""What is asked and answered while a file comes in pieces (tus 1.0): each odd request is told, and changes nothing."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date

from applications import tus
from applications.models import Material, Transfer
from documents.inspection import MB
from tests import factories, stories
from tests.applications.transfers.conftest import LEAST, Sender, heavy, metadata, offset_of

pytestmark = pytest.mark.django_db
DATA = heavy()
ODD = "上传的请求有误"


def said(answer: Any) -> str:
    return "".join(answer.json()["messages"])


def test_a_file_comes_in_pieces_and_the_server_knows_how_far_it_is(sender: Sender) -> None:
    """C15: begun, asked after, gone on with; the answers carry what tus wants in them."""
    begun = sender.begin(DATA)
    address = begun.headers["Location"]
    assert begun.headers["Tus-Resumable"] == "1.0.0"
    assert parse_http_date(begun.headers["Upload-Expires"]) == (sender.at + timedelta(days=3)).timestamp()
    first = sender.piece(address, 0, DATA[:LEAST])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(LEAST))
    standing = sender.ask("HEAD", address)
    assert standing.status_code == 200
    assert standing.headers["Upload-Offset"] == str(LEAST)
    assert standing.headers["Upload-Length"] == str(len(DATA))
    assert "filename " in standing.headers["Upload-Metadata"]
    assert standing.headers["Cache-Control"] == "no-store"
    last = sender.piece(address, LEAST, DATA[LEAST:])
    assert last.headers["Upload-Offset"] == str(len(DATA))
    assert "Upload-Expires" not in last.headers


def test_the_same_file_is_known_again_and_another_is_not(sender: Sender) -> None:
    """C15: begun twice it is one transfer, which has what had arrived; its name is the one it was chosen by last."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])
    again = sender.begin(DATA)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (address, str(LEAST))
    assert sender.begun(heavy(len(DATA) + 1)) != address
    assert sender.begin(DATA, Upload_Length=str(len(DATA) + 1)).headers["Location"] != address
    sender.slot = "degree_certificate"
    assert sender.begun(DATA) != address


def test_what_is_understood_is_said(sender: Sender) -> None:
    """C15: the version, the extensions, the algorithms; another version is told which one."""
    answer = sender.ask("OPTIONS", sender.begun(DATA), Tus_Resumable=None)
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration,checksum"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
    for version in (None, "0.2.2"):
        answer = sender.begin(DATA, Tus_Resumable=version)
        assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


BAD_BEGINNINGS = {
    "no length": ({"Upload_Length": None}, 400, ODD),
    "a length below nothing": ({"Upload_Length": "-1"}, 400, ODD),
    "a length in words": ({"Upload_Length": "１２"}, 400, ODD),
    "a length that is put off": ({"Upload_Length": None, "Upload_Defer_Length": "1"}, 400, ODD),
    "nothing in it": ({"Upload_Length": "0"}, 409, "文件是空的"),
    "more than the slot takes": ({"Upload_Length": str(10 * MB + 1)}, 413, "这里最多10 MB"),
    "no metadata": ({"Upload_Metadata": None}, 400, ODD),
    "metadata that is none": ({"Upload_Metadata": "sha256 ***"}, 400, ODD),
    "metadata twice": ({"Upload_Metadata": ",".join([metadata(sha256="0" * 64)] * 2)}, 400, ODD),
    "metadata without end": ({"Upload_Metadata": metadata(sha256="0" * 64, x="x" * 2000)}, 400, ODD),
    "no text": ({"Upload_Metadata": "sha256 " + base64.b64encode(b"\xff" * 64).decode()}, 400, ODD),
    "a digest too short": ({"Upload_Metadata": metadata(sha256="0" * 63)}, 400, ODD),
    "no secret declared": ({"Upload_Metadata": metadata(sha256="0" * 64, masked="")}, 409, "还没有声明文件不涉密"),
}


@pytest.mark.parametrize("what", BAD_BEGINNINGS)
def test_what_cannot_come_is_refused_before_a_byte_is_sent(sender: Sender, what: str) -> None:
    """C15, C22: with the reason; no transfer is begun."""
    headers, status, words = BAD_BEGINNINGS[what]
    answer = sender.begin(DATA, **headers)
    assert answer.status_code == status
    assert words in said(answer)
    assert not Transfer.objects.exists()


def test_slots_and_states_say_no_before_a_byte_is_sent(sender: Sender) -> None:
    """C15, C20: no such slot, another's slot, a file that is there, an application that was submitted."""
    stories.upload(sender.case, "diploma", serial=1)
    assert "已经在这一栏里" in said(sender.begin(stories.picture(1)))
    sender.slot = "no-such-slot"
    assert "没有这一栏" in said(sender.begin(DATA))
    sender.slot = "recommendation"
    assert "不由您上传" in said(sender.begin(DATA))
    sent = Sender(stories.submitted())
    assert "材料不能改动" in said(sent.begin(DATA))
    assert not Transfer.objects.exists()


BAD_PIECES = {
    "beyond where it stands": ({"offset": 2 * LEAST}, 409, "不接着"),
    "before where it stands": ({"offset": 0}, 409, "不接着"),
    "no number": ({"offset": "x"}, 400, ODD),
    "more than the file": ({"data": DATA[LEAST:] + b"x"}, 413, "比文件本身还多"),
    "more than a worker holds": ({"data": b"x" * (2 * MB + 1)}, 413, "一次传来的太多"),
    "too small": ({"data": b"x"}, 400, ODD),
    "a form": ({"kind": "application/x-www-form-urlencoded"}, 415, ODD),
    "a digest of something else": ({"Upload_Checksum": "sha256 " + "A" * 43 + "="}, 460, "损坏"),
    "a digest of no kind": ({"Upload_Checksum": "md5 AAAA"}, 400, ODD),
}


@pytest.mark.parametrize("what", BAD_PIECES)
def test_a_piece_that_does_not_fit_is_refused_and_what_arrived_stays(sender: Sender, what: str) -> None:
    """C15: the offset, the size, the kind and the digest of a piece; the right piece is taken afterwards."""
    given, status, words = BAD_PIECES[what]
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])
    asked: dict[str, Any] = {"offset": LEAST, "data": DATA[LEAST : 2 * LEAST], **given}
    answer = sender.piece(address, asked.pop("offset"), asked.pop("data"), **asked)
    assert (answer.status_code, offset_of(address)) == (status, LEAST)
    assert words in said(answer)
    assert sender.piece(address, LEAST, DATA[LEAST:]).status_code == 204


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_is_held_against_its_digest(sender: Sender, algorithm: str) -> None:
    """C15: the right one passes."""
    digest = base64.b64encode(hashlib.new(algorithm, DATA).digest()).decode()
    assert sender.piece(sender.begun(DATA), 0, DATA, Upload_Checksum=f"{algorithm} {digest}").status_code == 204


def test_only_who_began_it_goes_on_with_it_and_only_in_time(sender: Sender) -> None:
    """C38: for anybody else, through another application and after three days there is no such transfer (404)."""
    address, other = sender.begun(DATA), Sender(stories.drafted())
    through_another = address.replace(sender.case.number, other.case.number)
    for who, place in ((other, address), (other, through_another), (sender, through_another)):
        for method in ("HEAD", "PATCH", "DELETE"):
            assert who.ask(method, place, DATA, tus.PIECE).status_code == 404
    assert other.put_in(address).status_code == sender.put_in("/x/not-a-key/").status_code == 404
    sender.at += timedelta(days=3)
    assert sender.ask("HEAD", address).status_code == 404
    assert offset_of(address) == 0


def test_what_changes_something_bears_its_mark_of_origin() -> None:
    """C44: another site can neither begin a transfer, nor go on with one, nor end it; a GET changes nothing."""
    address = Sender(stories.drafted()).begun(DATA)
    sender = Sender(Transfer.objects.get().application, checks_origin=True)
    assert sender.begin(DATA).status_code == 403
    assert sender.piece(address, 0, DATA).status_code == 403
    assert sender.ask("DELETE", address).status_code == 403
    assert sender.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 403
    assert sender.ask("GET", address, X_HTTP_Method_Override="DELETE").status_code == 405
    assert offset_of(address) == 0


def test_a_line_that_lets_only_posts_pass_names_the_method(sender: Sender) -> None:
    """C15: PATCH, HEAD and DELETE as a POST that says so."""
    address, as_post = sender.begun(DATA), {"kind": tus.PIECE, "Upload_Offset": "0"}
    answer = sender.ask("POST", address, DATA, X_HTTP_Method_Override="PATCH", **as_post)
    assert (answer.status_code, offset_of(address)) == (204, len(DATA))
    assert sender.ask("POST", address, X_HTTP_Method_Override="DELETE").status_code == 204
    assert not Transfer.objects.exists()


def test_the_files_name_is_a_name(sender: Sender) -> None:
    """C15: no folder, no character that cannot be printed, none too long; a name in any script."""
    for given, kept in {
        "../../etc/买买提·吐尔逊.pdf": "买买提·吐尔逊.pdf",
        "C:\\证书\\a\0b\n\u202e.pdf": "ab.pdf",
        "长" * 300: "长" * 200,
        "": "未命名",
    }.items():
        data = heavy(LEAST + len(given))
        about = metadata(filename=given, sha256=hashlib.sha256(data).hexdigest(), declassified="", masked="")
        sender.slot = "achievements"
        address = sender.begin(data, Upload_Metadata=about).headers["Location"]
        sender.piece(address, 0, data)
        assert sender.put_in(address).json().keys() == {"next"}
        assert Material.objects.latest("id").name == kept


def test_a_piece_asks_the_database_little(sender: Sender) -> None:
    """C15: who it is, the transfer, and its new offset; the same for the first and a later piece."""
    address = sender.begun(DATA)
    sender.piece(address, 0, DATA[:LEAST])  # what is asked once a process, and once a session
    for offset in (LEAST, 2 * LEAST):
        with CaptureQueriesContext(connection) as captured:
            sender.piece(address, offset, DATA[offset : offset + LEAST])
        assert len(captured) <= 5, [query["sql"] for query in captured]


def test_nobody_is_asked_in(sender: Sender) -> None:
    """C44: who is not signed in is sent to sign in, whoever acts for a unit finds nothing."""
    address = sender.begun(DATA)
    assert Client().head(address).headers["Location"].startswith("/account/sign-in/")
    clerk = factories.clerk_of(factories.employer())
    sender.client.force_login(clerk.user, "accounts.backends.NumberBackend")
    assert sender.ask("HEAD", address).status_code == 404
