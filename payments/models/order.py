from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from applications.models import Application
from payments.enums import OrderStatus


class FeeOrder(models.Model):
    """What one accepted application owes, against a 缴款码; the office confirms what arrived (C35, C36)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="fee_orders")
    amount = models.DecimalField(_("金额（元）"), max_digits=8, decimal_places=2)
    payment_code = models.CharField(_("缴款码"), max_length=20, unique=True)
    status = models.CharField(_("状态"), max_length=20, choices=OrderStatus, default=OrderStatus.DUE)
    due_at = models.DateTimeField(_("缴费截止"))
    created_at = models.DateTimeField()
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)
    bill_number = models.CharField(_("电子票据号"), max_length=40, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refund_reason = models.CharField(_("退费原因"), max_length=200, blank=True)
    refunded_on = models.DateField(_("退费日期"), null=True, blank=True)
    refunded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = verbose_name_plural = _("缴费单")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(status__in=[OrderStatus.DUE, OrderStatus.PAID]),
                name="one_open_or_settled_order",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_positive"),
            models.CheckConstraint(
                condition=~Q(status=OrderStatus.PAID)
                | Q(paid_on__isnull=False, confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="paid_order_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment_code}，{self.amount}{_('元')}"

    @property
    def grouped_code(self) -> str:
        """The code in groups of four, as it is read and typed."""
        return " ".join(self.payment_code[place : place + 4] for place in range(0, 20, 4))


class FeeImport(models.Model):
    """A list of payments that an office imported, with what came of each line."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    lines = models.JSONField(_("逐行内容"))
    outcome = models.JSONField(_("逐行结果"))
    booked_at = models.DateTimeField(_("记账时间"), null=True, blank=True)

    class Meta:
        ordering = ["-imported_at", "-id"]
        verbose_name = verbose_name_plural = _("缴费导入")

    def __str__(self) -> str:
        return self.name
