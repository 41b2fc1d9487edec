"""Thin Celery tasks: the parts of a print run, and its binding. Each is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from applications.services import sheaves
from applications.tasks import ask_again
from review.services import printing


@shared_task
def print_part(part_id: int) -> bool:
    """Print one part of a run, unless it is printed, stopped or in another's hands."""
    return printing.make_part(part_id, clock=timezone.now)


@shared_task
def bind_print_run(run_id: int) -> bool:
    """Bind one run, unless it is bound, stopped or in another's hands."""
    return printing.bind(run_id, clock=timezone.now)


@shared_task
def requeue_print_runs() -> int:
    """Ask again for parts and bindings that were lost with queue or worker; give how many.

    Old files are deleted, and files that are gone are noted.
    """
    printing.drop_old(timezone.now())
    printing.look_for_files(timezone.now())
    sheaves.drop_empty(timezone.now())
    printing.settle_all()
    return ask_again(print_part, printing.PARTS) + ask_again(bind_print_run, printing.RUNS)
