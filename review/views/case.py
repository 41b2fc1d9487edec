"""One case on the desk: the file beside the checklist, marks and faults."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import PortalRequest
from applications.enums import Verdict
from applications.models import Application, Fault
from applications.rules.refusal import Refusal, Refused
from campaigns.models import ChecklistItem
from review.forms.desk import FaultForm, MarkForm
from review.selectors.case import Case, case_for
from review.selectors.changes import changes_of
from review.selectors.queue import Walk
from review.selectors.viewing import Open, opened
from review.services import desk as services
from review.views.desk import reviewers


def found(request: PortalRequest, number: str) -> Case:
    """Give the case of a number; 404 for one that is not routed to the office of the act."""
    try:
        walk = Walk(request.act, request.GET.get("queue", ""))
        return Case(case_for(request.act, number), request.act, walk)
    except Application.DoesNotExist:
        raise Http404 from None


@reviewers
def case(request: PortalRequest, number: str) -> HttpResponse:
    """The whole case: what changed, the files, what was filled in, the checklist, the conclusions."""
    case = found(request, number)
    if request.htmx.target == "view":
        context = {"case": case, "view": opened(case, request.GET.dict()), "here": address_of(case)}
        return render(request, "review/desk/_viewer.html", context)
    return shown(request, case)


def shown(
    request: PortalRequest, case: Case, *, status: int = 200, item: str = "", more: dict[str, Any] | None = None
) -> HttpResponse:
    """Draw the case as the address says; `more` holds the refused form of `item`, or its refusals."""
    return drawn(
        request, opened(case, request.GET.dict()), status=status, item=item, refused_item=item, **(more or {})
    )


def drawn(request: PortalRequest, view: Open, *, status: int = 200, item: str = "", **more: Any) -> HttpResponse:
    """Draw the desk in a state; for htmx the one item alone, with how far the check is and what can be concluded."""
    context = {**panel(view.case, view), **more}
    if item and request.htmx:
        line, form = next(pair for pair in context["lines"] if pair[0].item.key == item)
        return render(request, "review/desk/_answer.html", {**context, "line": line, "form": form}, status=status)
    return render(request, "review/desk/case.html", {**context, **around(view.case)}, status=status)


def address_of(case: Case) -> str:
    return reverse("desk:case", args=[case.application.number])


def panel(case: Case, view: Open) -> dict[str, Any]:
    """What the checklist and the conclusions need."""
    return {
        "case": case,
        "view": view,
        "here": address_of(case),
        "lines": [(line, fault_form(case, view, line)) for line in case.lines],
    }


def fault_form(case: Case, view: Open, line: Any) -> FaultForm | None:
    """Give the form that pins a fault to the item, where one is being pinned."""
    if view.pin != line.item.key or not case.may_act:
        return None
    return FaultForm(
        auto_id=f"{line.item.key}-%s",
        initial={"target": view.place_for(line), "submission": case.application.submissions_used},
        places=view.places(line.item),
        reasons=list(line.reasons),
    )


def around(case: Case) -> dict[str, Any]:
    """Where the case stands in the queue, and what changed."""
    walk, number = case.walk, case.application.number
    return {
        "changes": changes_of(case),
        "place": walk.place(number),
        "waiting": len(walk.numbers),
        "list_query": walk.list_query(number),
        "previous": walk.before(number),
        "next": walk.after(number),
    }


@require_POST
@reviewers
def mark(request: PortalRequest, number: str, item: str) -> HttpResponse:
    """Mark one item; a problem opens the fault to be pinned."""
    case, form = found(request, number), MarkForm(request.POST)
    if not form.is_valid():
        refusals = [Refusal(_("请选“符合”“有问题”或“不适用”。"), "C25")]
        return shown(request, case, status=422, item=get_line(case, item).item.key, more={"refusals": refusals})
    verdict = Verdict(form.cleaned_data["verdict"])
    try:
        services.mark_item(
            case.application.pk,
            item_key=item,
            verdict=verdict,
            submission=form.cleaned_data["submission"],
            act=request.act,
        )
    except ChecklistItem.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        more = {"refusals": refused.refusals}
        return shown(request, found(request, number), status=409, item=item, more=more)
    return back(request, number, item, pin=item if verdict == Verdict.PROBLEM else "")


@require_POST
@reviewers
def pin(request: PortalRequest, number: str, item: str) -> HttpResponse:
    """Pin a fault to a field or a page."""
    case = found(request, number)
    view = opened(case, {**request.GET.dict(), "pin": item})
    line = get_line(case, item)
    form = FaultForm(request.POST, auto_id=f"{item}-%s", places=view.places(line.item), reasons=list(line.reasons))
    if not form.is_valid():
        return shown(request, case, status=422, item=item, more={"refused_form": form})
    try:
        services.pin_fault(case.application.pk, item_key=item, act=request.act, **form.facts)
    except Refused as refused:
        more = {"refusals": refused.refusals, "refused_form": form}
        return shown(request, case, status=409, item=item, more=more)
    return back(request, number, item)


def get_line(case: Case, item: str) -> Any:
    line = next((line for line in case.lines if line.item.key == item), None)
    if line is None:
        raise Http404
    return line


@require_POST
@reviewers
def unpin(request: PortalRequest, number: str, fault: int) -> HttpResponse:
    """Take a fault off again."""
    case = found(request, number)
    pinned = get_object_or_404(Fault, pk=fault, review__application=case.application)
    try:
        services.unpin_fault(
            case.application.pk, fault_id=fault, submission=case.application.submissions_used, act=request.act
        )
    except Refused as refused:
        more = {"refusals": refused.refusals}
        return shown(request, found(request, number), status=409, item=pinned.item.key, more=more)
    except Fault.DoesNotExist:
        raise Http404 from None
    return back(request, number, pinned.item.key)


def back(request: PortalRequest, number: str, item: str, *, pin: str = "") -> HttpResponse:
    """Show the checklist anew: the part alone for htmx, else the page, at the item."""
    case = found(request, number)
    view = opened(case, {**request.GET.dict(), "pin": pin, **({} if pin else {"at": ""})})
    if request.htmx:
        return drawn(request, view, item=item)
    query = view.query
    address = reverse("desk:case", args=[number])
    return redirect(f"{address}{'?' if query else ''}{query}#item-{item}")
