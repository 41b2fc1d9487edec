"""Fee orders: opened at acceptance, confirmed by the office, refunded where nothing was judged (C35, C36)."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import Role
from accounts.services.messages import tell
from applications.enums import PaperKind
from applications.models import Application
from applications.rules import guards
from applications.rules.refusal import Refusal, require
from applications.services.acceptance import settle_fee
from applications.services.papers import request_paper
from applications.services.steps import locked_whole
from applications.services.telling import members_of_office, tell_all
from campaigns.models import Sequence
from campaigns.rules.calendar import day_of
from campaigns.rules.wording import plain_day, whole_moment
from payments.enums import OrderStatus
from payments.models import FeeOrder
from payments.papers import fee_notice, fee_receipt
from payments.rules.codes import payment_code


def open_order(application: Application, *, act: Act) -> FeeOrder | None:
    """Make the order of an application just accepted, with its notice; None where nothing is owed (C35).

    To be called inside the transaction of the acceptance, whose message names its code.
    """
    if application.fee_amount is None or application.fee_due_at is None:
        return None
    assert application.fee_due_at
    year = application.campaign.year
    order = FeeOrder.objects.create(
        application=application,
        amount=application.fee_amount,
        payment_code=payment_code(year=year, serial=Sequence.take(f"payment/{year}")),
        due_at=application.fee_due_at,
        created_at=act.at,
    )
    request_paper(PaperKind.FEE_NOTICE, fee_notice(order), at=act.at, application=application)
    return order


@transaction.atomic
def confirm_payment(order_id: int, *, paid_on: date, bill_number: str, act: Act) -> FeeOrder:
    """Book that the money of an order arrived on `paid_on`; the application is settled with it (C36).

    Raises `Refused`: another office, already booked, cancelled, the day lies before the acceptance, after the
    deadline (C07) or in the future.
    """
    order = _locked_order(order_id)
    application = order.application
    require(guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER))
    require(_is_due(order))
    require(*_day_fits(order, paid_on, act))
    order.status, order.paid_on, order.bill_number = OrderStatus.PAID, paid_on, bill_number.strip()
    order.confirmed_by, order.confirmed_at = act.user, act.at
    order.save()
    settle_fee(application.pk, act=act)
    request_paper(PaperKind.FEE_RECEIPT, fee_receipt(order), at=act.at, application=application)
    tell(
        application.applicant,
        key=f"fee/{order.pk}/paid",
        subject=_("评审费%(amount)s元已到账") % {"amount": order.amount},
        body=_("到账日期%(day)s。缴费凭证可以下载。") % {"day": plain_day(paid_on)},
        link=reverse("payments:order", args=[application.number]),
        at=act.at,
    )
    return order


def close_order(application: Application, *, reason: str, act: Act) -> FeeOrder | None:
    """Close the order of an application that ends before it is judged: cancelled, or to be refunded when paid.

    To be called inside the transaction that ends the application.
    """
    open_or_paid = [OrderStatus.DUE, OrderStatus.PAID]
    order = application.fee_orders.select_for_update().filter(status__in=open_or_paid).first()
    if order is None:
        return None
    was_paid = order.status == OrderStatus.PAID
    order.status = OrderStatus.REFUND_DUE if was_paid else OrderStatus.CANCELLED
    order.refund_reason = reason if was_paid else ""
    order.save()
    if was_paid:
        _tell_refund_due(order, application, act)
    return order


def _tell_refund_due(order: FeeOrder, application: Application, act: Act) -> None:
    """Tell the title office that books the fee: nobody else knows that money is owed back (C36)."""
    words = {"name": application.applicant.name, "amount": order.amount, "reason": order.refund_reason}
    tell_all(
        members_of_office(application.final_office_id or 0, roles=[Role.TITLE_OFFICER]),
        occasion=f"fee/{order.pk}/refund_due",
        subject=_("有一笔评审费待退：%(name)s，%(amount)s元") % words,
        body=_("原因：%(reason)s。原路退回后，请在“缴费”里记为已退费。") % words,
        at=act.at,
        link=f"{reverse('payments:orders')}?status={OrderStatus.REFUND_DUE}",
    )


@transaction.atomic
def mark_refunded(order_id: int, *, refunded_on: date, act: Act) -> FeeOrder:
    """Record that a refund was paid out; a new receipt says so in place of the old one.

    Raises `Refused` unless the order waits for a refund.
    """
    order = _locked_order(order_id)
    application = order.application
    require(
        guards.acts_as_office(act, application.final_office_id, application.applicant_id, Role.TITLE_OFFICER),
        guards.holds(order.status == OrderStatus.REFUND_DUE, _("这张缴费单不在待退费之列。"), "C36"),
        guards.holds(
            order.paid_on is not None and order.paid_on <= refunded_on <= day_of(act.at),
            _("退费日期应在到账之后、今天以前。"),
        ),
    )
    order.status, order.refunded_on, order.refunded_by = OrderStatus.REFUNDED, refunded_on, act.user
    order.save()
    request_paper(PaperKind.FEE_RECEIPT, fee_receipt(order), at=act.at, application=application)
    tell(
        application.applicant,
        key=f"fee/{order.pk}/refunded",
        subject=_("评审费%(amount)s元已退") % {"amount": order.amount},
        body=_("退费日期%(day)s，原因：%(reason)s。")
        % {"day": plain_day(refunded_on), "reason": order.refund_reason},
        link=reverse("payments:order", args=[application.number]),
        at=act.at,
    )
    return order


def _locked_order(order_id: int) -> FeeOrder:
    """Lock the application first, as every step does, then its order."""
    application = locked_whole(FeeOrder.objects.values_list("application_id", flat=True).get(pk=order_id))
    order = FeeOrder.objects.select_for_update().get(pk=order_id)
    order.application = application
    return order


def _is_due(order: FeeOrder) -> Refusal | None:
    if order.status == OrderStatus.DUE:
        return None
    if order.status == OrderStatus.PAID and order.paid_on:
        return Refusal(
            _("%(who)s已记过这笔到账，日期%(day)s。")
            % {"who": order.confirmed_by, "day": plain_day(order.paid_on)},
            "C36",
        )
    return Refusal(
        _("这张缴费单%(status)s，不能再记到账。") % {"status": order.get_status_display()},
        "C36",
        _("款项如已到账，请原路退回。"),
    )


def _day_fits(order: FeeOrder, paid_on: date, act: Act) -> tuple[Refusal | None, ...]:
    return (
        guards.holds(paid_on <= day_of(act.at), _("到账日期不能晚于今天。")),
        guards.holds(
            paid_on >= day_of(order.created_at), _("到账日期早于接收材料的日期，那时还不能缴费。"), "C36"
        ),
        guards.holds(
            paid_on <= day_of(order.due_at),
            _("到账日期晚于缴费截止%(due)s。") % {"due": whole_moment(order.due_at)},
            "C07",
            _("款项请原路退回。"),
        ),
    )
