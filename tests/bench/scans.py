"""Holds the scan checks against labelled pages: python -m tests.bench.scans [--count 600] [--half figures] [--misses]

Half of the layouts served for tuning; the figures come from the other half alone.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context

import cv2

from documents.scans.blind import blind_copy
from documents.scans.identity import Identity, tokens, traces
from documents.scans.inspecting import PageReport, Sight, inspected, lines_of, sight
from documents.scans.leaks import leaks
from documents.scans.lines import Box
from documents.scans.pages import opened
from documents.scans.proposals import Proposal
from documents.scans.reading import Settings, read
from tests.bench import burning, worker
from tests.scans import Page, Span, generate, planted_leaks
from tests.scans.layouts import all_layouts
from tests.scans.plants import IN_PIXELS
from tests.scans.truth import untrue

#: What must be right at least, in percent, check by check.
WANTED = {
    "quarter turn": 99,
    "unreadable found": 95,
    "readable not blamed": 97,
    "wrong slot found": 95,
    "right slot not blamed": 97,
    "name told": 97,
    "id_number told": 97,
    "certificate_number told": 97,
    "identity covered": 98,
    "passed copy clean to another reader": 100,
    "planted leaks found": 100,
}
MOST_SECONDS = {"without OCR": 0.3, "OCR": 2.5}
BATCH, ALONE, LOOKED_AT = 23, 4, 12
COMPARED = ("name", "id_number", "certificate_number")
UNREADABLE = {"blur", "small", "cut", "blank"}
IDENTITY = ("name", "employer", "id_number", "phone")
COVERED = (*IDENTITY, "photo", "code", "seal")
#: A token counts as covered when so much of its area is.
ENOUGH = 0.9
#: The second reader of the table: what the leak check itself does not use.
OTHER = Settings(look_side=1440, contrast=0.7)
#: What is told of leaks that are no pixels; a true blind copy has none of them.
BESIDE_PIXELS = {"structure", "metadata", "text"}


@dataclass
class Tally:
    """What came out, by check: how often it was right and wrong, what was wrong, and the seconds of CPU a page."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def note(self, check: str, is_right: bool, what: str) -> None:
        """Count one answer."""
        (self.right if is_right else self.wrong)[check] += 1
        if not is_right:
            self.misses.append(f"{check}: {what}")

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Count the CPU seconds of what is done within."""
        began = time.process_time()
        yield
        self.seconds.setdefault(what, []).append(time.process_time() - began)

    def add(self, other: "Tally") -> None:
        """Take in what another worker counted."""
        self.right += other.right
        self.wrong += other.wrong
        self.misses += other.misses
        for name, spent in other.seconds.items():
            self.seconds.setdefault(name, []).extend(spent)


def examine(page: Page, serial: int, blind_every: int) -> Tally:
    """Look at one file as the portal does, page by page, and hold the answers against its labels."""
    tally, where = Tally(), f"{serial} {page.layout} {page.form} {sorted(page.damage)} {sorted(page.harmless)}"
    seen, sights = [], []
    for one in opened(page.data):
        with tally.timed("OCR") if not (page.damage or one.has_text) else nullcontext():
            there = lines_of(one)
        with tally.timed("without OCR"):
            sights.append(sight(one, there))
        seen.append(one.pixels)
    reports = inspected(sights, page.slot, {}, _identity(page)).pages
    is_blamed = bool(UNREADABLE.intersection(reports[0].faults))
    check = "unreadable found" if page.damage else "readable not blamed"
    tally.note(check, is_blamed == bool(page.damage), f"{where} {reports[0].faults} {reports[0].quality}")
    if not page.damage:
        wrong = list(untrue(page, cv2.cvtColor(seen[0], cv2.COLOR_RGB2GRAY)))
        tally.note("(labels true)", not wrong, f"{where} {wrong}")
        turn = reports[0].quarter
        tally.note("quarter turn", turn == page.quarter, f"{where} {page.quarter} read as {turn}")
        _look_at_words(tally, page, sights, where)
        _look_at_covers(tally, page, reports[0].covers, seen[0].shape, where)
        if serial % blind_every == 0:
            _look_at_blind_copy(tally, page, reports, where)
    return tally


def _identity(page: Page) -> Identity:
    shown = page.shown
    return Identity(shown.name, shown.employer, shown.id_number, shown.phone)


def _look_at_words(tally: Tally, page: Page, sights: list[Sight], where: str) -> None:
    form = {what: str(getattr(page.person, what)) for what in COMPARED}
    seen = inspected(sights, page.slot, form, _identity(page))
    tally.note("right slot not blamed", seen.misplaced is None, f"{where} {seen.misplaced}")
    kinds = sorted({layout.kind for layout in all_layouts()} - {page.kind})
    other = kinds[int(page.shown.phone) % len(kinds)]
    elsewhere = inspected(sights, other, {}, _identity(page)).misplaced
    tally.note("wrong slot found", elsewhere is not None, f"{where} put into {other}")
    for _number, finding in seen.findings:
        if finding.what not in page.absent:
            truth = "differs" if finding.what in page.differs else "agrees"
            tally.note(f"{finding.what} told", finding.verdict == truth, f"{where} {truth} {finding}")


def _look_at_covers(tally: Tally, page: Page, found: list[Proposal], size: tuple[int, ...], where: str) -> None:
    for span in page.spans:
        if span.role in COVERED:
            part = _covered(span, [proposal.box for proposal in found], size[1] / page.size[0])
            what = f"{where} {span.role} {span.text} {part:.2f} {span.box}"
            tally.note(f"covered: {span.role}", part >= ENOUGH, what)
            if span.role in IDENTITY:
                (tally.right if part >= ENOUGH else tally.wrong)["identity covered"] += 1


def _covered(span: Span, boxes: list[Box], scale: float) -> float:
    """Give which part of a span lies in boxes, counted on a grid of 20 by 20 points."""
    left, top, right, bottom = (edge * scale for edge in span.box)
    points = [
        (left + (right - left) * (column + 0.5) / 20, top + (bottom - top) * (row + 0.5) / 20)
        for row in range(20)
        for column in range(20)
    ]
    inside = sum(any(box.left <= x < box.right and box.top <= y < box.bottom for box in boxes) for x, y in points)
    return inside / len(points)


def _look_at_blind_copy(tally: Tally, page: Page, reports: list[PageReport], where: str) -> None:
    identity = _identity(page)
    copy = blind_copy(page.data, {each.number: [cover.box for cover in each.covers] for each in reports})
    left = leaks(copy, "1.pdf", identity)
    tally.right["(blind copies passed)" if not left else "(blind copies held back)"] += 1
    if left:
        tally.misses.append(f"held back: {where} {left}")
        return
    again = [trace for one in opened(copy) for trace in traces(read(one.pixels, OTHER).lines, tokens(identity))]
    tally.note("passed copy clean to another reader", not again, f"{where} {again}")


def look_at_plants(seeds: range, split: str) -> Tally:
    """Look for what was planted in blind copies."""
    tally = Tally()
    for blind in (blind for seed in seeds for blind in planted_leaks(seed, split)):
        person = blind.person
        found = leaks(
            blind.data, blind.file_name, Identity(person.name, person.employer, person.id_number, person.phone)
        )
        kinds = {leak.kind for leak in found}
        wanted = IN_PIXELS.get(blind.leak) or ("file_name" if blind.leak.endswith("file name") else "")
        is_found = wanted in kinds if wanted else not kinds.isdisjoint(BESIDE_PIXELS)
        tally.note("planted leaks found", is_found, f"{blind.leak} {blind.spelling} {blind.token} {found}")
    return tally


def _examined(chosen: argparse.Namespace) -> Tally:
    """Draw pages here and have them looked at in processes of their own.

    A few of each batch are looked at while nothing else is, one after the other: they alone count for the times, since
    what goes on beside a page makes it take more of the processor.
    """
    tally, fresh = Tally(), get_context("spawn")
    pages = enumerate(generate(chosen.seed, chosen.count, chosen.half))
    with ProcessPoolExecutor(chosen.workers, fresh) as pool:
        while some := list(islice(pages, BATCH)):
            for serial, page in some[:ALONE]:
                tally.add(pool.submit(examine, page, serial, chosen.blind).result())
            for work in [pool.submit(examine, page, serial, chosen.blind) for serial, page in some[ALONE:]]:
                done = work.result()
                done.seconds.clear()
                tally.add(done)
    return tally


def _table(tally: Tally) -> Iterator[str]:
    """Give a line for each check: wanted, right, wrong; what has no wish attached is only told."""
    yield f"{'check':34} right wrong      %  wanted"
    for check in [*WANTED, *sorted({*tally.right, *tally.wrong} - set(WANTED))]:
        right, wrong, wanted = tally.right[check], tally.wrong[check], WANTED.get(check)
        part = 100 * right / max(1, right + wrong)
        verdict = "" if wanted is None else f"  {wanted:3}  {'met' if part >= wanted else 'MISSED'}"
        yield f"{check:34} {right:5} {wrong:5} {part:6.1f}{verdict}"
    for what, seconds in sorted(tally.seconds.items()):
        ordered = sorted(seconds)
        late = ordered[len(ordered) * 95 // 100]
        mean, most = sum(ordered) / len(ordered), MOST_SECONDS[what]
        verdict = "met" if mean <= most else "MISSED"
        yield f"{what}: {mean:.2f} s of CPU a page (p95 {late:.2f}, {len(ordered)} pages); wanted {most}  {verdict}"


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--half", default="figures", choices=("tuning", "figures"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--blind", type=int, default=12, help="make a blind copy of every so many pages")
    parser.add_argument("--plants", type=int, default=1, help="so many times every kind of planted leak")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--misses", action="store_true", help="print what was wrong")
    chosen = parser.parse_args()
    largest = worker.memory(page.data for page in generate(chosen.seed, LOOKED_AT, chosen.half))
    last = [f"a worker after {LOOKED_AT} files: {largest} MB at most; wanted under 900", *burning.lines()]
    tally = _examined(chosen)
    tally.add(look_at_plants(range(chosen.seed, chosen.seed + chosen.plants), chosen.half))
    print("\n".join([*(tally.misses if chosen.misses else ()), *_table(tally), *last]))


if __name__ == "__main__":
    main()
