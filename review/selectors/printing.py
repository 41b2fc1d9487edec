"""Print runs: which cases an office may print, what of them there is, its runs and how far they are."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.acting import Act
from accounts.enums import Role
from accounts.models import Office, User
from applications.enums import ItemStatus, PaperKind, PaperStatus, RunStatus
from applications.models import Application, Paper, PrintedPaper, PrintItem, PrintRun
from review.rules.printing import CaseInRun
from review.selectors.office import cases_at

#: What can still be made where a case has none.
MADE_ON_DEMAND = (PaperKind.REPORT_FORM,)
#: How many printed papers tell how many pages one has.
SAMPLE = 1000
SHOWN = 100
LIVE = (RunStatus.MAKING, RunStatus.WAITING)


def printable_of(act: Act) -> QuerySet[Application]:
    """Give the cases that the act may print: the title office's after acceptance, by number."""
    if act.role != Role.TITLE_OFFICER:
        return Application.objects.none()
    return printable_at(act.own_office, but=act.person)


def printable_at(office: Office, *, but: User) -> QuerySet[Application]:
    """Give the cases of an office, but a person's own, by number: what a run of his may hold (C44)."""
    return cases_at(office, but=but).order_by("number", "pk")


def papers_for(cases: QuerySet[Application], kinds: Iterable[str]) -> QuerySet[Paper]:
    """Give the papers of some kinds that stand, of some cases, in the order in which they are printed."""
    standing = Paper.objects.exclude(status=PaperStatus.OUTDATED)
    return (
        standing.filter(application__in=cases.order_by().values("pk"), kind__in=[*kinds])
        .order_by("part", "pk")
        .select_related("sheaf")
    )


def kinds_of(cases: QuerySet[Application], count: int) -> dict[str, int]:
    """Give how many papers of each kind the cases have, the kinds in their own order; `count`: how many cases."""
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
    """Give the runs of the title officer's office, the newest first, but for those with a case of his own (C44)."""
    if act.role != Role.TITLE_OFFICER:
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
    """Give the first cases of a run that were left out; its cover list names them all."""
    rows = run.items.filter(status=ItemStatus.LEFT_OUT).select_related("application__applicant")
    return rows.order_by("place")[:SHOWN]


def outdated_in(run: PrintRun) -> int:
    """Give in how many cases of a run a paper was replaced since it was printed."""
    void = PrintedPaper.objects.filter(item__run=run, paper__status=PaperStatus.OUTDATED)
    return void.aggregate(found=Count("item", distinct=True))["found"]


def cases_in(run: PrintRun, *, only_left_out: bool = False) -> QuerySet[Application]:
    """Give the cases of a run, or those that were left out."""
    items = run.items.filter(status=ItemStatus.LEFT_OUT) if only_left_out else run.items.all()
    return Application.objects.filter(pk__in=items.order_by().values("application"))


def earlier_like(office: Office, fingerprint: str) -> PrintRun | None:
    """Give the run of an office that holds just that, live or whole; None where a new one is to be made."""
    known = PrintRun.objects.filter(office=office, fingerprint=fingerprint)
    good = Q(status__in=LIVE) | Q(status=RunStatus.READY, left_out=0)
    return known.filter(good).order_by("-pk").first()
