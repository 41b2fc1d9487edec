"""The rows of the list of orders that the office takes away."""

from collections.abc import Iterable, Iterator
from typing import Any

from campaigns.rules.calendar import day_of
from payments.models import FeeOrder

HEADS = (
    "缴款码",
    "申报编号",
    "姓名",
    "单位",
    "级别",
    "金额",
    "状态",
    "缴费截止",
    "到账日期",
    "票据号",
    "记账人",
    "退费原因",
    "退费日期",
)


def order_rows(orders: Iterable[FeeOrder]) -> Iterator[tuple[Any, ...]]:
    """Give a row for each order, in the order of `HEADS`; ID numbers are not on it."""
    for order in orders:
        application = order.application
        yield (
            order.payment_code,
            application.number,
            application.applicant.name,
            application.employer.name if application.employer else "",
            str(application.get_level_display()),
            order.amount,
            str(order.get_status_display()),
            day_of(order.due_at),
            order.paid_on,
            order.bill_number,
            order.confirmed_by.name if order.confirmed_by else "",
            order.refund_reason,
            order.refunded_on,
        )
