"""Public checks of files: a PDF by its signature, an annotated copy by the code on it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import rate
from accounts.http import PortalRequest, typed
from documents.inspection import FileRefused
from review.forms.results import CertificateForm, FileCheckForm
from review.selectors.annotated import copy_with_token
from review.selectors.checking import check_file

PAGE = "review/results/file_check.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def file_check(request: PortalRequest) -> HttpResponse:
    """Say of a PDF whether it is ours, whole and still valid."""
    if request.method == "GET":
        return render(request, PAGE, {"file_form": FileCheckForm()})
    if not _may_ask(request, "file", rate.FILES_A_MINUTE):
        return render(request, PAGE, {"file_form": FileCheckForm(), "too_many": True}, status=429)
    form = FileCheckForm(typed(request), request.FILES)
    if not form.is_valid():
        return render(request, PAGE, {"file_form": form}, status=422)
    try:
        checked = check_file(form.cleaned_data["file"], request.began_at)
    except FileRefused as refused:
        form.refuse(refused)
        return render(request, PAGE, {"file_form": form}, status=422)
    return render(request, PAGE, {"file_form": FileCheckForm(), "checked": checked})


@login_not_required
@never_cache
@require_GET
def copy(request: PortalRequest, token: str) -> HttpResponse:
    """The page behind the code of an annotated copy."""
    if not _may_ask(request, "token", 6 * rate.CHECKS_A_MINUTE):
        context = {"form": CertificateForm(), "too_many": True}
        return render(request, "review/results/certificate_check.html", context, status=429)
    found = copy_with_token(token, request.began_at)
    if found is None:
        return render(request, "review/results/not_found.html", {"form": CertificateForm()}, status=404)
    return render(request, "review/results/copy.html", {"shown": found, "certificate": found.copy.certificate})


def _may_ask(request: PortalRequest, what: str, limit: int) -> bool:
    address = request.META.get("REMOTE_ADDR")
    return rate.may_ask(what, address, at=request.began_at, limit=limit, seconds=rate.MINUTE)
