"""Certificates of the tests' own: an authority, keys that it certifies, a time stamping authority that listens."""

import datetime
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import DummyTimeStamper

from documents import specimens
from documents.archive import archived
from documents.flattening import flattened
from documents.papers.catalogue import FORMS
from documents.papers.explained import explained
from documents.signing import keys
from documents.signing.development import Issued, authority, issue
from documents.signing.making import sign
from documents.typesetting import typeset

AT = datetime.datetime(2025, 5, 14, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
MARK = "K7M3PQRS2345"
REASON = "签发电子证书"


@cache
def root() -> Issued:
    return authority("和田测试根证书")


@cache
def signer() -> Issued:
    return issue("和田地区专业技术人员职称办公室", root())


def file_key(one: Issued, above: Issued | None = None) -> keys.FileKey:
    """Give a certified key as `documents.signing` takes it."""
    private = one.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = (keys.der(above.certificate),) if above else ()
    return keys.FileKey(keys.der(one.certificate), private, chain)


def known(*signers: Issued, authorities: tuple[Issued, ...] = ()) -> keys.Known:
    return keys.Known(
        tuple(keys.der(one.certificate) for one in signers),
        tuple(keys.der(one.certificate) for one in authorities),
    )


@cache
def paper(form: str = "certificate", name: str = "ordinary") -> bytes:
    """Give a specimen as it is before it is signed: for the archive, with its data inside."""
    data, title = dict(specimens.all_of(form))[name], FORMS[form].title
    pdf = typeset(form, data)
    if form == "certificate_copy":
        pdf = flattened(pdf, says=title)
    return archived(pdf, explained(form, title, data), title=title, at=AT)


@cache
def signed() -> bytes:
    """Give a certificate that the tests' office has signed."""
    return sign(paper(), file_key(signer(), root()), mark=MARK, reason=REASON)


def text_page() -> bytes:
    """Give a page of somebody's own, unsigned."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


@dataclass
class Stamping:
    """A time stamping authority on loopback: its address, its certificate, what it was asked."""

    address: str
    certificate: Issued
    asked: list[str] = field(default_factory=list)
    answers: bool = True


@contextmanager
def stamping() -> Iterator[Stamping]:
    """Keep a time stamping authority (RFC 3161) running, which also serves the root's list of revoked certificates."""
    stamper = issue(
        "和田测试时间戳",
        root(),
        stamps_time=True,
        key=rsa.generate_private_key(public_exponent=65537, key_size=2048),
    )
    private = stamper.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    clock = DummyTimeStamper(
        asn1_x509.Certificate.load(keys.der(stamper.certificate)), asn1_keys.PrivateKeyInfo.load(private)
    )

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            service.asked.append(self.path)
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            if not service.answers:
                self.send_error(503)
                return
            self._send("application/timestamp-reply", clock.request_tsa_response(request).dump())

        def do_GET(self):
            service.asked.append(self.path)
            self._send("application/pkix-crl", revoked_list())

        def _send(self, kind, body):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Stamping(f"http://127.0.0.1:{server.server_port}/tsa", stamper)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def revoked_list() -> bytes:
    """Give the root's list of revoked certificates, with nobody on it."""
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateRevocationListBuilder(
        issuer_name=root().certificate.subject,
        last_update=now - datetime.timedelta(hours=1),
        next_update=now + datetime.timedelta(days=30),
    )
    return made.sign(root().key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
