"""What the applicant gets and fills in: receipt (C14, C17), 个人承诺书 (C14), 业务考核表 (C47)."""

import hashlib
from collections.abc import Iterable
from typing import Any

from applications.enums import SectionKey
from applications.models import Application, Commitment, Material, Receipt
from applications.papers.common import (
    Contents,
    document_shown,
    person_of,
    shown,
    subject_of,
    target_of,
    telephones,
)
from applications.sections import SECTIONS, rows_of
from documents.coverage import with_shapes

NEXT_AFTER_SUBMIT = "等待工作单位审核、公示，再由单位报送审核部门。"
NEXT_AFTER_RESUBMIT = "等待审核部门继续审核。"


def receipt(
    application: Application,
    given: Receipt,
    materials: Iterable[Material],
    slots: dict[str, str],
    *,
    submission: int = 1,
) -> dict[str, Any]:
    """Give the receipt of what was submitted; `slots` are the labels of the slots by key.

    `materials` come with their `file` at hand. `submission` is the number of the submission to review (C17).
    """
    campaign = application.campaign
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "kind": application.get_kind_display(),
        **target_of(application),
        "title": application.title.name if application.title else "",
        "submission": submission,
        "received_at": given.at.isoformat(),
        "digest": given.digest,
        "files": [_file(material, slots) for material in materials],
        "next_step": NEXT_AFTER_SUBMIT if submission == 1 else NEXT_AFTER_RESUBMIT,
        "issuer": campaign.issuer,
        **telephones(campaign),
    }


def _file(material: Material, slots: dict[str, str]) -> dict[str, Any]:
    return {
        "slot": slots.get(material.slot_key, material.slot_key),
        "name": with_shapes(material.name),
        "pages": material.file.pages,
        "digest": material.file.sha256,
    }


def commitment(application: Application, signed: Commitment) -> dict[str, Any]:
    """Give 个人承诺书 as it was signed on screen: text, time, address, digest of the text (C14)."""
    return {
        "name": signed.name,
        "id_number": document_shown(application.applicant),
        "employer": application.employer.name if application.employer else "",
        "application": f"{subject_of(application)}，编号{application.number}",
        "text": signed.text,
        "signed_at": signed.signed_at.isoformat(),
        "address": signed.address or "",
        "digest": hashlib.sha256(signed.text.encode()).hexdigest(),
        **telephones(application.campaign),
    }


def appraisal_years(contents: Contents) -> list[int]:
    """Give the years for which the applicant filled in an appraisal, newest first (C47)."""
    rows = rows_of(SECTIONS[SectionKey.APPRAISALS].rows[0], contents.get(SectionKey.APPRAISALS, {}))
    years = [int(row["year"]) for row in rows if str(row.get("year", "")).isdigit() and row.get("grade") != "none"]
    return sorted(years, reverse=True)


def appraisal_form(application: Application, contents: Contents, year: int) -> dict[str, Any]:
    """Give 专业技术人员业务考核表 of one year, filled as far as the form says; opinions stay open for the pen (C47)."""
    person = person_of(application.applicant, contents)
    basics, current = contents.get(SectionKey.BASICS, {}), contents.get(SectionKey.CURRENT, {})
    appointed = str(current.get("title_appointed_on", ""))
    return {
        "year": year,
        "employer": application.employer.name if application.employer else "",
        "name": application.applicant.name,
        "title": str(current.get("title_name", "")) if current.get("has_title") == "yes" else "",
        "post": str(basics.get("occupation", "")) or person.position,
        "approved": shown(SectionKey.CURRENT, "title_obtained_on", current),
        "term_from": f"{appointed}-01" if len(appointed) == 7 else None,
        "summary": _summary(contents, year),
        "grade": _grade(contents, year),
        **telephones(application.campaign),
    }


def _summary(contents: Contents, year: int) -> str:
    """The achievements that fall into the year, a line each."""
    group = SECTIONS[SectionKey.ACHIEVEMENTS].rows[0]
    lines = []
    for row in rows_of(group, contents.get(SectionKey.ACHIEVEMENTS, {})):
        first, last = str(row.get("starts_on", ""))[:4], str(row.get("ends_on", ""))[:4] or "9999"
        if first and first <= str(year) <= last:
            lines.append("；".join(str(row[name]) for name in ("name", "work", "effect") if row.get(name)))
    return "\n".join(lines)


def _grade(contents: Contents, year: int) -> str:
    group = SECTIONS[SectionKey.APPRAISALS].rows[0]
    field = next(field for field in group.fields if field.name == "grade")
    for row in rows_of(group, contents.get(SectionKey.APPRAISALS, {})):
        if str(row.get("year")) == str(year) and row.get("grade") != "none":
            return field.shown(row.get("grade", ""))
    return ""
