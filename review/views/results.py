"""The public pages of results: lists in publicity, objections, the check of a certificate."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import rate
from accounts.acting import Act
from accounts.http import PortalRequest, typed
from applications.enums import PaperStatus
from applications.rules.refusal import Refusal, Refused
from applications.views.papers import answer_with
from review.forms.results import CertificateForm, ObjectionForm
from review.rules.numbers import CERTIFICATE_LENGTH, normal_certificate_number
from review.selectors import results as selectors
from review.services.publicity import object_to

PAGE = 100


@login_not_required
@require_GET
def publicities(request: PortalRequest) -> HttpResponse:
    """The lists in their period."""
    shown = selectors.publicities_open(request.began_at)
    return render(request, "review/results/publicities.html", {"publicities": shown})


@login_not_required
@require_GET
def publicity(request: PortalRequest, slug: str) -> HttpResponse:
    """One list: names, employers, titles; no number of any document (C08)."""
    shown = get_object_or_404(selectors.publicities_open(request.began_at), slug=slug)
    page = Paginator(selectors.entries_of(shown), PAGE).get_page(request.GET.get("page"))
    return render(request, "review/results/publicity.html", {"publicity": shown, "page": page})


@login_not_required
@require_GET
def paper(request: PortalRequest, slug: str) -> HttpResponse | FileResponse:
    """The list as a PDF, for employers to post (C08)."""
    shown = get_object_or_404(selectors.publicities_open(request.began_at), slug=slug)
    if shown.paper is None or shown.paper.status != PaperStatus.READY:
        return render(request, "review/results/paper_waiting.html", {"publicity": shown}, status=409)
    return answer_with(shown.paper)


@login_not_required
@require_http_methods(["GET", "POST"])
def objection(request: PortalRequest, slug: str, entry: int) -> HttpResponse:
    """Object to one person on a list."""
    shown = get_object_or_404(selectors.publicities_open(request.began_at), slug=slug)
    named = get_object_or_404(selectors.entries_of(shown), pk=entry)
    form = ObjectionForm(typed(request))
    context = {"publicity": shown, "entry": named, "form": form}
    if request.method == "GET":
        return render(request, "review/results/objection.html", context | {"form": ObjectionForm()})
    if not form.is_valid():
        return render(request, "review/results/objection.html", context, status=422)
    try:
        _within_limit(request)
        object_to(named.pk, **form.cleaned_data, act=Act(at=request.began_at, address=_address(request)))
    except Refused as refused:
        told = context | {"refusals": refused.refusals}
        return render(request, "review/results/objection.html", told, status=409)
    return redirect(reverse("results:publicity", args=[slug]) + "?received=1")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def certificate_check(request: PortalRequest) -> HttpResponse:
    """Look for a certificate by its number and its holder's name, one at a time."""
    form = CertificateForm(typed(request))
    if request.method == "GET":
        return render(request, "review/results/certificate_check.html", {"form": CertificateForm()})
    if not form.is_valid():
        return render(request, "review/results/certificate_check.html", {"form": form}, status=422)
    if not rate.may_ask(
        "certificate", _address(request), at=request.began_at, limit=rate.CHECKS_A_MINUTE, seconds=rate.MINUTE
    ):
        return render(
            request, "review/results/certificate_check.html", {"form": form, "too_many": True}, status=429
        )
    found = selectors.certificate_of(form.cleaned_data["number"], form.cleaned_data["name"])
    if found is None:
        return _not_found(request, form)
    return render(request, "review/results/certificate.html", {"certificate": found})


@login_not_required
@never_cache
@require_GET
def certificate(request: PortalRequest, token: str) -> HttpResponse:
    """The page behind a certificate's QR code."""
    if not rate.may_ask(
        "token", _address(request), at=request.began_at, limit=6 * rate.CHECKS_A_MINUTE, seconds=rate.MINUTE
    ):
        return render(
            request,
            "review/results/certificate_check.html",
            {"form": CertificateForm(), "too_many": True},
            status=429,
        )
    found = selectors.certificate_with_token(token)
    if found is None:
        return _not_found(request, CertificateForm())
    return render(request, "review/results/certificate.html", {"certificate": found})


def _not_found(request: PortalRequest, form: CertificateForm) -> HttpResponse:
    """Say that nothing was found, whatever did not match; the length of a number is no secret."""
    typed = normal_certificate_number(form.data.get("number", ""))
    context = {"form": form, "length": len(typed), "wanted": CERTIFICATE_LENGTH}
    return render(request, "review/results/not_found.html", context, status=404)


def _within_limit(request: PortalRequest) -> None:
    if not rate.may_ask(
        "objection", _address(request), at=request.began_at, limit=rate.OBJECTIONS_AN_HOUR, seconds=rate.HOUR
    ):
        raise Refused(Refusal(_("同一网络1小时内最多提5条。"), "C08", _("请过1小时再提，或打监督电话。")))


def _address(request: PortalRequest) -> str | None:
    return request.META.get("REMOTE_ADDR")
