"""After the decision: 任职资格文件 (C10, GB/T 9704-2012) and 电子证书 (C11)."""

from dataclasses import dataclass
from datetime import date

from documents.papers.shape import NO_PICTURE, Paper, Picture


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
class ResultDocument(Paper):
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


@dataclass(frozen=True, kw_only=True)
class Certificate(Paper):
    """专业技术职务任职资格证书（电子）.

    way: 初定, 评审 or 授予. code_url: the public page of this one certificate.
    """

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
