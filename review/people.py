"""Sex and birth of an applicant, from his ID number or, for other documents, from what he filled in."""

from datetime import date

from accounts.enums import DocumentKind
from accounts.models import User
from applications.enums import SectionKey
from applications.models import Application

SEXES = {"male": "男", "female": "女"}


def section(application: Application, key: str) -> dict[str, object]:
    """Give what was filled in a section, empty where nothing was."""
    row = next((row for row in application.sections.all() if row.key == key), None)
    return row.data if row else {}


def sex_of(application: Application) -> str:
    """Give 男 or 女, or an empty text."""
    user = application.applicant
    if _from_card(user):
        return "男" if int(user.document_number[16]) % 2 else "女"
    return SEXES.get(str(section(application, SectionKey.BASICS).get("gender", "")), "")


def born_of(application: Application) -> str:
    """Give the month of birth as 1993年7月, or an empty text."""
    user = application.applicant
    if _from_card(user):
        return f"{user.document_number[6:10]}年{int(user.document_number[10:12])}月"
    try:
        born = date.fromisoformat(str(section(application, SectionKey.BASICS).get("born_on", "")))
    except ValueError:
        return ""
    return f"{born.year}年{born.month}月"


def _from_card(user: User) -> bool:
    number = user.document_number
    return user.document_kind == DocumentKind.ID_CARD and len(number) == 18 and number[:17].isdigit()
