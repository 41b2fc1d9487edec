"""Thin Celery tasks of the whole portal."""

from celery import shared_task
from django.utils import timezone

from accounts.queues import is_empty_for
from campaigns.services import examinations as asked
from hetian_titles import examinations, invariants


@shared_task
def check_invariants() -> int:
    """Check what must always hold and tell the administrators what does not; give how many breaches there are."""
    return invariants.report(at=timezone.now())


@shared_task
def examine(examination_id: int) -> bool:
    """Carry out one examination, unless it is answered or somebody else is at it."""
    return examinations.carry_out(examination_id, clock=timezone.now)


@shared_task
def requeue_examinations() -> int:
    """Ask again for examinations that were lost with their queue or their worker; give how many."""
    if not is_empty_for(examine):
        return 0
    late = asked.late_examinations(timezone.now())
    for examination_id in late:
        examine.delay(examination_id)
    return len(late)
