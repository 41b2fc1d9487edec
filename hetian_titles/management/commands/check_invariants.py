"""Checks on the living data what must always hold; changes nothing, fails when something does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hetian_titles.invariants import examine_all

SHOWN = 20


class Command(BaseCommand):
    help = "Checks every invariant on the data there are, read-only; exits with 1 when one is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for finding in examine_all():
            invariant = finding.invariant
            clauses = " ".join(invariant.clauses) or "-"
            self.stdout.write(
                f"{invariant.key:14}{finding.checked:8}{len(finding.breaches):6}  {clauses:12} {invariant.words}"
            )
            for breach in finding.breaches[:SHOWN]:
                self.stdout.write(f"    {breach.where}：{breach.what}")
            broken += len(finding.breaches)
        if broken:
            raise CommandError(f"{broken}处不成立")
