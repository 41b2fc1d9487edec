from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.services import LoadError, load_reference


class Command(BaseCommand):
    help = "Load divisions, offices, series, titles and specialties; can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--overwrite", action="store_true", help="let the files win over the office's edits")
        parser.add_argument("--prune", action="store_true", help="delete rows that the files do not name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_reference(overwrite=options["overwrite"], prune=options["prune"])
        except LoadError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.stdout.write(str(report))
