"""An employer signs up; its county's office decides."""

from dataclasses import fields

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionKind, EmployerKind, Tier
from accounts.forms.base import PortalForm
from accounts.forms.fields import LicenceField, UsccField
from accounts.models import Division
from accounts.services.employers import EmployerData


class EmployerForm(PortalForm, forms.Form):
    """What an employer says of itself, with its licence."""

    name = forms.CharField(label=_("单位名称"), max_length=200, help_text=_("和营业执照上完全一致。"))
    uscc = UsccField(label=_("统一社会信用代码"), help_text=_("营业执照右上角的18位代码。"))
    kind = forms.ChoiceField(label=_("单位类别"), choices=EmployerKind.choices, widget=forms.RadioSelect)
    division = forms.ModelChoiceField(
        queryset=Division.objects.exclude(kind=DivisionKind.PREFECTURE),
        label=_("工作所在区划"),
        empty_label=_("请选择"),
        help_text=_("职工实际工作的地方。由这里的人社局确认单位。"),
    )
    tier = forms.ChoiceField(
        label=_("层次"),
        choices=Tier.choices,
        widget=forms.RadioSelect,
        help_text=_("按工作地点：地区直属、县市，还是乡镇。评审标准按层次分别定（C31）。"),
    )
    registered_at = forms.CharField(
        label=_("执照登记地"), max_length=100, help_text=_("营业执照上的登记地，如：新疆和田地区和田市。")
    )
    address = forms.CharField(label=_("工作地址"), max_length=200, required=False)
    contact_phone = forms.CharField(
        label=_("单位电话"), max_length=40, widget=forms.TextInput(attrs={"class": "is-tel", "inputmode": "tel"})
    )
    licence = LicenceField(
        label=_("营业执照扫描件"), help_text=_("JPEG、PNG或PDF，不超过10 MB、5页。拍照也可以，字要清楚。")
    )

    def employer_data(self) -> EmployerData:
        """Give what the service takes, from a valid form."""
        return EmployerData(**{field.name: self.cleaned_data[field.name] for field in fields(EmployerData)})


class CorrectionForm(PortalForm, forms.Form):
    """Turn a decision round, with a reason."""

    seen = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("为什么更正"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("单位会看到这段话，原来的结论也留存。"),
    )


class DecisionForm(PortalForm, forms.Form):
    """Confirm, or refuse with a reason."""

    decision = forms.ChoiceField(
        choices=[("confirm", _("确认单位")), ("refuse", _("不通过"))], widget=forms.HiddenInput
    )

    reason = forms.CharField(
        label=_("不通过的原因"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("单位会看到这段话，写明哪一项要改、怎么改。确认时不用填。"),
    )

    def clean(self) -> None:
        """Refuse a refusal that names no reason (C24)."""
        typed = self.cleaned_data
        if typed.get("decision") == "refuse" and "reason" in typed and not typed["reason"]:
            self.add_error("reason", _("请写明不通过的原因，单位要看着它修改。"))
