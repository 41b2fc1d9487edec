"""A draft, and who sends a file into it piece by piece as a client of tus does."""

import base64
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.models import Application, Transfer
from documents import digest
from tests import stories

KB = 1024
LEAST = 64 * KB


def metadata(**values: str) -> str:
    """Give `Upload-Metadata` for these pairs."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}".strip() for key, value in values.items())


class Sender:
    """A signed-in person and the application he sends to; every request at the moment `at`."""

    def __init__(self, case: Application, *, checks_origin: bool = False) -> None:
        self.case, self.at, self.slot = case, stories.SUBMITTED, "diploma"
        self.client = Client(enforce_csrf_checks=checks_origin, raise_request_exception=False)
        self.client.force_login(case.applicant, "accounts.backends.NumberBackend")

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "", **headers: Any) -> Any:
        """Give the answer to a request; a header is written with underscores, and left out when it is None."""
        said = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        with time_machine.travel(self.at, tick=False):
            return self.client.generic(
                method,
                address,
                body,
                kind,
                headers={name: value for name, value in said.items() if value is not None},
            )

    def begin(self, data: bytes, **headers: Any) -> Any:
        """Ask for a place for `data`, declared as it has to be."""
        place = reverse("applications:transfers", args=[self.case.number, self.slot])
        about = metadata(filename="毕业证.pdf", sha256=digest.of_bytes(data), declassified="", masked="")
        return self.ask("POST", place, **{"Upload_Length": str(len(data)), "Upload_Metadata": about, **headers})

    def begun(self, data: bytes) -> str:
        """Give the address under which the pieces of `data` go."""
        answer = self.begin(data)
        assert answer.status_code == 201, answer.content.decode()
        return str(answer.headers["Location"])

    def piece(self, address: str, offset: int, piece: bytes, **headers: Any) -> Any:
        kind = headers.pop("kind", "application/offset+octet-stream")
        return self.ask("PATCH", address, piece, kind, Upload_Offset=str(offset), **headers)

    def sent(self, data: bytes, size: int = LEAST) -> str:
        """Send `data` in pieces to its end; give its address."""
        address = self.begun(data)
        for offset in range(0, len(data), size):
            answer = self.piece(address, offset, data[offset : offset + size])
            assert answer.status_code == 204, answer.content.decode()
        return address

    def put_in(self, *addresses: str, **fields: Any) -> Any:
        """Name what has arrived to the form of the slot, as the page does."""
        keys = [address.split("/")[-2] for address in addresses]
        place = reverse("applications:upload", args=[self.case.number, self.slot])
        given = {"transfer": keys, "declassified": "yes", "masked": "yes"} | fields
        with time_machine.travel(self.at, tick=False):
            return self.client.post(place, given, headers={"Accept": "application/json"})


@pytest.fixture
def sender(db: None) -> Sender:
    return Sender(stories.drafted())


def offset_of(address: str) -> int:
    """Give how much of a file has arrived."""
    return int(Transfer.objects.values_list("offset", flat=True).get(key=address.split("/")[-2]))


def heavy(size: int = 3 * LEAST + 5) -> bytes:
    """Give a PDF of that many bytes."""
    sheet = stories.sheet(7)
    filling = b"%" + b"0123456789abcdef" * (size // 16 + 1)
    return sheet[:9] + filling[: size - len(sheet) - 1] + b"\n" + sheet[9:]
