"""Signing up."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from accounts.enums import DocumentKind
from accounts.forms.base import PortalForm
from accounts.forms.fields import AddressField, PhoneField
from accounts.models import User
from accounts.rules.documents import document_fault
from accounts.rules.identity import normal_document, normal_name
from accounts.rules.names import name_fault
from accounts.rules.passwords import HINT


def new_password(**attrs: str) -> forms.PasswordInput:
    """Give the control of a password that is being chosen; it keeps what was typed when the page comes back."""
    return forms.PasswordInput(render_value=True, attrs={"autocomplete": "new-password", **attrs})


class TwicePasswordForm(PortalForm, forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(label=_("密码"), max_length=128, strip=False, help_text=HINT, widget=new_password())
    password_again = forms.CharField(label=_("再输一遍密码"), max_length=128, strip=False, widget=new_password())

    def clean_password_again(self) -> str:
        again = self.cleaned_data["password_again"]
        if self.cleaned_data.get("password") not in (None, again):
            raise ValidationError(_("两次输入的密码不一样，请重新输入。"))
        return str(again)

    def check_password(self, user: User) -> None:
        """Add what is wrong with the password for this person; to be called from `clean`."""
        password = self.cleaned_data.get("password")
        if password is None:
            return
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password", error)


class SignUpForm(TwicePasswordForm):
    """Who signs up. `today`: the day of the request, against which a birth date is checked.

    `name_seen` is the normalised name that the page has shown; where the typed one differs, the page asks once.
    """

    any_characters = ("name", "name_seen")
    field_order = ["name", "document_kind", "document_number", "phone", "email", "password", "password_again"]

    name = forms.CharField(
        label=_("姓名"),
        help_text=_("和证件上完全一致，不限长短。中间的点，打“.”“•”都可以，我们统一成“·”。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    document_kind = forms.ChoiceField(
        label=_("证件类型"), choices=DocumentKind.choices, initial=DocumentKind.ID_CARD, widget=forms.RadioSelect
    )
    document_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        help_text=_("登录时用它，也可以用手机号码。加密保存，屏幕上只显示头尾几位。"),
        widget=forms.TextInput(attrs={"class": "is-id", "autocomplete": "username"}),
    )
    phone = PhoneField(label=_("手机号码"))
    email = AddressField(
        label=_("电子邮箱"),
        help_text=_("退回、缴费的提醒和找回密码的验证码发到这里，不发短信。没有可以不填，提醒就要登录才看得到。"),
    )
    consent = forms.BooleanField(
        label=_("我已读完并同意上面的《个人信息处理说明》。"),
        error_messages={"required": _("同意《个人信息处理说明》才能注册。读完后请打勾。")},
    )
    consent_sensitive = forms.BooleanField(
        label=_("我单独同意处理敏感个人信息：证件号码、证件照片、本人照片、学历证书扫描件。"),
        error_messages={"required": _("处理敏感个人信息要您单独同意，才能注册。同意请打勾。")},
    )
    name_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = normal_name(self.cleaned_data["name"])
        fault = name_fault(name)
        if fault:
            raise ValidationError(fault)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        number = normal_document(cleaned.get("document_number") or "")
        if number and cleaned.get("document_kind"):
            fault = document_fault(cleaned["document_kind"], number, self.today)
            if fault:
                self.add_error("document_number", fault)
        cleaned["document_number"] = number
        self.check_password(
            User(name=cleaned.get("name", ""), document_number=number, phone=cleaned.get("phone", ""))
        )
        return cleaned

    def name_to_confirm(self) -> str:
        """Give the normalised name when it differs from what was typed and was not shown yet; puts it into the field."""
        typed, name = self.data.get("name", "").strip(), self.cleaned_data["name"]
        if name in (typed, self.cleaned_data.get("name_seen")):
            return ""
        self.data = MultiValueDict({**dict(self.data.lists()), "name": [name], "name_seen": [name]})  # type: ignore[attr-defined]
        return str(name)
