from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.code_tables import REFERENCE
from campaigns.services import LoadError, load_campaign


class Command(BaseCommand):
    help = "Load a year's campaign from its folder of files; can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", help="the folder under campaigns/reference, 2025 for instance")
        parser.add_argument("--path", type=Path, help="another folder to read from")
        parser.add_argument("--overwrite", action="store_true", help="let the files win over the office's edits")
        parser.add_argument("--prune", action="store_true", help="delete rows that the files do not name")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["path"] or REFERENCE / options["year"]
        try:
            report = load_campaign(folder, overwrite=options["overwrite"], prune=options["prune"])
        except LoadError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.stdout.write(str(report))
