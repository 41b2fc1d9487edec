"""The other connections to a test's database: those of a live server end a moment after the last answer."""

import threading
import time

from django.db import connection

ANSWERING = "process_request_thread"  # what socketserver calls the thread of a browser's connection


def wait_for_the_last_answer(*, and_its_end: bool = False) -> None:
    """Return when no request is under way any more: what a page asked for last is answered while it closes.

    The tables cannot be emptied as long as somebody reads them; nor can the database be removed as long as somebody is
    connected, which `and_its_end` waits for too.
    """
    _wait_until_nobody_is_answered()
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _try in range(100):
        with connection.cursor() as cursor:
            cursor.execute(others if and_its_end else f"{others} AND state <> 'idle'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)


def _wait_until_nobody_is_answered() -> None:
    """Return when no thread of a live server serves a browser any more: one that has begun will ask the database."""
    for _try in range(100):
        if not any(ANSWERING in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.05)
