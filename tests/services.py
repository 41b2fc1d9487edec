"""The real servers that tests run against, started for one run and gone after it.

    python -m tests.services pytest tests/applications      # PostgreSQL and Redis, then the command
    python -m tests.services --durable COMMAND              # every commit waits for the disk, as in production

Everything lies in one temporary folder, listens on 127.0.0.1 at a free port and dies with its starter. As root the
servers run as an unprivileged user, because PostgreSQL refuses root.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

START_SECONDS = 30


class ServiceMissing(RuntimeError):
    """A server that the tests need is not installed or does not start."""


def free_port() -> int:
    """Give a TCP port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen, log: Path) -> None:
    """Return when `port` accepts connections; raises ServiceMissing with the end of `log` when it never does."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    tail = log.read_text(errors="replace")[-2000:] if log.exists() else ""
    raise ServiceMissing(f"{process.args!r} does not answer on port {port}:\n{tail}")


def unprivileged() -> pwd.struct_passwd | None:
    """Give the user that servers run as when the tests run as root; None when they do not."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServiceMissing("run as root, and there is neither a user postgres nor nobody")


def as_servant(command: list[str]) -> list[str]:
    """Give `command` so that it dies with its starter and, for root, runs as the unprivileged user."""
    user = unprivileged()
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if user:
        prefix += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    return [*prefix, *command]


def find_program(name: str, *folders: Path) -> str:
    """Give the path of `name` from `folders` or PATH; raises ServiceMissing."""
    for folder in folders:
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if not found:
        raise ServiceMissing(f"{name} is not installed: `make test` installs what it needs")
    return found


@contextmanager
def folder() -> Iterator[Path]:
    """Give a temporary folder that belongs to the unprivileged user; removed afterwards."""
    path = Path(tempfile.mkdtemp(prefix="titles-services-"))
    user = unprivileged()
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def running(
    command: list[str], port: int, log: Path, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen]:
    """Keep `command` running, listening on `port`, its output in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            as_servant(command), cwd="/", stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env
        )
    try:
        wait_for_port(port, process, log)
        yield process
    finally:
        process.send_signal(2)  # SIGINT: PostgreSQL's fast shutdown
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL cluster that forgets safety for speed, unless `durable`."""
    with folder() as place:
        make_cluster(place)
        port = free_port()
        with serving(place, port, durable=durable):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"


def _postgres_program(name: str) -> str:
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    return find_program(name, *bins)


def make_cluster(place: Path) -> None:
    """Make an empty cluster in `place`; raises ServiceMissing."""
    initdb = [_postgres_program("initdb"), "-D", str(place / "data"), "-U", "portal", "--auth=trust", "--no-sync"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(as_servant(initdb), cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        raise ServiceMissing(f"initdb failed: {made.stderr}")


@contextmanager
def serving(place: Path, port: int, *, durable: bool) -> Iterator[subprocess.Popen]:
    """Keep PostgreSQL running on the cluster in `place`."""
    # Who counts rows while a test writes counts none, and three thousand are planned for as none: each is looked for in
    # all of them, which never ends. Of tables that nobody counted a plan goes by their pages.
    careless = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
    patience = ("lock_timeout=120s", "statement_timeout=300s")  # who waits longer waits for a test that hangs
    options = ("max_connections=60", *patience, *(() if durable else careless))
    command = [_postgres_program("postgres"), "-D", str(place / "data"), "-h", "127.0.0.1", "-p", str(port)]
    command += ["-k", str(place), *(part for option in options for part in ("-c", option))]
    with running(command, port, place / "postgres.log") as process:
        wait_until_ready(_postgres_program("pg_isready"), port)
        yield process


def wait_until_ready(pg_isready: str, port: int) -> None:
    """Return when PostgreSQL on `port` takes sessions; raises ServiceMissing."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if subprocess.run([pg_isready, "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise ServiceMissing("PostgreSQL listens and takes no session")


@contextmanager
def redis() -> Iterator[str]:
    """Give the URL of an empty Redis that keeps nothing on disk."""
    port = free_port()
    with queueing(port):
        yield f"redis://127.0.0.1:{port}"


@contextmanager
def queueing(port: int) -> Iterator[subprocess.Popen]:
    """Keep an empty Redis running."""
    with folder() as place:
        command = [find_program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(place)]
        with running([*command, "--save", "", "--appendonly", "no"], port, place / "redis.log") as process:
            yield process


#: The test file of virus scanners, in two parts so that none finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def clamd() -> Iterator[str]:
    """Give the address of a virus scanner that knows one virus, EICAR, and takes no file of more than a megabyte."""
    with folder() as place:
        (place / "signatures").mkdir()
        (place / "signatures" / "test.ndb").write_text(f"Portal.Test.EICAR:0:*:{EICAR.hex()}\n")
        for path in (place, *place.rglob("*")):
            path.chmod(0o755)
        port = free_port()
        (place / "clamd.conf").write_text(
            f"DatabaseDirectory {place}/signatures\nLocalSocket {place}/clamd.ctl\nTCPSocket {port}\n"
            "TCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 1M\nTemporaryDirectory /tmp\n"
        )
        program = find_program("clamd", Path("/usr/sbin"))
        with running([program, f"--config-file={place}/clamd.conf"], port, place / "log"):
            yield f"unix://{place}/clamd.ctl"


def main(command: list[str]) -> int:
    """Run `command` with PostgreSQL and Redis beside it; give its exit status."""
    durable = command[:1] == ["--durable"]
    command = command[durable:]
    if not command:
        print(__doc__)
        return 2
    with ExitStack() as stack:
        server = stack.enter_context(postgres(durable=durable))
        addresses = {"DATABASE_URL": server, "REDIS_URL": stack.enter_context(redis())}
        if command[0] == "pytest":
            command = [sys.executable, "-m", *command]
        try:
            return subprocess.run(command, env={**os.environ, **addresses}, check=False).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
