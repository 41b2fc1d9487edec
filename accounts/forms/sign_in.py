"""Signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.base import PortalForm


class SignInForm(PortalForm, forms.Form):
    """A number and a password; whether they fit is for the backend to say."""

    username = forms.CharField(
        label=_("证件号码或手机号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
