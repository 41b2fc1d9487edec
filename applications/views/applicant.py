"""The applicant's pages: home, beginning, withdrawing."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import BEFORE_COMMITTEE
from applications.models import Application
from applications.rules.refusal import Refused
from applications.selectors.applicant import foremost_application, own_applications
from applications.selectors.deadlines import window_of
from applications.selectors.home import home_card
from applications.selectors.papers import papers_of
from applications.selectors.starting import Beginning, beginning
from applications.services.filing import withdraw as withdraw_application
from campaigns.enums import WindowKind


@acting_for_oneself
def home(request: PortalRequest) -> HttpResponse:
    """One card for the application under way, or one button to begin."""
    application = foremost_application(request.act)
    if application is None:
        return render(request, "applications/home.html", {"application": None, "filing": _filing(request)})
    return render(request, "applications/home.html", shown(request, application))


@acting_for_oneself
def case(request: PortalRequest, number: str) -> HttpResponse:
    """One of a person's own applications, ended ones too."""
    return render(request, "applications/home.html", shown(request, own(request, number)))


def shown(request: PortalRequest, application: Application) -> dict[str, Any]:
    """Give what the home shows of one application: its card and, unless it is being edited, its papers."""
    return {
        "application": application,
        "card": home_card(application, at=request.began_at),
        "papers": [] if application.is_editable else papers_of(application, request.act),
        "filing": None if application.is_live else _filing(request),
    }


def _filing(request: PortalRequest) -> Beginning:
    return beginning(request.campaign or None, request.act)


@acting_for_oneself
@require_http_methods(["GET", "POST"])
def withdraw(request: PortalRequest, number: str) -> HttpResponse:
    """Ask once, naming the consequence; then take the application back."""
    application = own(request, number)
    window = window_of(application, WindowKind.FILING)
    context: dict[str, Any] = {
        "application": application,
        "can_withdraw": application.state in BEFORE_COMMITTEE,
        "again_until": window.closes_at if window and window.closes_at >= request.began_at else None,
    }
    if request.method == "POST":
        try:
            withdraw_application(application_id=application.pk, act=request.act)
        except Refused as refused:
            return render(
                request, "applications/withdraw.html", {**context, "refusals": refused.refusals}, status=409
            )
        messages.success(request, _withdrawn(application, context["again_until"]))
        return redirect("applications:home")
    return render(request, "applications/withdraw.html", context)


def _withdrawn(application: Application, again_until: datetime | None) -> str:
    """Say that it was withdrawn, until when another can be begun, and what becomes of a fee that was paid (C05, C36)."""
    again = _("要再报的，在申报时间内可以重新开始。") if again_until else _("申报时间已过，这一年不能再报。")
    refund = _("已缴的费用原路退回，不用另外申请。") if application.fee_settled_at else ""
    return _("已撤回。") + again + refund


def own(request: PortalRequest, number: str) -> Application:
    """Give the person's own application of that number; 404 for everybody else."""
    return get_object_or_404(own_applications(request.act), number=number)
