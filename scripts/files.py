"""Saves and loads the uploads and papers of a production installation, whatever S3 server holds them.

    python -m scripts.files save > files.tar                        # everything
    python -m scripts.files save --since 2025-03-05 > since.tar     # what was stored on that day (UTC) or later
    python -m scripts.files load < files.tar

A file is never overwritten once it is stored, so everything once and then each day's addition make a whole backup, taken
while people work. Pieces of what is still being sent are left out. Loading can run twice; what is there already stays.
"""

import argparse
import os
import sys
import tarfile
from datetime import UTC, date, datetime, time
from typing import IO, Any

#: Pieces of files that are still being sent: gone in days, and nothing without the rest.
UNDER_WAY = "pieces/"


def bucket() -> Any:
    """Give the bucket of the settings, as boto3 has it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.production")
    django.setup()
    from django.core.files.storage import default_storage

    return default_storage.bucket  # type: ignore[attr-defined]


def save(files: Any, out: IO[bytes], since: datetime) -> int:
    """Write what was stored at `since` or later to `out` as a tar stream; gives how many files."""
    saved = 0
    with tarfile.open(fileobj=out, mode="w|") as archive:
        for stored in files.objects.all():
            if stored.last_modified < since or stored.key.startswith(UNDER_WAY):
                continue
            answer = stored.get()
            entry = tarfile.TarInfo(stored.key)
            entry.size, entry.mtime = answer["ContentLength"], int(stored.last_modified.timestamp())
            entry.pax_headers = {"portal.type": answer["ContentType"]}
            archive.addfile(entry, answer["Body"])
            saved += 1
    return saved


def load(files: Any, source: IO[bytes]) -> int:
    """Store each file of the tar stream `source` that is missing; gives how many."""
    there = {stored.key for stored in files.objects.all()}
    loaded = 0
    with tarfile.open(fileobj=source, mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry)
            if content is None or entry.name in there:
                continue
            kind = entry.pax_headers.get("portal.type", "application/octet-stream")
            files.put_object(Key=entry.name, Body=content.read(), ContentType=kind)
            loaded += 1
    return loaded


def main() -> None:
    """Read the arguments, save or load, say how many files on the error stream."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("act", choices=["save", "load"])
    parser.add_argument("--since", type=date.fromisoformat, default=date(1970, 1, 1))
    options = parser.parse_args()
    if options.act == "save":
        count = save(bucket(), sys.stdout.buffer, datetime.combine(options.since, time(), UTC))
    else:
        count = load(bucket(), sys.stdin.buffer)
    print(f"{options.act}: {count} files", file=sys.stderr)


if __name__ == "__main__":
    main()
