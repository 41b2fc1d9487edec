"""Thin Celery tasks: set papers, end what ran out, remind. Each is safe to run twice."""

from celery import shared_task
from django.utils import timezone

from applications.services import papers


@shared_task
def typeset_paper(paper_id: int) -> bool:
    """Set one paper, unless it is set or somebody else is at it."""
    return papers.make(paper_id, at=timezone.now())


@shared_task
def requeue_papers() -> int:
    """Ask again for papers that were lost with their queue or their worker; give how many."""
    late = papers.late_papers(timezone.now())
    for paper_id in late:
        typeset_paper.delay(paper_id)
    return len(late)
