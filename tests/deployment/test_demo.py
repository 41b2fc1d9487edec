"""`make demo` as a person runs it in a terminal."""

import argparse
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest

from accounts.enums import Role
from applications.enums import State
from scripts.demo import DemoStopped, data_folder, port_number, require_free
from tests import services

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = {"web", "worker", "paper", "beat"}


class Terminal:
    """The demo in a terminal of its own, whose keys can be pressed and whose lines can be read."""

    def __init__(self, data: Path, port: int):
        self.shown = ""
        self.keys, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scripts.demo", "--data", str(data), "--port", str(port)],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if "DJANGO" not in name and "_URL" not in name},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),  # becomes the controlling terminal
        )
        os.close(theirs)

    def read(self, seconds: float) -> bool:
        """Read what is shown for at most `seconds`; False when the terminal is closed."""
        if not select.select([self.keys], [], [], seconds)[0]:
            return True
        try:
            self.shown += os.read(self.keys, 65536).decode(errors="replace")
        except OSError:
            return False
        return True

    def wait_for(self, text: str, seconds: float) -> None:
        """Return when `text` is shown; raises AssertionError when it is not within `seconds`."""
        end = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            assert self.read(0.2), self.shown

    def press_ctrl_c(self) -> int:
        """Press Ctrl-C, wait for the end; give the exit status."""
        os.write(self.keys, b"\x03")
        while self.process.poll() is None:
            self.read(0.2)
        return self.process.wait(30)

    def close(self) -> None:
        """Kill what a failed test left."""
        for pid in members(self.process.pid):
            with suppress(ProcessLookupError):  # it went with the one before
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        os.close(self.keys)


def members(session: int) -> list[int]:
    """Give the processes of `session` that live."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def memory(pids: list[int]) -> int:
    """Give the bytes that `pids` hold in memory, pages that they share counted for each."""
    pages = 0
    for pid in pids:
        with suppress(FileNotFoundError):  # a helper of a starting process, gone by now
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def wait_for_workers(data: Path) -> None:
    """Return when both workers take tasks, which is when they fill most memory."""
    end = time.monotonic() + 60
    while not all("ready." in (data / "logs" / f"{name}.log").read_text() for name in ("worker", "paper")):
        assert time.monotonic() < end, "the workers do not start"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder for the data, and a port."""
    return tmp_path_factory.mktemp("demo") / "data", services.free_port()


@pytest.fixture
def start(place):
    """A function that starts the demo on the module's folder."""
    terminals = []

    def begin():
        terminals.append(Terminal(*place))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.close()


def sign_ins(data: Path) -> list[dict[str, str]]:
    """Give the sign-ins that the demo wrote."""
    return json.loads((data / "demo-accounts.json").read_text(encoding="utf-8"))


def states(data: Path) -> set[str]:
    """Give the states that the demo's cases are in."""
    with closing(sqlite3.connect(data / "portal.sqlite3")) as database:
        return {state for (state,) in database.execute("SELECT DISTINCT state FROM applications_application")}


def cases(data: Path) -> list[tuple[str, ...]]:
    """Give each case of the demo with when it was begun and by whom."""
    with closing(sqlite3.connect(data / "portal.sqlite3")) as database:
        return database.execute(
            "SELECT id, created_at, applicant_id FROM applications_application ORDER BY id"
        ).fetchall()


def codes_of_certificates(data: Path) -> list[str]:
    """Give the addresses that the demo's certificates print as QR codes; there are some."""
    with closing(sqlite3.connect(data / "portal.sqlite3")) as database:
        rows = database.execute("SELECT data FROM applications_paper WHERE kind = 'certificate'").fetchall()
    assert rows
    return [json.loads(kept)["code_url"] for (kept,) in rows]


def test_the_demo_starts_twice_and_leaves_nothing_behind(start, place):
    """Set-up: people in every role, cases in every state, address last, sign-ins written, memory small, Ctrl-C ends all;
    a second run makes none of it anew.
    """
    data, port = place
    first = start()
    first.wait_for("Ctrl-C", 240)
    last_line = first.shown.strip().splitlines()[-1]
    assert f"http://127.0.0.1:{port}" in last_line
    before, made = sign_ins(data), cases(data)
    assert all({"role", "office", "sign_in", "password"} <= set(row) for row in before)
    assert all(row["sign_in"] in first.shown for row in before)
    assert {row["role_key"] for row in before} == {"applicant", *Role.values, "administrator"}
    assert states(data) == set(State.values)
    assert all(code.startswith(f"http://127.0.0.1:{port}/") for code in codes_of_certificates(data))
    wait_for_workers(data)
    running = members(first.process.pid)
    assert len(running) >= len(PROCESSES) + 1
    assert memory(running) < 1.5e9
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
        assert "和田地区" in page.read().decode()
    assert first.press_ctrl_c() == 0
    assert members(first.process.pid) == []

    second = start()
    second.wait_for("Ctrl-C", 240)
    assert sign_ins(data) == before
    assert cases(data) == made
    os.kill(second.process.pid, signal.SIGKILL)
    end = time.monotonic() + 20
    while members(second.process.pid) and time.monotonic() < end:
        time.sleep(0.2)
    assert members(second.process.pid) == []


def test_a_taken_port_is_told(start):
    """Set-up: where the port is taken the demo says so and what to type, and starts nothing."""
    first = start()
    first.wait_for("Ctrl-C", 240)
    second = start()
    second.wait_for("make demo PORT=", 30)
    assert second.process.wait(20) == 1
    assert first.press_ctrl_c() == 0


def test_who_pressed_ctrl_c_while_the_data_were_made_begins_anew(tmp_path):
    """Set-up: the demonstration's data are made wholly or not at all, so the next run makes them."""
    env = {**os.environ, "DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.demo"}
    prepare = [sys.executable, "-m", "scripts.prepare"]
    with subprocess.Popen(prepare, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as broken:
        while not any(path.is_file() for path in (tmp_path / "files").rglob("*")):  # until somebody has uploaded
            assert broken.poll() is None
            time.sleep(0.05)
        broken.send_signal(signal.SIGINT)
    assert states(tmp_path) == set()
    assert not (tmp_path / "demo-accounts.json").exists()


def test_a_folder_or_a_port_that_will_not_do_is_told_in_one_line(tmp_path):
    """Set-up: a file where the data should lie, a port that is none."""
    (tmp_path / "taken").write_text("a letter")
    with pytest.raises(DemoStopped, match="taken"):
        data_folder(tmp_path / "taken")
    with pytest.raises(argparse.ArgumentTypeError):
        port_number("99999")
    with pytest.raises(argparse.ArgumentTypeError):
        port_number("80a")
    assert port_number("8001") == 8001
    require_free(services.free_port())
