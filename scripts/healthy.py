"""Tells a container's keeper whether its process works: python -m scripts.healthy web|worker|beat, status 0 or 1."""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SILENCE = 10 * 60  # seconds; beat writes its schedule at least every three minutes


def web() -> bool:
    """Tell whether /healthz answers 200, asked as the proxy would ask."""
    port = os.environ.get("BIND", "0.0.0.0:8000").rpartition(":")[2]
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=4) as answer:
        return answer.status == 200


def worker() -> bool:
    """Tell whether the worker of this container answers a ping over Redis."""
    from hetian_titles.celery import app

    name = os.environ.get("WORKER_NAME", f"celery@{socket.gethostname()}")
    return bool(app.control.inspect(destination=[name], timeout=10).ping())


def beat() -> bool:
    """Tell whether beat wrote its schedule lately."""
    schedule = Path(os.environ.get("BEAT_SCHEDULE", "/tmp/beat-schedule"))
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
