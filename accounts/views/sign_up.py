"""Signing up, and the text one agrees to."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms.sign_up import SignUpForm
from accounts.http import PortalRequest
from accounts.models import User
from accounts.rules import consent
from accounts.rules.refused import AccountRefused
from accounts.services.people import Agreement, sign_up
from accounts.views.sign_in import safe_next

BACKEND = "accounts.backends.NumberBackend"
ACCOUNT_FIELDS = ("name", "document_kind", "document_number", "phone", "email", "password")


@login_not_required
@never_cache
@sensitive_post_parameters()
def register(request: PortalRequest) -> HttpResponse:
    """Ask who signs up; show the normalised name once where it differs from what was typed."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "accounts:start")
    form = SignUpForm(request.POST or None, today=localdate(request.began_at))
    confirm = form.name_to_confirm() if form.is_valid() else ""
    if form.is_valid() and not confirm:
        try:
            login(request, _account(form, request), backend=BACKEND)
            return redirect(safe_next(request) or "accounts:start")
        except AccountRefused as refused:
            form.add_error(refused.field, refused.message)
    context = {"form": form, "confirm": confirm, "privacy": consent.TEMPLATE, "next": safe_next(request)}
    return render(request, "accounts/sign_up.html", context, status=form.status)


def _account(form: SignUpForm, request: PortalRequest) -> User:
    return sign_up(
        **{field: form.cleaned_data[field] for field in ACCOUNT_FIELDS},
        agreement=Agreement(
            version=consent.VERSION,
            sensitive=True,
            address=request.act.address,
        ),
        at=request.began_at,
    )


@login_not_required
def privacy(request: PortalRequest) -> HttpResponse:
    """Show the text on the handling of personal information that is in force."""
    return render(request, "accounts/privacy.html", {"privacy": consent.TEMPLATE, "version": consent.VERSION})
