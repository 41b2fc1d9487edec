"""More people than one process plays in good time are played as troupes side by side, on copies of one scratch database.

Every troupe plays the whole campaign with the same offices and rules, its own people and its own committees; what they
find is added up. How many troupes there are follows from the number of people alone, so that every machine gives the
same.
"""

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hetian_titles.rehearsal.scratch import DATABASE_FILE, DIES_WITH_US, RehearsalFailed, Wish

if TYPE_CHECKING:
    from hetian_titles.rehearsal.outcome import Outcome

OUTCOME_FILE = "outcome.pickle"


@dataclass(frozen=True)
class Troupe:
    """One of several: its number from 1, what it plays, and the folder that is its own."""

    number: int
    wish: Wish
    folder: Path


def sizes(people: int, most: int) -> list[int]:
    """Give how many people play in each troupe: none more than `most`, all as strong as can be, the stronger first."""
    troupes = -(-people // most)
    return [people // troupes + (place < people % troupes) for place in range(troupes)]


def troupes_of(wish: Wish, folder: Path) -> list[Troupe]:
    """Give the troupes of a rehearsal; the first keeps the papers, each the messages of its own people."""
    return [
        Troupe(
            number,
            replace(
                wish,
                people=people,
                seed=f"{wish.seed}/{number}",
                out=wish.out and wish.out / f"{number}",
                papers=wish.papers if number == 1 else 0,
            ),
            folder / f"{number}",
        )
        for number, people in enumerate(sizes(wish.people, wish.most), start=1)
    ]


def play_side_by_side(troupes: list[Troupe], database: Path, at_once: int) -> Iterator[tuple[Troupe, "Outcome"]]:
    """Let `at_once` troupes play at a time, each on a copy of the prepared `database`; give what each found as it ends.

    Raises RehearsalFailed with the end of what a troupe printed that came to no end; the others are ended then.
    """
    playing: list[subprocess.Popen[str]] = []
    with ThreadPoolExecutor(at_once) as pool:
        asked = {pool.submit(_plays, troupe, database, playing): troupe for troupe in troupes}
        try:
            for done in as_completed(asked):
                yield asked[done], done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in playing:
                process.kill()


def _plays(troupe: Troupe, database: Path, playing: list[subprocess.Popen[str]]) -> "Outcome":
    troupe.folder.mkdir()
    shutil.copy(database, troupe.folder / DATABASE_FILE)
    process = subprocess.Popen(
        [*DIES_WITH_US, sys.executable, "-m", "hetian_titles.rehearsal.troupe", *troupe.wish.arguments()],
        env=os.environ | {"REHEARSAL_FOLDER": str(troupe.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    playing.append(process)
    said, _nothing = process.communicate()
    if process.returncode:
        raise RehearsalFailed(f"第{troupe.number}组：{said[-2000:]}")
    outcome: Outcome = pickle.loads((troupe.folder / OUTCOME_FILE).read_bytes())
    shutil.rmtree(troupe.folder)
    return outcome
