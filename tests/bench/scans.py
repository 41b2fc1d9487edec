"""Holds the scan checks against labelled pages: python -m tests.bench.scans [--count 600] [--half figures] [--blind 10]

Half of the papers served for tuning; the figures come from the other half alone.
"""

import argparse
import platform
import resource
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat

from documents.scans.blind import blind_copy
from documents.scans.facts import compared
from documents.scans.identity import Identity, tokens, traces
from documents.scans.kinds import misplaced
from documents.scans.leaks import leaks
from documents.scans.lines import Box, Line
from documents.scans.pages import opened
from documents.scans.proposals import Proposal, proposals
from documents.scans.quality import faults, measured
from documents.scans.reading import Settings, read
from tests.scans import Page, Span, generate
from tests.scans.layouts import all_layouts

COMPARED = ("name", "id_number", "certificate_number")
UNREADABLE = {"blur", "small", "cut", "blank"}
COVERED = ("name", "employer", "id_number", "phone", "photo", "code", "seal")
#: A token counts as covered when so much of its area is.
ENOUGH = 0.9
#: The second reader of the table: what the leak check itself does not use.
ANOTHER_READER = Settings(look_side=1500, contrast=0.8)


@dataclass
class Tally:
    """What came out, by check: how often it was right and wrong, what was wrong, and the seconds of CPU a page."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: int = 0

    def note(self, check: str, is_right: bool, what: str) -> None:
        """Count one answer."""
        (self.right if is_right else self.wrong)[check] += 1
        if not is_right:
            self.misses.append(f"{check}: {what}")

    def add(self, other: "Tally") -> None:
        """Take in what another worker counted."""
        self.right += other.right
        self.wrong += other.wrong
        self.misses += other.misses
        self.memory = max(self.memory, other.memory)
        for name, spent in other.seconds.items():
            self.seconds.setdefault(name, []).extend(spent)


def examine(page: Page, serial: int, blind_every: int) -> Tally:
    """Look at one page with every check."""
    tally = Tally()
    began = time.process_time()
    seen = next(opened(page.data))
    found = UNREADABLE.intersection(faults(quality := measured(seen.pixels)))
    tally.seconds["without OCR"] = [time.process_time() - began]
    where = f"{serial} {page.layout} {page.form} {sorted(page.damage)} {sorted(page.harmless)}"
    check = "unreadable found" if page.damage else "readable not blamed"
    tally.note(check, bool(found) == bool(page.damage), f"{where} {quality}")
    if not page.damage:
        began = time.process_time()
        reading = read(seen.pixels)
        tally.seconds["OCR"] = [time.process_time() - began]
        tally.note(
            "quarter turn", reading.quarter == page.quarter, f"{where} {page.quarter} read as {reading.quarter}"
        )
        _look_at_words(tally, page, reading.lines, where)
        boxes = proposals(seen.pixels, reading.lines, _identity(page))
        _look_at_covers(tally, page, boxes, seen.pixels.shape[:2], where)
        if serial % blind_every == 0:
            _look_at_blind_copy(tally, page, boxes, where)
    tally.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return tally


def _identity(page: Page) -> Identity:
    shown = page.shown
    return Identity(shown.name, shown.employer, shown.id_number, shown.phone)


def _look_at_words(tally: Tally, page: Page, lines: tuple[Line, ...], where: str) -> None:
    blamed = misplaced(lines, page.slot)
    tally.note("right slot not blamed", blamed is None, f"{where} {blamed}")
    slots = sorted({layout.kind for layout in all_layouts()} - {page.kind})
    other = slots[int(page.shown.phone) % len(slots)]
    tally.note("wrong slot found", misplaced(lines, other) is not None, f"{where} put into {other}")
    for finding in compared(lines, {what: str(getattr(page.person, what)) for what in COMPARED}):
        if finding.what not in page.absent:
            truth = "differs" if finding.what in page.differs else "agrees"
            tally.note(f"{finding.what} told", finding.verdict == truth, f"{where} {truth} {finding}")


def _look_at_covers(tally: Tally, page: Page, found: list[Proposal], size: tuple[int, ...], where: str) -> None:
    for span in page.spans:
        if span.role in COVERED:
            part = _covered(span, [proposal.box for proposal in found], size[1] / page.size[0])
            what = f"{where} {span.role} {span.text} {part:.2f} {span.box}"
            tally.note(f"covered: {span.role}", part >= ENOUGH, what)


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


def _look_at_blind_copy(tally: Tally, page: Page, found: list[Proposal], where: str) -> None:
    identity = _identity(page)
    copy = blind_copy(page.data, {1: [proposal.box for proposal in found]})
    left = leaks(copy, "1.pdf", identity)
    tally.right["blind copies passed" if not left else "blind copies held back"] += 1
    if left:
        tally.misses.append(f"held back: {where} {left}")
        return
    again = read(next(opened(copy)).pixels, ANOTHER_READER).lines
    others = list(traces(again, tokens(identity)))
    tally.note("passed and clean to another reader", not others, f"{where} {others}")


def _worker(half: str, seed: int, count: int, blind_every: int, part: int, parts: int) -> Tally:
    tally = Tally()
    for serial, page in enumerate(generate(seed, count, half)):
        if serial % parts == part:
            tally.add(examine(page, serial, blind_every))
    return tally


def _table(tally: Tally) -> Iterator[str]:
    yield f"{'check':38} right wrong     %"
    for check in sorted({*tally.right, *tally.wrong}):
        right, wrong = tally.right[check], tally.wrong[check]
        yield f"{check:38} {right:5} {wrong:5} {100 * right / (right + wrong):5.1f}"
    for what, seconds in tally.seconds.items():
        ordered = sorted(seconds)
        middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]
        yield f"{what}: median {middle:.2f} s of CPU a page, p95 {late:.2f}"
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    yield f"largest worker, with the generator, {tally.memory / 1024:.0f} MB; {machine}"


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--half", default="figures", choices=("tuning", "figures"))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--blind", type=int, default=10, help="make a blind copy of every so many pages")
    parser.add_argument("--misses", action="store_true", help="print what was wrong")
    chosen = parser.parse_args()
    tally, parts = Tally(), 2
    with ProcessPoolExecutor(parts) as pool:
        settings = (repeat(each) for each in (chosen.half, chosen.seed, chosen.count, chosen.blind))
        for done in pool.map(_worker, *settings, range(parts), repeat(parts)):
            tally.add(done)
    print("\n".join([*(tally.misses if chosen.misses else ()), *_table(tally)]))


if __name__ == "__main__":
    main()
