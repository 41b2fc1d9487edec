"""What must hold of every fee order and of every application that owes one; read-only (C35, C36)."""

from collections.abc import Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.enums import DECIDED_WELL, State
from applications.invariants import CHUNK, Breach, Invariant, holds
from applications.models import Application
from campaigns.rules.calendar import day_of
from payments.enums import OrderStatus
from payments.models import FeeOrder

STANDING = (OrderStatus.DUE, OrderStatus.PAID)
JUDGED = (State.IN_COMMITTEE, State.FAILED, *DECIDED_WELL)


def every_fee_has_its_order() -> Iterator[Breach | None]:
    """What is owed stands on one order of that amount; it is settled when, and only when, the order is paid."""
    rows = Application.objects.filter(accepted_at__isnull=False).prefetch_related(
        Prefetch("fee_orders", FeeOrder.objects.exclude(status=OrderStatus.CANCELLED), to_attr="orders")
    )
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        order = row.orders[0] if row.orders else None
        if row.fee_amount is None:
            yield holds(order is None, row, _("不收费的申报有缴费单。"))
        elif row.is_live or row.state in JUDGED:
            agrees = order is not None and order.amount == row.fee_amount
            settled = order is not None and (order.status == OrderStatus.PAID) == (row.fee_settled_at is not None)
            yield holds(agrees and settled, row, _("缴费单与应缴、到账不一致。"))


def orders_follow_the_state() -> Iterator[Breach | None]:
    """Nobody is judged before he paid; who ended before being judged owes nothing and gets back what he paid."""
    rows = FeeOrder.objects.select_related("application").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        state = row.application.state
        paid = row.status == OrderStatus.PAID
        if state in JUDGED:
            yield holds(paid or row.status == OrderStatus.CANCELLED, row.application, _("没有缴费就进入了评审。"))
        elif state in (State.WITHDRAWN, State.LAPSED):
            yield holds(row.status not in STANDING, row.application, _("申报已结束，缴费单还没有结清。"))
        else:
            yield None


def nobody_pays_before_acceptance() -> Iterator[Breach | None]:
    """Money is booked on or after the day of the acceptance, and not after the deadline (C07, C36)."""
    rows = FeeOrder.objects.filter(paid_on__isnull=False).select_related("application").order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        accepted, paid = row.application.accepted_at, row.paid_on
        in_time = accepted and paid and day_of(accepted) <= paid <= day_of(row.due_at)
        yield holds(in_time, row.application, _("到账日期不在接收材料之后、缴费截止以前。"))


INVARIANTS = (
    Invariant("fees", gettext_lazy("应缴的都有一张金额相符的缴费单"), ("C35", "C36"), every_fee_has_its_order),
    Invariant("orders", gettext_lazy("没有缴费不评审，中途结束的已结清"), ("C36",), orders_follow_the_state),
    Invariant(
        "payments", gettext_lazy("接收材料以后、截止以前到账"), ("C07", "C36"), nobody_pays_before_acceptance
    ),
)
