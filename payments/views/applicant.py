"""The applicant's order: what, until when, how, and the receipt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import PaperKind
from campaigns.rules.calendar import day_of
from payments.deadlines import payment_deadline
from payments.papers import WAYS
from payments.selectors import own_orders


@require_GET
@acting_for_oneself
def order(request: PortalRequest, number: str) -> HttpResponse:
    """One's own order (C35, C36, C07)."""
    found = own_orders(request.act).filter(application__number=number).first()
    if found is None:
        raise Http404
    papers = found.application.papers.filter(kind__in=[PaperKind.FEE_NOTICE, PaperKind.FEE_RECEIPT]).exclude(
        status="outdated"
    )
    context = {
        "order": found,
        "papers": papers,
        "ways": WAYS.splitlines(),
        "deadline": payment_deadline(found.application),
        "is_overdue": request.began_at > found.due_at,
        "today": day_of(request.began_at),
    }
    return render(request, "payments/order.html", context)
