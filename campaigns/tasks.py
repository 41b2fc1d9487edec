"""Blank forms, made by the worker that typesets."""

from celery import shared_task

from campaigns.services import downloads


@shared_task
def make_download(download_id: int) -> bool:
    """Make one blank form; nothing when it is gone."""
    return downloads.make_download(download_id)


@shared_task
def make_waiting_downloads() -> int:
    """Queue every blank form that is missing; gives how many."""
    waiting = downloads.waiting_downloads()
    for download_id in waiting:
        make_download.delay(download_id)
    return len(waiting)
