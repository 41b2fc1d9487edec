"""What the form says that a material can be held against: a pure function of the slot and the form's contents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from applications.enums import SectionKey
from applications.sections import SECTIONS, rows_of
from documents.scans.kinds import kind_of_slot

Contents = Mapping[str, Mapping[str, Any]]
Expected = dict[str, str]
#: Sections whose contents files are held against.
COMPARED = (SectionKey.EDUCATION, SectionKey.CURRENT, SectionKey.CONTINUING)
#: Papers that bear the ID number, and those of an education, by kind.
WITH_ID_NUMBER = ("id_card", "employment_contract", "social_security")
OF_EDUCATION = ("diploma", "education_register", "education_verification", "graduation_form")
#: Of whose section, and under which name, the certificate's number stands.
NUMBERED = {
    "current_title": (SectionKey.CURRENT, "title_certificate"),
    "skill_certificate": (SectionKey.CURRENT, "skill_certificate"),
}
HOURS = {"public_course": "public_hours", "specialty_course": "special_hours"}


def expected_of(slot_key: str, contents: Contents, *, name: str, id_number: str, year: int) -> list[Expected]:
    """Give what a file of this slot may say, by `documents.scans.facts`: one answer, or one for each diploma.

    contents: the data of every section, by key; id_number: empty when the person has another document; year: the
    campaign's, from which the slots of several years count back.
    """
    kind = kind_of_slot(slot_key)
    own = {"name": name} if kind else {}
    if kind in WITH_ID_NUMBER:
        own["id_number"] = id_number
    if kind in OF_EDUCATION:
        return [own | _of_diploma(row) for row in _diplomas(contents)] or [own]
    if kind == "degree_certificate":
        return [own | {"school": str(row.get("school", ""))} for row in _diplomas(contents)] or [own]
    if kind in NUMBERED:
        section, field = NUMBERED[kind]
        own["certificate_number"] = _number(contents.get(section, {}).get(field))
    if kind in HOURS:
        own["hours"] = _hours(contents, year - int(slot_key.rpartition("_y")[2]), HOURS[kind])
    return [own]


def is_stale(done_at: datetime | None, saved: Mapping[str, datetime]) -> bool:
    """Tell whether the form was changed after a file was held against it. `saved`: when each section was, by key."""
    return done_at is not None and any(saved[key] > done_at for key in COMPARED if key in saved)


def _of_diploma(row: Mapping[str, Any]) -> Expected:
    return {
        "school": str(row.get("school", "")),
        "certificate_number": _number(row.get("certificate_number")),
        "graduated_on": str(row.get("graduated_on", "")),
        "verification_code": str(row.get("chsi_code", "")).strip().upper(),
    }


def _diplomas(contents: Contents) -> list[dict[str, Any]]:
    groups = SECTIONS[SectionKey.EDUCATION].rows
    return [row for rows in groups for row in rows_of(rows, contents.get(SectionKey.EDUCATION, {}))]


def _number(typed: object) -> str:
    """Give a certificate's number; where it has none, people write a word or a stroke."""
    text = str(typed or "").strip()
    return text if any(character.isdigit() for character in text) else ""


def _hours(contents: Contents, year: int, field: str) -> str:
    (rows,) = SECTIONS[SectionKey.CONTINUING].rows
    filled = rows_of(rows, contents.get(SectionKey.CONTINUING, {}))
    return next((str(row.get(field, "")) for row in filled if str(row.get("year")) == str(year)), "")
