"""What becomes of one line of a list of payments (C07, C35, C36)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from payments.enums import LineOutcome, OrderStatus
from payments.rules.codes import is_payment_code


@dataclass(frozen=True)
class PaymentLine:
    """One line as read: its row, code, yuan, the day the money arrived, bill; `fault` says what is unreadable."""

    row: int
    code: str
    amount: Decimal | None
    paid_on: date | None
    bill: str = ""
    fault: str = ""


@dataclass(frozen=True)
class OrderFacts:
    """What is owed under a code: yuan, status, from which day it could be paid and the last day in time."""

    amount: Decimal
    status: str
    payable_from: date
    due_on: date


def outcome_of(line: PaymentLine, order: OrderFacts | None, *, is_repeated: bool, today: date) -> LineOutcome:
    """Say what becomes of `line`; `order` is None where the code is not known to the office."""
    if line.fault or line.amount is None or line.paid_on is None or line.paid_on > today:
        return LineOutcome.UNREADABLE
    if not is_payment_code(line.code):
        return LineOutcome.BAD_CODE
    if is_repeated:
        return LineOutcome.DUPLICATE
    if order is None:
        return LineOutcome.UNKNOWN_CODE
    return _against(order, line.amount, line.paid_on)


def _against(order: OrderFacts, amount: Decimal, paid_on: date) -> LineOutcome:
    if order.status == OrderStatus.PAID:
        return LineOutcome.ALREADY_PAID
    if order.status != OrderStatus.DUE:
        return LineOutcome.CLOSED
    if amount != order.amount:
        return LineOutcome.WRONG_AMOUNT
    if paid_on < order.payable_from:
        return LineOutcome.TOO_EARLY
    return LineOutcome.LATE if paid_on > order.due_on else LineOutcome.MATCHED
