"""The title office after acceptance: today, the accepted cases, the desk where originals are seen, one case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.models import Application
from applications.rules.refusal import Refused
from applications.services.acceptance import confirm_originals
from review import deadlines
from review.actions import actions_on
from review.forms.office import DetermineForm, OriginalsForm, RevokeForm, ScanForm
from review.selectors import dashboard as figures
from review.selectors import office as selectors
from review.services.determination import determine as determine_service
from review.services.determination import determine_all
from review.services.reminding import remind_offices
from review.services.revocation import revoke as revoke_service

PAGE = 50
officers = acting_as(Role.TITLE_OFFICER)


@require_GET
@officers
def dashboard(request: PortalRequest) -> HttpResponse:
    """What needs a decision today, where the cases stand, what is late and where."""
    return render(request, "review/office/dashboard.html", figures.today(request.act, request.campaign))


@require_POST
@officers
def remind(request: PortalRequest) -> HttpResponse:
    """Remind the offices whose cases wait over five days."""
    count = remind_offices(request.campaign, act=request.act)
    if count:
        messages.success(request, _("已提醒%(count)d个单位；同一天只提醒一次。") % {"count": count})
    else:
        messages.info(request, _("现在没有别的单位超过5天还没有办，没有发提醒。"))
    return redirect("office:dashboard")


@require_GET
@officers
def accepted(request: PortalRequest) -> HttpResponse:
    """The accepted cases, the next paper deadline first."""
    want, text = request.GET.get("want", ""), request.GET.get("q", "").strip()
    page = Paginator(selectors.accepted_of(request.act, want=want, text=text), PAGE).get_page(
        request.GET.get("page")
    )
    kept = request.GET.copy()
    kept.pop("page", None)
    ready = [case for case in page if selectors.waits_for_determination(case)]
    context = {
        "page": page,
        "to_determine": ready,
        "want": want,
        "q": text,
        "query": f"{kept.urlencode()}&" if kept else "",
    }
    return render(request, "review/office/accepted.html", context)


@require_http_methods(["GET", "POST"])
@officers
def scan(request: PortalRequest) -> HttpResponse:
    """Find the case of a printed 呈报表 by its code; a void print is told, not taken (C39). Another form is opened."""
    form = ScanForm(request.GET if "code" in request.GET else request.POST or None)
    if not form.is_bound:
        return render(request, "review/office/scan.html", {"form": ScanForm()})
    if not form.is_valid():
        return render(request, "review/office/scan.html", {"form": form}, status=422)
    found = selectors.scanned(request.act, form.cleaned_data["code"])
    other = None if found else selectors.other_form(form.cleaned_data["code"])
    if other:
        return redirect("papers:download", code=other.code)
    if found is None:
        form.add_error("code", _("没有这个码，或者不归本机构办理。请对照呈报表右上角再输一次。"))
        return render(request, "review/office/scan.html", {"form": form}, status=404)
    if found.is_outdated:
        return render(request, "review/office/scan.html", {"form": form, "found": found}, status=409)
    return redirect("office:case", number=found.application.number)


@require_GET
@officers
def case(request: PortalRequest, number: str) -> HttpResponse:
    """One case after acceptance, with what may be done now."""
    return show_case(request, one(request, number))


@require_POST
@officers
def originals(request: PortalRequest, number: str) -> HttpResponse:
    """The 呈报表 came twice and the originals were seen (C39)."""
    found, form = one(request, number), OriginalsForm(request.POST)
    return _act(
        request,
        found,
        "originals",
        form,
        lambda: confirm_originals(found.pk, **form.cleaned_data, act=request.act),
        _("已记下：呈报表2份、原件看过。"),
    )


@require_POST
@officers
def determine(request: PortalRequest, number: str) -> HttpResponse:
    """初定 or 授予 is determined, or not and why (C38, C40); then comes the next that waits for it."""
    found, form = one(request, number), DetermineForm(request.POST)

    def decide() -> None:
        passed = form.cleaned_data["decision"] == "pass"
        determine_service(found.pk, passed=passed, comment=form.cleaned_data["comment"], act=request.act)

    def onward() -> Application:
        return selectors.accepted_of(request.act, want="determine").first() or found

    told = _("%(name)s：结论已记下，已告知申报人。") % {"name": found.applicant.name}
    return _act(request, found, "determine", form, decide, told, onward)


@require_POST
@officers
def determine_together(request: PortalRequest) -> HttpResponse:
    """The chosen 初定 and 授予 are determined well: first the consequence, then each by itself (C38, C40)."""
    back = f"{reverse('office:accepted')}?want=determine"
    chosen = list(selectors.accepted_of(request.act).filter(number__in=request.POST.getlist("case")))
    if not chosen:
        messages.error(request, _("还没有勾选。请勾选原件已核验、费用已到账的初定、授予申报。"))
        return redirect(back)
    if "confirmed" not in request.POST:
        return render(request, "review/office/determine.html", {"chosen": chosen, "back": back})
    _tell_determined(request, determine_all(chosen, act=request.act))
    return redirect(back)


def _tell_determined(request: PortalRequest, outcomes: list[tuple[Application, str]]) -> None:
    """Say in one line who was determined, and in a line of its own why one was not."""
    for application, why in outcomes:
        if why:
            name = application.applicant.name
            messages.error(request, _("%(name)s没有办成：%(why)s") % {"name": name, "why": why})
    passed = [application.applicant.name for application, why in outcomes if not why]
    if passed:
        told = {"count": len(passed), "names": "、".join(passed)}
        messages.success(request, _("审定通过%(count)d件：%(names)s。已告知本人。") % told)


@require_POST
@officers
def revoke(request: PortalRequest, number: str) -> HttpResponse:
    """A title is revoked for fraud (C45)."""
    found, form = one(request, number), RevokeForm(request.POST)
    return _act(
        request,
        found,
        "revoke",
        form,
        lambda: revoke_service(found.pk, **form.cleaned_data, act=request.act),
        _("资格已撤销，已列入诚信名单。"),
    )


def one(request: PortalRequest, number: str) -> Application:
    """Give the case, or 404 where it is another office's."""
    found = selectors.case_of(request.act, number)
    if found is None:
        raise Http404
    return found


def show_case(request: PortalRequest, found: Application, *, status: int = 200, **extra: Any) -> HttpResponse:
    forms = {"originals_form": OriginalsForm(), "determine_form": DetermineForm(), "revoke_form": RevokeForm()}
    context = {
        "case": found,
        "certificate": getattr(found, "certificate", None),
        "actions": actions_on(found, request.act),
        "deadlines": deadlines.after_acceptance(found),
        "events": sorted(found.events.all(), key=lambda event: -event.sequence),
        **forms,
        **extra,
    }
    return render(request, "review/office/case.html", context, status=status)


def _act(
    request: PortalRequest,
    found: Application,
    name: str,
    form: Any,
    act: Callable[[], Any],
    told: str,
    onward: Callable[[], Application] | None = None,
) -> HttpResponse:
    """Call the service of one form of the page; a refusal comes back beside it with what was typed.

    `onward`: gives the case that is opened afterwards, this one unless told otherwise.
    """
    if not form.is_valid():
        return show_case(request, found, status=422, form=form, **{f"{name}_form": form})
    try:
        act()
    except Refused as refused:
        again = one(request, found.number)
        return show_case(request, again, status=409, refusals=refused.refusals, **{f"{name}_form": form})
    messages.success(request, told)
    return redirect("office:case", number=(onward() if onward else found).number)
