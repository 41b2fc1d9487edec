"""This installation's key and whose signatures it takes for its own, as the settings name them.

PAPER_SIGNING_KEY         a PKCS#12 or PEM file;  PAPER_SIGNING_PASSPHRASE  what opens it
PAPER_PKCS11_MODULE       in its place, a token's module;  PAPER_PKCS11_TOKEN, _LABEL, _PIN
PAPER_SIGNERS             PEM: the certificates that count, present and former, and authorities
PAPER_TSA                 the address of a time stamping authority, or nothing
PAPER_UNSIGNED            papers leave without a signature, and the pages say so
"""

from pathlib import Path

from django.conf import settings

from documents.signing import keys
from documents.signing.keys import FileKey, Key, KeyWrong, Known, SigningAway, TokenKey


def is_signing() -> bool:
    """Tell whether papers are signed here."""
    return not settings.PAPER_UNSIGNED


def known() -> Known:
    """Give whose signatures count; raises KeyWrong. Nobody's where nothing is signed and no file is named."""
    if not settings.PAPER_SIGNERS:
        return Known()
    return Known.from_file(Path(settings.PAPER_SIGNERS))


def key() -> Key:
    """Give the key of this installation; raises KeyWrong."""
    chain = known().authorities
    if settings.PAPER_PKCS11_MODULE:
        return TokenKey(
            module=settings.PAPER_PKCS11_MODULE,
            token=settings.PAPER_PKCS11_TOKEN,
            label=settings.PAPER_PKCS11_LABEL,
            pin=settings.PAPER_PKCS11_PIN,
            chain=chain,
        )
    if not settings.PAPER_SIGNING_KEY:
        raise KeyWrong("neither PAPER_SIGNING_KEY nor PAPER_PKCS11_MODULE is set")
    found = keys.from_file(Path(settings.PAPER_SIGNING_KEY), settings.PAPER_SIGNING_PASSPHRASE)
    return FileKey(found.certificate, found.private, found.chain or chain)


def certificate() -> bytes:
    """Give the certificate (DER) of this installation's key; raises SigningAway, KeyWrong."""
    own = key()
    if isinstance(own, FileKey):
        return own.certificate
    from documents.signing.making import certificate_on  # loads what signs, which takes a second

    return certificate_on(own)


def signed(pdf: bytes, *, mark: str, reason: str) -> bytes:
    """Give a paper signed with this installation's key, as `documents.signing.making.sign` does; raises SigningAway.

    Where nothing is signed here, the paper as it was.
    """
    if not is_signing():
        return pdf
    from documents.signing.making import sign

    return sign(pdf, key(), mark=mark, reason=reason, tsa=settings.PAPER_TSA, known=known())


__all__ = ["KeyWrong", "SigningAway", "certificate", "is_signing", "key", "known", "signed"]
