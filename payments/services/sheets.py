"""A list of payments, read line by line: a line that cannot be read is told, the others still count."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from documents import sheets
from documents.inspection import MB, FileRefused
from documents.sheets import Column
from payments.rules.codes import normal_code
from payments.rules.matching import PaymentLine

MAX_ROWS, MAX_BYTES = 3000, 2 * MB


def read_payments(data: bytes) -> list[PaymentLine]:
    """Give the lines of an .xlsx file; raises `FileRefused` with a sentence for the user when it is no such list."""
    rows = sheets.read_rows(data, COLUMNS, max_rows=MAX_ROWS, max_bytes=MAX_BYTES)
    return [_line(row) for row in rows]


def _line(row: dict[str, Any]) -> PaymentLine:
    amount, paid_on = row["amount"], row["paid_on"]
    faults = [
        "" if row["code"] else _("没有填缴款码"),
        "" if isinstance(amount, Decimal) else _unread(_("金额"), amount),
        "" if isinstance(paid_on, date) else _unread(_("到账日期"), paid_on),
    ]
    return PaymentLine(
        row=row["row"],
        code=row["code"][:40],
        amount=amount if isinstance(amount, Decimal) else None,
        paid_on=paid_on if isinstance(paid_on, date) else None,
        bill=row["bill"][:40],
        fault="；".join(fault for fault in faults if fault),
    )


def _unread(name: str, cell: Any) -> str:
    """Say that a cell is empty, or what stands in it that cannot be read."""
    shown = str(cell)[:40]
    return (
        _("%(name)s看不懂：%(value)s") % {"name": name, "value": shown}
        if shown
        else _("没有填%(name)s") % {"name": name}
    )


def _code(cell: Any) -> str:
    """Give a code cell as digits; a number has lost its last digits in Excel and fails its check digit later."""
    return normal_code(str(int(cell)) if isinstance(cell, float) else str(cell))


def _amount(cell: Any) -> Any:
    try:
        return sheets.money(cell)
    except ValueError:
        return cell


def _day(cell: Any) -> Any:
    try:
        found: datetime = sheets.moment(cell)
    except ValueError:
        return str(cell)
    return found.astimezone(sheets.BEIJING).date()


def _bill(cell: Any) -> str:
    try:
        return sheets.text(cell)
    except ValueError:
        return str(cell)


COLUMNS = (
    Column("code", ("缴款码",), _code),
    Column("amount", ("金额", "金额（元）", "缴费金额"), _amount),
    Column("paid_on", ("到账日期", "到账时间", "缴费日期", "缴费时间"), _day),
    Column("bill", ("票据号", "电子票据号", "交易号", "流水号", "交易流水号"), _bill, required=False),
)

__all__ = ["FileRefused", "read_payments"]
