"""Returned items: which ones are still the applicant's to deal with."""

from django.db.models import QuerySet

from applications.enums import State, Transition
from applications.models import Application, Fault


def open_faults(application: Application) -> QuerySet[Fault]:
    """Give the faults of the last return, oldest first; none outside `returned`."""
    faults = Fault.objects.filter(
        review__application=application,
        review__conclusion=Transition.RETURN_FOR_CORRECTION,
        review__concluded_at=application.returned_at,
    )
    return faults if application.state == State.RETURNED else faults.none()
