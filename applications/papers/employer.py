"""What the employer posts and writes: 推荐单位公示 and its result (C46), 推荐报告 and 个人现实表现 (C43)."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from accounts.models import Employer
from applications.models import Application, EmployerNotice, EmployerObjection, EmployerOpinion
from applications.papers.common import (
    Contents,
    document_shown,
    iso,
    person_of,
    target_of,
    telephones,
)
from applications.rules.deadlines import Period
from campaigns.models import Campaign
from campaigns.rules.wording import plain_day
from documents.papers.employers import NoticePerson, PostedPerson

OF_NOTICE = tuple(field.name for field in fields(NoticePerson))
OF_RESULT = tuple(field.name for field in fields(PostedPerson) if field.name != "finding")
CHECKED = "与原件核对一致，真实、完整、有效。"


def notice(
    application: Application,
    opinion: EmployerOpinion,
    posted: EmployerNotice,
    period: Period,
    contents: Contents,
) -> dict[str, Any]:
    """Give 推荐单位公示; the ID number is masked unless the campaign prints it whole (C46)."""
    unit, campaign = _unit(application), application.campaign
    person = person_of(application.applicant, contents)
    return {
        "name": application.applicant.name,
        **target_of(application),
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "political": person.political,
        "id_number": document_shown(application.applicant, whole=campaign.full_number_on_notice),
        "current_title": person.current_title,
        "ideology": opinion.notice_politics,
        "achievements": opinion.notice_achievements,
        "from_day": iso(period.first_day),
        "to_day": iso(period.last_day),
        "office": unit,
        "objection_phone": posted.phone,
        "employer": unit,
        "signed_on": iso(period.posted_on),
        **telephones(campaign),
    }


def notice_result(
    application: Application, period: Period, objections: Iterable[EmployerObjection], *, signed_on: Any
) -> dict[str, Any]:
    """Give 推荐单位公示结果: without objection in the template's words, else each objection and its finding (C46)."""
    return {
        "name": application.applicant.name,
        **target_of(application),
        "from_day": iso(period.first_day),
        "to_day": iso(period.last_day),
        "days": period.natural_days,
        "working_days": period.workdays,
        "employer": _unit(application),
        "objections": [_objection(one) for one in objections],
        "signed_on": iso(signed_on),
        **telephones(application.campaign),
    }


def _objection(objection: EmployerObjection) -> dict[str, str]:
    conclusion = "经查，异议成立。" if objection.upheld else "经查，异议不成立。"
    return {
        "received": f"{plain_day(objection.received_on)}收到：{objection.content}",
        "investigation": objection.finding,
        "conclusion": conclusion,
    }


def batch_notice(notices: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give one 推荐单位公示 of several people in the words of their own, which hang for the same days (C46)."""
    return _joined(notices, OF_NOTICE) | {
        "people": [_of(each, OF_NOTICE) for each in notices],
        "objection_phone": "、".join(dict.fromkeys(each["objection_phone"] for each in notices)),
    }


def batch_result(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Give one 推荐单位公示结果 of several people in the words of their own, dated by the last of them (C46)."""
    return _joined(results, (*OF_RESULT, "objections")) | {
        "people": [
            {**_of(each, OF_RESULT), "finding": "\n".join(_told(one) for one in each["objections"])}
            for each in results
        ],
        "signed_on": max(each["signed_on"] for each in results),
    }


def _joined(singles: Sequence[dict[str, Any]], personal: Sequence[str]) -> dict[str, Any]:
    """What stands once on a sheet for several: all that is of no person, the same in each."""
    return {name: said for name, said in singles[0].items() if name not in personal}


def _of(single: dict[str, Any], personal: Sequence[str]) -> dict[str, Any]:
    return {name: single[name] for name in personal}


def _told(objection: dict[str, str]) -> str:
    return f"{objection['received']}{objection['investigation']}{objection['conclusion']}"


def commitment(
    employer: Employer, results: Sequence[dict[str, Any]], campaign: Campaign, *, handler: str, signed_on: date
) -> dict[str, Any]:
    """Give 单位审核承诺书 for those whose notice is over: 谁审查、谁负责 (C26, C44)."""
    return {
        "employer": employer.name,
        "employer_code": employer.uscc,
        "people": [each["name"] for each in results],
        "application": campaign.name,
        "handler": handler,
        "signed_on": iso(signed_on),
        **telephones(campaign),
    }


def recommendation(
    application: Application,
    opinion: EmployerOpinion,
    period: Period,
    points: Iterable[str],
    contents: Contents,
    *,
    signed_on: Any,
) -> dict[str, Any]:
    """Give 推荐报告 to the office that reviews first; `points` are the labels of the checklist (C25, C26, C43)."""
    person = person_of(application.applicant, contents)
    employer = application.employer
    return {
        "to": application.initial_office.name if application.initial_office else "",
        "name": application.applicant.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "born": person.born,
        "political": person.political,
        "position": person.position,
        **target_of(application),
        "employer": _unit(application),
        "employer_profile": (
            f"{_unit(application)}，统一社会信用代码{employer.uscc}，{employer.get_kind_display()}，"
            f"登记地{employer.registered_at or employer.division.name}。"
            if employer
            else ""
        ),
        "process": "经个人申请、述职、考核测评、民意调查，本单位研究同意推荐，并在单位内部公示。",
        "notice_from": iso(period.first_day),
        "notice_to": iso(period.last_day),
        "achievements": opinion.notice_achievements,
        "checks": [{"point": point, "finding": CHECKED} for point in points],
        "opinion": f"{opinion.opinion}\n{opinion.recommendation}",
        "contact": f"{opinion.recorded_by.name}，{employer.contact_phone}" if employer else "",
        "signed_on": iso(signed_on),
        **telephones(application.campaign),
    }


def conduct(
    application: Application, opinion: EmployerOpinion, contents: Contents, *, signed_on: Any
) -> dict[str, Any]:
    """Give 《个人现实表现》: 政治、廉洁、工作 (C43)."""
    person = person_of(application.applicant, contents)
    return {
        "name": application.applicant.name,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "born": person.born,
        "political": person.political,
        "employer": _unit(application),
        "position": person.position,
        "politics": opinion.conduct_politics,
        "integrity": opinion.conduct_integrity,
        "work": opinion.conduct_work,
        "conclusion": opinion.recommendation,
        "handler": opinion.recorded_by.name,
        "signed_on": iso(signed_on),
        **telephones(application.campaign),
    }


def _unit(application: Application) -> str:
    return application.employer.name if application.employer else ""
