"""Facts of a person and an application as papers print them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.enums import DocumentKind
from accounts.models import Office, User
from accounts.rules.identity import masked_document
from applications.enums import PaperKind, SectionKey
from applications.models import Application
from applications.sections import SECTIONS, shown_month
from campaigns.models import Campaign
from documents import wording

Contents = Mapping[str, Mapping[str, Any]]
SEXES = {"male": "男", "female": "女"}
#: The material slot of the 证件照.
PHOTO_SLOT = "photo"
#: Documents whose number is built as GB 11643 says.
NUMBERED_BY_BIRTH = (DocumentKind.ID_CARD, DocumentKind.HMT_RESIDENCE)


@dataclass(frozen=True)
class Person:
    """Who somebody is, as printed; what is not known stays empty."""

    sex: str
    born: str
    ethnicity: str
    political: str
    position: str
    current_title: str


def contents_of(application: Application) -> dict[str, dict[str, Any]]:
    """Give the contents of every section, by key."""
    return {row.key: row.data for row in application.sections.all()}


def photo_of(application: Application) -> str:
    """Give the SHA-256 of the 证件照 that went to review last; empty where none did. Whoever typesets reads the file."""
    last = application.submissions.last()
    files = last.data.get("files", []) if last else []
    return next((sha256 for slot, sha256, _name in files if slot == PHOTO_SLOT), "")


def person_of(user: User, contents: Contents) -> Person:
    """Give what papers say of a person."""
    basics, current = contents.get(SectionKey.BASICS, {}), contents.get(SectionKey.CURRENT, {})
    return Person(
        sex=sex_of(user, basics),
        born=month_text(born_of(user, basics)),
        ethnicity=shown(SectionKey.BASICS, "ethnic_group", basics),
        political=shown(SectionKey.BASICS, "political_status", basics),
        position=str(basics.get("post") or basics.get("occupation") or ""),
        current_title=_current_title(current),
    )


def shown(section: str, name: str, data: Mapping[str, Any]) -> str:
    """Give a field's value as it is read."""
    field = next(field for field in SECTIONS[section].fields if field.name == name)
    return field.shown(data.get(name, ""))


def sex_of(user: User, basics: Mapping[str, Any]) -> str:
    """Give 男 or 女: from the ID number where it says, else as filled in."""
    number = user.document_number
    if user.document_kind in NUMBERED_BY_BIRTH and len(number) == 18 and number[16].isdigit():
        return "男" if int(number[16]) % 2 else "女"
    return SEXES.get(str(basics.get("gender", "")), "")


def born_of(user: User, basics: Mapping[str, Any]) -> date | None:
    """Give the birthday: from the ID number where it says, else as filled in."""
    number = user.document_number
    text = str(basics.get("born_on", ""))
    if user.document_kind in NUMBERED_BY_BIRTH and len(number) == 18:
        text = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月" if day else ""


def _current_title(current: Mapping[str, Any]) -> str:
    if current.get("has_title") != "yes":
        return ""
    since = shown_month(str(current.get("title_obtained_on", "")))
    name = str(current.get("title_name", ""))
    return f"{name}（{since}取得）" if name and since else name


def target_of(application: Application) -> dict[str, str]:
    """Give what is applied for; series and specialty without their own suffix are the form's business."""
    return {
        "series": application.series.name if application.series else "",
        "specialty": application.specialty.name if application.specialty else "",
        "level": application.get_level_display(),
    }


def subject_of(application: Application) -> str:
    """Give an application in one line, as letters name it."""
    target = target_of(application)
    series, specialty = target["series"].removesuffix("系列"), target["specialty"].removesuffix("专业")
    title = application.title.name if application.title else ""
    return (
        f"{application.campaign.name}{application.get_kind_display()}，"
        f"{series}系列{specialty}专业{title}（{target['level']}）"
    )


def telephones(campaign: Campaign) -> dict[str, str]:
    """Give both telephones of the notice, printed on every paper (C48)."""
    return {"contact_phone": campaign.contact_phone, "supervision_phone": campaign.supervision_phone}


def of_campaign(campaign: Campaign, form: PaperKind) -> dict[str, Any]:
    """Give what a form takes from the campaign: its telephones, and the office's own words where it has some."""
    words = campaign.wording.get(form)
    return telephones(campaign) | ({"wording": words} if words else {})


def seal_of(office: Office | None, form: PaperKind) -> dict[str, Any]:
    """Give the seal that an office has its papers of this form bear, by the SHA-256 of its file; nothing without one."""
    for seal in office.seals.values() if office else ():
        if form in seal["papers"]:
            return {"seal": seal["file"], "seal_mm": seal["mm"]}
    return {}


def complaint(campaign: Campaign, office: str) -> str:
    """Say how to complain of a refusal: in writing to `office`, or by telephone (C18, C48)."""
    values = {"机关": office, "监督电话": campaign.supervision_phone, "咨询电话": campaign.contact_phone}
    return wording.filled(wording.text_of("refusal", "complaint", campaign.wording.get("refusal", {})), values)


def document_shown(user: User, *, whole: bool = False) -> str:
    """Give a document number as printed: masked, unless the paper stays inside (C46)."""
    return user.document_number if whole else masked_document(user.document_number)


def iso(moment: date | datetime | None) -> str | None:
    return moment.isoformat() if moment else None
