"""From what somebody wrote to the facts that the rules take."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from accounts.enums import DocumentKind, EmployerKind, IntegrityKind, Tier
from accounts.models import IntegrityEntry, User
from accounts.statements import Statement
from applications.enums import SectionKey
from applications.models import Application
from applications.rules.deadlines import full_years
from applications.rules.facts import EligibilityFacts
from applications.sections import SECTIONS, rows_of
from campaigns.code_tables import education_rank
from campaigns.enums import Degree, Kind
from campaigns.rules.calendar import day_of
from campaigns.rules.campaign import CampaignRules

Contents = Mapping[str, Mapping[str, Any]]
GOOD_GRADES = ("excellent", "qualified")
LISTED = Statement(
    lambda document, today: (
        IntegrityEntry.objects.filter(
            kind=IntegrityKind.PERSON, document_index=document, starts_on__lte=today, ends_on__gte=today
        )
        .order_by("-ends_on")
        .values_list("ends_on")[:1]
    ),
    str,
    date,
)


def form_facts(application: Application) -> dict[str, str]:
    """Give the facts of an application on which the form itself turns (`When("@kind", …)`)."""
    return {
        "kind": application.kind,
        "employer_kind": application.employer.kind if application.employer else "",
        "derived": "yes" if application.applicant.document_kind == DocumentKind.ID_CARD else "no",
    }


def eligibility_facts(
    application: Application, contents: Contents, *, rules: CampaignRules, listed_until: date | None
) -> EligibilityFacts:
    """Give the facts that eligibility and slots turn on. `contents`: the data of every section, by key."""
    employer = application.employer
    education = _education(contents, application.kind)
    current = contents.get(SectionKey.CURRENT, {})
    basics = contents.get(SectionKey.BASICS, {})
    since = as_day(basics.get("professional_since"))
    return EligibilityFacts(
        kind=application.kind,
        level=application.level,
        path=application.path,
        series_key=application.series.key if application.series else "",
        specialty_key=application.specialty.key if application.specialty else "",
        employer_kind=employer.kind if employer else "",
        employer_in_prefecture=employer.kind != EmployerKind.OUTSIDE if employer else None,
        dispatched_since=as_day(contents.get(SectionKey.CATEGORY, {}).get("dispatched_on")),
        **education,
        work_started_on=as_day(basics.get("work_started_on")),
        professional_years=full_years(since, rules.years_counted_to) if since else None,
        **_prior(current),
        appraisals_ok=_appraisals(contents, basics),
        training_hours=_training(contents, rules),
        township=employer.tier == Tier.TOWNSHIP if employer else None,
        on_integrity_list_until=listed_until,
    )


def listed_until(user: User, at: datetime) -> date | None:
    """Give the last day on which a person is on the integrity list, or None when he is not on it today (C45)."""
    listed = LISTED.tuples(user.document_index, day_of(at))
    return listed[0][0] if listed else None


def as_day(value: object) -> date | None:
    """Give a kept day, or the first day of a kept month; None for anything else."""
    text = str(value or "")
    try:
        return date.fromisoformat(text if len(text) != 7 else f"{text}-01")
    except ValueError:
        return None


def _rows(contents: Contents, key: str, group: str) -> list[dict[str, Any]]:
    rows = next(rows for rows in SECTIONS[key].rows if rows.name == group)
    return rows_of(rows, contents.get(key, {}))


def _education(contents: Contents, kind: str) -> dict[str, Any]:
    """初定 looks at the full-time diploma; everything else at the highest of all."""
    full_time = _rows(contents, SectionKey.EDUCATION, "full_time")
    in_service = [] if kind == Kind.INITIAL else _rows(contents, SectionKey.EDUCATION, "in_service")
    every = [(row, True) for row in full_time] + [(row, False) for row in in_service]
    ranked = [
        (education_rank(str(row.get("code", ""))) or 0, is_full, row) for row, is_full in every if row.get("code")
    ]
    if not ranked:
        return {"degree": _degree(row for row, _full in every)}
    rank, is_full, row = max(ranked, key=lambda each: each[:2])
    classes = [str(row.get("school_class", "")) for row, _full in every if row.get("school_class")]
    return {
        "education_rank": rank,
        "full_time": is_full,
        "degree": _degree(row for row, _full in every),
        "school_class": classes[0] if classes else "",
        "graduated_on": as_day(row.get("graduated_on")),
    }


def _degree(rows: Iterable[Mapping[str, Any]]) -> str:
    known = {str(degree) for degree in Degree}
    held = [Degree(row["degree"]) for row in rows if row.get("degree") in known]
    return str(max(held, key=lambda degree: degree.rank)) if held else ""


def _prior(current: Mapping[str, Any]) -> dict[str, Any]:
    has_title, has_skill = current.get("has_title"), current.get("has_skill")
    return {
        "first_time": {"yes": False, "no": True}.get(str(has_title)),
        "prior_level": str(current.get("title_level", "")) if has_title == "yes" else "",
        "prior_since": as_day(current.get("title_obtained_on")) if has_title == "yes" else None,
        "skill": str(current.get("skill_level", "")) if has_skill == "yes" else "",
        "skill_since": as_day(current.get("skill_obtained_on")) if has_skill == "yes" else None,
    }


def _appraisals(contents: Contents, basics: Mapping[str, Any]) -> bool | None:
    """Whether the three years were qualified; years before the first job do not count."""
    started = as_day(basics.get("work_started_on"))
    rows = [
        row
        for row in _rows(contents, SectionKey.APPRAISALS, "years")
        if not (started and str(row.get("year", "")).isdigit() and int(row["year"]) < started.year)
    ]
    grades = [row.get("grade") for row in rows]
    return all(grade in GOOD_GRADES for grade in grades) if grades and all(grades) else None


def _training(contents: Contents, rules: CampaignRules) -> dict[int, tuple[int, int]]:
    """Hours of each year, in all and of these in the specialty; an exempt year counts as fulfilled (C23, C28)."""
    hours: dict[int, tuple[int, int]] = {}
    for row in _rows(contents, SectionKey.CONTINUING, "years"):
        year = str(row.get("year", ""))
        if not year.isdigit():
            continue
        public, special = _whole(row.get("public_hours")), _whole(row.get("special_hours"))
        if row.get("exempt") == "yes":
            hours[int(year)] = (rules.yearly_training_hours, rules.specialty_training_hours)
        elif public is not None or special is not None:
            hours[int(year)] = ((public or 0) + (special or 0), special or 0)
    return hours


def _whole(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() else None
