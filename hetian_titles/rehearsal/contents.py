"""What the people of a rehearsal fill in: the demonstration's contents, changed as the profile and its mishaps say."""

from typing import Any

from applications.enums import SectionKey
from campaigns.enums import Kind
from hetian_titles.demo.contents import contents
from hetian_titles.rehearsal.cast import Person
from hetian_titles.rehearsal.plots import DISPATCHED, Mishap

Sections = dict[str, dict[str, Any]]
EXPLANATION = "按通知申报；近三年一直在本单位工作，情况属实。"


def written(person: Person, year: int) -> Sections:
    """Give every section that a person fills in, by its key, in a campaign of `year`."""
    profile = person.plot.profile
    said = contents(
        year=year,
        first_time=profile.first_time,
        school="新疆排演大学",
        major="本专业",
        unit=person.unit.employer.name,
        since=_years(person),
    )
    said[SectionKey.EDUCATION]["full_time"][0] |= {
        "code": profile.education,
        "degree": profile.degree,
        "school_class": profile.school_class,
    }
    said[SectionKey.CATEGORY] = _category(person, year)
    if not profile.first_time:
        said[SectionKey.CURRENT]["title_obtained_on"] = f"{year - profile.prior}-09"
    if profile.skill:
        said[SectionKey.CURRENT] |= _skill(person, year)
    if person.suffers(Mishap.FAILED_YEAR):
        said[SectionKey.APPRAISALS]["years"][1]["grade"] = "failed"
    if person.suffers(Mishap.FEW_HOURS):
        for row in said[SectionKey.CONTINUING]["years"]:
            row |= {"public_hours": "20", "special_hours": "40"}
    if profile.kind != Kind.REVIEW:
        said[SectionKey.ACHIEVEMENTS] = {"rows": []}
    return said


def _years(person: Person) -> int:
    short = person.suffers(Mishap.TOO_FEW_YEARS) and not person.plot.profile.skill
    return 1 if short else person.plot.profile.since


def _category(person: Person, year: int) -> dict[str, str]:
    said = {"explanation": "" if person.suffers(Mishap.FEW_HOURS) else EXPLANATION}
    if person.plot.profile is DISPATCHED:
        since = f"{year}-01-05" if person.suffers(Mishap.JUST_DISPATCHED) else f"{year - 3}-05-06"
        said |= {"dispatched_on": since, "dispatch_place": "和田市安居工程项目部"}
    return said


def _skill(person: Person, year: int) -> dict[str, str]:
    since = year - 1 if person.suffers(Mishap.TOO_FEW_YEARS) else year - 5
    return {
        "has_skill": "yes",
        "skill_level": person.plot.profile.skill,
        "skill_name": "电工",
        "skill_obtained_on": f"{since}-06",
        "skill_certificate": "排演-0001",
    }
