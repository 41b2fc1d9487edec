"""An office with cases whose papers are set, and its print runs."""

import io
from collections.abc import Iterable
from datetime import datetime
from functools import partial

import pikepdf
from django.db.models import QuerySet

from accounts.acting import Act
from accounts.enums import Role
from applications.enums import PaperKind, PaperStatus
from applications.models import Application, Paper, PrintedPaper, PrintItem, PrintRun
from applications.services.papers import keep
from documents import digest
from review.report_form import request_report_form
from review.services import printing
from tests.growing import copied
from tests.review.after.world import accepted_case, at, moment, officer

NOW = at(3, 24)
CLOCK = partial(at, 3, 24, 11)
FORM = [PaperKind.REPORT_FORM.value]


def office(key: str = "title-office", when: datetime = NOW) -> Act:
    """Give an act of a new title officer."""
    return moment(officer(key, Role.TITLE_OFFICER), when)


def pdf(words: str, pages: int) -> bytes:
    """Give a PDF of so many pages whose metadata say `words`, so that no two are alike."""
    out = io.BytesIO()
    with pikepdf.Pdf.new() as made:
        for _number in range(pages):
            made.add_blank_page(page_size=(595, 842))
        made.docinfo[pikepdf.Name.Title] = words
        made.save(out, deterministic_id=True)
    return out.getvalue()


def set_paper(case: Application, *, kind: PaperKind = PaperKind.REPORT_FORM, pages: int = 3) -> Paper:
    """Give a paper of a case as a worker leaves it; an earlier one of its kind becomes void."""
    Paper.objects.filter(application=case, kind=kind).update(status=PaperStatus.OUTDATED)
    paper = Paper.objects.create(kind=kind, application=case, data={}, digest="", created_at=NOW)
    data = pdf(paper.code, pages)
    paper.digest = paper.file_sha256 = digest.of_bytes(data)
    paper.file, paper.status, paper.ready_at = keep(paper, data), PaperStatus.READY, NOW
    paper.save()
    return paper


def printable(count: int = 1, *, pages: int = 3, **facts: object) -> list[Application]:
    """Give accepted cases of the prefecture's office, each with its 呈报表."""
    cases = [accepted_case(**facts) for _number in range(count)]  # type: ignore[arg-type]
    for case in cases:
        set_paper(case, pages=pages)
    return cases


def more_cases(count: int) -> list[Application]:
    """Give so many more accepted cases of one person, written at once."""
    first = accepted_case(state="failed")  # of those a person may have many, and it is one more
    rows = [copied(Application.objects.get(pk=first.pk), number=f"M{number:06d}") for number in range(count)]
    return Application.objects.bulk_create(rows)


def grown(run: PrintRun, *, changed: int = 0, left_out: int = 0) -> list[Application]:
    """Add cases to a whole run of one whose paper is void by now; of the `changed` that paper was printed as well."""
    part, paper = run.parts.get(), run.items.get().papers.get().paper
    cases = more_cases(changed + left_out)
    items = PrintItem.objects.bulk_create(
        PrintItem(run=run, part=part, place=place, application=case, status="printed")
        for place, case in enumerate(cases[:changed], start=2)
    )
    PrintedPaper.objects.bulk_create(PrintedPaper(item=item, place=1, paper=paper, pages=3) for item in items)
    PrintItem.objects.bulk_create(
        PrintItem(run=run, part=part, place=place, application=case, status="left_out", error="还没有呈报表。")
        for place, case in enumerate(cases[changed:], start=changed + 2)
    )
    PrintRun.objects.filter(pk=run.pk).update(cases=len(cases) + 1, left_out=left_out)
    return cases


def waiting(count: int) -> list[Application]:
    """Give accepted cases whose 呈报表 nobody has set."""
    cases = [accepted_case() for _number in range(count)]
    for case in cases:
        request_report_form(case, at=NOW, soon=False)
    return cases


def forms() -> QuerySet[Paper]:
    """Give every 呈报表, in the order of the cases."""
    return Paper.objects.filter(kind=PaperKind.REPORT_FORM).order_by("pk")


def asked(
    cases: Iterable[Application], act: Act, *, kinds: Iterable[str] = FORM, copies: int = 2
) -> tuple[PrintRun, bool]:
    """Ask for a run of the cases."""
    chosen = Application.objects.filter(pk__in=[case.pk for case in cases])
    return printing.ask(chosen, kinds=[*kinds], copies=copies, act=act)


def worked(run: PrintRun) -> PrintRun:
    """Do what the workers would: every part, then the binding; give the run as it is then."""
    for part in list(run.parts.filter(status="waiting")):
        printing.make_part(part.pk, clock=CLOCK)
    printing.bind(run.pk, clock=CLOCK)
    run.refresh_from_db()
    return run


def bound(run: PrintRun) -> pikepdf.Pdf:
    """Open the file of a run."""
    with run.file.open("rb") as file:
        return pikepdf.open(io.BytesIO(file.read()))
