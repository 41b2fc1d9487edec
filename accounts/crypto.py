"""Field encryption: AES-256-GCM for what is stored, HMAC-SHA256 for finding it again.

The ciphertext of one value differs every time, so a column of it cannot be searched; the blind index beside it
can, by whole values only (PIPL art. 51; GB/T 22239-2019, data confidentiality).
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

NONCE_BYTES = 12


def encrypt(text: str) -> str:
    """Give `text` encrypted under the newest key, as URL-safe base64 of nonce and ciphertext."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(bytes.fromhex(settings.FIELD_KEYS[0])).encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def decrypt(stored: str) -> str:
    """Give back what `encrypt` was given, trying every known key; raises ImproperlyConfigured when none fits."""
    raw = base64.urlsafe_b64decode(stored)
    for key in settings.FIELD_KEYS:
        try:
            return AESGCM(bytes.fromhex(key)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
        except InvalidTag:
            continue
    raise ImproperlyConfigured("No key in FIELD_KEYS opens this value.")


def blind_index(text: str) -> str:
    """Give the 64 hex digits under which `text` is found; the same text always gives the same digits."""
    return hmac.new(bytes.fromhex(settings.INDEX_KEY), text.encode(), hashlib.sha256).hexdigest()


class EncryptedField(models.TextField):
    """A text that the database only ever sees encrypted; equality lookups go through a blind index instead."""

    def get_prep_value(self, value: str | None) -> str | None:
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name: str):  # type: ignore[no-untyped-def]
        if lookup_name != "isnull":
            raise TypeError("An encrypted field is searched through its blind index.")
        return super().get_lookup(lookup_name)
