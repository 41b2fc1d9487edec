"""How long `submit` holds its row lock: `make bench-submit`, on a PostgreSQL that flushes every commit.

Many complete drafts with twenty files each are filed one after the other through the real service. The lock is held
from the moment when SELECT … FOR UPDATE has answered until COMMIT has: both seen on the connection itself. It prints
median, 95th percentile and longest in milliseconds, and its share of the whole call. Nothing is asserted here.
"""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

CASES, FILES = 200, 20
MOST_MS = 50


@dataclass
class Watch:
    """Sees the statements of a connection: when the row was locked, when the commit came back, how many between."""

    locked_at: float | None = None
    held: list[float] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    between: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if self.locked_at is not None:
            self.between += 1
        elif "FOR UPDATE" in sql:
            self.locked_at, self.between = time.perf_counter(), 0
        return answer

    def committed(self) -> None:
        if self.locked_at is not None:
            self.held.append((time.perf_counter() - self.locked_at) * 1000)
            self.asked.append(self.between)
            self.locked_at = None


@contextmanager
def watching(connection: Any) -> Any:
    """Watch every statement and commit of a connection."""
    watch, commit = Watch(), connection.commit

    def commit_and_tell() -> None:
        commit()
        watch.committed()

    connection.commit = commit_and_tell
    try:
        with connection.execute_wrapper(watch):
            yield watch
    finally:
        del connection.commit


def drafts(number: int, files: int) -> list[Any]:
    """Give complete drafts: one made through the real services, the others copies of its rows for other people."""
    from applications.models import Application, Material, Section, StoredFile
    from tests import factories, stories

    first = stories.filled()
    for serial in range(first.materials.count(), files):
        stories.upload(first, "achievements", serial=1000 + serial)
    sections, materials = list(first.sections.all()), list(first.materials.select_related("file"))
    made = [first]
    for serial in range(1, number):
        row = factories.application(applicant=stories.person(f"演示申报人{serial}"), employer=first.employer)
        Application.objects.filter(pk=row.pk).update(path=first.path, title=first.title, specialty=first.specialty)
        Section.objects.filter(application=row).delete()
        Section.objects.bulk_create(_copy(each, application=row) for each in sections)
        stored = StoredFile.objects.bulk_create(
            _copy(each.file, sha256=f"{serial:032x}{place:032x}") for place, each in enumerate(materials)
        )
        Material.objects.bulk_create(
            _copy(each, application=row, file=file) for each, file in zip(materials, stored, strict=True)
        )
        made.append(Application.objects.get(pk=row.pk))
    return made


def _copy(row: Any, **changed: Any) -> Any:
    fields = {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}
    fields.pop(row._meta.pk.attname)
    return type(row)(
        **{name: value for name, value in fields.items() if name.removesuffix("_id") not in changed}, **changed
    )


def measure(number: int, files: int) -> tuple[Watch, list[float]]:
    """File the drafts; give what was seen, and the milliseconds of each whole call."""
    from django.db import connection

    from applications.services.submitting import submit
    from tests import stories

    rows, calls = drafts(number, files), []
    with watching(connection) as watch:
        for row in rows:
            act = stories.act_of(row.applicant, stories.SUBMITTED)
            began = time.perf_counter()
            submit(application_id=row.pk, signed=stories.signed(row), act=act)
            calls.append((time.perf_counter() - began) * 1000)
    return watch, calls


def shown(values: list[float]) -> str:
    ordered = sorted(values)
    late = ordered[int(len(ordered) * 0.95)]
    return f"median {statistics.median(ordered):7.1f} ms   p95 {late:7.1f} ms   max {ordered[-1]:7.1f} ms"


def machine() -> str:
    """Give the processor, its cores, and the load of the last minute."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.test")
    os.environ["CELERY_EAGER"] = "0"  # papers go into the queue, as in production
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests import reference

    if connection.vendor != "postgresql":
        print("python -m tests.services --durable python -m tests.bench.submit")
        return 2
    call_command("migrate", interactive=False, verbosity=0)
    reference.load()
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
    print(f"{CASES} submissions with {FILES} files each, PostgreSQL with fsync={fsync}", flush=True)
    print(machine(), flush=True)
    watch, calls = measure(CASES, FILES)
    print(f"lock held    {shown(watch.held)}   (wanted: under {MOST_MS} ms)")
    print(f"whole call   {shown(calls)}")
    share = sum(watch.held) / sum(calls)
    print(f"lock : call  {share:.0%} of the time, {max(watch.asked)} statements at most under the lock")
    return 0 if len(watch.held) == CASES else 1


if __name__ == "__main__":
    sys.exit(main())
