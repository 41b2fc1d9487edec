"""A rehearsal runs in a process and on a database of its own: the campaign goes there, the answer comes back.

The office's own rows (campaign, offices, calendar) are handed over as they stand; no person is.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import DatabaseError, models

SETTINGS = "hetian_titles.settings.rehearsal"
CAMPAIGN_FILE, RESULT_FILE, DATABASE_FILE = "campaign.json", "result.json", "rehearsal.sqlite3"
#: People on one stage: on two processors 5,000 are to take less than ten minutes and 1 GB.
MOST = 850
#: Not rules of a year, or made anew: histories, loading notes, numbers given out, what the public reads.
LEFT_OUT = {"Change", "LoadedRow", "Sequence", "Announcement", "Download", "Question", "Examination"}

#: A worker that is killed takes its rehearsal with it, where the system can; else it would play on for nobody.
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
LONGEST = 25 * 60  # seconds that a rehearsal may take where somebody waits for its answer


class RehearsalFailed(RuntimeError):
    """The process of a rehearsal ended without an answer; the message is the end of what it printed."""


@dataclass(frozen=True)
class Wish:
    """What is rehearsed: a campaign by its key, with so many people, drawn by a seed.

    `out` is where messages and the papers of `papers` kinds of case go; more people than `most` play in several troupes.
    """

    campaign: str
    people: int
    seed: str
    out: Path | None = None
    papers: int = 0
    most: int = MOST

    def arguments(self) -> list[str]:
        """Give the wish as the arguments of a process."""
        given = [self.campaign, f"--people={self.people}", f"--seed={self.seed}", f"--most={self.most}"]
        return [*given, f"--out={self.out}", f"--papers={self.papers}"] if self.out else given

    @classmethod
    def from_arguments(cls) -> "Wish":
        """Give the wish that this process was started with."""
        parser = argparse.ArgumentParser()
        parser.add_argument("campaign")
        parser.add_argument("--people", type=int, required=True)
        parser.add_argument("--seed", required=True)
        parser.add_argument("--out", type=Path)
        parser.add_argument("--papers", type=int, default=0)
        parser.add_argument("--most", type=int, default=MOST)
        return cls(**vars(parser.parse_args()))


@contextmanager
def _prepared(wish: Wish) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Give the scratch folder and the process that plays in it; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as place:
        folder = Path(place)
        _hand_over(wish.campaign, folder)
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "REHEARSAL_FOLDER": place,
            "PYTHONHASHSEED": "0",
        }
        command = [*DIES_WITH_US, sys.executable, "-m", "hetian_titles.rehearsal", *wish.arguments()]
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield folder, process
        finally:
            process.kill()
            process.wait()


def lines(wish: Wish) -> Iterator[str]:
    """Play, and give what is printed, line by line as it comes; raises RehearsalFailed when something must not be so."""
    with _prepared(wish) as (_folder, process):
        assert process.stdout
        yield from process.stdout
        if process.wait():
            raise RehearsalFailed(wish.campaign)


def result(wish: Wish) -> dict[str, Any]:
    """Play, and give what came of it as plain data; raises RehearsalFailed when it came to no end."""
    with _prepared(wish) as (folder, process):
        try:
            said, _nothing = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            raise RehearsalFailed(f"没有在{LONGEST // 60}分钟内完成") from None
        answer = folder / RESULT_FILE
        if not answer.exists():
            raise RehearsalFailed(said[-2000:])
        given: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return given


def _hand_over(campaign: str, folder: Path) -> None:
    """Write the rules of this installation where the process finds them; an empty one has only its files to go by."""
    try:
        if not apps.get_model("campaigns", "Campaign").objects.filter(key=campaign).exists():
            return
        rows = [row for model in _rules() for row in model._default_manager.order_by("pk")]
    except DatabaseError:  # nothing was installed here yet
        return
    (folder / CAMPAIGN_FILE).write_text(serializers.serialize("json", rows), encoding="utf-8")


def _rules() -> list[type[models.Model]]:
    accounts = [apps.get_model("accounts", name) for name in ("Division", "Office")]
    campaigns = [
        model for model in apps.get_app_config("campaigns").get_models() if model.__name__ not in LEFT_OUT
    ]
    return [*accounts, *campaigns]
