"""Tells what became of a PDF since it was signed. Opens files of strangers: call it through `documents.apart`.

    seen = check(pdf, ours=known.signers, authorities=known.authorities)    # Seal or FileRefused

A signature counts by its certificate alone: one that is named, not any that some authority issued to whomever.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils.metadata.model import DocumentMetadata
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, StandardDiffPolicy
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from documents.inspection import FileRefused
from documents.signing import keys
from documents.signing.common import FIELD, apart_from_loops
from documents.signing.seal import Seal, Stand

#: What a reader of somebody's bytes may raise.
UNREADABLE: tuple[type[Exception], ...] = (
    *(PdfError, SignatureValidationError, PathError, ValidationError, ValueError, TypeError, LookupError),
    *(ArithmeticError, AttributeError, RecursionError, NotImplementedError, AssertionError),
)
#: What may follow a signature: its own upkeep, and no object that nothing refers to.
UPKEEP = StandardDiffPolicy(
    DEFAULT_DIFF_POLICY.global_rules, DEFAULT_DIFF_POLICY.form_rule, ignore_orphaned_objects=False
)
SAID = ("title", "author", "subject", "keywords", "creator")  # of a file, beside its pages; viewers show it
HEADER_WITHIN = 1024  # bytes, as viewers look for it


def check(pdf: bytes, *, ours: Sequence[bytes], authorities: Sequence[bytes] = ()) -> Seal:
    """Give what became of `pdf`; ours: certificates (DER) whose signatures count, authorities: those of time stamps.

    Raises FileRefused for what is no PDF, is encrypted or cannot be read.
    """
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # a stranger's file is no fault of ours
    found = _signatures(pdf)
    if not found:
        return Seal(Stand.UNSIGNED)
    own = [one for one in found if one.signer_cert.dump() in set(ours)]
    first = (own or found)[0]
    said: dict[str, Any] = {"signer": keys.name_of(first.signer_cert.dump()), "signatures": len(found)}
    if not own:
        return Seal(Stand.NOT_OURS, **said)
    try:
        return _seal(first, apart_from_loops(_status(first, [*authorities, *ours])), said)
    except UNREADABLE:
        return Seal(Stand.CHANGED, **said)


def _signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    if b"%PDF-" not in pdf[:HEADER_WITHIN]:
        raise FileRefused("not_pdf", "no PDF")
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        found = [] if reader.encrypted else list(reader.embedded_signatures)
    except UNREADABLE as wrong:
        raise FileRefused("broken", "a PDF that cannot be read") from wrong
    if reader.encrypted:
        raise FileRefused("locked", "an encrypted PDF")
    return [one for one in found if one.sig_object_type == "/Sig"]


async def _status(one: EmbeddedPdfSignature, trusted: Sequence[bytes]) -> PdfSignatureStatus:
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(each) for each in trusted],
        moment=one.self_reported_timestamp,
        allow_fetching=False,
    )
    return await async_validate_pdf_signature(one, context, diff_policy=UPKEEP)


def _seal(one: EmbeddedPdfSignature, status: PdfSignatureStatus, said: dict[str, Any]) -> Seal:
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.trusted
    at = stamp.timestamp if stamp is not None and stamped else status.signer_reported_dt
    said |= {"at": at.isoformat() if at else "", "stamped": stamped}
    if not (status.intact and status.valid):
        return Seal(Stand.CHANGED, **said)
    if not _in_time(one, at):
        return Seal(Stand.NOT_OURS, **said)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not whole and not _only_maintained(one, status):
        return Seal(Stand.APPENDED, **said)
    return Seal(Stand.INTACT, mark=str(one.field_name).removeprefix(FIELD), whole=whole, **said)


def _in_time(one: EmbeddedPdfSignature, at: datetime | None) -> bool:
    return at is not None and keys.is_valid_at(one.signer_cert.dump(), at)


def _only_maintained(one: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """Tell whether what follows a signature is nothing but what helps to check it in later years."""
    level = status.modification_level
    is_whole_revision = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    is_upkeep = is_whole_revision and level == ModificationLevel.LTA_UPDATES and status.docmdp_ok
    return bool(is_upkeep and _says_the_same(one))


def _says_the_same(one: EmbeddedPdfSignature) -> bool:
    """Tell whether the file calls itself what it did when it was signed: its upkeep may date it anew, not name it."""
    stream, (*_start, last, length) = one.reader.stream, one.byte_range
    stream.seek(0)
    pdf = stream.read()
    signed, now = _description(pdf[: last + length]), _description(pdf)
    return all(getattr(signed, name) == getattr(now, name) for name in SAID)


def _description(pdf: bytes) -> DocumentMetadata:
    return PdfFileReader(BytesIO(pdf), strict=False).document_meta_view
