"""What an application costs, and when it falls due (C35, C36)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import Kind, Level
from campaigns.rules.campaign import FeeRuleFacts


@dataclass(frozen=True)
class Fee:
    """The fee of an application in yuan, None when none is due, with a sentence and its basis."""

    amount: Decimal | None
    text: str
    basis: str
    clause: str = "C35"

    @property
    def is_due(self) -> bool:
        return self.amount is not None


def fee_due(kind: str, level: str, *, fees: Iterable[FeeRuleFacts]) -> Fee:
    """Give the fee for a kind and level by the campaign's table; no row, no fee (C35).

    It is payable once the state is 已接收材料, not before (C36).
    """
    band = Level(level).band
    found = next((rule for rule in fees if (rule.kind, rule.band) == (kind, band)), None)
    said = {"kind": Kind(kind).label, "band": band.label}
    if found is None:
        return Fee(None, _("%(band)s%(kind)s不收费") % said, _("本年度收费标准没有列出这一项"))
    text = _("%(band)s%(kind)s%(amount)s元，显示“已接收材料”后缴纳")
    return Fee(found.amount, text % {**said, "amount": plain_amount(found.amount)}, found.basis)


def plain_amount(amount: Decimal) -> str:
    """Give 280 for 280.00 and 280.50 for 280.50."""
    return str(amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount)
