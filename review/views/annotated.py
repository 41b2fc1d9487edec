"""The holder's page: annotated copies of his certificate."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest, typed
from accounts.permissions import acting_for_oneself
from applications.rules.refusal import Refused
from campaigns.rules.calendar import day_of
from review.forms.results import CopyForm
from review.rules.annotating import latest_day
from review.selectors.annotated import copies_of, own_certificate
from review.services.annotating import make_copy


@require_http_methods(["GET", "HEAD", "POST"])
@acting_for_oneself
def copies(request: PortalRequest, number: str) -> HttpResponse:
    """List the copies of one's own certificate, and make another."""
    certificate = own_certificate(request.act, number)
    if certificate is None:
        raise Http404
    today = day_of(request.began_at)
    form = CopyForm(typed(request), today=today, last=latest_day(today))
    context = {"certificate": certificate, "copies": copies_of(certificate, request.began_at), "form": form}
    if not form.is_valid():
        return render(request, "review/results/copies.html", context, status=form.status)
    try:
        make_copy(certificate.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        context["refusals"] = refused.refusals
        return render(request, "review/results/copies.html", context, status=409)
    messages.success(request, _("加注件正在制作，做好后在下面打开。"))
    return redirect("results:copies", number)
