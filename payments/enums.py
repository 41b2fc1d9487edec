"""The words of fees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    DUE = "due", _("待缴费")
    PAID = "paid", _("已到账")
    CANCELLED = "cancelled", _("已取消")
    REFUND_DUE = "refund_due", _("待退费")
    REFUNDED = "refunded", _("已退费")
