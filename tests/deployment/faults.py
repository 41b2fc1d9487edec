"""What befalls an installation: processes killed or frozen, servers ended and started again at the same address."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from tests import services

SECONDS = 60


def until(happens: Callable[[], Any], seconds: float = SECONDS, *, pause: float = 0.1) -> Any:
    """Give what `happens` gives once it is true, asked every `pause` seconds; raises AssertionError when it never is."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, f"it never happens: {found}"
        time.sleep(pause)
    return found


def family(pid: int) -> list[int]:
    """Give a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def send(process: subprocess.Popen, number: signal.Signals) -> None:
    """Send a signal to a process and all its descendants, as a machine does that loses power or stands still."""
    for pid in family(process.pid):
        with suppress(ProcessLookupError):  # it went with the one before
            os.kill(pid, number)


def kill(process: subprocess.Popen) -> None:
    """End a process and all its descendants with SIGKILL; return when they are gone."""
    members = family(process.pid)
    send(process, signal.SIGKILL)
    process.wait(20)
    until(lambda: not any(map(lives, members)))


@contextmanager
def frozen(*processes: subprocess.Popen) -> Iterator[None]:
    """Let processes and their descendants stand still for a while."""
    for process in processes:
        send(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            send(process, signal.SIGCONT)


def lives(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Server:
    """A server that can be ended, and started again at the same address."""

    def __init__(self, start: Callable[[], AbstractContextManager[subprocess.Popen]]) -> None:
        self.start, self.held = start, ExitStack()
        self.begin()

    def begin(self) -> None:
        self.process = self.held.enter_context(self.start())

    def end(self, number: signal.Signals) -> None:
        """End it by a signal; PostgreSQL knows SIGINT as a fast shutdown, SIGQUIT as an immediate one."""
        self.process.send_signal(number)
        self.process.wait(20)
        self.held.close()


@contextmanager
def server(start: Callable[[], AbstractContextManager[subprocess.Popen]]) -> Iterator[Server]:
    """Give a server that runs, and ends with the test."""
    given = Server(start)
    try:
        yield given
    finally:
        given.held.close()


@contextmanager
def redis(port: int) -> Iterator[Server]:
    """Give a Redis that forgets everything when it ends."""
    with server(lambda: services.queueing(port)) as given:
        yield given


@contextmanager
def postgres(port: int) -> Iterator[Server]:
    """Give a PostgreSQL that keeps what it said it keeps."""
    with services.folder() as place:
        services.make_cluster(place)
        with server(lambda: services.serving(place, port, durable=True)) as given:
            yield given
