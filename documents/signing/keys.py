"""Keys that papers are signed with: from a PKCS#12 or PEM file, or on a PKCS#11 token. Opening one loads no PDF library.

key = from_file(Path("office.p12"), "passphrase")      # FileKey or KeyWrong
known = Known.from_file(Path("signers.pem"))           # whose signatures count
"""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

#: Stands in the name of every certificate that is made for a demonstration or a test.
DEVELOPMENT = "演示"


class SigningAway(Exception):
    """Nothing can be signed just now: key, token or time stamp cannot be had. The paper is not to blame and waits."""


class KeyWrong(SigningAway):
    """The key that is set cannot be opened or may not sign; somebody has to put the settings right."""


@dataclass(frozen=True)
class FileKey:
    """A private key (PKCS#8), its certificate and those above it, all DER."""

    certificate: bytes
    private: bytes = field(repr=False)
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class TokenKey:
    """Where a key lies on a PKCS#11 token: the module's path, the token's label, the label of key and certificate."""

    module: str
    token: str
    label: str
    pin: str = field(repr=False)
    chain: tuple[bytes, ...] = ()


Key = FileKey | TokenKey


@dataclass(frozen=True)
class Known:
    """The certificates (DER) whose signatures count as ours, present and former; authorities above them and of stamps."""

    signers: tuple[bytes, ...] = ()
    authorities: tuple[bytes, ...] = ()

    @classmethod
    def from_file(cls, path: Path) -> "Known":
        """Give what a file of PEM certificates names; raises KeyWrong."""
        try:
            found = x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError) as wrong:
            raise KeyWrong(f"{path} holds no certificates: {wrong}") from wrong
        return cls(
            tuple(der(one) for one in found if not is_authority(one)),
            tuple(der(one) for one in found if is_authority(one)),
        )


def from_file(path: Path, passphrase: str) -> FileKey:
    """Give the key of a PKCS#12 file, or of a PEM file with key and certificates; raises KeyWrong."""
    try:
        data = path.read_bytes()
        return _from_pem(data, passphrase) if b"-----BEGIN" in data else _from_pkcs12(data, passphrase)
    except (OSError, ValueError, TypeError) as wrong:
        raise KeyWrong(f"{path} cannot be opened: {wrong}") from wrong


def _from_pkcs12(data: bytes, passphrase: str) -> FileKey:
    found = pkcs12.load_pkcs12(data, passphrase.encode() or None)
    if found.key is None or found.cert is None:
        raise ValueError("no key with its certificate in it")
    return _file_key(found.key, [found.cert.certificate, *(each.certificate for each in found.additional_certs)])


def _from_pem(data: bytes, passphrase: str) -> FileKey:
    key = serialization.load_pem_private_key(data, passphrase.encode() or None)
    return _file_key(key, x509.load_pem_x509_certificates(data))


def _file_key(key: PrivateKeyTypes, certificates: list[x509.Certificate]) -> FileKey:
    own = [one for one in certificates if one.public_key() == key.public_key()]
    if not own:
        raise ValueError("no certificate of this key in it")
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return FileKey(der(own[0]), private, tuple(der(one) for one in certificates if one not in own))


def der(certificate: x509.Certificate) -> bytes:
    """Give a certificate as DER."""
    return certificate.public_bytes(serialization.Encoding.DER)


def is_authority(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate may issue others, and so signs no paper."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def name_of(certificate: bytes) -> str:
    """Give the name of whom a certificate (DER) is for: its common name, else its organisation."""
    subject = x509.load_der_x509_certificate(certificate).subject
    names = [
        *subject.get_attributes_for_oid(NameOID.COMMON_NAME),
        *subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME),
    ]
    return str(names[0].value) if names else subject.rfc4514_string()


def is_for_development(certificate: bytes) -> bool:
    """Tell whether a certificate (DER) was made for a demonstration or a test."""
    return DEVELOPMENT in x509.load_der_x509_certificate(certificate).subject.rfc4514_string()


def is_valid_at(certificate: bytes, at: datetime) -> bool:
    """Tell whether a moment lies in the time for which a certificate (DER) was issued."""
    one = x509.load_der_x509_certificate(certificate)
    return one.not_valid_before_utc <= at <= one.not_valid_after_utc


def ends_at(certificate: bytes) -> datetime:
    """Give the moment until which a certificate (DER) may sign."""
    return x509.load_der_x509_certificate(certificate).not_valid_after_utc


def fingerprint(certificate: bytes) -> str:
    """Give the SHA-256 of a certificate (DER), 64 hex digits."""
    return x509.load_der_x509_certificate(certificate).fingerprint(hashes.SHA256()).hex()
