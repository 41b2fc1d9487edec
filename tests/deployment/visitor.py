"""Somebody who is signed in and asks the installation's web process, as the proxy hands it on."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.deployment.servers import HOST, Installation

TOKEN = "f" * 32
SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True)
class Visitor:
    """Asks with the cookies of a session; a form bears the mark of origin that the cookie names."""

    whole: Installation
    session: str

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """Send a form; a value that is bytes goes as a file."""
        sent = {
            name: SimpleUploadedFile("扫描件.png", value) if isinstance(value, bytes) else value
            for name, value in fields.items()
        }
        body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN, **sent})
        return self._ask("POST", path, body, {"Content-Type": MULTIPART_CONTENT, **headers})

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Send what is no form, with the mark of origin beside it."""
        return self._ask(method, path, body, {"X-CSRFToken": TOKEN, **headers})

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        given = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            "Cookie": f"__Host-session={self.session}; __Host-csrf={TOKEN}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        with closing(http.client.HTTPConnection("127.0.0.1", self.whole.port, timeout=SECONDS)) as connection:
            connection.request(method, path, body, given)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace"))
