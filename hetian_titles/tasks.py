"""Thin Celery tasks of the whole portal."""

from celery import shared_task
from django.utils import timezone

from hetian_titles import invariants


@shared_task
def check_invariants() -> int:
    """Check what must always hold and tell the administrators what does not; give how many breaches there are."""
    return invariants.report(at=timezone.now())
