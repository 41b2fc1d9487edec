"""manage.py inspect_scan FILE… --slot KEY --name … --id-number …: prints what the portal sees of files; no database."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.apart import ofd_pages
from documents.inspection import MB, FileRefused, inspect
from documents.scans.identity import Identity
from documents.scans.inspecting import Report, inspected, sight
from documents.scans.pages import opened

MOST_MEGABYTES, MOST_PAGES = 50, 200


class Command(BaseCommand):
    """Prints the checks of each file, a line for each finding or one JSON object a file."""

    help = "看文件有没有问题：清晰度、方向、是不是传错了、姓名和号码对不对、该遮住哪里。只看文件，不连数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--slot", default="other")
        for name in ("name", "id-number", "employer", "phone", "certificate-number", "school", "hours"):
            parser.add_argument(f"--{name}", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        seen = [(path, _seen(path, options)) for path in options["files"]]
        for path, answer in seen:
            if options["json"]:
                self.stdout.write(json.dumps({"file": str(path), **answer}, ensure_ascii=False))
            else:
                self.stdout.write("\n".join(f"{path}: {line}" for line in _sentences(answer)))


def _seen(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Give all that is seen of a file, as plain data, or why it cannot be taken."""
    try:
        data = path.read_bytes()
    except OSError as away:
        raise CommandError(f"{path}: {away.strerror}") from away
    try:
        kind = inspect(data, max_bytes=MOST_MEGABYTES * MB, max_pages=MOST_PAGES).kind
        report = inspected(map(sight, opened(pages_of(data, kind))), options["slot"], options, _identity(options))
    except FileRefused as refused:
        return {"refused": {"code": refused.code, "message": str(refused)}}
    return {"kind": kind, **_plain(report)}


def pages_of(data: bytes, kind: str) -> bytes:
    """Give the bytes from which the pages of an inspected file are drawn."""
    return ofd_pages(data) if kind == "ofd" else data


def _identity(options: dict[str, Any]) -> Identity:
    return Identity(**{name: options[name] for name in ("name", "employer", "id_number", "phone")})


def _plain(report: Report) -> dict[str, Any]:
    plain = asdict(report)
    plain["findings"] = [{"page": page, **asdict(finding)} for page, finding in report.findings]
    for page, seen in zip(plain["pages"], report.pages, strict=True):
        page["lines"] = [line.text for line in seen.lines]
        del page["things"]
    return plain


def _sentences(answer: dict[str, Any]) -> list[str]:
    if "refused" in answer:
        return [f"refused {answer['refused']['code']} {answer['refused']['message']}"]
    lines = [f"{answer['kind']}, {len(answer['pages'])} pages, {'read' if answer['is_read'] else 'not read'}"]
    if answer["misplaced"]:
        lines.append(f"looks like {answer['misplaced']['kind']}: {', '.join(answer['misplaced']['words'])}")
    for each in answer["findings"]:
        lines.append(
            f"page {each['page']}: {each['what']} {each['verdict']} {each['expected']} {each['found']}".rstrip()
        )
    for page in answer["pages"]:
        faults = ", ".join(page["faults"]) or "readable"
        turn, covers = page["quarter"] or 0, len(page["covers"])
        lines.append(f"page {page['number']}: {faults}, turn {turn}, {covers} places to cover")
    return lines
