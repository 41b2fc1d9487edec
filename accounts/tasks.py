"""Thin Celery tasks: bring messages to people."""

from celery import shared_task
from django.utils import timezone

from accounts.queues import is_empty_for
from accounts.services import messages


@shared_task
def deliver(delivery_id: int) -> bool:
    """Send one delivery; safe to run twice."""
    return messages.send(delivery_id, at=timezone.now())


@shared_task
def requeue_deliveries() -> int:
    """Send again what is late and was lost with the queue or its worker; give how many. Safe to run twice."""
    if not is_empty_for(deliver):
        return 0
    late = messages.late_deliveries(timezone.now())
    for delivery_id in late:
        deliver.delay(delivery_id)
    return len(late)
