"""The reviewers' desk: what waits, what was returned, what is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.workflow import REVIEW_ROLES
from review.forms.queue import address
from review.selectors import desk as selectors
from review.selectors.queue import Queue, Walk
from review.services import desk as services

PAGE = 20
reviewers: Callable[..., Any] = acting_as(*REVIEW_ROLES)


@reviewers
def queue(request: PortalRequest) -> HttpResponse:
    """What the office has to review now, by deadline and age; the filters stand in the address."""
    found = Queue(request.act, request.GET)
    return render(request, "review/desk/queue.html", {"queue": found, "filter": found.filter})


@reviewers
def returned(request: PortalRequest) -> HttpResponse:
    """What the office returned and waits for."""
    return _listed(request, "returned", selectors.returned_by(request.act))


@reviewers
def done(request: PortalRequest) -> HttpResponse:
    """The conclusions of the office, each with who took it."""
    return _listed(request, "done", selectors.concluded_by(request.act))


def _listed(request: HttpRequest, name: str, rows: Any) -> HttpResponse:
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, **pages_around(request, page)}
    return render(request, f"review/desk/{name}.html", context)


def pages_around(request: HttpRequest, page: Any) -> dict[str, str]:
    """Give the addresses of the pages before and after, filters kept."""
    return {
        "before": address(request.GET, page=page.previous_page_number()) if page.has_previous() else "",
        "after": address(request.GET, page=page.next_page_number()) if page.has_next() else "",
    }


@require_POST
@reviewers
def bulk(request: PortalRequest) -> HttpResponse:
    """Let the chosen applications go on: first the consequence, then each under its own lock."""
    back = reverse("desk:queue") + Walk(request.act, request.GET.get("queue", "")).list_query()
    chosen = selectors.chosen(request.act, request.POST.getlist("case"))
    if not chosen:
        messages.error(request, _("还没有勾选。请勾选核对项目都已记为“符合”或“不适用”的申报。"))
        return redirect(back)
    if "confirmed" not in request.POST:
        return render(request, "review/desk/bulk.html", {"chosen": chosen, "back": back})
    say(request, services.let_pass(chosen, act=request.act))
    return redirect(back)


def say(request: HttpRequest, outcomes: list[services.Outcome]) -> None:
    """Tell in one line for each step who took it, and in a line of its own why an application did not."""
    passed: dict[str, list[str]] = {}
    for outcome in outcomes:
        name = outcome.application.applicant.name
        if outcome.event is None:
            messages.error(request, _("%(name)s没有办成：%(why)s") % {"name": name, "why": outcome.refused})
        else:
            passed.setdefault(outcome.event.get_transition_display(), []).append(name)
    for step, names in passed.items():
        told = {"step": step, "count": len(names), "names": "、".join(names)}
        messages.success(request, _("%(step)s%(count)d件：%(names)s。") % told)
