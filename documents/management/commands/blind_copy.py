"""manage.py blind_copy FILE --name … --employer … --out OUT: makes a blind copy from the proposals alone; no database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.inspection import MB, FileRefused, inspect
from documents.management.commands.inspect_scan import MOST_MEGABYTES, MOST_PAGES, pages_of
from documents.scans.blind import blind_copy
from documents.scans.identity import Identity
from documents.scans.inspecting import inspected, sight
from documents.scans.leaks import leaks
from documents.scans.pages import opened
from documents.scans.reading import is_installed


class Command(BaseCommand):
    """Writes the copy, prints its boxes and what the leak check finds in it; fails when something is left."""

    help = "按自动找到的位置遮盖，生成盲评副本，再检查有没有漏。只看文件，不连数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        for name in ("name", "employer", "id-number", "phone"):
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        who = Identity(**{name: options[name] for name in ("name", "employer", "id_number", "phone")})
        try:
            data = options["file"].read_bytes()
            data = pages_of(data, inspect(data, max_bytes=MOST_MEGABYTES * MB, max_pages=MOST_PAGES).kind)
            covers = {page.number: page.covers for page in inspected(map(sight, opened(data)), "", {}, who).pages}
            copy = blind_copy(data, {number: [cover.box for cover in found] for number, found in covers.items()})
            options["out"].write_bytes(copy)
        except FileRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as away:
            raise CommandError(f"{away.filename}: {away.strerror}") from away
        left = leaks(copy, options["out"].name, who)
        self.report(covers, left, as_json=options["json"])
        if left:
            raise CommandError(f"{len(left)} left")

    def report(self, covers: dict[int, Any], left: list[Any], *, as_json: bool) -> None:
        """Print the boxes by page, and what is left."""
        if as_json:
            boxes = [{"page": number, **asdict(each)} for number, found in covers.items() for each in found]
            answer = {"boxes": boxes, "leaks": [asdict(leak) for leak in left], "is_read": is_installed}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        lines = [f"page {page}: {each.what} {each.text}" for page, found in covers.items() for each in found]
        lines += [f"left on page {leak.page}: {leak.kind} {leak.detail}" for leak in left]
        self.stdout.write("\n".join([*lines, f"{len(left)} left" if left else "clean"]))
