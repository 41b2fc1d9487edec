"""What the 呈报表 prints: sections, opinions, and for 评审 the parts that the committee fills (C39, C12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.rules.identity import masked_phone
from applications.enums import PaperKind, SectionKey, State, Transition
from applications.models import Application, EmployerNotice, Paper
from applications.papers.common import (
    Contents,
    contents_of,
    document_shown,
    iso,
    person_of,
    photo_of,
    shown,
    target_of,
    telephones,
)
from applications.rules.deadlines import full_years
from applications.sections import SECTIONS, rows_of
from applications.selectors.notices import period_of
from applications.services.papers import request_paper
from campaigns.enums import Kind
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import plain_day
from campaigns.selectors import calendar_around


def request_report_form(application: Application, *, at: Any, soon: bool = True) -> Paper:
    """Ask for the 呈报表 of an accepted application, to be printed twice, stamped and brought along (C39).

    Not `soon`: who asks sets it himself.
    """
    data = report_form(application)
    return request_paper(PaperKind.REPORT_FORM, data, at=at, application=application, soon=soon)


def report_form(application: Application) -> dict[str, Any]:
    """Give the data of the 呈报表, or of the 评审表 for a 评审; opinions still to come stay open for pen and seal."""
    contents = contents_of(application)
    signed = application.commitments.last()
    data = {
        "kind": application.kind,
        "employer": application.employer.name if application.employer else "",
        **target_of(application),
        "title": application.title.name if application.title else "",
        "person": _person(application, contents),
        "filled_on": iso(day_of(application.submitted_at)) if application.submitted_at else None,
        "schooling": _schooling(contents),
        "works": _works(contents),
        "grades": _grades(contents),
        "summary": str(contents.get(SectionKey.SUMMARY, {}).get("text", "")),
        "remark": _remark(application),
        "commitment_text": signed.text if signed else "",
        "commitment_at": iso(signed.signed_at) if signed else None,
        "employer_opinion": _employer_opinion(application),
        "initial_opinion": _opinion(application, State.INITIAL_REVIEW),
        **telephones(application.campaign),
    }
    return data | _of_review(contents) if application.kind == Kind.REVIEW else data


def _of_review(contents: Contents) -> dict[str, Any]:
    return {
        "studies": _studies(contents),
        "achievements_before": _achievements(contents, "before"),
        "achievements_after": _achievements(contents, "after"),
        "papers": _papers(contents),
        "trainings": _trainings(contents),
    }


@dataclass(frozen=True)
class Facts:
    """What lists and summaries say of a case, each row as the 呈报表 prints it."""

    person: dict[str, str]
    schooling: list[dict[str, str]]
    grades: list[dict[str, str]]
    trainings: list[dict[str, str]]
    achievements: list[dict[str, str]]
    papers: list[dict[str, str]]


def facts_of(application: Application, contents: Contents) -> Facts:
    """Give the facts of a case from the contents of its sections; asks the database nothing more."""
    return Facts(
        person=_facts(application, contents),
        schooling=_schooling(contents),
        grades=_grades(contents),
        trainings=_trainings(contents),
        achievements=[*_achievements(contents, "after"), *_achievements(contents, "before")],
        papers=_papers(contents),
    )


def _person(application: Application, contents: Contents) -> dict[str, str]:
    return _facts(application, contents) | {"photo": photo_of(application)}


def _facts(application: Application, contents: Contents) -> dict[str, str]:
    user, employer = application.applicant, application.employer
    basics, current = contents.get(SectionKey.BASICS, {}), contents.get(SectionKey.CURRENT, {})
    person = person_of(user, contents)
    return {
        "name": user.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "born": person.born,
        "id_number": document_shown(user),
        "political": person.political,
        "native_place": shown(SectionKey.BASICS, "native_place", basics),
        "started_work": shown(SectionKey.BASICS, "work_started_on", basics),
        "years_in_profession": _years(str(basics.get("professional_since", "")), application.submitted_at),
        "health": shown(SectionKey.BASICS, "health", basics),
        **_education(contents),
        "title": shown(SectionKey.CURRENT, "title_name", current),
        "title_obtained": shown(SectionKey.CURRENT, "title_obtained_on", current),
        "title_appointed": shown(SectionKey.CURRENT, "title_appointed_on", current),
        "profession": shown(SectionKey.BASICS, "occupation", basics),
        "position": shown(SectionKey.BASICS, "post", basics),
        "employer_kind": str(employer.get_kind_display()) if employer else "",
        "employer": employer.name if employer else "",
        "employer_code": employer.uscc if employer else "",
        "skill": " ".join(
            part
            for part in (
                shown(SectionKey.CURRENT, "skill_name", current),
                shown(SectionKey.CURRENT, "skill_level", current),
            )
            if part
        ),
        "skill_obtained": shown(SectionKey.CURRENT, "skill_obtained_on", current),
        "skill_number": shown(SectionKey.CURRENT, "skill_certificate", current),
        "societies": shown(SectionKey.BASICS, "societies", basics),
        "phone": masked_phone(user.phone),
        "address": shown(SectionKey.BASICS, "address", basics),
    }


def _years(since: str, filed: datetime | None) -> str:
    """The whole years in the profession on the day of filing; empty while either is unknown."""
    if not filed or not since:
        return ""
    years = full_years(date.fromisoformat(f"{since}-01"), day_of(filed))
    return f"{years}年" if years else "不满1年"


def _education(contents: Contents) -> dict[str, str]:
    """The full-time education as the grid names it: level, when and where, degree."""
    first = next(iter(_rows(SectionKey.EDUCATION, "full_time", contents)), {})
    where = f"{first['graduated_on']}{first['school']}{first['major']}" if first else ""
    return {"education": first.get("code", ""), "graduation": where, "degree": first.get("degree", "")}


def _schooling(contents: Contents) -> list[dict[str, str]]:
    full = [row | {"form": "全日制"} for row in _rows(SectionKey.EDUCATION, "full_time", contents)]
    return [
        {
            "school": row["school"],
            "major": row["major"],
            "graduated": row["graduated_on"],
            "length": f"{row['length']}年" if row["length"].isdigit() else row["length"],
            "form": row["form"],
            "education": row["code"],
            "degree": row["degree"],
            "certificate": row["certificate_number"],
            "online_code": row["chsi_code"],
            "technical_class": row["school_class"],
        }
        for row in full + _rows(SectionKey.EDUCATION, "in_service", contents)
    ]


def _studies(contents: Contents) -> list[dict[str, str]]:
    return [
        {
            "period": _period(row),
            "school": row["school"],
            "subject": row["subject"],
            "result": row["result"],
            "form": row["form"],
            "witness": row["witness"],
        }
        for row in _rows(SectionKey.STUDY, "rows", contents)
    ]


def _works(contents: Contents) -> list[dict[str, str]]:
    return [
        {"period": _period(row), "employer": row["employer"], "work": row["work"], "position": row["post"]}
        for row in _rows(SectionKey.WORK, "rows", contents)
    ]


def _achievements(contents: Contents, phase: str) -> list[dict[str, str]]:
    chosen = {"before": "任现职前", "after": "任现职后"}[phase]
    return [
        {
            "period": _period(row),
            "name": row["name"],
            "role": "，".join(part for part in (row["role"], row["work"]) if part),
            "effect": row["effect"],
        }
        for row in _rows(SectionKey.ACHIEVEMENTS, "rows", contents)
        if row["phase"] == chosen
    ]


def _papers(contents: Contents) -> list[dict[str, str]]:
    return [
        {
            "day": row["published_on"],
            "name": "。".join(part for part in (row["name"], row["abstract"]) if part),
            "publication": row["publication"],
            "authorship": row["authorship"],
        }
        for row in _rows(SectionKey.PAPERS, "rows", contents)
    ]


def _trainings(contents: Contents) -> list[dict[str, str]]:
    return [
        {
            "year": row["year"],
            "public_hours": row["public_hours"],
            "public_certificate": row["public_certificate"],
            "special_hours": row["special_hours"],
            "special_certificate": row["special_certificate"],
            "exempt": "免学" if row["exempt"] == "经批准免学" else "",
        }
        for row in _rows(SectionKey.CONTINUING, "years", contents)
    ]


def _grades(contents: Contents) -> list[dict[str, str]]:
    return [
        {"year": row["year"], "grade": row["grade"], "employer": row["employer"]}
        for row in _rows(SectionKey.APPRAISALS, "years", contents)
        if row["grade"]
    ]


def _rows(section: str, group: str, contents: Contents) -> list[dict[str, str]]:
    """Give the rows of a group with every declared field as it is read, empty where nothing was filled."""
    rows = next(rows for rows in SECTIONS[section].rows if rows.name == group)
    return [
        {field.name: field.shown(row.get(field.name, "")) for field in rows.fields}
        | {"year": str(row.get("year", ""))}
        for row in rows_of(rows, contents.get(section, {}))
    ]


def _period(row: Mapping[str, str]) -> str:
    return f"{row['starts_on']}—{row['ends_on'] or '至今'}"


def _remark(application: Application) -> str:
    opinion = getattr(application, "opinion", None)
    texts = (opinion.conduct_politics, opinion.conduct_integrity, opinion.conduct_work) if opinion else ()
    return "\n".join(text for text in texts if text)


def _employer_opinion(application: Application) -> dict[str, Any]:
    """The employer's opinion with the dates of its notice (C26); signature and seal stay open."""
    opinion = getattr(application, "opinion", None)
    notice = application.notices.filter(cancelled_at=None).last()
    if opinion is None:
        return {}
    posted = _posted(notice) if notice else ""
    return {"text": opinion.opinion + posted, "office": application.employer.name if application.employer else ""}


def _posted(notice: EmployerNotice) -> str:
    """The notice as 推荐单位公示 and its result tell it: the days that count, and what was objected."""
    period = period_of(notice, calendar=calendar_around(notice.posted_on, notice.last_day))
    objections = notice.objections.count()
    heard = f"收到异议{objections}件，经查不成立" if objections else "无异议"
    return (
        f"经{plain_day(period.first_day)}至{plain_day(period.last_day)}在本单位公示，{heard}，"
        "材料真实、完整、有效，同意推荐。"
    )


def _opinion(application: Application, stage: State) -> dict[str, Any]:
    """The conclusion of an office that passed the case on, signed by who took it (C44)."""
    passing = (Transition.PASS_INITIAL, Transition.ACCEPT)
    review = application.reviews.filter(stage=stage, conclusion__in=passing).select_related("office").last()
    if review is None or review.concluded_at is None:
        return {}
    return {
        "text": "经审核，符合申报条件，同意呈报。",
        "office": review.office.name,
        "signer": review.concluded_by.name if review.concluded_by else "",
        "on": iso(day_of(review.concluded_at)),
    }
