"""An employer's people whose notices hang for the same days, and what is printed of them together (C26, C46)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import PaperKind, PaperStatus, State
from applications.models import EmployerNotice, Paper
from applications.rules import guards
from applications.rules.batches import JOINS, SEVERAL, Days, why_not_yet
from applications.rules.refusal import Refusal
from applications.selectors.papers import papers_visible_to


@dataclass(frozen=True)
class BatchPaper:
    """A paper of a batch as the page shows it: the one that stands, or why there can be none now."""

    kind: PaperKind
    paper: Paper | None
    why_not: Refusal | None


@dataclass
class Batch:
    """Those of one employer whose notice was posted and ends on the same days, each with it."""

    days: Days
    notices: list[EmployerNotice] = field(default_factory=list)
    papers: list[BatchPaper] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [notice.application.applicant.name for notice in self.notices]

    @property
    def printable(self) -> list[BatchPaper]:
        """The papers that fit: one person gets no joint notice."""
        return [
            each for each in self.papers if each.kind == PaperKind.EMPLOYER_COMMITMENT or len(self.notices) > 1
        ]

    @property
    def is_offered(self) -> bool:
        """Whether the page speaks of it: of one person alone when his notice is over."""
        return len(self.notices) >= SEVERAL or any(not each.why_not for each in self.papers)

    def paper(self, kind: str) -> BatchPaper | None:
        return next((each for each in self.papers if each.kind == kind), None)


def notices_together(act: Act) -> QuerySet[EmployerNotice]:
    """Give the notices of the act's employer that hang, with those of the same days that were forwarded.

    Who has withdrawn is not among them; who was forwarded stays, whatever became of him. Each with its application and
    applicant, and whether a paper of each kind that is joined stands (`stands_employer_notice`, …).
    """
    if act.employer is None or act.role not in Role.of_employer():
        return EmployerNotice.objects.none()
    running = EmployerNotice.objects.filter(application__employer=act.employer, cancelled_at=None)
    beside = running.filter(
        application__state=State.EMPLOYER_NOTICE,
        application__campaign=OuterRef("application__campaign"),
        posted_on=OuterRef("posted_on"),
        last_day=OuterRef("last_day"),
    )
    papers = Paper.objects.filter(application=OuterRef("application")).exclude(status=PaperStatus.OUTDATED)
    stands = {f"stands_{kind}": Exists(papers.filter(kind=kind)) for kind in JOINS.values()}
    found = running.filter(Exists(beside)).annotate(**stands).select_related("application__applicant")
    gone = {"application__state": State.WITHDRAWN, "application__submissions_used": 0}
    return found.exclude(**gone).order_by("application__number")


def batches_of(act: Act, notices: Iterable[EmployerNotice] | None = None) -> list[Batch]:
    """Give the batches of the act's employer, the newest first, from its `notices_together` (one query beside them).

    A batch in which the acting person is himself says so in place of its papers.
    """
    batches: dict[Days, Batch] = {}
    for notice in notices_together(act) if notices is None else notices:
        days = Days(notice.application.campaign_id, notice.posted_on, notice.last_day)
        batches.setdefault(days, Batch(days)).notices.append(notice)
    parts = [days.part for days in batches]
    standing = papers_visible_to(act).filter(employer=act.employer, part__in=parts, kind__in=JOINS)
    printed = {(paper.kind, paper.part): paper for paper in standing.exclude(status=PaperStatus.OUTDATED)}
    for batch in batches.values():
        batch.papers = [
            BatchPaper(kind, printed.get((kind, batch.days.part)), _own(batch, act) or _lacks(batch, kind))
            for kind in JOINS
        ]
    return sorted(batches.values(), key=lambda batch: (batch.days.posted_on, batch.days.part), reverse=True)


def _lacks(batch: Batch, kind: PaperKind) -> Refusal | None:
    standing = sum(getattr(notice, f"stands_{JOINS[kind]}") for notice in batch.notices)
    return why_not_yet(kind, people=len(batch.notices), standing=standing)


def _own(batch: Batch, act: Act) -> Refusal | None:
    """Say that the acting person is in the batch himself."""
    refusals = (
        guards.acts_as_employer(act, act.own_employer.pk, notice.application.applicant_id)
        for notice in batch.notices
    )
    return next((refusal for refusal in refusals if refusal), None)
