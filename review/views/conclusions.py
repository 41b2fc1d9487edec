"""The conclusions: each first names its consequence, then is taken once."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from applications.enums import State, Transition
from applications.models import Event
from applications.rules.refusal import Refusal, Refused
from applications.rules.wording import whole_moment
from review.forms.desk import OnwardForm, RefusalForm, ReturnForm
from review.selectors.case import Case
from review.services import desk as services
from review.services.desk.conclusions import refusal_reasons
from review.services.desk.dates import acceptance_begins
from review.views.case import found
from review.views.desk import reviewers

#: Characters of a text shown again where it could not be written; more than any field takes.
LONGEST_SHOWN = 5000


@reviewers
def send_back(request: PortalRequest, number: str) -> HttpResponse:
    """Return for correction: every fault, and until when."""
    case = found(request, number)
    form = ReturnForm(
        request.POST or None, initial={**seen(case), "faults": ",".join(str(f.pk) for f in case.faults)}
    )
    context = {"case": case, "form": form, "choice": choice(case, Transition.RETURN_FOR_CORRECTION)}
    if request.method != "POST" or not form.is_valid():
        return confirmation(request, "return", context)
    return taken(
        request,
        case,
        lambda: services.return_for_correction(
            case.application.pk,
            submission=form.cleaned_data["submission"],
            seen_faults=form.cleaned_data["faults"],
            act=request.act,
        ),
    )


@reviewers
def go_on(request: PortalRequest, number: str) -> HttpResponse:
    """Pass to the final review, or accept: what begins with it."""
    case = found(request, number)
    form = OnwardForm(request.POST or None, initial=seen(case))
    wanted = Transition.PASS_INITIAL if case.application.state == State.INITIAL_REVIEW else Transition.ACCEPT
    context = {"case": case, "form": form, "choice": choice(case, wanted)}
    if request.method != "POST" or not form.is_valid():
        begins = acceptance_begins(case.application, request.act.at, case.dates)
        return confirmation(request, "onward", {**context, "begins": begins})
    service = services.onward(request.POST.get("stage", case.application.state))
    return taken(
        request,
        case,
        lambda: service(case.application.pk, submission=form.cleaned_data["submission"], act=request.act),
    )


@reviewers
def refuse(request: PortalRequest, number: str) -> HttpResponse:
    """Refuse: published reasons, the facts, and how to complain."""
    case = found(request, number)
    published = list(refusal_reasons(case.application, returnable=case.is_returnable))
    form = RefusalForm(request.POST or None, published=published, initial=seen(case))
    context = {"case": case, "form": form, "choice": choice(case, Transition.REJECT)}
    if request.method != "POST" or not form.is_valid():
        return confirmation(request, "refuse", context)
    return taken(
        request,
        case,
        lambda: services.reject(
            case.application.pk,
            submission=form.cleaned_data["submission"],
            reason_codes=tuple(form.cleaned_data["reasons"]),
            comment=form.cleaned_data["comment"],
            act=request.act,
        ),
        lambda refused: confirmation(request, "refuse", {**context, "refusals": refused.refusals}, 409),
    )


def seen(case: Case) -> dict[str, Any]:
    return {"submission": case.application.submissions_used}


def choice(case: Case, wanted: str) -> Any:
    """Give the conclusion as the desk offers it now, or None when it is not offered."""
    return next((one for one in case.choices if one.name == wanted), None) if case.may_act else None


def confirmation(
    request: PortalRequest, name: str, context: dict[str, Any], status: int | None = None
) -> HttpResponse:
    """Draw the page that names the consequence; one that cannot be taken now says why instead."""
    offered = context["choice"]
    if offered is None or offered.why_not:
        return overtaken(request, context["case"], [Refusal(offered.why_not if offered else not_offered())])
    return render(request, f"review/desk/confirm_{name}.html", context, status=status or context["form"].status)


def not_offered() -> str:
    return _("这件申报现在不能这样办理。")


def taken(
    request: PortalRequest,
    case: Case,
    step: Callable[[], Event],
    on_refusal: Callable[[Refused], HttpResponse] | None = None,
) -> HttpResponse:
    """Take a conclusion and go to the next case; when somebody was first, tell what happened (409)."""
    following = case.walk.after(case.application.number)
    try:
        event = step()
    except Refused as refused:
        now = found(request, case.application.number)
        if on_refusal and now.application.state == case.application.state and now.may_act:
            return on_refusal(refused)
        return overtaken(request, now, refused.refusals)
    messages.success(request, said(found(request, case.application.number), event))
    if following:
        return redirect(reverse("desk:case", args=[following]) + case.walk.carried)
    return redirect(reverse("desk:queue") + case.walk.list_query())


def overtaken(request: PortalRequest, case: Case, refusals: Any) -> HttpResponse:
    """Say why it was refused and what happened to the case meanwhile."""
    context = {"case": case, "refusals": refusals, "lost": request.POST.get("comment", "")[:LONGEST_SHOWN]}
    return render(request, "review/desk/overtaken.html", context, status=409)


def said(case: Case, event: Event) -> str:
    """Say what was done, with the name and until when."""
    words = {"name": case.application.applicant.name, "step": event.get_transition_display()}
    if event.transition == Transition.RETURN_FOR_CORRECTION and case.application.correction_due:
        return _("%(name)s：%(step)s，申报人要在%(due)s前改好。") % {
            **words,
            "due": whole_moment(case.application.correction_due),
        }
    return _("%(name)s：%(step)s，已记您的名字。") % words
