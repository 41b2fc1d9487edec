from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.services import LoadError, load_blanks


class Command(BaseCommand):
    help = (
        "Give every campaign that is not archived the blank forms that came after it was loaded; can be run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = load_blanks()
        except LoadError as error:
            raise CommandError(str(error)) from None
        if options["verbosity"]:
            self.stdout.write(str(report))
