"""National code lists for option fields: read once from the reference files, no database."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, gettext_noop

REFERENCE = Path(__file__).resolve().parent / "reference"

COMMON_GROUPS = ("05", "01")


@dataclass(frozen=True)
class EthnicGroup:
    """One row of GB/T 3304-1991."""

    code: str
    name: str
    letters: str


@dataclass(frozen=True)
class Education:
    """One row of GB/T 4658-2006; `rank` orders completed education, None where it is not completed."""

    code: str
    name: str
    rank: int | None


@dataclass(frozen=True)
class PoliticalStatus:
    """One row of GB/T 4762-1984."""

    code: str
    name: str
    short_name: str


def _rows(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def ethnic_groups() -> tuple[EthnicGroup, ...]:
    """Give all ethnic groups, the two most common of the prefecture first."""
    groups = [EthnicGroup(**row) for row in _rows("ethnic_groups.csv")]
    first = {code: place for place, code in enumerate(COMMON_GROUPS)}
    return tuple(sorted(groups, key=lambda group: (first.get(group.code, len(first)), group.code)))


@cache
def education_levels() -> tuple[Education, ...]:
    """Give all levels of education, in the order of their codes."""
    return tuple(
        Education(row["code"], row["name"], int(row["rank"]) if row["rank"] else None)
        for row in _rows("education.csv")
    )


@cache
def completed_education() -> tuple[Education, ...]:
    """Give the levels that somebody can have completed, the highest first; for drop-downs."""
    ranked = [level for level in education_levels() if level.rank is not None or level.code == "47"]
    return tuple(sorted(ranked, key=lambda level: -(level.rank if level.rank is not None else 19)))


@cache
def political_statuses() -> tuple[PoliticalStatus, ...]:
    """Give all political statuses, in the order of their codes."""
    return tuple(PoliticalStatus(**row) for row in _rows("political_status.csv"))


def education(code: str) -> Education | None:
    """Give the level of education with this code, or None."""
    return next((level for level in education_levels() if level.code == code), None)


def education_rank(code: str) -> int | None:
    """Give the rank of a completed level of education, or None where it is unknown or not completed."""
    found = education(code)
    return found.rank if found else None


def education_name_of_rank(rank: int) -> str:
    """Give the common name of a rank: 本科 for 40."""
    return gettext(RANK_NAMES.get(rank, ""))


RANK_NAMES = {
    60: gettext_noop("博士"),
    50: gettext_noop("硕士"),
    45: gettext_noop("研究生班"),
    40: gettext_noop("本科"),
    30: gettext_noop("大专"),
    20: gettext_noop("中专"),
    15: gettext_noop("职业高中"),
    10: gettext_noop("高中"),
}


def ethnic_group_choices() -> list[tuple[str, str]]:
    return [(group.code, group.name) for group in ethnic_groups()]


def education_choices() -> list[tuple[str, str]]:
    return [(level.code, level.name) for level in completed_education()]


def political_status_choices() -> list[tuple[str, str]]:
    return [(status.code, status.short_name) for status in political_statuses()]
