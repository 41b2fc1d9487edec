"""The kept client itself, tus-js-client under node, against the real server: cut off, gone on with, given up."""

import base64
import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from applications.models import Application, Transfer
from documents import digest
from tests import services, stories
from tests.applications.transfers.conftest import LEAST, Sender, heavy, offset_of
from tests.connections import wait_for_the_last_answer

DATA = heavy(10 * LEAST + 11)
CLIENT = Path(__file__).with_name("client.js")


@pytest.fixture
def case(transactional_db: None) -> Any:
    with time_machine.travel(stories.SUBMITTED, tick=True):
        yield stories.drafted()
    wait_for_the_last_answer(and_its_end=True)


class Client:
    """A person signed in at the live server, who sends with the client."""

    def __init__(self, server: str, case: Application) -> None:
        self.sender, self.server = Sender(case), server
        session = self.sender.client.cookies["sessionid"].value
        token = "a" * 32
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}

    def send(self, data: bytes, **how: Any) -> dict[str, Any]:
        """Give what the client says of sending `data`."""
        place = reverse("applications:transfers", args=[self.sender.case.number, "diploma"])
        about = {"filename": "毕业证.pdf", "sha256": digest.of_bytes(data), "declassified": "", "masked": ""}
        asked = {
            "endpoint": self.server + place,
            "headers": self.headers,
            "size": len(data),
            "piece": LEAST,
            **how,
        }
        asked["metadata"] = {**about, "content": base64.b64encode(data).decode()}
        done = subprocess.run(
            [services.find_program("node"), str(CLIENT)],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def test_the_client_sends_a_file_to_its_end(case: Application, live_server: Any) -> None:
    """C15: one creation, then the pieces in their order; what arrived is put in byte for byte."""
    client = Client(live_server.url, case)
    told = client.send(DATA)
    assert told["done"]
    pieces = [["PATCH", 204, str(offset)] for offset in range(0, len(DATA), LEAST)]
    assert [one[:2] for one in told["seen"]] == [["POST", 201], *(one[:2] for one in pieces)]
    assert client.sender.put_in(told["url"]).status_code == 200
    assert case.materials.get().file.sha256 == digest.of_bytes(DATA)


def test_the_client_goes_on_where_it_was_cut_off(case: Application, live_server: Any) -> None:
    """C15: another process, given the address alone, sends what is missing; whoever begins anew is given the same one."""
    client = Client(live_server.url, case)
    first = client.send(DATA, cut=8 * LEAST)
    assert first["cut"] == offset_of(first["url"]) == 8 * LEAST
    again = client.send(DATA, url=first["url"])
    assert [method for method, *_rest in again["seen"]] == ["HEAD", "PATCH", "PATCH", "PATCH"]
    assert client.send(DATA)["url"] == first["url"]
    assert Transfer.objects.count() == 1


def test_the_client_gives_a_file_up(case: Application, live_server: Any) -> None:
    """C15: nothing of it is left, and its address is gone."""
    client = Client(live_server.url, case)
    told = client.send(DATA, cut=2 * LEAST, terminate=True)
    assert told["seen"][-1][:2] == ["DELETE", 204]
    assert not Transfer.objects.exists()
    gone = client.send(DATA, url=told["url"], endpoint=None)
    assert gone["seen"] == [["HEAD", 404, ""]]


def test_the_client_is_told_why_nothing_can_come(case: Application, live_server: Any) -> None:
    """C15: the reason stands in the answer, in words for the person."""
    told = Client(live_server.url, case).send(bytes(10 * 1024 * 1024 + 1))
    assert told["seen"] == [["POST", 413, ""]]
    assert "这里最多10 MB" in json.loads(told["error"])["messages"][0]


def test_a_connection_that_breaks_in_a_piece_leaves_nothing_of_it(case: Application, live_server: Any) -> None:
    """C15: half of what was announced is no piece."""
    client = Client(live_server.url, case)
    address = client.sender.begun(DATA)
    lines = [
        f"PATCH {address} HTTP/1.1",
        f"Host: {live_server.thread.host}",
        *(f"{name}: {value}" for name, value in client.headers.items()),
        "Tus-Resumable: 1.0.0",
        "Upload-Offset: 0",
        "Content-Type: application/offset+octet-stream",
        f"Content-Length: {2 * LEAST}",
        "Connection: close",
    ]
    with socket.create_connection((live_server.thread.host, live_server.thread.port), 20) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode() + DATA[:LEAST])
        line.shutdown(socket.SHUT_WR)
        answer = line.makefile("rb").read()
    assert answer.split()[1] == b"400"
    assert offset_of(address) == 0
    assert client.sender.piece(address, 0, DATA[:LEAST]).status_code == 204
