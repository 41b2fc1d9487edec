"""Whether this installation can sign its papers, for `manage.py check`."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

from documents.signing import keys, own

#: A certificate is renewed in weeks, not in days.
ENDS_SOON = timedelta(days=60)


def signing_is_settled(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give an error unless somebody has decided: a key and whose signatures count, or papers without any."""
    if settings.PAPER_UNSIGNED:
        return []
    if not (settings.PAPER_SIGNING_KEY or settings.PAPER_PKCS11_MODULE):
        return [_error(4, "Give PAPER_SIGNING_KEY or PAPER_PKCS11_MODULE, or decide for PAPER_UNSIGNED=on.")]
    try:
        signers = own.known().signers
    except own.KeyWrong as wrong:
        return [_error(5, f"PAPER_SIGNERS: {wrong}")]
    if not signers:
        return [_error(5, "PAPER_SIGNERS names no certificate whose signatures count.")]
    if not settings.DEMO and any(map(keys.is_for_development, signers)):
        return [_error(6, "PAPER_SIGNERS names a certificate made for demonstrations; its key is anybody's.")]
    return []


def key_can_sign(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Give an error when the key cannot be opened or its signatures would not count; a warning before it ends.

    Only where papers are made is the key at hand, so this is asked by `check --deploy`, which `scripts.release` runs.
    """
    if settings.PAPER_UNSIGNED:
        return [checks.Warning("Papers leave this installation without a signature.", id="documents.W002")]
    try:
        certificate = own.certificate()
        counts = certificate in own.known().signers
    except own.SigningAway as away:
        return [_error(7, f"The key of papers cannot be opened: {away}")]
    if not counts:
        return [
            _error(8, "The certificate of the key stands not in PAPER_SIGNERS: its papers would not be known.")
        ]
    ends = keys.ends_at(certificate)
    if ends <= timezone.now():
        return [_error(9, f"The certificate of the key ended at {ends:%Y-%m-%d}.")]
    if ends <= timezone.now() + ENDS_SOON:
        return [checks.Warning(f"The certificate of the key ends at {ends:%Y-%m-%d}.", id="documents.W003")]
    return []


def _error(number: int, text: str) -> checks.Error:
    return checks.Error(text, id=f"documents.E{number:03}")
