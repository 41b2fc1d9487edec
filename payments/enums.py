"""The words of fees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    DUE = "due", _("待缴费")
    PAID = "paid", _("已到账")
    CANCELLED = "cancelled", _("已取消")
    REFUND_DUE = "refund_due", _("待退费")
    REFUNDED = "refunded", _("已退费")


class LineOutcome(models.TextChoices):
    """What becomes of one line of an imported list."""

    MATCHED = "matched", _("对上，记为已到账")
    ALREADY_PAID = "already_paid", _("早已到账，不重复记")
    UNKNOWN_CODE = "unknown_code", _("没有这个缴款码")
    BAD_CODE = "bad_code", _("缴款码不对，应为20位数字")
    WRONG_AMOUNT = "wrong_amount", _("金额与应缴的不一致")
    DUPLICATE = "duplicate", _("与表内前面对上的一行重复")
    TOO_EARLY = "too_early", _("到账日期早于接收材料，不能缴费")
    LATE = "late", _("到账日期晚于缴费截止")
    CLOSED = "closed", _("缴费单已取消或已退费，款项须退回")
    UNREADABLE = "unreadable", _("这一行读不出来")
