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

    Prints are there for everybody before the first is compared: of two workers at two like files one sees the other's.
    Where a worker died in between, whoever looks at the file next compares what he left.
    """
    pages = {page.number: page for page in seen if "blank" not in page.faults}
    if not PagePrint.objects.filter(file=file).exists():
        _print(file, list(pages.values()))
    for one in PagePrint.objects.filter(file=file, is_compared=False, page__in=pages):
        others = list(_same(one, pages[one.page]))
        with transaction.atomic():
            both = [pair for other in others for pair in ((one, other), (other, one))]
            # In this order, so that another worker who writes the same rows waits and does not stand in the way.
            both.sort(key=lambda pair: (pair[0].pk, pair[1].pk))
            Twin.objects.bulk_create([Twin(of=of, other=to) for of, to in both], ignore_conflicts=True)
            PagePrint.objects.filter(pk=one.pk).update(is_compared=True)


def _print(file: StoredFile, pages: "list[Sight]") -> None:
    """Keep prints, once a file: where another worker is at the same one, his stay."""
    with suppress(IntegrityError), transaction.atomic():
        kept = PagePrint.objects.bulk_create(
            [PagePrint(file=file, page=page.number, print=page.print) for page in pages]
        )
        PrintBand.objects.bulk_create(
            PrintBand(of=print_, place=place, value=value)
            for print_ in kept
            for place, value in enumerate(_bands(print_))
        )


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
