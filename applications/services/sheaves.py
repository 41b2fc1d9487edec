"""Papers that are to be printed, set together in one file: what they share is there once. None is signed."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from applications.enums import PaperKind, PaperStatus
from applications.models import Paper, Sheaf
from applications.services.papers import PAPERS, printed_data, with_photo
from campaigns.services.faces import in_own_faces
from documents import digest, store
from documents.localfaces import FaceGone

if TYPE_CHECKING:
    from documents.series import Part

log = logging.getLogger(__name__)
#: What an office prints by the hundred; of other papers somebody waits for the file of each.
KINDS = (PaperKind.REPORT_FORM,)
#: How many are laid out at once: more share their faces, fewer need less memory.
AT_ONCE = 5
DROPPED_AT_ONCE = 100


def set_together(papers: Iterable[Paper], *, at: datetime) -> None:
    """Set those of one kind, of `KINDS`, that wait and are in nobody's hands, in one file, at most `AT_ONCE`.

    One that cannot be set waits as if nobody had tried, all where a face is gone. Raises `StoreAway`, and what setting
    raises; then all wait.
    """
    from documents.papers.catalogue import FORMS  # takes a second to load, which only who sets papers waits for
    from documents.series import typeset_part

    held = [paper for pk in [paper.pk for paper in papers][:AT_ONCE] if (paper := PAPERS.claim(pk, at=at))]
    if not held:
        return
    left = set(range(len(held)))
    try:
        with in_own_faces():
            part = typeset_part(FORMS[held[0].kind], [*_data_of(held)])
        if part.pdf:
            left -= _keep(held, part, at=at)
    except FaceGone as gone:
        log.error("Papers could not be set together: %s", gone)  # each is tried by itself, and its case is named
    finally:
        for place in left:
            PAPERS.give_back(held[place])


def _data_of(papers: list[Paper]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give what is printed of each paper by its place, but of those whose photo is gone or another."""
    for place, paper in enumerate(papers):
        try:
            yield place, with_photo(printed_data(paper))
        except (FileNotFoundError, ValueError):
            continue


def _keep(papers: list[Paper], part: "Part", *, at: datetime) -> set[int]:
    """Store the file and write where in it each paper lies; give the places of those that are in it.

    The row is there before the file: who dies in between leaves none that no row names.
    """
    sha256, first = digest.of_bytes(part.pdf), 0
    sheaf = Sheaf.objects.create(file=f"sheaves/{uuid4().hex}.pdf", file_sha256=sha256, created_at=at)
    store.keep(str(sheaf.file.name), part.pdf)
    with transaction.atomic():
        if (
            not Sheaf.objects.select_for_update().filter(pk=sheaf.pk).exists()
        ):  # it took so long that it was dropped
            store.forget(str(sheaf.file.name))
            return set()
        for place, pages in part.pages.items():
            PAPERS.held(papers[place]).update(
                status=PaperStatus.TOGETHER,
                sheaf=sheaf,
                first_page=first,
                pages=pages,
                ready_at=at,
                claimed_at=None,
                error="",
            )
            first += pages
    return set(part.pages)


def drop_empty(at: datetime) -> int:
    """Delete row and file of each sheaf in which no paper lies any more by `at`; give how many.

    One that is younger than a worker may hold its papers can still be filled.
    """
    old = Sheaf.objects.filter(~Exists(_lying(OuterRef("pk"))), created_at__lt=at - PAPERS.claim_lives)
    return sum(map(_dropped, old.order_by("pk").values_list("pk", flat=True)[:DROPPED_AT_ONCE]))


def _lying(sheaf: int | OuterRef) -> QuerySet[Paper]:
    """Give the papers for which a sheaf is kept: those that stand and have no file of their own."""
    return Paper.objects.filter(sheaf=sheaf).exclude(status__in=(PaperStatus.OUTDATED, PaperStatus.READY))


@transaction.atomic
def _dropped(pk: int) -> bool:
    """Tell whether a sheaf was dropped; it stays where papers lie in it once its row is held."""
    sheaf = Sheaf.objects.select_for_update().filter(pk=pk).first()
    if sheaf is None or _lying(pk).exists():
        return False
    sheaf.papers.update(sheaf=None, first_page=0, pages=0)
    sheaf.delete()
    transaction.on_commit(lambda: store.forget(str(sheaf.file.name)), robust=True)
    return True
