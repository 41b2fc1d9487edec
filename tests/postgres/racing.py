"""Two people who act at the same moment, each in a thread and a connection of his own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

SECONDS = 30


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Take the steps at the same moment; give what each returned, or the exception that it raised."""
    gate = threading.Barrier(len(steps))
    found: list[Any] = [None] * len(steps)

    def run(place: int, step: Callable[[], Any]) -> None:
        try:
            gate.wait(SECONDS)
            found[place] = step()
        except Exception as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads), "a step never came back"
    return found
