"""A worker's part of a print run: the papers of some cases, set where they are not, in one file.

Of forms that wait, several are set together. What is printed is written with the part's file in one transaction: a worker
that dies leaves the part as it was, and the papers that it had set are not set again.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from applications.enums import ItemStatus, PaperKind, PaperStatus, PartStatus
from applications.models import Application, Paper, PrintedPaper, PrintItem, PrintPart
from applications.services import papers as paper_services
from applications.services import sheaves
from applications.services.jobs import Jobs
from documents import digest, store
from review.report_form import request_report_form
from review.rules.printing import why_left_out
from review.selectors.printing import papers_for, printable_at
from review.services.printing.queue import settle

if TYPE_CHECKING:
    from documents.binding import Extract

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
#: A part takes a minute where its papers have to be set; each case renews the claim.
PARTS = Jobs(PrintPart, claim_lives=timedelta(minutes=3), queue_waits=timedelta(minutes=1))
#: How often, at which distance in seconds, a paper is looked for that another worker is setting.
LOOKS, PAUSE = 40, 0.5


class TakenAway(Exception):
    """The run was stopped, or another worker has the part: what this one does no longer counts."""


class NotYet(Exception):
    """Another worker has a paper and does not get it done: the part waits for it."""


class LeftOut(Exception):
    """A case cannot be printed; the text says which paper, which field, and why."""


@dataclass
class Printed:
    """One case on its way into a part: its papers with their files, or why it is left out."""

    item: PrintItem
    papers: list[Paper] = field(default_factory=list)
    files: list["Path | Extract"] = field(default_factory=list)
    why: str = ""


def make_part(part_id: int, *, clock: Clock) -> bool:
    """Tell whether this call printed the part. Two workers at once do it once; a third failure is the last."""
    part = PARTS.claim(part_id, at=clock())
    if part is None:
        return False
    try:
        with TemporaryDirectory() as folder:
            _print(part, Path(folder), clock)
    except TakenAway:
        return False
    except (store.StoreAway, NotYet) as waits:
        log.warning("Part %s of print run %s waits: %s", part.place, part.run_id, waits)
        PARTS.give_back(part)
        return False
    except Exception as wrong:  # whatever it is, an office waits for the run and must see why it does not come
        log.exception("Part %s of print run %s failed", part.place, part.run_id)
        PARTS.fail(part, f"{type(wrong).__name__}: {wrong}")
        settle(part.run_id)
        return False
    settle(part.run_id)
    return True


def _print(part: PrintPart, folder: Path, clock: Clock) -> None:
    from documents.binding import bind_part  # what only a worker needs

    printed = _gathered(part, folder, clock)
    whole = [one for one in printed if not one.why]
    target = folder / "part.pdf"
    pages = bind_part([one.files for one in whole], copies=part.run.copies, into=target)
    kept = {"file": "", "file_sha256": ""}
    if whole:
        with target.open("rb") as bound:
            sha256 = digest.of_bytes(bound)
            kept = {"file": store.keep(f"runs/{part.run_id}/{sha256}.pdf", bound), "file_sha256": sha256}
    with transaction.atomic():
        if not PARTS.held(part).update(**kept, status=PartStatus.READY, error=""):
            raise TakenAway
        _write(part, printed, dict(zip([one.item.pk for one in whole], pages, strict=True)))


def _write(part: PrintPart, printed: list[Printed], pages: dict[int, tuple[int, ...]]) -> None:
    """Write what became of each case, in place of what an earlier making of the part had left."""
    for one in printed:
        one.item.status = ItemStatus.LEFT_OUT if one.why else ItemStatus.PRINTED
        one.item.error = one.why[:300]
    PrintItem.objects.bulk_update([one.item for one in printed], ["status", "error"])
    PrintedPaper.objects.filter(item__part=part).delete()
    PrintedPaper.objects.bulk_create(
        PrintedPaper(item=one.item, place=place, paper=paper, pages=count)
        for one in printed
        for place, (paper, count) in enumerate(zip(one.papers, pages.get(one.item.pk, ()), strict=False), start=1)
        if not one.why
    )


def _gathered(part: PrintPart, folder: Path, clock: Clock) -> list[Printed]:
    """Give the cases of a part with the files of their papers, each case by itself.

    Raises `TakenAway`, `NotYet`, `StoreAway`.
    """
    run = part.run
    items = list(part.items.select_related("application__applicant").order_by("place"))
    cases = printable_at(run.office, but=run.asked_by).filter(pk__in=[item.application_id for item in items])
    reached = {case.pk: case for case in cases}
    standing: dict[int, list[Paper]] = {}
    for paper in papers_for(cases, run.kinds):
        standing.setdefault(paper.application_id or 0, []).append(paper)
    found = [Printed(item) for item in items]
    for one in found:
        try:
            if one.item.application_id not in reached:
                raise LeftOut(_("这件申报已经不归本机构办理，没有打印。"))
            case = reached[one.item.application_id]
            one.papers = _papers(case, run.kinds, standing.get(case.pk, []), clock)
        except LeftOut as why:
            one.why = str(why)
    _set_together(part, found, clock)
    for one in found:
        try:
            one.files = [] if one.why else [_fetched(_ready(paper, clock), folder) for paper in one.papers]
        except LeftOut as why:
            one.why = str(why)
        _go_on(part, clock)
    return found


def _go_on(part: PrintPart, clock: Clock) -> None:
    """Keep the part in this worker's hands; raises `TakenAway`."""
    if not PARTS.held(part).update(claimed_at=clock()):
        raise TakenAway


def _set_together(part: PrintPart, found: list[Printed], clock: Clock) -> None:
    """Set the forms that nobody has set yet, several in one file; what cannot be set so is set by itself later."""
    papers = [paper for one in found if not one.why for paper in one.papers]
    for kind in sheaves.KINDS:
        waiting = [paper for paper in papers if (paper.kind, paper.status) == (kind, PaperStatus.WAITING)]
        for start in range(0, len(waiting), sheaves.AT_ONCE):
            some = waiting[start : start + sheaves.AT_ONCE]
            sheaves.set_together(some, at=clock())
            for paper in some:
                paper.refresh_from_db()
            _go_on(part, clock)


def _papers(case: Application, kinds: list[str], standing: list[Paper], clock: Clock) -> list[Paper]:
    """Give the papers of a case in the order of `kinds`; raises `LeftOut` for the first that is not there."""
    found = []
    for kind in kinds:
        found += [paper for paper in standing if paper.kind == kind] or _asked_for(case, kind, clock)
    return found


def _asked_for(case: Application, kind: str, clock: Clock) -> list[Paper]:
    """Give a paper that nobody had asked for yet; raises `LeftOut` where it is none to be made on demand."""
    if kind != PaperKind.REPORT_FORM or case.accepted_at is None:
        raise LeftOut(_("还没有%(paper)s。") % {"paper": PaperKind(kind).label})
    return [request_report_form(case, at=clock(), soon=False)]


def _ready(paper: Paper, clock: Clock) -> Paper:
    """Give a paper when it is set: together with others, by this worker, or by the one that has it.

    Raises `LeftOut` when it cannot be set, `NotYet` when the other one takes too long, or the store is away.
    """
    for _look in range(LOOKS):
        if paper.status in (PaperStatus.READY, PaperStatus.TOGETHER):
            return paper
        if paper.status == PaperStatus.FAILED:
            raise LeftOut(why_left_out(paper.get_kind_display(), paper.error))
        if paper.status == PaperStatus.OUTDATED:
            raise NotYet(f"paper {paper.pk} was replaced")
        tried = paper.attempts
        if not paper_services.make(paper.pk, at=clock()):
            paper.refresh_from_db()
            _wait_for(paper, tried)
        paper.refresh_from_db()
    raise NotYet(f"paper {paper.pk} is in another's hands")


def _wait_for(paper: Paper, tried: int) -> None:
    """Wait a moment for whoever has a paper; raises `NotYet` when nobody has it: the store of files is away."""
    if paper.status != PaperStatus.WAITING or paper.attempts != tried:
        return
    if paper.claimed_at is None:
        raise NotYet(f"paper {paper.pk} could not be stored")
    time.sleep(PAUSE)


def _fetched(paper: Paper, folder: Path) -> "Path | Extract":
    """Give what was set of a paper, its file in `folder`; raises `LeftOut`, `NotYet`, `StoreAway`."""
    from documents.binding import Extract

    if paper.status == PaperStatus.READY or paper.sheaf is None:
        return _file(paper, str(paper.file.name), paper.file_sha256, folder)
    file = _file(paper, str(paper.sheaf.file.name), paper.sheaf.file_sha256, folder)
    return Extract(file, paper.first_page, paper.pages)


def _file(paper: Paper, name: str, sha256: str, folder: Path) -> Path:
    """Give a file of the store in `folder`, where it may lie already.

    Raises `StoreAway`; where it is gone or changed, `NotYet` when the paper lies elsewhere by now, else `LeftOut`.
    """
    path = folder / f"{sha256}.pdf"
    if path.exists():
        return path
    try:
        data = store.read(name)
    except FileNotFoundError:
        data = b""
    if digest.of_bytes(data) != sha256:
        if not Paper.objects.filter(pk=paper.pk, status=paper.status, sheaf=paper.sheaf_id).exists():
            raise NotYet(f"paper {paper.pk} lies elsewhere")
        why = _("%(paper)s的文件不在了，或者被改动过。请重新制作这份文书，再打印。")
        raise LeftOut(why % {"paper": paper.get_kind_display()})
    path.write_bytes(data)
    return path
