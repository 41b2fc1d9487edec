"""Thin Celery tasks: bring messages to people."""

from celery import shared_task
from django.utils import timezone

from accounts.services import messages


@shared_task
def deliver(delivery_id: int) -> bool:
    """Send one delivery; safe to run twice."""
    return messages.send(delivery_id, at=timezone.now())


@shared_task
def requeue_deliveries() -> int:
    """Send again what is late; give how many. Safe to run twice."""
    late = messages.late_deliveries(timezone.now())
    for delivery_id in late:
        deliver.delay(delivery_id)
    return len(late)
