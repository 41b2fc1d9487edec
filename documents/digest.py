"""One fingerprint for one content: canonical JSON, then SHA-256. Receipts and versions of papers carry it."""

import hashlib
import json
from typing import Any

from documents.streams import Source, pieces


def canonical(data: Any) -> bytes:
    """Give JSON-ready `data` as UTF-8 bytes: keys sorted, no spaces, characters unescaped.

    Equal data give equal bytes whatever the order of keys. Raises TypeError for what JSON does not know,
    ValueError for NaN and infinities.
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def of(data: Any) -> str:
    """Give the SHA-256 of the canonical form, 64 hex digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def of_bytes(data: Source) -> str:
    """Give the SHA-256 of a file's bytes, 64 hex digits."""
    sha256 = hashlib.sha256()
    for piece in pieces(data):
        sha256.update(piece)
    return sha256.hexdigest()
