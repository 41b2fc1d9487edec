"""What everybody may see of results: lists in their period, one certificate at a time."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.rules.identity import is_same_name
from campaigns.rules.calendar import day_of
from review.enums import PublicityStatus
from review.models import Certificate, Publicity, PublicityEntry
from review.rules.numbers import is_certificate_number, normal_certificate_number

CERTIFICATE_ROWS = (
    "application__applicant",
    "application__series",
    "application__specialty",
    "application__title",
    "application__final_office",
    "application__campaign",
    "paper",
)


def publicities_open(at: datetime) -> QuerySet[Publicity]:
    """Give the lists in their period; afterwards a list is hidden (C08)."""
    return Publicity.objects.filter(
        status=PublicityStatus.OPEN, posted_on__lte=day_of(at), last_day__gte=day_of(at)
    ).select_related("office", "campaign", "paper")


def entries_of(publicity: Publicity) -> QuerySet[PublicityEntry]:
    """Give the people of a list who are still on it, in its order."""
    return (
        publicity.entries.filter(application__state="publicised")
        .select_related(
            "application__applicant",
            "application__employer",
            "application__series",
            "application__specialty",
            "application__title",
        )
        .order_by("pk")
    )


def certificate_with_token(token: str) -> Certificate | None:
    """Give the certificate of a public address, or None."""
    return Certificate.objects.filter(token=token).select_related(*CERTIFICATE_ROWS).first()


def certificate_of(number: str, name: str) -> Certificate | None:
    """Give the certificate whose number and holder's name both match, or None; neither alone finds anything."""
    wanted = normal_certificate_number(number)
    if not is_certificate_number(wanted) or not name.strip():
        return None
    found = Certificate.objects.filter(number=wanted).select_related(*CERTIFICATE_ROWS).first()
    if found is None or not is_same_name(found.application.applicant.name, name):
        return None
    return found
