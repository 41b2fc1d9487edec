"""Knowing the same picture again in another file: prints are kept as files are looked at, and compared there and then."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q

from applications.models import PagePrint, PrintBand, StoredFile, Twin
from applications.services.sights import kept_sight

if TYPE_CHECKING:
    from documents.scans.inspecting import Sight

#: So many pages that look alike from afar are compared word for word; more are forms that everybody fills in.
MOST_COMPARED = 50


def keep_prints(file: StoredFile, seen: "list[Sight]") -> None:
    """Keep the prints of a file's pages, and which pages of other files are the same pictures.

    Once a file: where another worker is at the same one, what that one finds stays.
    """
    if PagePrint.objects.filter(file=file).exists():
        return
    pages = [page for page in seen if "blank" not in page.faults]
    with suppress(IntegrityError), transaction.atomic():
        kept = PagePrint.objects.bulk_create(
            [PagePrint(file=file, page=page.number, print=page.print) for page in pages]
        )
        PrintBand.objects.bulk_create(
            PrintBand(of=print_, place=place, value=value)
            for print_ in kept
            for place, value in enumerate(_bands(print_))
        )
        twins = [(one, other) for one, page in zip(kept, pages, strict=True) for other in _same(one, page)]
        both = [Twin(of=of, other=other) for pair in twins for of, other in (pair, pair[::-1])]
        Twin.objects.bulk_create(both, ignore_conflicts=True)


def _bands(print_: PagePrint) -> list[int]:
    from documents.scans.likeness import bands

    return bands(print_.print)


def _same(one: PagePrint, page: "Sight") -> Iterator[PagePrint]:
    """Give the pages of other files that are the same picture."""
    from documents.scans.likeness import MOST_APART, apart, same_words

    alike = Q()
    for place, value in enumerate(_bands(one)):
        alike |= Q(bands__place=place, bands__value=value)
    rows = PagePrint.objects.filter(alike).exclude(file=one.file_id).select_related("file").distinct()
    near = (other for other in rows.order_by("-pk") if apart(one.print, other.print) <= MOST_APART)
    for _number, other in zip(range(MOST_COMPARED), near, strict=False):
        seen = kept_sight(other.file, other.page)
        if seen and same_words(page.lines, seen.lines):
            yield other
