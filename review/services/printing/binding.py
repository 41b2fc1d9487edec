"""The last step of a print run: the cover list and the parts into one file, once all of them still hold."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.enums import ItemStatus, PartStatus, RunStatus
from applications.models import PrintItem, PrintPart, PrintRun
from applications.services.jobs import Jobs
from campaigns.services.faces import in_own_faces
from documents import digest, store
from documents.coverage import with_shapes
from documents.localfaces import FaceGone
from documents.streams import pieces
from review.rules.printing import fingerprint, sheets
from review.selectors.printing import changed_in, contents_printed
from review.services.printing.queue import hurry_parts, settle

if TYPE_CHECKING:
    from documents.binding import Case

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
#: Cases of one cover list: a longer run has several, one after the other, for setting one takes memory by its length.
LISTED = 250
#: Three thousand cases take minutes.
RUNS = Jobs(PrintRun, claim_lives=timedelta(minutes=15), queue_waits=timedelta(minutes=1))


class Spoilt(Exception):
    """Some parts do not hold any more, and are to be made again."""

    def __init__(self, parts: list[int]) -> None:
        super().__init__(parts)
        self.parts = parts


def bind(run_id: int, *, clock: Clock) -> bool:
    """Tell whether this call bound the run. Parts that do not hold any more are made again first.

    A part does not hold when its file is gone or changed, a paper in it was replaced, or a case left the office's reach.
    """
    run = RUNS.claim(run_id, at=clock())
    if run is None:
        return False
    try:
        with TemporaryDirectory() as folder:
            bound = _bound(run, Path(folder))
    except Spoilt as spoilt:
        _make_again(run, spoilt.parts, at=clock())
        return False
    except store.StoreAway as away:
        log.warning("Print run %s waits for the store of files: %s", run.pk, away)
        RUNS.give_back(run)
        return False
    except Exception as wrong:  # whatever it is, an office waits for the run and must see why it does not come
        log.exception("Print run %s failed at attempt %s", run.pk, run.attempts)
        RUNS.fail(run, f"{type(wrong).__name__}: {wrong}")
        return False
    done = RUNS.held(run).update(**bound, status=RunStatus.READY, ready_at=clock(), error="")
    if done:
        _drop_parts(run)
    return bool(done)


def _bound(run: PrintRun, folder: Path) -> dict[str, Any]:
    """Give the columns that say what was bound; raises `Spoilt`, `StoreAway`."""
    from documents.binding import bind_run  # what only a worker needs

    if spoilt := _spoilt(run):
        raise Spoilt(spoilt)
    pages, whole, cases, covers = _pages(run), folder / "run.pdf", [], []
    for first in range(1, run.cases + 1, LISTED):
        items = list(_items(run).filter(place__range=(first, first + LISTED - 1)))
        cases += [_case(item, pages[item.pk]) for item in items if item.pk in pages]
        covers.append(folder / f"cover-{first}.pdf")
        covers[-1].write_bytes(_cover(cover_data(run, items, pages)))
    count = bind_run(covers, _fetched(run, folder), cases, copies=run.copies, title=str(run), into=whole)
    with whole.open("rb") as file:
        sha256 = digest.of_bytes(file)
        name = store.keep(f"runs/{run.pk}-{sha256}.pdf", file)
    return {
        "file": name,
        "file_sha256": sha256,
        "size": whole.stat().st_size,
        "pages": count,
        "left_out": run.cases - len(cases),
        "fingerprint": fingerprint(run.kinds, run.copies, contents_printed(run)),
    }


def _cover(data: dict[str, Any]) -> bytes:
    """Give the list of the cases; where a face is gone, in those of the installation: it names the cases that lack it."""
    from documents.typesetting import typeset

    try:
        with in_own_faces():
            return typeset("print_run", data)
    except FaceGone as gone:
        log.error("A cover list is set in other faces: %s", gone)
        return typeset("print_run", data)


def _items(run: PrintRun) -> QuerySet[PrintItem]:
    """Give the cases of a run with what the list says of each, and no more: there may be thousands."""
    said = ("number", "applicant__name", "employer__name")
    items = run.items.select_related("application__applicant", "application__employer").order_by("place")
    return items.only("run", "place", "error", *(f"application__{name}" for name in said))


def cover_data(run: PrintRun, items: list[PrintItem], pages: dict[int, tuple[int, ...]]) -> dict[str, Any]:
    """Give the data of a cover list in the shape that `documents.papers.runs` declares.

    items: all of the run, or those of one of its lists, which says then which they are.
    """
    which = {"number": run.pk, "first": items[0].place, "last": items[-1].place, "cases": run.cases}
    told = _("%(number)d（第%(first)d至%(last)d件，共%(cases)d件）") % which
    return {
        "serial": told if len(items) < run.cases else str(run.pk),
        "code_url": settings.PORTAL_ADDRESS + reverse("office:print_run", args=[run.pk]),
        "at": run.created_at.isoformat(),
        "office": run.office.name,
        "kinds": run.kind_labels,
        "copies": run.copies,
        "asked_by": run.asked_by.name,
        "asked_at": run.created_at.isoformat(),
        "cases": [_listed(item, pages.get(item.pk, ())) for item in items],
    }


def _listed(item: PrintItem, pages: tuple[int, ...]) -> dict[str, Any]:
    application = item.application
    return {
        "place": item.place,
        "number": application.number,
        "name": with_shapes(application.applicant.name),
        "employer": with_shapes(application.employer.name) if application.employer else "",
        "pages": sum(pages),
        "sheets": sum(map(sheets, pages)),
        "why": with_shapes(item.error),
    }


def _case(item: PrintItem, pages: tuple[int, ...]) -> "Case":
    from documents.binding import Case

    number = item.application.number
    return Case(label=f"{item.place} {item.application.applicant.name}（{number}）", mark=number, pages=pages)


def _pages(run: PrintRun) -> dict[int, tuple[int, ...]]:
    """Give the pages of each paper of the cases that were printed, by item."""
    found: dict[int, tuple[int, ...]] = {}
    rows = run.items.filter(status=ItemStatus.PRINTED).order_by("place", "papers__place")
    for item, pages in rows.values_list("pk", "papers__pages"):
        found[item] = (*found.get(item, ()), pages)
    return found


def _spoilt(run: PrintRun) -> list[int]:
    """Give the parts with a paper that was replaced meanwhile, or a case that left the reach of the office."""
    return list(changed_in(run).order_by().values_list("part", flat=True).distinct())


def _fetched(run: PrintRun, folder: Path) -> Iterator[Path]:
    """Give the files of the parts in `folder`, in order, each there until the next is asked for.

    Raises `Spoilt` for one that is gone or changed, `StoreAway`.
    """
    for part in run.parts.exclude(file="").order_by("place"):
        path = folder / f"{part.place}.pdf"
        try:
            with store.opened(part.file.name) as source, path.open("wb") as target:
                for piece in pieces(source):
                    target.write(piece)
        except FileNotFoundError:
            raise Spoilt([part.pk]) from None
        with path.open("rb") as written:
            if digest.of_bytes(written) != part.file_sha256:
                raise Spoilt([part.pk])
        yield path
        path.unlink()


@transaction.atomic
def _make_again(run: PrintRun, parts: list[int], *, at: datetime) -> None:
    if not RUNS.held(run).update(status=RunStatus.MAKING, attempts=0, claimed_at=None):
        return  # stopped meanwhile
    again = PrintPart.objects.filter(pk__in=parts)
    for name in again.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(lambda name=name: store.forget(name), robust=True)  # type: ignore[misc]
    again.update(
        status=PartStatus.WAITING, attempts=0, claimed_at=None, file="", file_sha256="", created_at=at, error=""
    )
    PrintItem.objects.filter(part__in=parts).update(status=ItemStatus.WAITING, error="")
    hurry_parts(parts)
    settle(run.pk)


def _drop_parts(run: PrintRun) -> None:
    """Remove the files of the parts, which lie in the run's own file now."""
    names = list(run.parts.exclude(file="").values_list("file", flat=True))
    run.parts.update(file="", file_sha256="")
    for name in names:
        store.forget(name)
