"""Input of the pages of fees."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from payments.enums import OrderStatus


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class OrderFilter(PortalForm, forms.Form):
    """Filters of the list; they stay in the address."""

    q = forms.CharField(label=_("姓名、单位、编号或缴款码"), max_length=100, required=False)
    status = forms.ChoiceField(label=_("状态"), choices=[("", _("全部")), *OrderStatus.choices], required=False)  # type: ignore[assignment]
    late = forms.BooleanField(label=_("只看逾期"), required=False)


class ConfirmForm(PortalForm, forms.Form):
    """That one order's money arrived."""

    paid_on = forms.DateField(label=_("到账日期"), widget=DayInput())
    bill_number = forms.CharField(
        label=_("电子票据号"), max_length=40, required=False, help_text=_("财政电子票据上的号码，可以以后补。")
    )


class RefundForm(PortalForm, forms.Form):
    """That a refund was paid out."""

    refunded_on = forms.DateField(label=_("退费日期"), widget=DayInput())


class ImportForm(PortalForm, forms.Form):
    """A list of payments as an Excel file."""

    file = forms.FileField(
        label=_("缴费清单（.xlsx）"),
        help_text=_("第一行是表头：缴款码、金额、到账日期，票据号可以没有。缴款码那一列设成“文本”。"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
    )
