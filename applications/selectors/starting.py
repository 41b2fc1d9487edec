"""What somebody chooses from when he begins: employers, specialties, titles."""

from django.db.models import Q, QuerySet

from accounts.enums import EmployerStatus
from accounts.models import Employer
from accounts.rules.identity import normal_document
from campaigns.models import Specialty, Title

MOST_EMPLOYERS = 10


def confirmed_employers() -> QuerySet[Employer]:
    """Give the employers that a county office has confirmed (C01)."""
    return Employer.objects.filter(status=EmployerStatus.CONFIRMED).select_related("division")


def employers_like(text: str) -> list[Employer]:
    """Give the confirmed employers of a code or a name, an exact match alone, else up to ten whose name contains it."""
    text = " ".join(text.split())
    if not text:
        return []
    exact = list(confirmed_employers().filter(Q(uscc=normal_document(text)) | Q(name=text))[:2])
    if len(exact) == 1 or len(text) < 4:
        return exact[:1] if len(exact) == 1 else []
    return list(confirmed_employers().filter(name__icontains=text)[:MOST_EMPLOYERS])


def specialty_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the specialties grouped by series, for a drop-down."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for specialty in Specialty.objects.select_related("series"):
        grouped.setdefault(specialty.series.name, []).append((specialty.key, specialty.name))
    return list(grouped.items())


def specialty(key: str) -> Specialty | None:
    return Specialty.objects.select_related("series").filter(key=key).first()


def titles(specialty: Specialty, levels: list[str]) -> dict[str, list[Title]]:
    """Give the titles of a specialty's series, by level."""
    found: dict[str, list[Title]] = {}
    for title in Title.objects.filter(series=specialty.series_id, level__in=levels):
        found.setdefault(title.level, []).append(title)
    return found
