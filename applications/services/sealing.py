"""What a paper goes through after it was set, before it is stored: made fit for the archive, and signed.

A certificate, a holder's copy of it and a result document bear a signature; every other paper stays as it was set.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from applications.enums import PaperKind
from applications.models import Paper
from documents.signing import own

SIGNED = (PaperKind.RESULT_DOCUMENT, PaperKind.CERTIFICATE, PaperKind.CERTIFICATE_COPY)
#: What is burnt in must not come off: the page becomes a picture.
FLATTENED = (PaperKind.CERTIFICATE_COPY,)


def require_key(paper: Paper) -> None:
    """Raise SigningAway when a paper is to be signed and its key cannot be opened, before it is set for nothing."""
    if paper.kind in SIGNED and own.is_signing():
        own.key()


def sealed(paper: Paper, pdf: bytes, data: dict[str, Any]) -> bytes:
    """Give the file of a paper as it is stored: PDF/A-3 with its data inside, signed; raises SigningAway."""
    if paper.kind not in SIGNED:
        return pdf
    from documents.papers.catalogue import FORMS

    title = FORMS[paper.kind].title
    if paper.kind in FLATTENED:
        from documents.flattening import flattened

        pdf = flattened(pdf, says=title)
    return own.signed(_archived(paper, pdf, title, data), mark=paper.code, reason=_reason(paper))


def _archived(paper: Paper, pdf: bytes, title: str, data: dict[str, Any]) -> bytes:
    from documents.archive import archived
    from documents.papers.explained import explained

    return archived(pdf, explained(paper.kind, title, data), title=title, at=datetime.fromisoformat(data["at"]))


def _reason(paper: Paper) -> str:
    return _("签发%(kind)s") % {"kind": paper.get_kind_display()}
