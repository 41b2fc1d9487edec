"""Everything that the portal can say of a file that somebody sends for a slot. It advises, it never accuses."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from documents.scans.facts import Finding, compared
from documents.scans.identity import Identity
from documents.scans.kinds import Look, look_of, misplaced
from documents.scans.likeness import print_of
from documents.scans.lines import Box, Line, line_of
from documents.scans.pages import Page
from documents.scans.proposals import Proposal, things, within_page, words
from documents.scans.quality import Legible, Quality, faults, legible, measured
from documents.scans.reading import is_installed, read
from documents.scans.reports import EducationReport, education_report

#: The slot of a portrait: it is no page, and nobody reads it.
PORTRAIT = "photo"


@dataclass(frozen=True)
class Sight:
    """What was seen of one page, whoever sent it for whatever slot.

    number: from 1; width, height: in pixels, as `pages.opened` gives it; faults: as `quality.faults` names them, and
    `turned`; quarter: degrees, clockwise, that make it upright, or None when nobody could read it; lines: what was
    read; things: the faces, codes and seals on it; print: by which the same picture is known again.
    """

    number: int
    width: int
    height: int
    faults: list[str]
    quality: Quality
    quarter: int | None
    lines: tuple[Line, ...]
    things: list[Proposal]
    print: str


@dataclass(frozen=True)
class PageReport(Sight):
    """A page as it concerns one person; covers: what to cover on it."""

    covers: list[Proposal]


@dataclass(frozen=True)
class Report:
    """What was seen of a file.

    is_read: False when no page could be read, for want of the extra `ocr`; look: what it looks like; misplaced: the same
    where that is not its slot's kind; findings: what it says of the form's values, with the page that does; education:
    what a report of 学信网 says of itself, where it is one.
    """

    pages: list[PageReport]
    is_read: bool
    look: Look
    misplaced: Look | None
    findings: list[tuple[int, Finding]]
    education: EducationReport | None = None


def sight(page: Page, read_there: tuple[tuple[Line, ...], int | None] | None = None) -> Sight:
    """Look at a page: measure it, read it, find what is on it. The costly part; it turns on nothing but the page.

    read_there: what `lines_of` gave, where it was read already.
    """
    lines, quarter = read_there or lines_of(page)
    height, width = page.pixels.shape[:2]
    quality = measured(page.pixels)
    quality = replace(
        quality,
        side=min(page.side, quality.side),
        legible=legible(lines, width, height) if not page.has_text and quarter is not None else None,
    )
    found = [*faults(quality), *(["turned"] if quarter else [])]
    seen = list(things(page.pixels))
    return Sight(
        page.number, width, height, found, quality, quarter, lines, seen, print_of(page.pixels, quarter or 0)
    )


def inspected(sights: Iterable[Sight], slot_key: str, expected: Mapping[str, str], identity: Identity) -> Report:
    """Give the report on a file whose pages were looked at.

    expected: the form's values by `facts.CANDIDATES`; identity: whose file it is.
    """
    pages = [_page_report(sight, slot_key, identity) for sight in sights]
    lines = tuple(line for page in pages for line in page.lines)
    return Report(
        pages=pages,
        is_read=any(page.quarter is not None for page in pages),
        look=look_of(lines),
        misplaced=misplaced(lines, slot_key),
        findings=list(_findings(pages, expected)),
        education=education_report(
            lines, [thing.text for page in pages for thing in page.things if thing.what == "code"]
        ),
    )


def lines_of(page: Page) -> tuple[tuple[Line, ...], int | None]:
    """Give a page's lines, its own or by OCR, and the quarter turn it needs; None when nobody could read it."""
    if page.has_text:
        return page.lines, 0
    if not is_installed:
        return page.lines, None
    reading = read(page.pixels)
    return reading.lines, reading.quarter


def _page_report(seen: Sight, slot_key: str, identity: Identity) -> PageReport:
    covers = within_page([*words(seen.lines, identity), *seen.things], seen.width, seen.height)
    told = [] if slot_key == PORTRAIT else seen.faults
    return PageReport(**{**vars(seen), "faults": told}, covers=covers)


def _findings(pages: list[PageReport], expected: Mapping[str, str]) -> Iterator[tuple[int, Finding]]:
    """Give for each value the page that was read and says most of it: one that agrees, else one that differs."""
    order = ("agrees", "differs", "absent")
    read_pages = [page for page in pages if page.quarter is not None]
    found = [(page.number, finding) for page in read_pages for finding in compared(page.lines, expected)]
    for what in dict.fromkeys(finding.what for _number, finding in found):
        same = [each for each in found if each[1].what == what]
        yield min(same, key=lambda each: order.index(each[1].verdict))


def sight_of(plain: Mapping[str, Any]) -> Sight:
    """Give a sight from its plain data, as `dataclasses.asdict` and JSON have made them."""
    found = [Proposal(each["what"], Box(**each["box"]), each["text"]) for each in plain["things"]]
    return Sight(
        **{
            **plain,
            "quality": _quality_of(plain["quality"]),
            "lines": tuple(map(line_of, plain["lines"])),
            "things": found,
        }
    )


def _quality_of(plain: Mapping[str, Any]) -> Quality:
    read = plain["legible"]
    seen = Legible(read["characters"], tuple(read["air"])) if read else None
    return Quality(**{**plain, "cut": tuple(plain["cut"]), "legible": seen})
