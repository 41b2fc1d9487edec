"""The table of clauses in the documentation is true."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| C\d\d \|", line)
]


def files(cell: str) -> list[Path]:
    return [ROOT / name for name in re.findall(r"`([^`]+)`", cell)]


def test_all_clauses_are_listed_once() -> None:
    """C01 to C48, in order."""
    assert [row[0] for row in ROWS] == [f"C{number:02}" for number in range(1, 49)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_file_named_exists_and_every_test_names_the_clause(row: list[str]) -> None:
    """C01 to C48: no row points nowhere; a module of rules quotes its clause."""
    clause, _what, enforced, proved = row
    assert files(enforced), f"{clause} is enforced nowhere"
    assert files(proved), f"{clause} is proved by nothing"
    for path in files(enforced):
        assert path.exists(), path
    for path in files(proved):
        assert clause in path.read_text(encoding="utf-8"), f"{path} does not name {clause}"
