"""Plays a campaign day by day on a scratch database, with invented people; the living data are read, never written."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hetian_titles.rehearsal.scratch import MOST, RehearsalFailed, Wish, lines

ALL_KINDS = 99


class Command(BaseCommand):
    help = (
        "Plays a campaign with invented people; exits with 1 when a clause decided nothing or an invariant broke."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        out = settings.BASE_DIR / "var" / "rehearsal"
        parser.add_argument("campaign", help="key of the campaign, 2025 for instance")
        parser.add_argument("--people", type=int, default=200, help="how many apply (200)")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same table (1)")
        parser.add_argument(
            "--most", type=int, default=MOST, help=f"people in one troupe ({MOST}); more play in several"
        )
        parser.add_argument("--out", type=Path, default=out, help="for papers and messages")
        parser.add_argument("--papers", type=int, default=ALL_KINDS, help="of how many kinds of case (all)")

    def handle(self, *args: Any, **options: Any) -> None:
        if min(options["people"], options["most"]) < 1:
            raise CommandError("--people and --most must be 1 or more")
        out = options["out"].resolve()
        out.mkdir(parents=True, exist_ok=True)
        wish = Wish(
            options["campaign"], options["people"], str(options["seed"]), out, options["papers"], options["most"]
        )
        try:
            for line in lines(wish):
                self.stdout.write(line, ending="")
        except RehearsalFailed:
            raise CommandError(f"The rehearsal of {wish.campaign} did not come out well; see above.") from None
