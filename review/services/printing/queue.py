"""How a print run goes on: its parts into the queue, and to the binding once all of them are made."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from applications.enums import ItemStatus, PartStatus, RunStatus
from applications.models import PrintItem, PrintPart, PrintRun
from documents import store
from review.selectors.printing import LIVE

log = logging.getLogger(__name__)
DROPPED_AT_ONCE = 100
MINUTES = 60
#: What was bound, its file not deleted.
WHOLE = (RunStatus.READY, RunStatus.LOST)


def hurry_parts(parts: Iterable[int]) -> None:
    """Put parts into the queue after the commit; beat finds them where the queue has lost them."""
    from review.tasks import print_part  # the task calls back into this package

    for part in parts:
        transaction.on_commit(lambda part=part: print_part.delay(part), robust=True)  # type: ignore[misc]


def hurry_binding(run_id: int) -> None:
    """Put a run whose parts are made into the queue after the commit."""
    from review.tasks import bind_print_run  # the task calls back into this package

    transaction.on_commit(lambda: bind_print_run.delay(run_id), robust=True)


@transaction.atomic
def settle(run_id: int) -> None:
    """Let a run whose last part is made be bound, and give one up of which a part was given up."""
    run = PrintRun.objects.select_for_update().get(pk=run_id)
    statuses = set(run.parts.order_by().values_list("status", flat=True).distinct())
    if run.status != RunStatus.MAKING or PartStatus.WAITING in statuses:
        return
    if statuses == {PartStatus.READY}:
        run.status, run.attempts, run.claimed_at = RunStatus.WAITING, 0, None
        hurry_binding(run.pk)
    else:
        failed = run.parts.filter(status=PartStatus.FAILED).order_by("place").first()
        why = failed.error if failed else ""
        run.status, run.error = RunStatus.FAILED, _("有一部分没有做成：%(why)s") % {"why": why[:200]}
    run.save(update_fields=["status", "attempts", "claimed_at", "error"])


def look_for_files(at: datetime) -> int:
    """Note of which runs the file is gone and of which it is there again; give of how many that changed.

    Each run is looked for once an hour, at a minute of its own. While the store does not answer nothing is said of any.
    """
    due = PrintRun.objects.filter(status__in=WHOLE).annotate(minute=F("pk") % MINUTES).filter(minute=at.minute)
    changed = 0
    try:
        for run in due.order_by("pk"):
            now = RunStatus.READY if is_there(run) else RunStatus.LOST
            changed += PrintRun.objects.filter(pk=run.pk, status=run.status).exclude(status=now).update(status=now)
            if now != run.status:
                log.error("The file of print run %s, %s, is %s.", run.pk, run.file.name, now)
    except store.StoreAway as away:
        log.warning("Files of print runs are not looked for: %s", away)
    return changed


def is_there(run: PrintRun) -> bool:
    """Tell whether the file of a whole run lies in the store; raises `StoreAway`."""
    with suppress(FileNotFoundError), store.answering():
        default_storage.size(str(run.file.name))  # of one that does not answer `exists` may say no
        return True
    return False


def note_lost(run: PrintRun) -> None:
    """Note that the file of a whole run is gone, unless it was deleted meanwhile, which `run` says then."""
    PrintRun.objects.filter(pk=run.pk, status=RunStatus.READY).update(status=RunStatus.LOST)
    run.refresh_from_db(fields=["status"])


def drop_old(at: datetime) -> int:
    """Delete the files of runs that were made over `PRINT_RUN_DAYS` before `at`, the rows stay; give how many.

    What the file holds are copies of papers that are kept themselves. Parts that lie as long in a run which is not
    under way are deleted as well: a stopped one makes them again when it goes on.
    """
    since = at - timedelta(days=settings.PRINT_RUN_DAYS)
    left = PrintPart.objects.exclude(file="").exclude(run__status__in=LIVE).filter(created_at__lt=since)
    for run in left.order_by("run").values_list("run", flat=True).distinct()[:DROPPED_AT_ONCE]:
        _drop_parts_left(run, since)
    old = PrintRun.objects.filter(status__in=WHOLE, ready_at__lt=since)
    dropped = 0
    for pk, name in old.order_by("pk").values_list("pk", "file")[:DROPPED_AT_ONCE]:
        if old.filter(pk=pk).update(status=RunStatus.EXPIRED, file="", file_sha256=""):
            dropped += 1
            transaction.on_commit(lambda name=name: store.forget(name), robust=True)  # type: ignore[misc]
    return dropped


@transaction.atomic
def _drop_parts_left(run_id: int, since: datetime) -> None:
    """Delete the files of a run's parts that were asked for before `since`, unless it goes on meanwhile."""
    run = PrintRun.objects.select_for_update().get(pk=run_id)
    if run.status in LIVE:
        return
    left = run.parts.exclude(file="").filter(created_at__lt=since)
    parts, names = list(left.values_list("pk", flat=True)), list(left.values_list("file", flat=True))
    again = {} if run.status in (*WHOLE, RunStatus.EXPIRED) else {"status": PartStatus.STOPPED}
    PrintPart.objects.filter(pk__in=parts).update(file="", file_sha256="", **again)
    if again:
        PrintItem.objects.filter(part__in=parts).update(status=ItemStatus.WAITING, error="")
    for name in names:
        transaction.on_commit(lambda name=name: store.forget(name), robust=True)  # type: ignore[misc]


def settle_all() -> None:
    """Settle every run whose last worker died before it could: nothing of it waits, and it is not bound."""
    waiting = PrintPart.objects.filter(run=OuterRef("pk"), status=PartStatus.WAITING)
    for run in PrintRun.objects.filter(~Exists(waiting), status=RunStatus.MAKING).values_list("pk", flat=True):
        settle(run)
