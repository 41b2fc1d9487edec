"""Signs a PDF: PAdES with a certifying signature that permits no change, time-stamped where an authority is named.

    signed = sign(pdf, key, mark="K7M3PQ…", reason="…")                         # PAdES-B-B
    signed = sign(pdf, key, mark=…, reason=…, tsa="http://…", known=known)     # PAdES-B-T, -B-LT with what is known

The signature shows nothing on the page: the place of the seal belongs to the paper.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO

from asn1crypto import keys as asn1_keys  # type: ignore[import-untyped]
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pkcs11.exceptions import PinIncorrect, PinLenRange, PinLocked, PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import PdfSignatureMetadata, Signer, SimpleSigner, async_sign_pdf
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from documents.signing.common import FIELD, apart_from_loops
from documents.signing.keys import FileKey, Key, KeyWrong, Known, SigningAway, TokenKey

TSA_SECONDS = 10
BESIDE_CERTIFICATES = 2048  # bytes of a signature: the signature itself of up to 4096 bits, and what it is about
NOTHING = Known()
#: Tokens whose PIN was refused, by module and label: another attempt could lock the token.
_refused: set[tuple[str, str]] = set()


def sign(pdf: bytes, key: Key, *, mark: str, reason: str, tsa: str = "", known: Known = NOTHING) -> bytes:
    """Give `pdf` with a signature over all of it that permits no later change.

    mark: the code by which the paper is known again; reason: what viewers show beside the signature. With the address
    `tsa` of a time stamping authority (RFC 3161) the signature is stamped; where its authorities are `known`, what shows
    that no certificate was revoked is kept in the file as well. Raises SigningAway, KeyWrong.
    """
    with _signer(key) as signer, _translated():
        return apart_from_loops(_signed(pdf, signer, mark, reason, tsa, known))


async def _signed(pdf: bytes, signer: Signer, mark: str, reason: str, tsa: str, known: Known) -> bytes:
    context = _context(signer, known) if tsa and known.authorities else None
    meta = PdfSignatureMetadata(
        field_name=FIELD + mark,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        embed_validation_info=context is not None,
        validation_context=context,
        signer_key_usage={"digital_signature", "non_repudiation"},
    )
    try:
        out = await async_sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            meta,
            signer,
            timestamper=_stamper(tsa) if tsa else None,
            bytes_reserved=None if tsa else _room(signer),
        )
    finally:
        if context:
            await context.aclose()
    return bytes(out.getvalue())


def _room(signer: Signer) -> int | None:
    """Give how many hexadecimal digits a signature takes at most, so that none has to be made to find out.

    What a token holds is not known before; it is asked.
    """
    if not isinstance(signer, _Loaded):
        return None
    certificates = [signer.signing_cert, *signer.cert_registry]
    return 2 * (BESIDE_CERTIFICATES + sum(len(one.dump()) for one in certificates if one))


def _context(signer: Signer, known: Known) -> ValidationContext:
    """Give what is asked for the certificates' state: their own lists of revocations, from the addresses in them."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(one) for one in known.authorities],
        other_certs=list(signer.cert_registry),
        allow_fetching=True,
        revocation_mode="soft-fail",
    )


@cache
def _stamper(address: str) -> TimeStamper:
    """One for the process: it asks once how large an answer is."""
    return RequestsHTTPTimeStamper(address, timeout=TSA_SECONDS)


@contextmanager
def _translated() -> Iterator[None]:
    """What the libraries raise for a key, a token or an authority that cannot be had, as SigningAway."""
    try:
        yield
    except (TimestampRequestError, PKCS11Error, OSError) as away:
        raise SigningAway(f"{type(away).__name__}: {away}") from away
    except (SigningError, PathError, ValidationError) as wrong:
        raise KeyWrong(f"{type(wrong).__name__}: {wrong}") from wrong


@contextmanager
def _signer(key: Key) -> Iterator[Signer]:
    if isinstance(key, TokenKey):
        with _on_token(key) as signer:
            yield signer
    else:
        yield _Loaded(key)


class _Loaded(SimpleSigner):
    """A signer whose key is read once in the process: reading an RSA key checks it, which takes longer than signing."""

    def __init__(self, key: FileKey):
        store = SimpleCertificateStore()
        store.register_multiple([x509.Certificate.load(one) for one in key.chain])
        super().__init__(
            signing_cert=x509.Certificate.load(key.certificate),
            signing_key=asn1_keys.PrivateKeyInfo.load(key.private),
            cert_registry=store,
        )
        self._read = _read(key.private)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._read, RSAPrivateKey):
            return self._read.sign(data, PKCS1v15(), digest)
        if isinstance(self._read, EllipticCurvePrivateKey):
            return self._read.sign(data, ECDSA(digest))
        return bytes(await super().async_sign_raw(data, digest_algorithm, dry_run))


@lru_cache(maxsize=2)
def _read(private: bytes) -> PrivateKeyTypes:
    return load_der_private_key(private, None)


@contextmanager
def _on_token(key: TokenKey) -> Iterator[Signer]:
    """One session for one signature: a token that was taken out and put back is simply found again."""
    place = (key.module, key.token)
    if place in _refused:
        raise KeyWrong(f"the token {key.token} refused the PIN; it is not asked again before a new start")
    try:
        session = open_pkcs11_session(key.module, token_criteria=TokenCriteria(label=key.token), user_pin=key.pin)
    except (PinIncorrect, PinLenRange, PinLocked) as refused:
        _refused.add(place)
        raise KeyWrong(f"the token {key.token} refused the PIN: {type(refused).__name__}") from refused
    except (PKCS11Error, RuntimeError, OSError) as away:
        raise SigningAway(f"the token {key.token} cannot be had: {type(away).__name__}: {away}") from away
    with session:
        yield PKCS11Signer(
            session,
            cert_label=key.label,
            key_label=key.label,
            ca_chain=[x509.Certificate.load(one) for one in key.chain],
        )


def certificate_on(key: TokenKey) -> bytes:
    """Give the certificate (DER) that lies beside a token's key; raises SigningAway, KeyWrong."""
    with _on_token(key) as signer, _translated():
        found = apart_from_loops(_own_certificate(signer))
        return bytes(found.dump())


async def _own_certificate(signer: Signer) -> x509.Certificate:
    if signer.signing_cert is None:
        raise KeyWrong("no certificate beside the key")
    return signer.signing_cert
