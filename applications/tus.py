"""The words of tus 1.0, by which a file comes in pieces: https://tus.io/protocols/resumable-upload"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.rules.refusal import Malformed, Refusal, Refused
from documents.formats import shown_name

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration,checksum"
ALGORITHMS = ("sha256", "sha1")
PIECE = "application/offset+octet-stream"
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_DIGITS, MOST_METADATA = 12, 2000


class NoPiece(Refused):
    """Raised when a piece comes as something else."""

    status = 415


class Damaged(Refused):
    """Raised when a piece is not what its digest says; nothing was kept of it."""

    status = 460


def malformed(what: str, kind: type[Refused] = Malformed) -> Refused:
    """Give the refusal of a request whose part `what` cannot be understood."""
    return kind(Refusal(_("上传的请求有误（%(what)s）。") % {"what": what}, remedy=_("请刷新页面再试。")))


def number(header: str | None, name: str) -> int:
    """Give the whole number that a header holds; raises `Malformed`."""
    text = header or ""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise malformed(name)
    return int(text)


def metadata(header: str) -> dict[str, str]:
    """Give the pairs of `Upload-Metadata`, their values decoded; a key without a value has an empty one.

    Raises `Malformed`, also for a header of more than 2000 characters.
    """
    if len(header) > MOST_METADATA:
        raise malformed("Upload-Metadata")
    pairs = [pair.strip().partition(" ") for pair in header.split(",")] if header else []
    try:
        found = {key: base64.b64decode(value, validate=True).decode() for key, _space, value in pairs if key}
    except ValueError:
        raise malformed("Upload-Metadata") from None
    if len(found) != len(pairs):
        raise malformed("Upload-Metadata")
    return found


def check_digest(header: str | None, piece: bytes) -> None:
    """Hold a piece against its `Upload-Checksum`, where it has one; raises `Damaged`, `Malformed`."""
    if header is None:
        return
    algorithm, _space, given = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise malformed("Upload-Checksum")
    if base64.b64encode(hashlib.new(algorithm, piece).digest()).decode() != given:
        raise Damaged(Refusal(_("这一段在路上损坏了。"), remedy=_("没有存下来，会再传一次。")))


@dataclass(frozen=True)
class Coming:
    """What is said of a file before it comes: `length` in bytes, the `sha256` of the whole, what is declared of it."""

    name: str
    length: int
    sha256: str
    declassified: bool
    masked: bool
    metadata: str = ""


def coming(headers: Mapping[str, str]) -> Coming:
    """Give what the headers of a creation say of its file; raises `Malformed`."""
    said = headers.get("Upload-Metadata", "")
    about = metadata(said)
    sha256 = about.get("sha256", "")
    if not SHA256.fullmatch(sha256):
        raise malformed("Upload-Metadata")
    length = number(headers.get("Upload-Length"), "Upload-Length")
    return Coming(
        shown_name(about.get("filename", "")), length, sha256, "declassified" in about, "masked" in about, said
    )
