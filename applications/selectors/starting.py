"""What somebody chooses from when he begins: employers, specialties, titles."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.acting import Act
from accounts.enums import EmployerStatus
from accounts.models import Employer
from accounts.rules.identity import normal_document
from applications.selectors.facts import listed_until
from campaigns.enums import WindowKind
from campaigns.models import Campaign, Specialty, Title, Window
from campaigns.rules.calendar import DAY
from campaigns.rules.windows import WindowState, state_of
from campaigns.selectors import window

MOST_EMPLOYERS = 10
LEAST_OF_A_NAME = 4  # characters, fewer say nothing


@dataclass(frozen=True)
class Beginning:
    """Whether somebody may begin an application now; if not, why, and from when on (C05, C45)."""

    window: Window | None
    state: WindowState | None
    barred_until: date | None

    @property
    def early(self) -> bool:
        return self.state is WindowState.NOT_YET

    @property
    def late(self) -> bool:
        return self.state is WindowState.OVER

    @property
    def open(self) -> bool:
        return self.state is WindowState.OPEN and self.barred_until is None

    @property
    def free_on(self) -> date | None:
        """The first day after a ban."""
        return self.barred_until + DAY if self.barred_until else None


def beginning(campaign: Campaign | None, act: Act) -> Beginning:
    """Give whether the person may begin in the campaign at the moment of the act: two queries."""
    filing = window(campaign, WindowKind.FILING) if campaign else None
    return Beginning(
        window=filing,
        state=state_of(filing, act.at) if filing else None,
        barred_until=listed_until(act.user, act.at) if act.user else None,
    )


def confirmed_employers() -> QuerySet[Employer]:
    """Give the employers that a county office has confirmed (C01)."""
    return Employer.objects.filter(status=EmployerStatus.CONFIRMED).select_related("division")


def employers_like(text: str) -> list[Employer]:
    """Give the confirmed employers of a code or a name, an exact match alone, else up to ten whose name contains it."""
    text = " ".join(text.split())
    if not text:
        return []
    exact = list(confirmed_employers().filter(Q(uscc=normal_document(text)) | Q(name=text))[:2])
    if len(exact) == 1 or len(text) < LEAST_OF_A_NAME:
        return exact[:1] if len(exact) == 1 else []
    return list(confirmed_employers().filter(name__icontains=text)[:MOST_EMPLOYERS])


def waits_for_confirmation(text: str) -> bool:
    """Tell whether an employer of exactly that code or name is signed up and not confirmed yet."""
    text = " ".join(text.split())
    named = Employer.objects.filter(Q(uscc=normal_document(text)) | Q(name=text))
    return named.filter(status=EmployerStatus.PENDING).exists()


def specialty_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the specialties grouped by series, for a drop-down."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for specialty in Specialty.objects.select_related("series"):
        grouped.setdefault(specialty.series.name, []).append((specialty.key, specialty.offered_name))
    return list(grouped.items())


def specialty(key: str) -> Specialty | None:
    return Specialty.objects.select_related("series").filter(key=key).first()


def titles(specialty: Specialty, levels: list[str]) -> dict[str, list[Title]]:
    """Give the titles of a specialty's series, by level."""
    found: dict[str, list[Title]] = {}
    for title in Title.objects.filter(series=specialty.series_id, level__in=levels):
        found.setdefault(title.level, []).append(title)
    return found
