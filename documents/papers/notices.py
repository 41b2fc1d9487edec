"""Papers that are posted: 推荐单位公示 and its result (C46), and the publicity of a review's result (C08)."""

from dataclasses import dataclass
from datetime import date

from documents.papers.shape import Paper, Sealed


@dataclass(frozen=True, kw_only=True)
class EmployerNotice(Paper):
    """推荐单位公示 (annex 1, C46), posted inside the employer for at least 5 working days (C26).

    name, series, specialty, level: who applies for what; level as `中级`, `助理级`.
    sex, ethnicity, political, id_number, current_title: 基本信息; the caller masks the ID number.
    ideology, achievements: 思想政治条件 and 业绩成果, the employer's own words, lines kept.
    from_day, to_day: first and last day of the posting.
    office, objection_phone: where to object, inside the employer; the telephones of C48 stand at the foot.
    signer: printed name beside the place of the signature, may be empty.
    signed_on: date under the seal; empty leaves it to be written.
    """

    name: str
    series: str
    specialty: str
    level: str
    sex: str
    ethnicity: str
    political: str
    id_number: str
    current_title: str
    ideology: str
    achievements: str
    from_day: date | None
    to_day: date | None
    office: str
    objection_phone: str
    employer: str
    signer: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeObjection:
    """An objection raised during the posting: how it was taken up, looked into and settled."""

    received: str
    investigation: str
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class EmployerNoticeResult(Paper):
    """推荐单位公示结果 (annex 1, C46).

    days: natural days of the posting, both ends counted; working_days: those among them that count (C26).
    objections: empty for 公示无异议; else each is printed and the sentence says so.
    """

    name: str
    from_day: date | None
    to_day: date | None
    days: int | None
    working_days: int | None = None
    series: str
    specialty: str
    level: str
    employer: str
    objections: tuple[NoticeObjection, ...] = ()
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PublicisedPerson:
    """One line of a publicity. `name` as it may be shown; masked or whole is the caller's choice."""

    name: str
    employer: str
    series: str
    specialty: str
    title: str
    level: str
    sex: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultPublicity(Sealed):
    """评审结果公示 (C08): who passed, from when to when, where to object. A line break in `title` breaks it.

    campaign: name of the campaign, as `2025年和田地区民营企业专项初定、评审（初、中级）、授予职称`.
    committees: who judged, for the sentence; working_days: length of the period.
    address: where a letter of objection goes.
    """

    title: str
    campaign: str
    people: tuple[PublicisedPerson, ...]
    from_day: date
    to_day: date
    working_days: int
    contact_phone: str
    supervision_phone: str
    issuer: str
    address: str = ""
    issued_on: date | None = None
