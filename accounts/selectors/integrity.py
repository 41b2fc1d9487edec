"""Who stands on the integrity list (C45)."""

from datetime import date

from django.db.models import Max

from accounts.models import Employer, IntegrityEntry


def listed_until(document_index: str, on: date) -> date | None:
    """Give the last day of the ban that covers `on` for a person's document index, or None (C45)."""
    if not document_index:
        return None
    return _last_day(IntegrityEntry.objects.filter(document_index=document_index), on)


def employer_listed_until(employer: Employer, on: date) -> date | None:
    """Give the last day of the ban that covers `on` for an employer, or None (C45)."""
    return _last_day(IntegrityEntry.objects.filter(employer=employer), on)


def _last_day(entries, on: date) -> date | None:  # type: ignore[no-untyped-def]
    covering = entries.filter(starts_on__lte=on, ends_on__gte=on)
    return covering.aggregate(last=Max("ends_on"))["last"]
