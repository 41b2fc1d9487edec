"""A certificate authority and a signing key for demonstrations and tests: python -m documents.signing.development FOLDER

Every name says 演示, so that nobody takes what they sign for real; a production installation refuses them.
"""

import datetime
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from documents.signing.keys import DEVELOPMENT

KEY, SIGNERS = "signer.pem", "signers.pem"
YEARS = 30
Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Private

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def private_pem(self) -> bytes:
        """The key as PEM, not encrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def authority(name: str) -> Issued:
    """Give a certificate authority of one's own."""
    return issue(name, None, is_authority=True)


def issue(
    name: str,
    by: Issued | None,
    *,
    is_authority: bool = False,
    stamps_time: bool = False,
    key: Private | None = None,
    since: datetime.datetime | None = None,
    until: datetime.datetime | None = None,
    revocations_at: str = "",
) -> Issued:
    """Give a certificate for `name`, issued `by` an authority or by itself, for `YEARS` from now unless told otherwise.

    stamps_time: it is a time stamping authority's; revocations_at: the address of the list of revoked certificates.
    """
    now = datetime.datetime.now(datetime.UTC)
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = _named(name)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since or now - datetime.timedelta(days=1))
        .not_valid_after(until or now + datetime.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by:
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key())
        made = made.add_extension(above, critical=False)
    if stamps_time:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    if revocations_at:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(revocations_at)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return Issued(made.sign(by.key if by else key, hashes.SHA256()), key)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def make(folder: Path) -> None:
    """Put a key and the certificates that count into `folder`, unless it is there; the key is its owner's alone."""
    if folder.exists():
        return
    above = authority(f"{DEVELOPMENT}根证书（仅供开发）")
    signer = issue(f"和田地区职称申报平台（{DEVELOPMENT}，无法律效力）", above)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        new = Path(beside) / folder.name
        new.mkdir()
        (new / KEY).touch(mode=0o600)
        (new / KEY).write_bytes(signer.private_pem + signer.pem + above.pem)
        (new / SIGNERS).write_bytes(signer.pem + above.pem)
        with suppress(OSError):  # somebody else was faster: both files are his
            new.rename(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
