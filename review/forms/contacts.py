"""Input of the page on which the office says how it is reached."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.base import PortalForm
from campaigns.rules.contacts import normal_telephone, prefix_fault, telephone_fault
from review.forms.wording import digest_of
from review.services.contacts import Contacts


class ContactsForm(PortalForm, forms.Form):
    """Telephones, 机关代字 and address; `contacts` are those that stand now."""

    contact_phone = forms.CharField(label=gettext_lazy("咨询电话"), max_length=40)
    supervision_phone = forms.CharField(label=gettext_lazy("监督电话"), max_length=40)
    address = forms.CharField(
        label=gettext_lazy("地址"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("印在公示里机关名称的后面，书面意见寄到这里；不填就不印。"),
    )
    document_prefix = forms.CharField(
        label=gettext_lazy("发文机关代字"),
        max_length=30,
        help_text=gettext_lazy("文号的开头，如“和地职称办〔2025〕3号”里的“和地职称办”。换了代字，从1号编起。"),
    )
    began = forms.CharField(label=gettext_lazy("内容"), widget=forms.HiddenInput)

    def __init__(self, contacts: Contacts, data: Any = None):
        super().__init__(data, initial=asdict(contacts) | {"began": digest_of(asdict(contacts))})
        self.contacts = contacts

    def clean_began(self) -> str:
        """Refuse what was written over other values than those that stand now."""
        if self.cleaned_data["began"] != digest_of(asdict(self.contacts)):
            raise ValidationError(_("别人刚改过这一页，您改的没有保存。请先抄下您的内容，刷新页面再改。"))
        return str(self.cleaned_data["began"])

    def clean_contact_phone(self) -> str:
        """Give the number as it is printed."""
        return _telephone(self.cleaned_data["contact_phone"])

    def clean_supervision_phone(self) -> str:
        """Give the number as it is printed."""
        return _telephone(self.cleaned_data["supervision_phone"])

    def clean_document_prefix(self) -> str:
        """Refuse what no document can be numbered under."""
        if fault := prefix_fault(self.cleaned_data["document_prefix"]):
            raise ValidationError(fault)
        return str(self.cleaned_data["document_prefix"])

    def typed(self) -> Contacts:
        """Give what was typed, once it is valid."""
        return Contacts(**{name: self.cleaned_data[name] for name in asdict(self.contacts)})


def _telephone(text: str) -> str:
    number = normal_telephone(text)
    if fault := telephone_fault(number):
        raise ValidationError(fault)
    return number
