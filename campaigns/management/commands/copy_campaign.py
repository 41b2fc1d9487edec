from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.models import Campaign
from campaigns.services import copy_campaign


class Command(BaseCommand):
    help = "Begin a year's campaign as a copy of an earlier one, in preparation, its dates moved by whole years."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="key of the campaign to copy, 2025 for instance")
        parser.add_argument("year", type=int, help="year of the new campaign; it becomes its key too")
        parser.add_argument("--name", required=True, help="as people will read it")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Campaign.objects.filter(key=options["source"]).first()
        key = str(options["year"])
        if source is None:
            raise CommandError(f"There is no campaign {options['source']!r}.")
        if Campaign.objects.filter(key=key).exists():
            raise CommandError(f"There is a campaign {key!r} already; edit it in the admin.")
        made = copy_campaign(source, key=key, name=options["name"], year=options["year"])
        self.stdout.write(f"{made.name}: {made.get_status_display()}")
        self.stdout.write("Its title, its document number and its announcements are yours to write in the admin.")
