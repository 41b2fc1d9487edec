"""The process that plays a rehearsal in the folder that REHEARSAL_FOLDER names; `scratch` starts it."""

import json
import os
import resource
import sys
import time
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from hetian_titles.rehearsal import troupe, troupes
from hetian_titles.rehearsal.scratch import CAMPAIGN_FILE, DATABASE_FILE, RESULT_FILE, Wish

if TYPE_CHECKING:
    from campaigns.models import Campaign
    from hetian_titles.rehearsal.outcome import Outcome

FIRST_CALENDAR_YEAR = 2024


def main() -> int:
    """Prepare the scratch database, play, print; give 1 when something must not be so."""
    wish, began = Wish.from_arguments(), time.monotonic()
    django.setup()
    campaign = _prepare(wish.campaign)

    from hetian_titles.rehearsal.report import Report
    from hetian_titles.rehearsal.stage import Stage

    stage = Stage(campaign, seed=wish.seed, people=wish.people)
    report = Report(stage, _played(wish))
    print(report.table, flush=True)
    (settings.DATA / RESULT_FILE).write_text(json.dumps(report.data, ensure_ascii=False), encoding="utf-8")
    if wish.out:
        (wish.out / "table.txt").write_text(report.table, encoding="utf-8")
    print(f"用时{time.monotonic() - began:.0f}秒，一个进程内存最多{_peak()} MB")
    return 1 if report.outcome.failures else 0


def _played(wish: Wish) -> "Outcome":
    """Give what came of it: played here, or by several troupes, as many at a time as there are processors."""
    several = troupes.troupes_of(wish, settings.DATA)
    if len(several) == 1:
        return troupe.play(wish)

    from hetian_titles.rehearsal.outcome import together

    connections.close_all()
    outcomes: dict[int, Outcome] = {}
    for each, found in troupes.play_side_by_side(
        several, settings.DATA / DATABASE_FILE, at_once=len(os.sched_getaffinity(0))
    ):
        outcomes[each.number] = found
        print(f"第{each.number}组（共{len(several)}组）演完，{each.wish.people}人", flush=True)
    return together(outcomes[number] for number in sorted(outcomes))


def _peak() -> int:
    """Give the most memory that this process or one of its own has held, in MB."""
    every = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(who).ru_maxrss for who in every) // 1024


def _prepare(key: str) -> "Campaign":
    """Give the campaign on the scratch database: as it was handed over, else as its files say."""
    from campaigns.models import Campaign
    from hetian_titles.rehearsal.play import give_a_county_its_own_dates

    call_command("migrate", verbosity=0)
    handed_over = settings.DATA / CAMPAIGN_FILE
    if handed_over.exists():
        call_command("loaddata", str(handed_over), verbosity=0)
    else:
        call_command("load_reference", verbosity=0)
        call_command("load_campaign", key, verbosity=0)
        year = Campaign.objects.get(key=key).year
        call_command("load_calendar", f"--from={FIRST_CALENDAR_YEAR}", f"--to={year}", verbosity=0)
    campaign = Campaign.objects.get(key=key)
    give_a_county_its_own_dates(campaign)
    return campaign


if __name__ == "__main__":
    sys.exit(main())
