"""Blank forms, made by the worker that typesets."""

import logging

from celery import shared_task

from accounts.queues import is_empty_for
from campaigns.services import downloads
from documents.store import StoreAway

log = logging.getLogger(__name__)


@shared_task
def make_download(download_id: int) -> bool:
    """Make one blank form; nothing when it is gone, and another time when no file can be stored."""
    try:
        return downloads.make_download(download_id)
    except StoreAway as away:
        log.warning("Blank form %s waits for the store of files: %s", download_id, away)
        return False


@shared_task
def make_waiting_downloads() -> int:
    """Queue every blank form that is missing or of an older edition; gives how many."""
    if not is_empty_for(make_download):
        return 0
    waiting = downloads.waiting_downloads()
    for download_id in waiting:
        make_download.delay(download_id)
    return len(waiting)
