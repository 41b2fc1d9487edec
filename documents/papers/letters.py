"""Letters to one person, and the employer's two texts about him (C16, C18, C24, C35, C36, C43, C48)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from documents.papers.shape import Paper, Sealed


@dataclass(frozen=True, kw_only=True)
class ReceivedFile:
    """One file of a receipt. `digest`: SHA-256, hex."""

    slot: str
    name: str
    pages: int | None = None
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Receipt(Paper):
    """申报回执.

    number: 申报编号. submission: 1 to 3 (C17). received_at: the moment that counts. digest: of it all.
    """

    number: str
    name: str
    employer: str
    kind: str
    series: str
    specialty: str
    level: str
    title: str
    submission: int
    received_at: datetime
    digest: str
    files: tuple[ReceivedFile, ...]
    next_step: str
    contact_phone: str
    supervision_phone: str
    issuer: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A codified reason (C24). item: what it concerns; comment: what the reviewer adds."""

    code: str
    text: str
    clause: str
    item: str = ""
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal(Sealed):
    """不予受理通知书 (C18, C24): why, by which clause, how to complain."""

    number: str
    name: str
    employer: str
    application: str
    reasons: tuple[Reason, ...]
    decided_by: str
    issuer: str
    issued_on: date
    contact_phone: str
    supervision_phone: str
    complaint: str = ""


@dataclass(frozen=True, kw_only=True)
class ReturnLetter(Paper):
    """退回修改通知 (C16, C17, C24). deadline: last instant; why: the arithmetic; left: submissions left."""

    number: str
    name: str
    employer: str
    application: str
    reasons: tuple[Reason, ...]
    returned_at: datetime
    deadline: datetime
    why: str
    left: int
    decided_by: str
    issuer: str
    contact_phone: str
    supervision_phone: str


@dataclass(frozen=True, kw_only=True)
class FeeNotice(Sealed):
    """缴费通知 (C35, C36).

    amount in yuan; pay_code: 缴款码; deadline: last instant; ways: how to pay, a line each.
    """

    number: str
    name: str
    employer: str
    application: str
    level: str
    amount: Decimal
    pay_code: str
    deadline: datetime
    issuer: str
    issued_on: date
    contact_phone: str
    supervision_phone: str
    ways: str = ""


@dataclass(frozen=True, kw_only=True)
class FeeReceipt(Sealed):
    """缴费凭证 (C35). amount in yuan; paid_on: the day the money came; confirmed_by: who booked it (C44).

    bill_number: of the electronic fiscal receipt, where the office entered it.
    refunded, refunded_on: what was paid back and when, on the version made after a refund.
    """

    number: str
    name: str
    employer: str
    application: str
    level: str
    amount: Decimal
    pay_code: str
    paid_on: date
    channel: str
    confirmed_by: str
    issuer: str
    issued_on: date
    contact_phone: str
    supervision_phone: str
    bill_number: str = ""
    refunded: Decimal | None = None
    refunded_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One of the points that the employer verified (C25, C26): 基本信息, 学历, 专业工作年限 …"""

    point: str
    finding: str


@dataclass(frozen=True, kw_only=True)
class Recommendation(Paper):
    """推荐报告 (C43). to: the office addressed. process: 个人申请、述职、考核测评、民意调查、研究、公示."""

    to: str
    name: str
    sex: str
    ethnicity: str
    born: str
    political: str
    position: str
    series: str
    specialty: str
    level: str
    employer: str
    employer_profile: str
    process: str
    notice_from: date | None
    notice_to: date | None
    achievements: str
    checks: tuple[Checked, ...]
    opinion: str
    contact: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Conduct(Paper):
    """《个人现实表现》 (C43): 政治、廉洁、工作."""

    name: str
    sex: str
    ethnicity: str
    born: str
    political: str
    employer: str
    position: str
    politics: str
    integrity: str
    work: str
    discipline: str = ""
    awards: str = ""
    conclusion: str = ""
    handler: str = ""
    signed_on: date | None = None
