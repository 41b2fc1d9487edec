"""A list of payments: looked at first, booked when the officer says so; every line is told what became of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from applications.rules import guards
from applications.rules.refusal import Refused, require
from campaigns.rules.calendar import day_of
from payments.enums import LineOutcome
from payments.models import FeeImport, FeeOrder
from payments.rules.matching import OrderFacts, PaymentLine, outcome_of
from payments.services.orders import confirm_payment
from payments.services.sheets import read_payments


def preview_import(*, name: str, data: bytes, act: Act) -> FeeImport:
    """Read a list and say what would become of each line; books nothing (C36).

    Raises `Refused` unless a title officer acts, `FileRefused` when the file is no list of payments.
    """
    require(
        guards.holds(act.role == Role.TITLE_OFFICER and act.office, _("缴费由职称办经办人登记。"), "C36"),
    )
    lines = read_payments(data)
    return FeeImport.objects.create(
        office=act.own_office,
        name=name[:200],
        sha256=hashlib.sha256(data).hexdigest(),
        imported_by=act.person,
        imported_at=act.at,
        lines=[_plain(line) for line in lines],
        outcome=judged(lines, act=act),
    )


@transaction.atomic
def book_import(import_id: int, *, act: Act) -> FeeImport:
    """Book the lines of a previewed list that fit now, once; the others stay unbooked, each with its reason.

    Raises `Refused` when the list belongs to another office or was booked before.
    """
    listed = FeeImport.objects.select_for_update().get(pk=import_id)
    require(
        guards.holds(act.acts_for_office(listed.office_id, Role.TITLE_OFFICER), _("这份清单不是本机构导入的。")),
        guards.holds(listed.booked_at is None, _("这份清单已经记过账了。"), "C36"),
    )
    lines = [_line(plain) for plain in listed.lines]
    outcome = judged(lines, act=act)
    orders = _orders(lines, act)
    for line, told in zip(lines, outcome, strict=True):
        if told["outcome"] == LineOutcome.MATCHED:
            _book(orders[line.code], line, told, act)
    listed.outcome, listed.booked_at = outcome, act.at
    listed.save()
    return listed


def judged(lines: Iterable[PaymentLine], *, act: Act) -> list[dict[str, Any]]:
    """Give for each line its row, code, name, outcome and words, without writing anything."""
    every = list(lines)
    orders, seen, told = _orders(every, act), set(), []
    for line in every:
        order = orders.get(line.code)
        outcome = outcome_of(
            line, _facts(order) if order else None, is_repeated=line.code in seen, today=day_of(act.at)
        )
        if outcome == LineOutcome.MATCHED:
            seen.add(line.code)
        told.append(_told(line, order, outcome))
    return told


def _book(order: FeeOrder, line: PaymentLine, told: dict[str, Any], act: Act) -> None:
    assert line.paid_on is not None
    try:
        confirm_payment(order.pk, paid_on=line.paid_on, bill_number=line.bill, act=act)
    except Refused as refused:
        told.update(outcome=LineOutcome.CLOSED, words=str(refused))


def _orders(lines: list[PaymentLine], act: Act) -> dict[str, FeeOrder]:
    found = FeeOrder.objects.filter(
        application__final_office=act.office, payment_code__in={line.code for line in lines}
    ).select_related("application__applicant")
    return {order.payment_code: order for order in found}


def _facts(order: FeeOrder) -> OrderFacts:
    return OrderFacts(
        amount=order.amount,
        status=order.status,
        payable_from=day_of(order.created_at),
        due_on=day_of(order.due_at),
    )


def _told(line: PaymentLine, order: FeeOrder | None, outcome: LineOutcome) -> dict[str, Any]:
    words = str(outcome.label)
    if outcome == LineOutcome.WRONG_AMOUNT and order:
        words = _("应缴%(due)s元，表里是%(got)s元") % {"due": order.amount, "got": line.amount}
    if outcome == LineOutcome.UNREADABLE:
        words = line.fault or _("到账日期晚于今天")
    return {
        "row": line.row,
        "code": line.code,
        "name": order.application.applicant.name if order else "",
        "number": order.application.number if order else "",
        "amount": str(line.amount) if line.amount is not None else "",
        "paid_on": line.paid_on.isoformat() if line.paid_on else "",
        "outcome": str(outcome),
        "words": words,
    }


def _plain(line: PaymentLine) -> dict[str, Any]:
    return asdict(line) | {
        "amount": str(line.amount) if line.amount is not None else None,
        "paid_on": line.paid_on.isoformat() if line.paid_on else None,
    }


def _line(plain: dict[str, Any]) -> PaymentLine:
    amount, paid_on = plain["amount"], plain["paid_on"]
    return PaymentLine(
        **plain
        | {
            "amount": Decimal(amount) if amount is not None else None,
            "paid_on": date.fromisoformat(paid_on) if paid_on else None,
        }
    )
