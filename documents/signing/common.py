"""What signing and checking share."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

#: The name of a paper's signature field begins so; the paper's code follows.
FIELD = "portal-"
Answer = TypeVar("Answer")


def apart_from_loops(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Give what `work` gives; in a thread of its own, for the caller's may have a loop running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
