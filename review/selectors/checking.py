"""What a PDF is that a stranger has in hand: looked at and forgotten; nothing of it is kept."""

from dataclasses import dataclass
from datetime import datetime

from applications.enums import PaperStatus
from applications.models import Paper
from applications.services.sealing import SIGNED
from campaigns.rules.calendar import day_of
from documents import apart, digest
from documents.signing import own
from documents.signing.seal import Seal, Stand
from documents.streams import Source
from review.enums import AnnotatedState, CertificateStatus, FileVerdict
from review.models import AnnotatedCopy, Certificate, ResultDocument
from review.selectors import annotated
from review.selectors.results import CERTIFICATE_ROWS

OF_A_COPY = {
    AnnotatedState.VALID: FileVerdict.COPY,
    AnnotatedState.EXPIRED: FileVerdict.EXPIRED,
    AnnotatedState.REVOKED: FileVerdict.REVOKED,
    AnnotatedState.SUPERSEDED: FileVerdict.SUPERSEDED,
}


@dataclass(frozen=True)
class Checked:
    """The answer: what the file is, what its signature says, and what it is a file of, where it is ours and whole."""

    verdict: FileVerdict
    seal: Seal
    certificate: Certificate | None = None
    copy: AnnotatedCopy | None = None
    document: ResultDocument | None = None

    @property
    def is_good(self) -> bool:
        """Whether the file may be relied on as it is."""
        return self.verdict in (FileVerdict.VALID, FileVerdict.DOCUMENT, FileVerdict.COPY)


def check_file(data: Source, at: datetime) -> Checked:
    """Give what a file is at `at`; a file that is byte for byte the one we keep is ours whatever its signature.

    Raises FileRefused for what is no PDF, is encrypted, cannot be read or takes too much.
    """
    known = own.known()
    seal = apart.check_signature(data, known.signers, known.authorities)
    paper = _paper_of(digest.of_bytes(data), seal)
    if paper:
        return _checked(paper, seal, at)
    return Checked(FileVerdict.UNKNOWN if seal.stand == Stand.INTACT else FileVerdict(seal.stand), seal)


def _paper_of(sha256: str, seal: Seal) -> Paper | None:
    papers = Paper.objects.filter(kind__in=SIGNED)
    same = papers.filter(file_sha256=sha256).first()
    if same or seal.stand != Stand.INTACT:
        return same
    return papers.filter(code=seal.mark).first()


def _checked(paper: Paper, seal: Seal, at: datetime) -> Checked:
    """Give what a whole paper of ours is worth: its certificate's, its copy's or its document's state."""
    rows = (f"certificate__{name}" for name in CERTIFICATE_ROWS)
    copy = AnnotatedCopy.objects.filter(paper=paper).select_related("certificate", "paper", *rows).first()
    if copy:
        state = annotated.shown(copy, day_of(at)).state
        return Checked(OF_A_COPY[state], seal, certificate=copy.certificate, copy=copy)
    is_void = paper.status == PaperStatus.OUTDATED
    document = ResultDocument.objects.filter(paper=paper).select_related("office").first()
    if document:
        return Checked(FileVerdict.SUPERSEDED if is_void else FileVerdict.DOCUMENT, seal, document=document)
    found = Certificate.objects.filter(application=paper.application).select_related(*CERTIFICATE_ROWS).first()
    return Checked(_of_certificate(found, paper, is_void=is_void), seal, certificate=found)


def _of_certificate(found: Certificate | None, paper: Paper, *, is_void: bool) -> FileVerdict:
    if found is None:
        return FileVerdict.SUPERSEDED  # a document that another one has replaced
    if found.status != CertificateStatus.VALID:
        return FileVerdict.REVOKED
    return FileVerdict.SUPERSEDED if is_void or found.paper_id != paper.pk else FileVerdict.VALID
