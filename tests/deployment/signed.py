"""A gate before s3rver that checks AWS signatures of version 4, which s3rver itself lets through unchecked.

The signature is computed anew from the request as it arrived, with the standard library alone, by the published rules
of Signature Version 4; headers and presigned addresses both.
"""

import hashlib
import hmac
import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

REFUSAL = b'<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><Message>No.</Message></Error>'


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote(key, safe='-_.~')}={quote(value, safe='-_.~')}" for key, value in sorted(pairs))


def _chained(key: bytes, *messages: str) -> bytes:
    for message in messages:
        key = hmac.new(key, message.encode(), hashlib.sha256).digest()
    return key


def claims(headers: Any, query: dict[str, str]) -> dict[str, str]:
    """Give what a request says of its signature: Credential, SignedHeaders, Signature, date and payload digest."""
    if "X-Amz-Signature" in query:
        named = {key.removeprefix("X-Amz-"): value for key, value in query.items() if key.startswith("X-Amz-")}
        return {**named, "digest": "UNSIGNED-PAYLOAD"}
    fields = headers.get("Authorization", "").removeprefix("AWS4-HMAC-SHA256 ").split(",")
    named = dict(field.strip().split("=", 1) for field in fields if "=" in field)
    return {**named, "Date": headers.get("x-amz-date", ""), "digest": headers.get("x-amz-content-sha256", "")}


def is_signed(method: str, target: str, headers: Any, body: bytes, secret: str) -> bool:
    """Tell whether the request carries the signature that `secret` gives it."""
    address = urlsplit(target)
    query = parse_qsl(address.query, keep_blank_values=True)
    said = claims(headers, dict(query))
    if not {"Credential", "SignedHeaders", "Signature"} <= set(said):
        return False
    if said["digest"] not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
        return False
    signed = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in said["SignedHeaders"].split(";"))
    asked = _encoded([pair for pair in query if pair[0] != "X-Amz-Signature"])
    canonical = "\n".join((method, address.path, asked, signed, said["SignedHeaders"], said["digest"]))
    scope = said["Credential"].split("/", 1)[1]
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = _chained(f"AWS4{secret}".encode(), *scope.split("/"))
    expected = hmac.new(key, f"AWS4-HMAC-SHA256\n{said['Date']}\n{scope}\n{digest}".encode(), hashlib.sha256)
    return hmac.compare_digest(expected.hexdigest(), said["Signature"])


class Gate(BaseHTTPRequestHandler):
    """Hands a signed request on to the server behind and its answer back; refuses every other with 403."""

    protocol_version = "HTTP/1.1"
    behind: tuple[str, int]
    secret: str

    def pass_on(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not is_signed(self.command, self.path, self.headers, body, self.secret):
            self.answer(403, [("Content-Type", "application/xml")], REFUSAL)
            return
        with closing(http.client.HTTPConnection(*self.behind, timeout=30)) as connection:
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            content = answer.read()
        headers = [
            pair for pair in answer.getheaders() if pair[0].lower() not in ("transfer-encoding", "connection")
        ]
        self.answer(answer.status, headers, content)

    def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        """Write the answer; a HEAD keeps the length that the server behind named."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD" and status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


@contextmanager
def gate(port: int, secret: str, kind: type[Gate] = Gate) -> Iterator[str]:
    """Give the URL of a gate before the server at `port` that lets through what `secret` signed."""
    handler = type("OurGate", (kind,), {"behind": ("127.0.0.1", port), "secret": secret})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
