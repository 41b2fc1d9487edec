"""After the decision: 任职资格文件 (C10, GB/T 9704-2012) and 电子证书 (C11)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.papers.shape import NO_PICTURE, PaperDataError, Picture, Sealed


@dataclass(frozen=True, kw_only=True)
class QualifiedPerson:
    """One line of the annex. qualified_from: 资格时间."""

    name: str
    sex: str
    employer: str
    series: str
    specialty: str
    title: str
    level: str
    qualified_from: date


@dataclass(frozen=True, kw_only=True)
class ResultDocument(Sealed):
    """任职资格文件.

    sign: 发文机关标志, as `和田地区专业技术人员职称办公室文件`, printed red.
    number: 发文字号, as `和地职称办〔2025〕3号`; empty while not yet numbered.
    title: a line break in it breaks the line by sense.
    to: 主送机关. body: paragraphs, one a line; `一、` lines print as headings.
    annex: its name, without 附件. issuer, issued_on: 署名 and 成文日期. copies: 抄送, may be empty.
    printed_on: 印发日期; printer: 印发机关.
    """

    sign: str
    number: str
    title: str
    to: str
    body: str
    annex: str
    people: tuple[QualifiedPerson, ...]
    issuer: str
    issued_on: date | None
    printer: str
    printed_on: date | None
    copies: str = ""


MM_PER_PT = 25.4 / 72
#: How a text may be set that does not fit into one line of its size: class of the style sheet, lines, size in pt.
SMALLER = (("small", 1, 11), ("two", 2, 11), ("three", 3, 9))


@dataclass(frozen=True)
class Place:
    """Where a text stands on a sheet: width in mm, size in pt of one line.

    slack: em that may stay empty at the end of each of several lines, where a word does not break.
    """

    width: float
    size: float = 13
    slack: float = 1

    def setting_for(self, text: str) -> str | None:
        """Give the class that sets `text` in this place, or None when there is no room for it."""
        breadth = sum(_breadth(char) for char in text)
        for setting, lines, size in (("", 1, self.size), *SMALLER):
            line = self.width / (size * MM_PER_PT)
            if breadth <= lines * (line if lines == 1 else line - self.slack):
                return setting
        return None


def _breadth(char: str) -> float:
    """Give no less than the width of a character, in em."""
    if char.isascii():
        return 0.6 if char.isdigit() or char in " *.-" else 0.95
    return 1


@dataclass(frozen=True, kw_only=True)
class Certificate(Sealed):
    """专业技术职务任职资格证书（电子）.

    way: 初定, 评审 or 授予. code_url: the public page of this one certificate.
    PLACES: how much room each text has; the numbers are those of the style sheet.
    """

    PLACES: ClassVar[dict[str, Place]] = {
        "name": Place(170, 15, slack=12),
        **dict.fromkeys(("id_number", "employer", "committee"), Place(170)),
        "title": Place(68, 15),
        **dict.fromkeys(("series", "way", "document_number"), Place(68)),
        **dict.fromkeys(("born", "level", "specialty", "number"), Place(73)),
    }

    name: str
    sex: str
    born: str
    id_number: str
    employer: str
    series: str
    specialty: str
    title: str
    level: str
    way: str
    committee: str
    document_number: str
    qualified_from: date
    number: str
    issuer: str
    issued_on: date
    code_url: str
    photo: Picture = NO_PICTURE
    supervision_phone: str = ""
    contact_phone: str = ""

    def __post_init__(self) -> None:
        for field in self.PLACES:
            self.setting_of(field)

    def setting_of(self, field: str) -> str:
        """Give the class that sets a text in its place. Raises PaperDataError when three lines of 9 pt are too few."""
        setting = self.PLACES[field].setting_for(getattr(self, field))
        if setting is None:
            raise PaperDataError(field, "太长，证书上排不下")
        return setting


@dataclass(frozen=True, kw_only=True)
class CertificateCopy(Certificate):
    """证书加注件: a certificate that says all over it what it is for and until when.

    purpose: as its holder wrote it, as 仅用于××公司投标. code_url: the public page of this copy, not of the certificate.
    """

    purpose: str
    valid_until: date
