"""Signing in and out, and where a person begins."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms.sign_in import SignInForm
from accounts.http import PortalRequest
from accounts.kept import KEY, drop, kept_for
from accounts.models import User
from accounts.rules.first_pages import first_page
from accounts.selectors import memberships_of

SESSION_KEY = "membership"


def safe_next(request: HttpRequest) -> str:
    """Give the address to go to afterwards, or nothing when it leads out of the portal."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    fits = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if fits else ""


@login_not_required
@never_cache
@sensitive_post_parameters("username", "password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a number and a password."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "accounts:start")
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        if isinstance(user, User):
            login(request, user)
            return begin(request, user)
        form.add_error(None, _("号码或密码不对，请核对后再试。连续错5次，这个账号在这里锁定15分钟。"))
    context = {"form": form, "next": safe_next(request), "lost": not form.is_bound and "lost" in request.GET}
    context["is_kept"] = KEY in request.session
    return render(request, "accounts/sign_in.html", context, status=form.status)


def begin(request: HttpRequest, user: User) -> HttpResponseRedirect:
    """Start the session in the one capacity there is, or ask which; a form that waits for this person comes first."""
    held = memberships_of(user)
    wanted = reverse("accounts:kept") if kept_for(request) else safe_next(request)
    if len(held) > 1:
        query = {"next": wanted} if wanted else None
        return redirect(reverse("accounts:capacities", query=query))
    if held:
        request.session[SESSION_KEY] = held[0].pk
    return redirect(wanted or "accounts:start")


@never_cache
def kept(request: PortalRequest) -> HttpResponse:
    """Show the form that was not taken, to be sent again; a post throws it away."""
    form = kept_for(request)
    if form is None:
        return redirect("accounts:start")
    if request.method == "POST":
        drop(request)
        return redirect(form.page)
    return render(request, "accounts/kept.html", {"kept": form})


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("campaigns:home")


def start(request: PortalRequest) -> HttpResponse:
    """Go to the first page of the capacity in which the person acts; who only administers goes to the back office."""
    if request.user.is_staff and not memberships_of(request.user):
        return redirect("admin:index")
    try:
        return redirect(reverse(first_page(request.act.role)))
    except NoReverseMatch:
        return redirect("accounts:capacities")


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: Any) -> HttpResponse:
    """Say that too many sign-ins failed (429); the same words whether or not the account exists."""
    return render(request, "accounts/locked_out.html", status=429)
