"""Everything that the portal can say of a file that somebody sends for a slot. It advises, it never accuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.scans.facts import Finding, compared
from documents.scans.identity import Identity
from documents.scans.kinds import Look, look_of, misplaced
from documents.scans.lines import Line
from documents.scans.pages import Page, opened
from documents.scans.proposals import Proposal, proposals
from documents.scans.quality import Quality, faults, measured
from documents.scans.reading import is_installed, read


@dataclass(frozen=True)
class PageReport:
    """What was seen of one page.

    number: from 1; faults: as `quality.faults` names them, and `turned`; quarter: degrees, clockwise, that make it
    upright, or None when nobody could read it; lines: what was read; covers: what to cover on it.
    """

    number: int
    faults: list[str]
    quality: Quality
    quarter: int | None
    lines: tuple[Line, ...]
    covers: list[Proposal]


@dataclass(frozen=True)
class Report:
    """What was seen of a file.

    is_read: False when no page could be read, for want of the extra `ocr`; look: what it looks like; misplaced: the same
    where that is not its slot's kind; findings: what it says of the form's values, with the page that does.
    """

    pages: list[PageReport]
    is_read: bool
    look: Look
    misplaced: Look | None
    findings: list[tuple[int, Finding]]


def inspected(data: bytes, slot_key: str, expected: Mapping[str, str], identity: Identity) -> Report:
    """Give the report on an inspected file.

    expected: the form's values by `facts.CANDIDATES`; identity: whose file it is. Raises FileRefused when a page
    cannot be drawn.
    """
    pages = [_page_report(page, identity) for page in opened(data)]
    lines = tuple(line for page in pages for line in page.lines)
    return Report(
        pages=pages,
        is_read=any(page.quarter is not None for page in pages),
        look=look_of(lines),
        misplaced=misplaced(lines, slot_key),
        findings=list(_findings(pages, expected)),
    )


def lines_of(page: Page) -> tuple[tuple[Line, ...], int | None]:
    """Give a page's lines, its own or by OCR, and the quarter turn it needs; None when nobody could read it."""
    if page.has_text:
        return page.lines, 0
    if not is_installed:
        return page.lines, None
    reading = read(page.pixels)
    return reading.lines, reading.quarter


def _page_report(page: Page, identity: Identity) -> PageReport:
    quality = measured(page.pixels)
    lines, quarter = lines_of(page)
    found = [*faults(quality), *(["turned"] if quarter else [])]
    return PageReport(page.number, found, quality, quarter, lines, proposals(page.pixels, lines, identity))


def _findings(pages: list[PageReport], expected: Mapping[str, str]) -> Iterator[tuple[int, Finding]]:
    """Give for each value the page that was read and says most of it: one that agrees, else one that differs."""
    order = ("agrees", "differs", "absent")
    read_pages = [page for page in pages if page.quarter is not None]
    found = [(page.number, finding) for page in read_pages for finding in compared(page.lines, expected)]
    for what in dict.fromkeys(finding.what for _number, finding in found):
        same = [each for each in found if each[1].what == what]
        yield min(same, key=lambda each: order.index(each[1].verdict))
