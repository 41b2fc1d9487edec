"""Which papers somebody may see."""

from django.db.models import Q, QuerySet

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from applications.enums import PaperKind, PaperStatus
from applications.models import Application, Paper
from applications.selectors.reach import in_area, routed

#: What the employer writes about a person for the offices; not shown to him (forms.md §7).
CONFIDENTIAL = (PaperKind.RECOMMENDATION, PaperKind.CONDUCT)
#: What a person has made for his own ends; nobody else's business.
HOLDERS_OWN = (PaperKind.CERTIFICATE_COPY,)
OF_NO_APPLICATION = (PaperKind.RESULT_PUBLICITY, PaperKind.RESULT_DOCUMENT)
OF_MEETING = (
    PaperKind.ROSTER,
    PaperKind.NAMED_SUMMARY,
    PaperKind.SIGN_IN_SHEET,
    PaperKind.BALLOT,
    PaperKind.COUNT_SHEET,
    PaperKind.MINUTES,
    PaperKind.EXPERT_COMMITMENT,
    PaperKind.SCORE_SHEET,
    PaperKind.DEFENCE_RECORD,
    PaperKind.DEFENCE_NOTICE,
    PaperKind.DRAW_RECORD,
)
OF_FILING = (PaperKind.FILING_PRIOR, PaperKind.FILING_MEETING, PaperKind.FILING_POST)
#: What an employer prints of several people at once.
OF_BATCH = (PaperKind.EMPLOYER_BATCH_NOTICE, PaperKind.EMPLOYER_BATCH_RESULT, PaperKind.EMPLOYER_COMMITMENT)
#: A print of it may be in somebody's hands.
ONCE_PRINTED = (PaperStatus.READY, PaperStatus.TOGETHER, PaperStatus.OUTDATED)
STAFF = (Role.REVIEWER, Role.TITLE_OFFICER, Role.COMMITTEE_SECRETARY)


def papers_visible_to(act: Act) -> QuerySet[Paper]:
    """Give the papers that the act may open: one's own, one's employer's, an office's once forwarded (C24, C38, C40).

    None to an expert, for papers name people (C21). Who acts for an employer opens nothing of his own case, but what
    was printed of several people together though he be one of them: the notice and its result, which hang for everybody
    to read and say of him what his own papers say to him, and the 承诺书, which names people and judges none (C26, C46).
    """
    return Paper.objects.filter(_whose(act)).select_related("application")


def _whose(act: Act) -> Q:
    if act.user is None or act.role == Role.EXPERT:
        return Q(pk__in=())
    if act.membership is None:
        return Q(application__applicant=act.user) & ~Q(kind__in=CONFIDENTIAL)
    if act.role in Role.of_employer():
        of_people = (
            ~Q(kind__in=HOLDERS_OWN)
            & Q(application__employer=act.employer, application__submitted_at__isnull=False)
            & ~Q(application__applicant=act.user)
        )
        return of_people | Q(employer=act.employer, kind__in=OF_BATCH)
    forwarded = Q(application__submissions_used__gt=0) & ~Q(application__applicant=act.user)
    forwarded &= ~Q(kind__in=HOLDERS_OWN)
    of_all = Q(application=None, kind__in=OF_NO_APPLICATION)
    return _seen_by_office(act) & forwarded | of_all | _of_committee(act)


def _of_committee(act: Act) -> Q:
    """The papers of the meetings and filings of a secretary's office; to the prefecture's title office all filings.

    They name experts, whose list is never public, so nobody else's role opens them.
    """
    if act.role == Role.COMMITTEE_SECRETARY and act.office:
        return Q(office=act.office, kind__in=(*OF_MEETING, *OF_FILING))
    if act.role == Role.TITLE_OFFICER and act.office and act.office.kind == OfficeKind.TITLE_OFFICE:
        return Q(office__isnull=False, kind__in=OF_FILING)
    return Q(pk__in=())


def _seen_by_office(act: Act) -> Q:
    """The papers of the cases routed to an office, or of a supervisor's area."""
    if act.role == Role.SUPERVISOR:
        return in_area(act, "application__")
    if act.role in STAFF:
        return routed(act, "application__")
    return Q(pk__in=())


def papers_of(application: Application, act: Act, *, kinds: tuple[str, ...] = ()) -> list[Paper]:
    """Give the papers of an application that stand, newest first, for the partial `papers/_papers.html`.

    Annotated copies of a certificate have a page of their own and come only when they are asked for.
    """
    papers = papers_visible_to(act).filter(application=application).exclude(status=PaperStatus.OUTDATED)
    return list(papers.filter(kind__in=kinds) if kinds else papers.exclude(kind__in=HOLDERS_OWN))


def successor_of(paper: Paper) -> Paper | None:
    """Give another paper that stands in its place, or None; a list of everybody's has no part and no successor."""
    if paper.application_id is None and not paper.part:
        return None
    others = Paper.objects.exclude(status=PaperStatus.OUTDATED).exclude(pk=paper.pk)
    whose = {name: getattr(paper, f"{name}_id") for name in ("application", "office", "employer")}
    return others.filter(**whose, kind=paper.kind, part=paper.part).first()


def printed(code: str) -> Paper | None:
    """Give the paper with that code of which a print may be in somebody's hands, or None."""
    paper = Paper.objects.filter(code=code.upper()).first()
    return paper if paper and paper.status in ONCE_PRINTED else None
