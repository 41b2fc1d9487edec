"""What the papers of a fee print: 缴费通知, 缴费凭证 (C35, C36)."""

from typing import Any

from applications.enums import PaperKind
from applications.papers.common import of_campaign, seal_of, subject_of
from campaigns.rules.calendar import day_of
from payments.models import FeeOrder

WAYS = "\n".join(
    (
        "手机银行、银行柜台或者自助机：选“非税缴费”，输入20位缴款码。",
        "微信、支付宝：搜索“非税缴费”，地区选和田地区，输入缴款码。",
        "不能上网的，凭本通知到经办银行柜台缴纳。",
    )
)


def fee_notice(order: FeeOrder) -> dict[str, Any]:
    """Give the data of the 缴费通知 of an order; the amount is printed in capitals by the form."""
    return {
        **_common(order, PaperKind.FEE_NOTICE),
        "deadline": order.due_at.isoformat(),
        "issued_on": day_of(order.created_at).isoformat(),
        "ways": WAYS,
    }


def fee_receipt(order: FeeOrder) -> dict[str, Any]:
    """Give the data of the 缴费凭证 of a paid order, with who booked it (C44) and what was paid back, and when."""
    assert order.paid_on
    assert order.confirmed_at
    assert order.confirmed_by
    return {
        **_common(order, PaperKind.FEE_RECEIPT),
        "paid_on": order.paid_on.isoformat(),
        "channel": "非税缴费",
        "confirmed_by": order.confirmed_by.name,
        "issued_on": (order.refunded_on or day_of(order.confirmed_at)).isoformat(),
        "bill_number": order.bill_number,
        "refunded": str(order.amount) if order.refunded_on else None,
        "refunded_on": order.refunded_on.isoformat() if order.refunded_on else None,
    }


def _common(order: FeeOrder, form: PaperKind) -> dict[str, Any]:
    application = order.application
    campaign = application.campaign
    return {
        "number": application.number,
        "name": application.applicant.name,
        "employer": application.employer.name if application.employer else "",
        "application": subject_of(application),
        "level": str(application.get_level_display()),
        "amount": str(order.amount),
        "pay_code": order.payment_code,
        **seal_of(application.final_office, form),
        "issuer": application.final_office.name if application.final_office else campaign.issuer,
        **of_campaign(campaign, form),
    }
