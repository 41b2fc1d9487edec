"""The process that plays a rehearsal in the folder that REHEARSAL_FOLDER names; `scratch` starts it."""

import argparse
import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from campaigns.models import Campaign

FIRST_CALENDAR_YEAR = 2024


def main() -> int:
    """Prepare the scratch database, play, print; give 1 when something must not be so."""
    given = _arguments()
    began = time.monotonic()
    gc.set_threshold(
        100_000, 50, 50
    )  # rows come and go by the million; looking for cycles among them takes a fifth
    django.setup()
    campaign = _prepare(given.campaign)

    from applications.rules.conflicts import conflicts_of
    from hetian_titles.rehearsal import report
    from hetian_titles.rehearsal.leavings import leave
    from hetian_titles.rehearsal.play import play
    from hetian_titles.rehearsal.scratch import RESULT_FILE

    played = play(campaign, people=given.people, seed=given.seed)
    conflicts = [
        *conflicts_of(campaign, played.stage.windows, played.stage.calendar),
        *played.desks.conflicts(),
    ]
    said = report.table(played, conflicts)
    print(said, flush=True)
    result = json.dumps(report.as_data(played, conflicts), ensure_ascii=False)
    (settings.DATA / RESULT_FILE).write_text(result, encoding="utf-8")
    if given.out:
        leave(played, given.out, kinds=given.papers)
        (given.out / "table.txt").write_text(said, encoding="utf-8")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"用时{time.monotonic() - began:.0f}秒，内存最多{peak} MB")
    return 1 if played.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hetian_titles.rehearsal")
    parser.add_argument("campaign")
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--papers", type=int, default=0)
    return parser.parse_args()


def _prepare(key: str) -> "Campaign":
    """Give the campaign on the scratch database: as it was handed over, else as its files say."""
    from campaigns.models import Campaign
    from hetian_titles.rehearsal.scratch import CAMPAIGN_FILE

    call_command("migrate", verbosity=0)
    handed_over = settings.DATA / CAMPAIGN_FILE
    if handed_over.exists():
        call_command("loaddata", str(handed_over), verbosity=0)
    else:
        call_command("load_reference", verbosity=0)
        call_command("load_campaign", key, verbosity=0)
        year = Campaign.objects.get(key=key).year
        call_command("load_calendar", f"--from={FIRST_CALENDAR_YEAR}", f"--to={year}", verbosity=0)
    return Campaign.objects.get(key=key)


if __name__ == "__main__":
    sys.exit(main())
