"""A process inside an installation that does what a test asks for: `there.name(…)` calls `acts.name(…)` there."""

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.deployment.servers import ROOT, Installation


class Inside:
    """Calls functions of `tests.deployment.acts` in a process of the installation; they take and give plain data."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *args: self.ask(name, args)

    def ask(self, name: str, args: tuple[Any, ...]) -> Any:
        """Give what the function `name` gives for `args`; raises AssertionError with its traceback."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([name, args]), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]


@contextmanager
def inside(installation: Installation) -> Iterator[Inside]:
    """Give a process inside the installation; it ends with the test."""
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "tests.deployment.inside"]
    with (
        (installation.place / "inside.log").open("ab") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=installation.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        yield Inside(process)


def serve() -> None:
    """Answer one call a line until there are no more."""
    out, sys.stdout = sys.stdout, sys.stderr
    import django

    django.setup()
    from django.db import close_old_connections

    from tests.deployment import acts

    for line in sys.stdin:
        name, args = json.loads(line)
        close_old_connections()
        try:
            answer = {"value": getattr(acts, name)(*args)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer, default=str), file=out, flush=True)


if __name__ == "__main__":
    serve()
