"""`python -m tests.scans OUT --count 40 --seed 7 --split tuning` writes pages and `labels.json`."""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

from tests.scans import Page, generate


def labels(page: Page) -> dict:
    """Give what is true of `page` as plain data."""
    return {**asdict(replace(page, data=b"")), "data": len(page.data)}


def plain(value):
    """Give a set as a list, a day as text."""
    return sorted(value) if isinstance(value, frozenset) else str(value)


def main() -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--split", choices=("tuning", "figures"))
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    told = {}
    for number, page in enumerate(generate(wanted.seed, wanted.count, wanted.split)):
        name = f"{number:03}-{page.layout}.{page.suffix}"
        (wanted.out / name).write_bytes(page.data)
        told[name] = labels(page)
    text = json.dumps(told, ensure_ascii=False, indent=1, default=plain)
    (wanted.out / "labels.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
