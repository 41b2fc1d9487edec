"""What an employer wrote of others in the same campaign, beside the opinion at hand (C43)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.acting import Act
from applications.models import Application, EmployerNotice, EmployerOpinion
from applications.rules.opinions import TEXTS, repeated


@dataclass(frozen=True)
class Earlier:
    """The opinion that the same hand wrote last of another person."""

    opinion: EmployerOpinion

    @property
    def name(self) -> str:
        return self.opinion.application.applicant.name

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The texts with their labels, as they were written."""
        return [(label_of(field), text) for field, text in self.opinion.texts.items() if text.strip()]


def label_of(field: str) -> str:
    return str(EmployerOpinion._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def earlier_opinion(application: Application, act: Act) -> Earlier | None:
    """Give what the acting person wrote last for this employer and campaign: his own words, and never of himself."""
    own = _others(application).filter(recorded_by=act.user).exclude(application__applicant=act.user)
    found = own.exclude(**dict.fromkeys(TEXTS, "")).order_by("-recorded_at", "-pk").first()
    return Earlier(found) if found else None


def repeated_labels(application: Application, opinion: EmployerOpinion) -> list[str]:
    """Give the labels of what this employer said of somebody else in the same words, names apart."""
    others: Iterable[EmployerOpinion] = _others(application).only(
        "application__state", "application__applicant__name", *TEXTS
    )
    given = ((each.application.applicant.name, each.texts) for each in others)
    found = repeated(opinion.texts, name=application.applicant.name, others=given)
    return [label_of(field) for field in found]


def usual_place(application: Application) -> str:
    """Give where this employer hung its last notice of the campaign; empty where it names no place."""
    of_same = EmployerNotice.objects.filter(
        application__employer=application.employer_id, application__campaign=application.campaign_id
    )
    return of_same.exclude(place="").order_by("-pk").values_list("place", flat=True).first() or ""


def _others(application: Application) -> QuerySet[EmployerOpinion]:
    of_same = EmployerOpinion.objects.filter(
        application__employer=application.employer_id, application__campaign=application.campaign_id
    )
    return of_same.exclude(application=application).select_related("application__applicant").order_by("pk")
