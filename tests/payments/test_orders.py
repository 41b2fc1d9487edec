"""Fee orders: opened at acceptance, confirmed once, refunded (C07, C35, C36)."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.enums import Role
from accounts.models import Message
from applications.enums import PaperKind, PaperStatus, State, Transition
from applications.models import Application
from applications.rules.refusal import Refused
from applications.services.acceptance import settle_fee
from applications.signals import application_accepted, application_lapsed, application_withdrawn
from campaigns.enums import Kind, Level
from documents.papers.shape import build
from documents.typesetting import FORMS
from payments.enums import OrderStatus
from payments.models import FeeOrder
from payments.rules.codes import is_payment_code
from payments.services.orders import confirm_payment, mark_refunded, open_order
from tests.factories import act_of
from tests.review.after.world import accepted_case, at, moment, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return officer("title-office", Role.TITLE_OFFICER, "演示·出纳")


def due(office, **fields):
    """Give a case that owes, and its order."""
    case = accepted_case(settled=False, **fields)
    return case, open_order(case, act=moment(office, at(3, 11)))


def clauses(refused):
    return {refusal.clause for refusal in refused.value.refusals}


@pytest.mark.parametrize(
    ("kind", "level", "amount"),
    [
        (Kind.REVIEW, Level.INTERMEDIATE, 280),
        (Kind.REVIEW, Level.ASSISTANT, 140),
        (Kind.REVIEW, Level.TECHNICIAN, 140),
        (Kind.REVIEW, Level.SENIOR_ASSOCIATE, 450),
    ],
)
def test_acceptance_opens_the_order(office, kind, level, amount):
    """C35: 280, 140 and 450 yuan; the code has its check digit, the notice is asked for, the acceptance told the code."""
    case = accepted_case(kind=kind, level=level, settled=False)
    answers = application_accepted.send(sender=Application, application=case, act=moment(office, at(3, 11)))
    order = FeeOrder.objects.get(application=case)
    assert (order.amount, order.status, order.due_at) == (amount, OrderStatus.DUE, case.fee_due_at)
    assert is_payment_code(order.payment_code)
    notice = case.papers.get(kind=PaperKind.FEE_NOTICE)
    assert build(FORMS["fee_notice"].shape, notice.data).amount == Decimal(amount)
    assert any(words and order.grouped_code in words for _room, words in answers)
    assert not case.applicant.inbox.exists()


def test_determinations_owe_nothing(office):
    """C35: 初定 and 授予 carry a fee only where the table says so; 2025 does not."""
    case = accepted_case(kind=Kind.INITIAL, level=Level.ASSISTANT)
    application_accepted.send(sender=Application, application=case, act=moment(office, at(3, 11)))
    assert not FeeOrder.objects.exists()
    assert case.fee_is_settled


def test_codes_follow_without_a_gap(office):
    """C36: the serial inside the code runs 1, 2, 3."""
    codes = [due(office)[1].payment_code for _ in range(3)]
    assert [code[:10] for code in codes] == ["6532202501"] * 3
    assert [int(code[10:19]) for code in codes] == [1, 2, 3]


def test_confirming_settles_the_application(office):
    """C36, C44: the order names who booked it, the application is settled with an event, the receipt is asked for."""
    case, order = due(office)
    confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number=" 65001 ", act=moment(office, at(3, 21)))
    order.refresh_from_db()
    case.refresh_from_db()
    assert (order.status, order.paid_on, order.bill_number) == (OrderStatus.PAID, date(2025, 3, 20), "65001")
    assert (order.confirmed_by, case.fee_settled_at) == (office.user, at(3, 21))
    assert case.events.get().transition == Transition.SETTLE_FEE
    receipt = case.papers.get(kind=PaperKind.FEE_RECEIPT)
    assert build(FORMS["fee_receipt"].shape, receipt.data).confirmed_by == "演示·出纳"


def test_a_second_confirmation_is_told(office):
    """C36: the same fee booked twice by two officers; the second is told who was first, and nothing changes."""
    _, order = due(office)
    confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number="1", act=moment(office, at(3, 21)))
    other = officer("title-office", Role.TITLE_OFFICER)
    with pytest.raises(Refused, match="演示·出纳已记过这笔到账"):
        confirm_payment(order.pk, paid_on=date(2025, 3, 22), bill_number="2", act=moment(other, at(3, 22)))
    order.refresh_from_db()
    assert order.bill_number == "1"


@pytest.mark.parametrize(
    ("paid_on", "may", "clause"),
    [
        (date(2025, 3, 10), False, "C36"),
        (date(2025, 3, 11), True, ""),
        (date(2025, 3, 30), True, ""),
        (date(2025, 3, 31), False, "C07"),
        (date(2025, 4, 2), False, "C07"),
    ],
    ids=["before acceptance", "the day itself", "last day", "a day late", "later"],
)
def test_money_counts_by_its_day(office, paid_on, may, clause):
    """C07, C36: payable from the day of acceptance to 2025-03-30; the office may book it later."""
    case, order = due(office)
    act = moment(office, at(4, 1, 9))
    if may:
        confirm_payment(order.pk, paid_on=paid_on, bill_number="", act=act)
        case.refresh_from_db()
        assert case.fee_is_settled
        return
    with pytest.raises(Refused) as refused:
        confirm_payment(order.pk, paid_on=paid_on, bill_number="", act=act)
    assert clause in clauses(refused)
    order.refresh_from_db()
    assert order.status == OrderStatus.DUE


def test_tomorrow_is_not_paid(office):
    """C36: a day in the future is refused."""
    _, order = due(office)
    with pytest.raises(Refused, match="不能晚于今天"):
        confirm_payment(order.pk, paid_on=date(2025, 3, 22), bill_number="", act=moment(office, at(3, 21)))


def test_another_office_does_not_book(office):
    """C40: neither another office, nor a reviewer of the same, nor the applicant."""
    case, order = due(office)
    for act in (
        officer("moyu-title", Role.TITLE_OFFICER),
        officer("title-office", Role.REVIEWER),
        act_of(case.applicant, at(3, 21)),
    ):
        with pytest.raises(Refused):
            confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number="", act=moment(act, at(3, 21)))


def test_settling_needs_acceptance_and_a_debt(office):
    """C36: not before 已接收材料, not twice, not where nothing is owed."""
    early = accepted_case(settled=False, state=State.FINAL_REVIEW)
    free = accepted_case(kind=Kind.INITIAL, level=Level.ASSISTANT)
    settled = accepted_case()
    for case in (early, free, settled):
        with pytest.raises(Refused):
            settle_fee(case.pk, act=moment(office, at(3, 21)))
        assert not case.events.exists()


def test_withdrawing_cancels_what_was_not_paid(office):
    """C36: an unpaid order is cancelled, and money that still comes is not booked."""
    case, order = due(office)
    application_withdrawn.send(sender=Application, application=case, act=act_of(case.applicant, at(3, 15)))
    order.refresh_from_db()
    assert order.status == OrderStatus.CANCELLED
    with pytest.raises(Refused, match="原路退回"):
        confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number="", act=moment(office, at(3, 21)))


@pytest.mark.parametrize(("signal", "why"), [(application_withdrawn, "撤回"), (application_lapsed, "逾期")])
def test_what_was_paid_goes_to_refund(office, signal, why):
    """C36: a fee already paid waits for its refund when the case ends before it is judged; the office marks it once."""
    case, order = due(office)
    confirm_payment(order.pk, paid_on=date(2025, 3, 20), bill_number="", act=moment(office, at(3, 21)))
    signal.send(sender=Application, application=case, act=act_of(case.applicant, at(3, 22)))
    order.refresh_from_db()
    assert order.status == OrderStatus.REFUND_DUE
    assert why in order.refund_reason
    told = Message.objects.get(user=office.user, key__contains="refund_due")
    assert case.applicant.name in told.subject
    assert why in told.body
    with pytest.raises(Refused):
        mark_refunded(order.pk, refunded_on=date(2025, 3, 19), act=moment(office, at(3, 28)))
    with pytest.raises(Refused):
        mark_refunded(
            order.pk,
            refunded_on=date(2025, 3, 28),
            act=moment(officer("moyu-title", Role.TITLE_OFFICER), at(3, 28)),
        )
    done = mark_refunded(order.pk, refunded_on=date(2025, 3, 28), act=moment(office, at(3, 28)))
    assert (done.status, done.refunded_by) == (OrderStatus.REFUNDED, office.user)
    old, new = case.papers.filter(kind=PaperKind.FEE_RECEIPT).order_by("pk")
    assert (old.status, old.data["refunded"]) == (PaperStatus.OUTDATED, None)
    printed = build(FORMS["fee_receipt"].shape, new.data)
    assert (printed.refunded, printed.refunded_on) == (order.amount, date(2025, 3, 28))
    assert printed.issued_on == date(2025, 3, 28)
    with pytest.raises(Refused):
        mark_refunded(order.pk, refunded_on=date(2025, 3, 28), act=moment(office, at(3, 28)))
