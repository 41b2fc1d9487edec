"""The supervisor's pages: he sees everything of his area and can change nothing."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from campaigns.models import Campaign
from campaigns.selectors import published_campaigns
from review.forms.supervision import EventFilter
from review.selectors import supervision as selectors
from review.selectors.reasons import reasons_of, refusal_reasons, return_reasons
from review.services.chain import verify, verify_all
from review.targets import slot_labels
from review.views.desk import pages_around

PAGE = 30
supervisors: Callable[..., Any] = acting_as(Role.SUPERVISOR)


@require_safe
@supervisors
def overview(request: PortalRequest) -> HttpResponse:
    """Return and refusal rates, times, reasons, and what is late, office by office (C24)."""
    campaigns = list(published_campaigns())
    campaign = chosen(campaigns, request.GET.get("campaign", "")) or request.campaign
    cases = selectors.applications_under(request.act)
    code = request.GET.get("code", "").strip()[:20]
    lines, everything = selectors.office_lines(request.act, campaign)
    context = {
        "campaigns": campaigns,
        "chosen": campaign,
        "lines": lines,
        "everything": everything,
        "overdue": sum(line.overdue for line in lines),
        "slow": sum(line.slow for line in lines),
        "returns": return_reasons(cases, campaign),
        "refusals": refusal_reasons(cases, campaign),
        "code": code,
        "bearer": selectors.bearer_of(request.act, code) if code else None,
    }
    return render(request, "review/supervision/overview.html", context)


def chosen(campaigns: list[Campaign], key: str) -> Campaign | None:
    return next((campaign for campaign in campaigns if campaign.key == key), None)


@require_safe
@supervisors
def events(request: PortalRequest) -> HttpResponse:
    """The record of every step, with whether the records on the page are whole (C44)."""
    found = EventFilter(request.GET, queryset=selectors.events_under(request.act))
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    breaks, given = verify_all({event.application for event in page.object_list}), reasons_of(page.object_list)
    context = {
        "page": page,
        "filter": found,
        "rows": [(event, breaks[event.application_id], given[event.pk]) for event in page.object_list],
        "broken": sum(bool(found) for found in breaks.values()),
        **pages_around(request, page),
    }
    return render(request, "review/supervision/events.html", context)


@require_safe
@supervisors
def trail(request: PortalRequest, number: str) -> HttpResponse:
    """The whole record of one application, and where it does not hold (C44)."""
    application = get_object_or_404(
        selectors.applications_under(request.act).select_related("applicant", "employer", "campaign"),
        number=number,
    )
    context = {
        "application": application,
        "events": application.events.order_by("-sequence"),
        "breaks": verify(application),
        "withdrawals": selectors.withdrawals_of(application),
        "elsewhere": selectors.files_elsewhere(application),
        "labels": slot_labels(application, list(application.campaign.slots.all())),
    }
    return render(request, "review/supervision/trail.html", context)
