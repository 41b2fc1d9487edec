"""Runs the portal on one machine: python -m scripts.demo --data var/demo --port 8000

Web, two Celery workers and beat, in the process group of the terminal. Ctrl-C, a closed terminal or the end of any one
of them ends all; each child dies with this process even when it is killed.

The terminal sends its signals to the whole group. The children keep them blocked and are ended by us alone, with
SIGTERM: a gunicorn worker that two signals reach at once can lock itself up and stay.
"""

import argparse
import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

START_SECONDS = 60
STOP_SECONDS = 15
FROM_TERMINAL = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)
COLUMNS = ["role", "name", "office", "sign_in", "password"]
PR_SET_CHILD_SUBREAPER = 36
ANEW = "To begin anew, remove {} and run `make demo` again."


class DemoStopped(Exception):
    """The portal cannot start, or has to stop; the message says why."""


def commands(data: Path, port: int) -> dict[str, list[str]]:
    """Give each process of the portal by its name; memory stays small, so every worker runs one task at a time."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "hetian_titles"]
    quiet = ["--loglevel=info", "--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    gunicorn = [*python, "gunicorn", "hetian_titles.wsgi", f"--bind=127.0.0.1:{port}", "--preload"]
    return {
        "web": [*gunicorn, "--workers=1", "--threads=6", "--access-logfile=-", "--no-control-socket"],
        "worker": [*celery, "worker", "--hostname=default@%h", "--queues=default,mail", *quiet],
        "paper": [*celery, "worker", "--hostname=paper@%h", "--queues=paper,print,scan,blind,examination", *quiet],
        "beat": [*celery, "beat", "--loglevel=info", "--pidfile=", f"--schedule={data / 'beat-schedule'}"],
    }


def environment(data: Path, port: int) -> dict[str, str]:
    """Give what every process is told: where data lie, and the address that QR codes and messages lead to."""
    return {
        "DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.demo",
        "PORTAL_ADDRESS": address(port),
    }


def address(port: int) -> str:
    """Give the address at which the portal is opened."""
    return f"http://127.0.0.1:{port}"


def dies_with_us(command: list[str]) -> list[str]:
    """Give `command` so that the kernel ends it when this process ends, where the system can."""
    return ["setpriv", "--pdeathsig", "TERM", *command] if shutil.which("setpriv") else command


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none escapes; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def kill_children() -> None:
    """Kill what is still a child of this process, until there is none; Linux only."""
    while children := [pid for pid, parent in parents().items() if parent == os.getpid()]:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def parents() -> dict[int, int]:
    """Give the parent of every process; nothing where there is no /proc."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return found


def port_number(text: str) -> int:
    """Give the TCP port that `text` names; raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535, as PORT=8001")
    return int(text)


def data_folder(data: Path) -> Path:
    """Give `data`, made where it was missing; raises DemoStopped when it cannot be or nothing may be written there."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        (data / ".lock").touch()
    except OSError as error:
        raise DemoStopped(
            f"The data cannot lie in {data} ({error.strerror}). Choose another folder: make demo DATA=…"
        ) from None
    return data


def require_free(port: int) -> None:
    """Raise DemoStopped when something listens on `port` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoStopped(
                f"Port {port} is taken ({error.strerror}). Choose another: make demo PORT=8001"
            ) from None


class Portal:
    """The running processes; a context manager that leaves none behind."""

    def __init__(self, data: Path, port: int):
        self.data, self.port = data, port
        self.logs = data / "logs"
        self.processes: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "Portal":
        self.logs.mkdir(parents=True, exist_ok=True)
        adopt_orphans()
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self.processes.values():
            process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for process in self.processes.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        kill_children()

    def start(self, *names: str) -> None:
        """Start the processes `names`, each writing to its log."""
        signal.pthread_sigmask(signal.SIG_BLOCK, FROM_TERMINAL)  # the children inherit it
        for name in names:
            command = dies_with_us(commands(self.data, self.port)[name])
            with (self.logs / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FROM_TERMINAL)

    def check_alive(self) -> None:
        """Raise DemoStopped with the end of its log when a process has ended."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                log = self.logs / f"{name}.log"
                tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
                raise DemoStopped(f"{name} ended with status {process.returncode}; {log} ends with:\n{tail}")

    def wait_until_healthy(self) -> None:
        """Return when /healthz answers 200; raises DemoStopped after START_SECONDS."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self.check_alive()
            try:
                with urllib.request.urlopen(f"{address(self.port)}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise DemoStopped(f"/healthz does not answer; see {self.logs}")

    def watch(self) -> None:
        """Return never: raises DemoStopped when a process ends."""
        while True:
            self.check_alive()
            time.sleep(0.5)


def width(text: str) -> int:
    """Give how many terminal columns `text` fills; a Chinese character fills two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(rows: list[dict[str, str]]) -> str:
    """Give the sign-ins `rows` as lines of aligned columns under the names of their fields."""
    cells = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in rows)]
    widths = [max(width(line[index]) for line in cells) for index in range(len(COLUMNS))]
    padded = ([text + " " * (widths[index] - width(text)) for index, text in enumerate(line)] for line in cells)
    return "\n".join("  " + "  ".join(line).rstrip() for line in padded)


def print_welcome(data: Path, port: int) -> None:
    """Print the table of sign-ins and the address; raises DemoStopped when the table is gone."""
    accounts = data / "demo-accounts.json"
    if not accounts.exists():
        raise DemoStopped(f"{accounts} is gone. {ANEW.format(data)}")
    print(f"\n{table(json.loads(accounts.read_text(encoding='utf-8')))}\n")
    print(f"The sign-ins above are kept in {accounts}; logs in {data / 'logs'}.")
    print(f"The portal runs at {address(port)}  (Ctrl-C ends it, the data stay)", flush=True)


def run(data: Path, port: int) -> None:
    """Prepare the data, run the portal and stay until told to end; raises DemoStopped."""
    require_free(port)
    with (data_folder(data) / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoStopped(f"Another portal runs on {data} already.") from None
        print(f"Preparing {data}", flush=True)
        if subprocess.run([sys.executable, "-m", "scripts.prepare"], check=False).returncode:
            raise DemoStopped(f"The data could not be prepared; the message is above. {ANEW.format(data)}")
        with Portal(data, port) as portal:
            portal.start("web")
            portal.wait_until_healthy()
            portal.start("worker", "paper", "beat")
            print_welcome(data, port)
            portal.watch()


def told_to_end(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an orderly end; further ones are ignored while it goes on."""
    for each in (*FROM_TERMINAL, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(number)


def main() -> int:
    """Read the arguments and run; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=port_number, required=True)
    options = parser.parse_args()
    data = options.data.resolve()
    os.environ.update(environment(data, options.port))
    for each in (*FROM_TERMINAL, signal.SIGTERM):
        signal.signal(each, told_to_end)
    try:
        run(data, options.port)
    except KeyboardInterrupt:
        print("\nThe portal has ended; the data stay.")
    except DemoStopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
