"""The last page before submitting, the submission itself, the receipt, and what is said to returned items."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import PaperKind, State
from applications.models import Fault
from applications.rules.fees import fee_due
from applications.rules.refusal import Refusal, Refused
from applications.sections import SECTIONS, labelled
from applications.selectors.applicant import Workspace
from applications.selectors.clock import clock_of
from applications.selectors.contents import contents_of
from applications.selectors.home import home_card, todo_of
from applications.selectors.slots import slot_groups, with_old_files
from applications.services.corrections import answer_fault
from applications.services.submitting import Signed, resubmit, submit
from applications.views.applicant import own, shown


@acting_for_oneself
@require_http_methods(["GET", "POST"])
def check(request: PortalRequest, number: str) -> HttpResponse:
    """What is missing, what a reviewer will see, the commitment, and the button that submits."""
    application = own(request, number)
    space = Workspace(application, request.began_at)
    if request.method == "GET":
        return render(request, "applications/check.html", _context(space))
    signed = Signed(
        agreed="agreed" in request.POST,
        name=request.POST.get("name", "")[:200],
        token=request.POST.get("token", "")[:40],
    )
    step = resubmit if request.POST.get("step") == "resubmit" else submit
    try:
        receipt = step(application_id=application.pk, signed=signed, act=request.act)
    except Refused as refused:
        typed = {"typed_name": signed.name, "was_agreed": signed.agreed, "refusals": refused.refusals}
        typed["unsigned"] = signed.gaps(application.applicant.name)
        fresh = Workspace(own(request, number), request.began_at)
        return render(request, "applications/check.html", {**_context(fresh), **typed}, status=409)
    messages.success(request, _("已收到您的申报，这是回执。"))
    return redirect("applications:receipt", number=number, receipt=receipt.pk)


def _context(space: Workspace) -> dict[str, Any]:
    application, groups = space.application, slot_groups(space)
    return {
        "space": space,
        "application": application,
        "contents": contents_of(space, current="check"),
        "clock": clock_of(application, space.at),
        "incomplete": [SECTIONS[key] for key in space.incomplete],
        "missing": space.missing_slots,
        "assessment": space.assessment,
        "shown": [(spec, labelled(key, space.contents.get(key, {}))) for key, spec in SECTIONS.items()],
        "groups": [group for group in groups if group.status != "off"],
        "old_files": with_old_files(groups),
        "todo": todo_of(application),
        "fee": fee_due(application.kind, application.level, fees=space.rules.fees),
        "next_number": application.submissions_used + 1,
        "is_last": application.submissions_used + 1 >= application.campaign.max_submissions,
        "is_returned": application.state == State.RETURNED,
        "token": secrets.token_urlsafe(16),
        "typed_name": "",
        "was_agreed": False,
        "unsigned": {},
    }


@acting_for_oneself
@require_GET
def receipt(request: PortalRequest, number: str, receipt: int) -> HttpResponse:
    """The receipt on screen: when, the digest, who takes it from here, and its paper."""
    application = own(request, number)
    found = get_object_or_404(application.receipts, pk=receipt)
    papers = application.papers.filter(part=f"r{found.pk}", kind__in=[PaperKind.RECEIPT, PaperKind.COMMITMENT])
    context = {
        "application": application,
        "receipt": found,
        "papers": papers,
        "card": home_card(application, at=request.began_at),
    }
    return render(request, "applications/receipt.html", context)


@acting_for_oneself
@require_POST
def answer(request: PortalRequest, number: str, fault: int) -> HttpResponse:
    """Say why a returned item stays as it is."""
    application, text = own(request, number), request.POST.get("answer", "")
    try:
        answer_fault(application_id=application.pk, fault_id=fault, answer=text, act=request.act)
    except Fault.DoesNotExist:
        refusals: tuple[Refusal, ...] = (Refusal(_("没有这一处，可能已经不在退回修改中。")),)
    except Refused as refused:
        refusals = refused.refusals
    else:
        messages.success(request, _("您的意见已记下，审核人会看到。"))
        return redirect("applications:home")
    context = {**shown(request, application), "refusals": refusals, "answer_to": fault, "answer": text}
    return render(request, "applications/home.html", context, status=409)
