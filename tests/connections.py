"""The other connections to a test's database: those of a live server end a moment after the last answer."""

import time

from django.db import connection


def wait_for_the_last_answer(*, and_its_end: bool = False) -> None:
    """Return when no request is under way any more: what a page asked for last is answered while it closes.

    The tables cannot be emptied as long as somebody reads them; nor can the database be removed as long as somebody is
    connected, which `and_its_end` waits for too.
    """
    if connection.vendor != "postgresql":
        return
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _try in range(100):
        with connection.cursor() as cursor:
            cursor.execute(others if and_its_end else f"{others} AND state <> 'idle'")
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)
