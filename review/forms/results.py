"""Input of the public pages of results."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm


class CertificateForm(PortalForm, forms.Form):
    """A certificate's number and its holder's name; both must match."""

    number = forms.CharField(label=_("证书编号"), max_length=40, help_text=_("17位，空格打不打都行，在证书下方。"))
    name = forms.CharField(label=_("持证人姓名"), max_length=100, help_text=_("和证书上一样，点和空格不计较。"))

    number.widget.attrs.update(autocomplete="off", spellcheck="false")
    name.widget.attrs.update(autocomplete="off")


class ObjectionForm(PortalForm, forms.Form):
    """An objection to a person in publicity; who objects may stay unnamed."""

    content = forms.CharField(
        label=_("异议内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写明什么事、什么时间、有什么依据。不要写身份证号。"),
    )
    objector = forms.CharField(label=_("您的姓名"), max_length=100, required=False)
    contact = forms.CharField(
        label=_("联系方式"),
        max_length=100,
        required=False,
        help_text=_("留了才能把结论告诉您。只有职称办看得到。"),
    )
