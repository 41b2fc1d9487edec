"""The public pages: anybody may read them (C42, C48)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.http import PortalRequest
from campaigns import selectors
from campaigns.enums import Audience, WindowKind
from campaigns.models import Campaign, Download
from campaigns.rules.timetable import lay_out
from documents.store import opened


def campaign_or_404(request: PortalRequest) -> Campaign:
    """Give the campaign that the portal shows; 404 before the first one is published."""
    campaign: Campaign | None = request.campaign
    if not campaign:
        raise Http404
    return campaign


@login_not_required
def home(request: PortalRequest) -> HttpResponse:
    """The year's timetable with today, who may apply, three steps, notices."""
    campaign: Campaign | None = request.campaign
    context: dict[str, Any] = {}
    if campaign:
        windows = selectors.timetable(campaign)
        context = {
            "timetable": lay_out(windows, request.began_at),
            "filing": next((window for window in windows if window.kind == WindowKind.FILING), None),
            "announcements": selectors.announcements(campaign, request.began_at)[:5],
        }
    return render(request, "campaigns/home.html", context)


@login_not_required
def guide(request: PortalRequest) -> HttpResponse:
    """Who may apply, how, what to bring, what it costs, by when."""
    campaign = campaign_or_404(request)
    return render(
        request,
        "campaigns/guide.html",
        {
            "windows": selectors.timetable(campaign),
            "slots": campaign.slots.all(),
            "fees": campaign.fees.all(),
        },
    )


@login_not_required
def questions(request: PortalRequest) -> HttpResponse:
    """Questions that people ask, with answers."""
    return render(request, "campaigns/questions.html", {"questions": campaign_or_404(request).questions.all()})


@login_not_required
def downloads(request: PortalRequest) -> HttpResponse:
    """The blank forms, by who fills them in."""
    blanks = list(campaign_or_404(request).downloads.all())
    groups = [(audience, [blank for blank in blanks if blank.audience == audience]) for audience in Audience]
    return render(request, "campaigns/downloads.html", {"groups": [group for group in groups if group[1]]})


@login_not_required
def download(request: PortalRequest, form: str) -> HttpResponse | FileResponse:
    """One blank form as PDF, made beforehand by the worker."""
    found: Download = get_object_or_404(campaign_or_404(request).downloads, form=form)
    if not found.file:
        return render(request, "campaigns/download_waiting.html", {"download": found}, status=202)
    return FileResponse(opened(found.file.name), as_attachment=True, filename=f"{found.label}.pdf")


@login_not_required
def announcement(request: PortalRequest, slug: str) -> HttpResponse:
    """One notice."""
    found = get_object_or_404(selectors.announcements(campaign_or_404(request), request.began_at), slug=slug)
    return render(request, "campaigns/announcement.html", {"announcement": found})
