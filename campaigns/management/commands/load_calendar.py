from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.services import load_calendar


class Command(BaseCommand):
    help = "Fill the working-day calendar from the State Council's list; rows corrected by the office stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", type=int, dest="first", required=True, help="first year")
        parser.add_argument("--to", type=int, dest="last", required=True, help="last year")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["first"] > options["last"]:
            raise CommandError("--from must not be later than --to")
        report = load_calendar(first_year=options["first"], last_year=options["last"])
        if options["verbosity"]:
            self.stdout.write(str(report))
