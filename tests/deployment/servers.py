"""The processes of production, run natively: PostgreSQL, Redis, an S3 server, gunicorn, two workers and beat."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from documents.signing import development
from tests import services
from tests.deployment import signed

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "titles.example"
S3_KEYS = {"S3_ACCESS_KEY": "S3RVER", "S3_SECRET_KEY": "S3RVER"}  # the only pair that s3rver knows
STOP_SECONDS = 30
Address = Callable[[], AbstractContextManager[str]]


@dataclass
class Installation:
    """A production installation: its environment, its folder, and the processes started in it."""

    place: Path
    env: dict[str, str]
    port: int
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def pipe(self, *command: str, given: bytes = b"") -> bytes:
        """Give what `python COMMAND` writes when it reads `given`; raises AssertionError when it fails."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.env,
            input=given,
            capture_output=True,
            check=False,
            timeout=180,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def run(self, *command: str, **changed: str) -> subprocess.CompletedProcess[str]:
        """Run `python COMMAND` to its end in this installation, with the environment `changed`."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.env, **changed},
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def shell(self, code: str, **changed: str) -> str:
        """Give what the Python `code` prints, run in Django's shell; raises AssertionError when it fails."""
        done = self.run("manage.py", "shell", "--no-imports", "-c", code, **changed)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, name: str, *command: str) -> None:
        """Start `python -m COMMAND` in the background, its output in NAME.log."""
        with (self.place / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def log(self, name: str) -> str:
        """Give what the process `name` has written so far."""
        return (self.place / f"{name}.log").read_text(errors="replace")

    def wait_for_log(self, name: str, text: str, seconds: float = 180) -> None:
        """Return when the process `name` has written `text`; raises AssertionError after `seconds`."""
        end = time.monotonic() + seconds
        while text not in self.log(name):
            assert self.processes[name].poll() is None, f"{name} ended: {self.log(name)}"
            assert time.monotonic() < end, f"{name} does not say {text!r}: {self.log(name)[-3000:]}"
            time.sleep(0.2)

    def stop(self) -> dict[str, int]:
        """End every process in order, the web first; give each one's exit status."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(STOP_SECONDS) for name, process in self.processes.items()}


@contextmanager
def s3(gate: type[signed.Gate] = signed.Gate) -> Iterator[str]:
    """Give the URL of an empty S3 server that checks every signature: s3rver behind a gate of our own."""
    port = services.free_port()
    program = ROOT / "node_modules" / "s3rver" / "bin" / "s3rver.js"
    with services.folder() as place:
        command = [services.find_program("node"), str(program), "--directory", str(place / "s3")]
        command += ["--address", "127.0.0.1", "--port", str(port), "--no-vhost-buckets"]
        with (
            services.running(command, port, place / "s3.log"),
            signed.gate(port, S3_KEYS["S3_SECRET_KEY"], gate) as address,
        ):
            yield address


def signing_secrets() -> dict[str, str]:
    """Give an office's key for papers and the certificates that count, as PEM."""
    above = development.authority("测试部署根证书")
    office = development.issue("测试部署职称办", above)
    return {
        "PAPER_SIGNING_KEY": (office.private_pem + office.pem + above.pem).decode(),
        "PAPER_SIGNERS": (office.pem + above.pem).decode(),
    }


def write_secrets(place: Path) -> dict[str, str]:
    """Write each secret into a file of its own; give the variables that name them."""
    values = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FIELD_KEYS": f"{secrets.token_hex(32)}\n{secrets.token_hex(32)}",
        "INDEX_KEY": secrets.token_hex(32),
        **S3_KEYS,
        **signing_secrets(),
    }
    for name, value in values.items():
        (place / name.lower()).write_text(value + "\n")
    return {f"{name}_FILE": str(place / name.lower()) for name in values}


@contextmanager
def installation(
    postgres: Address = services.postgres, redis: Address = services.redis, s3: Address = s3, **more: str
) -> Iterator[Installation]:
    """Give an installation whose servers run; its own processes are the test's to start. All end with it.

    Other servers than the usual may be given, and `more` of the environment.
    """
    with postgres() as database, redis() as queue, s3() as bucket_server, services.folder() as place:
        port = services.free_port()
        env = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "PYTHONUTF8": "1",
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "hetian_titles.settings.production",
            "PORTAL_ADDRESS": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": database,
            "REDIS_URL": queue,
            "S3_ENDPOINT": bucket_server,
            "S3_BUCKET": "portal",
            "STATIC_ROOT": str(place / "static"),
            "BEAT_SCHEDULE": str(place / "beat-schedule"),
            "BIND": f"127.0.0.1:{port}",
            "WEB_WORKERS": "1",
            **write_secrets(place),
            **more,
        }
        whole = Installation(place, env, port)
        try:
            yield whole
        finally:
            whole.stop()


def json_lines(text: str) -> list[dict[str, object]]:
    """Give the log lines in `text` as objects; raises ValueError on a line that is not JSON."""
    return [json.loads(line) for line in text.splitlines() if line.strip()]
