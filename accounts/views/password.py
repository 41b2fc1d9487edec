"""Setting a new password: forgotten, or known."""

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.backends import account_of
from accounts.forms.password import ChangePasswordForm, ResetCodeForm, ResetForm
from accounts.http import PortalRequest
from accounts.rules.refused import AccountRefused
from accounts.services.passwords import request_reset, reset_password, set_password
from accounts.views.sign_in import begin
from accounts.views.sign_up import BACKEND

RESET_KEY = "reset"


@login_not_required
@never_cache
@sensitive_post_parameters()
def reset(request: PortalRequest) -> HttpResponse:
    """Ask whose password was forgotten; the answer is the same whether or not there is such an account."""
    form = ResetForm(request.POST or None)
    if form.is_valid():
        user = account_of(form.cleaned_data["number"])
        request_reset(user, at=request.began_at)
        request.session[RESET_KEY] = user.handle if user else "-"
        return redirect("accounts:reset_code")
    return render(request, "accounts/reset.html", {"form": form}, status=form.status)


@login_not_required
@never_cache
@sensitive_post_parameters()
def reset_code(request: PortalRequest) -> HttpResponse:
    """Ask for the code and the new password."""
    if RESET_KEY not in request.session:
        return redirect("accounts:reset")
    form = ResetCodeForm(request.POST or None)
    if form.is_valid():
        answer = _reset(request, form)
        if answer:
            return answer
    return render(request, "accounts/reset_code.html", {"form": form}, status=form.status)


def _reset(request: PortalRequest, form: ResetCodeForm) -> HttpResponse | None:
    code, password = form.cleaned_data["code"], form.cleaned_data["password"]
    try:
        user = reset_password(request.session[RESET_KEY], code=code, password=password, at=request.began_at)
    except AccountRefused as refused:
        form.add_error(refused.field, refused.message)
        return None
    except ValidationError as error:
        form.add_error("password", error)
        return None
    del request.session[RESET_KEY]
    login(request, user, backend=BACKEND)
    messages.success(request, _("密码已修改，您已登录。"))
    return begin(request, user)


@never_cache
@sensitive_post_parameters()
def password(request: PortalRequest) -> HttpResponse:
    """Change the password, knowing the old one; the other sessions end."""
    user = request.act.person
    form = ChangePasswordForm(request.POST or None, user=user)
    if form.is_valid():
        set_password(user, password=form.cleaned_data["password"], at=request.began_at)
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已修改。别的设备上要重新登录。"))
        return redirect("accounts:profile")
    return render(request, "accounts/password.html", {"form": form}, status=form.status)
