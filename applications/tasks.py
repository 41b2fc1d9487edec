"""Thin Celery tasks: set papers, end what ran out, remind. Each is safe to run twice."""

from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from accounts.queues import is_empty_for
from applications.services import blinding, checks, papers, reminders, transfers
from applications.services import sweep as sweeping
from applications.services.jobs import Jobs


def ask_again(task: Task, jobs: Jobs[Any]) -> int:
    """Put what is late into its queue once more, unless something waits there; give how many."""
    if not is_empty_for(task):
        return 0
    late = jobs.late(timezone.now())
    for pk in late:
        task.delay(pk)
    return len(late)


@shared_task
def typeset_paper(paper_id: int) -> bool:
    """Set one paper, unless it is set or somebody else is at it."""
    return papers.make(paper_id, at=timezone.now())


@shared_task
def requeue_papers() -> int:
    """Ask again for papers that were lost with their queue or their worker; give how many."""
    return ask_again(typeset_paper, papers.PAPERS)


@shared_task
def check_material(check_id: int) -> bool:
    """Look at one file, unless it was looked at or somebody else is at it."""
    return checks.make(check_id, clock=timezone.now)


@shared_task
def requeue_checks() -> int:
    """Ask again for checks that were lost with queue or worker, or that a changed form asks for; give how many."""
    checks.ask_for_stale(timezone.now())
    return ask_again(check_material, checks.CHECKS)


@shared_task
def make_blind_copy(copy_id: int) -> bool:
    """Make one blind copy, unless it is made or somebody else is at it."""
    return blinding.make(copy_id, clock=timezone.now)


@shared_task
def requeue_blind_copies() -> int:
    """Ask again for blind copies that were lost with queue or worker; give how many."""
    return ask_again(make_blind_copy, blinding.COPIES)


@shared_task
def sweep() -> dict[str, int]:
    """End what ran out (C05, C16, C18), and drop uploads that nobody goes on with."""
    at = timezone.now()
    return vars(sweeping.sweep(at=at)) | {"transfers": transfers.sweep(at=at)}


@shared_task
def remind() -> int:
    """Say what is due and was not said; give how many messages were new."""
    return reminders.remind(at=timezone.now())
