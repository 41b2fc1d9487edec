"""Changing a password, with the old one or with a code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm
from accounts.forms.fields import AddressField, PhoneField
from accounts.forms.sign_up import TwicePasswordForm
from accounts.models import User
from accounts.rules.identity import normal_document


def current_password() -> forms.CharField:
    """Give the field that asks a signed-in person for the password again."""
    return forms.CharField(
        label=_("现在的密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ResetForm(PortalForm, forms.Form):
    """Whose password was forgotten."""

    number = forms.CharField(
        label=_("证件号码或手机号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "is-id", "autocomplete": "username"}),
    )


class ResetCodeForm(TwicePasswordForm):
    """The code and the new password; what depends on the person is checked after the code."""

    field_order = ["code", "password", "password_again"]
    code = forms.RegexField(
        r"^\d{6}$",
        label=_("验证码"),
        help_text=_("邮件里的6位数字。"),
        error_messages={"invalid": _("验证码是6位数字，请核对邮件。")},
        widget=forms.TextInput(
            attrs={"class": "is-short", "inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )


class OwnPasswordMixin:
    """A form that is filled by `user`, who proves it by the current password."""

    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        if not self.user.check_password(current):
            raise ValidationError(_("现在的密码不对，请核对。"))
        return current


class ChangePasswordForm(OwnPasswordMixin, TwicePasswordForm):
    """The old password and the new one."""

    field_order = ["current", "password", "password_again"]
    current = current_password()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_password(self.user)
        if cleaned.get("password") and cleaned.get("password") == cleaned.get("current"):
            self.add_error("password", _("新密码和现在的一样，请换一个。"))
        return cleaned


class ContactForm(OwnPasswordMixin, PortalForm, forms.Form):
    """A new telephone number and e-mail address."""

    phone = PhoneField(label=_("新的手机号码"), required=False, help_text=_("不改就空着。"))
    email = AddressField(label=_("电子邮箱"))
    current = current_password()


class ClerkForm(PortalForm, forms.Form):
    """Whom the head takes on as clerk."""

    number = forms.CharField(
        label=_("对方的证件号码或手机号码"),
        max_length=40,
        help_text=_("对方要先注册账号。"),
        widget=forms.TextInput(attrs={"class": "is-id", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        return normal_document(self.cleaned_data["number"])
