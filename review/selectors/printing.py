"""Print runs: which cases an office may print, what of them there is, its runs and how far they are."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.acting import Act
from accounts.enums import OfficeKind, Role
from accounts.models import Office, User
from applications.enums import ItemStatus, PaperKind, PaperStatus, RunStatus
from applications.models import Application, Paper, PrintedPaper, PrintItem, PrintRun
from applications.selectors.papers import HOLDERS_OWN
from review.rules.printing import CaseInRun
from review.selectors.desk import passed_at
from review.selectors.office import cases_at

#: What can still be made where a case has none.
MADE_ON_DEMAND = (PaperKind.REPORT_FORM,)
#: How many printed papers tell how many pages one has.
SAMPLE = 1000
LIVE = (RunStatus.MAKING, RunStatus.WAITING)


#: Who prints, by the kind of his office; nobody else does.
PRINTERS = {
    OfficeKind.TITLE_OFFICE: Role.TITLE_OFFICER,
    OfficeKind.COUNTY_TITLE: Role.TITLE_OFFICER,
    OfficeKind.COUNTY_HR: Role.REVIEWER,
    OfficeKind.SECTOR: Role.REVIEWER,
    OfficeKind.EMPLOYMENT_SERVICE: Role.REVIEWER,
}


def prints(act: Act) -> bool:
    """Tell whether the act may print at all: the title office's officer, the reviewer of the office before it."""
    return act.office is not None and PRINTERS.get(OfficeKind(act.office.kind)) == act.role


def printable_of(act: Act) -> QuerySet[Application]:
    """Give the cases that the act may print, by number: a title office's accepted ones, a reviewer's passed ones."""
    if not prints(act):
        return Application.objects.none()
    return printable_at(act.own_office, but=act.person)


def printable_at(office: Office, *, but: User) -> QuerySet[Application]:
    """Give the cases of an office, but a person's own, by number: what a run of his may hold (C44)."""
    role = PRINTERS.get(OfficeKind(office.kind))
    if role == Role.TITLE_OFFICER:
        found = cases_at(office, but=but)
    elif role == Role.REVIEWER:
        found = passed_at(office, but=but)
    else:
        found = Application.objects.none()
    return found.order_by("number", "pk")


def papers_for(cases: QuerySet[Application], kinds: Iterable[str]) -> QuerySet[Paper]:
    """Give the papers of some kinds that stand, of some cases, in the order in which they are printed.

    What a holder has made for his own ends is not among them.
    """
    standing = Paper.objects.exclude(status=PaperStatus.OUTDATED).exclude(kind__in=HOLDERS_OWN)
    return (
        standing.filter(application__in=cases.order_by().values("pk"), kind__in=[*kinds])
        .order_by("part", "pk")
        .select_related("sheaf")
    )


def kinds_of(cases: QuerySet[Application], count: int) -> dict[str, int]:
    """Give how many papers of each kind the cases have, the kinds in their own order; `count`: how many can get one."""
    rows = papers_for(cases, PaperKind.values).order_by("kind").values_list("kind").annotate(Count("pk"))
    found = dict(rows) | {kind: count for kind in MADE_ON_DEMAND if count}
    return {kind: found[kind] for kind in PaperKind.values if kind in found}


def pages_printed() -> dict[str, list[int]]:
    """Give how many pages the papers had that were printed last, by kind."""
    pages: dict[str, list[int]] = {}
    rows = PrintedPaper.objects.order_by("-pk").values_list("paper__kind", "pages")[:SAMPLE]
    for kind, count in rows:
        pages.setdefault(kind, []).append(count)
    return pages


def contents_of(cases: QuerySet[Application], kinds: list[str]) -> list[CaseInRun]:
    """Give each case with the digests of its papers, as they would be printed now."""
    digests = defaultdict(list)
    for application, kind, digest in papers_for(cases, kinds).values_list("application", "kind", "digest"):
        digests[application].append((kinds.index(kind), digest))
    return [
        (case, tuple(digest for _kind, digest in sorted(digests[case], key=lambda one: one[0])))
        for case in cases.values_list("pk", flat=True)
    ]


def contents_printed(run: PrintRun) -> list[CaseInRun]:
    """Give the same of a run whose parts are made: what was printed of each case."""
    digests = defaultdict(list)
    rows = PrintedPaper.objects.filter(item__run=run).order_by("item__place", "place")
    for application, digest in rows.values_list("item__application", "paper__digest"):
        digests[application].append(digest)
    return [(case, tuple(digests[case])) for case in run.items.values_list("application", flat=True)]


def runs_of(act: Act) -> QuerySet[PrintRun]:
    """Give the runs of the officer's office, the newest first, but for those with a case of his own (C44)."""
    if not prints(act):
        return PrintRun.objects.none()
    own = PrintItem.objects.filter(run=OuterRef("pk"), application__applicant=act.user)
    return PrintRun.objects.filter(~Exists(own), office=act.office).select_related("asked_by")


def progress_of(run: PrintRun) -> dict[str, int]:
    """Give how many cases of a run are printed, left out and waiting, and the share that is done in percent."""
    counts = {status: Count("pk", filter=Q(status=status)) for status in ItemStatus.values}
    found: dict[str, int] = run.items.aggregate(**counts)
    done = run.cases - found[ItemStatus.WAITING]
    return found | {"done": done, "percent": 100 * done // run.cases}


def left_out_of(run: PrintRun) -> QuerySet[PrintItem]:
    """Give the cases of a run that were left out, in its order."""
    rows = run.items.filter(status=ItemStatus.LEFT_OUT).select_related("application__applicant")
    return rows.order_by("place")


def changed_in(run: PrintRun) -> QuerySet[PrintItem]:
    """Give the cases of a run of which a paper became void since it was printed, or which left the office's reach.

    `is_reached`: whether the office still has the case.
    """
    reached = printable_at(run.office, but=run.asked_by).filter(pk=OuterRef("application"))
    void = _void().filter(item=OuterRef("pk"))
    printed = run.items.filter(status=ItemStatus.PRINTED).annotate(is_reached=Exists(reached))
    found = printed.filter(Exists(void) | Q(is_reached=False))
    return found.select_related("application__applicant").order_by("place")


def with_what_is_void(items: QuerySet[PrintItem]) -> QuerySet[PrintItem]:
    """Give cases of a run each with its printed papers that are void (`void`)."""
    return items.prefetch_related(Prefetch("papers", _void().select_related("paper"), to_attr="void"))


def _void() -> QuerySet[PrintedPaper]:
    return PrintedPaper.objects.filter(paper__status=PaperStatus.OUTDATED)


def cases_in(run: PrintRun, *, only_left_out: bool = False) -> QuerySet[Application]:
    """Give the cases of a run, or those that were left out."""
    items = run.items.filter(status=ItemStatus.LEFT_OUT) if only_left_out else run.items.all()
    return Application.objects.filter(pk__in=items.order_by().values("application"))


def earlier_like(office: Office, fingerprint: str) -> PrintRun | None:
    """Give the run of an office that holds just that, live or whole; None where a new one is to be made."""
    known = PrintRun.objects.filter(office=office, fingerprint=fingerprint)
    good = Q(status__in=LIVE) | Q(status=RunStatus.READY, left_out=0)
    return known.filter(good).order_by("-pk").first()
