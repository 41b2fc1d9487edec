"""The title office's results: lists in publicity, objections, documents, certificates."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.rules.refusal import Refused
from campaigns.rules.calendar import day_of
from review.forms.office import DocumentForm, FindingForm, PubliciseForm, RecordForm
from review.models import Publicity
from review.selectors import office as selectors
from review.services import certificates as certificate_services
from review.services import publicity as services
from review.services.results import issue_document, own_prefix
from review.services.wording import may_word

PAGE = 100
officers = acting_as(Role.TITLE_OFFICER)


@require_GET
@officers
def results(request: PortalRequest) -> HttpResponse:
    """Everything after the decision, in the order in which it is done."""
    return show_results(request)


@require_POST
@officers
def publicise(request: PortalRequest) -> HttpResponse:
    """Post passed cases as a list (C08)."""
    passed = {case.pk: case for case in selectors.passed_of(request.act)}
    form = PubliciseForm(request.POST, choices=[(pk, pk) for pk in passed])
    ticked = {int(value) for value in request.POST.getlist("chosen") if value.isdecimal()}
    if not form.is_valid():
        return show_results(request, status=422, form=form, publicise_form=form, ticked=ticked)
    chosen = form.cleaned_data["chosen"]
    try:
        posted = services.publicise(
            campaign=passed[chosen[0]].campaign,
            application_ids=chosen,
            title=form.cleaned_data["title"],
            act=request.act,
        )
    except Refused as refused:
        return show_results(request, status=409, refusals=refused.refusals, publicise_form=form, ticked=ticked)
    messages.success(request, _("%(count)d人已公示，已告知申报人和单位。") % {"count": len(chosen)})
    return redirect("office:publicity", pk=posted.pk)


@require_GET
@officers
def publicity(request: PortalRequest, pk: int) -> HttpResponse:
    """One list: who is on it, objections, what comes next."""
    return show_publicity(request, pk)


@require_POST
@officers
def conclude(request: PortalRequest, pk: int) -> HttpResponse:
    """The period has run (C08)."""
    return _act(
        request,
        pk,
        None,
        lambda found: services.conclude_publicity(found.pk, act=request.act),
        _("公示已结束，可以编号印发文件。"),
    )


@require_POST
@officers
def document(request: PortalRequest, pk: int) -> HttpResponse:
    """Number and sign the result document (C10)."""
    form = DocumentForm(request.POST)
    return _act(
        request,
        pk,
        ("document_form", form),
        lambda found: issue_document(found.pk, **form.cleaned_data, act=request.act),
        _("文件已编号印发，已告知申报人。"),
    )


@require_POST
@officers
def record_objection(request: PortalRequest, pk: int) -> HttpResponse:
    """An objection that came by telephone or letter (C08)."""
    found = get_object_or_404(selectors.publicities_of(request.act), pk=pk)
    form = RecordForm(request.POST, choices=_names(found))

    def record(_found: Publicity) -> None:
        given = dict(form.cleaned_data)
        services.object_to(given.pop("entry"), **given, act=request.act, recorded=True)

    return _act(request, pk, ("record_form", form), record, _("异议已登记。"))


@require_POST
@officers
def settle(request: PortalRequest, pk: int) -> HttpResponse:
    """A written finding on an objection (C08, C24)."""
    objection = get_object_or_404(selectors.objections_of(request.act), pk=pk)
    form = FindingForm(request.POST)

    def decide(_found: Publicity) -> None:
        services.settle_objection(
            objection.pk,
            finding=form.cleaned_data["finding"],
            upheld=form.cleaned_data["upheld"] == "yes",
            act=request.act,
        )

    return _act(
        request,
        objection.entry.publicity_id,
        ("finding_form", form),
        decide,
        _("调查结论已记下。"),
        finding_of=objection.pk,
    )


@require_POST
@officers
def certificates(request: PortalRequest, pk: int) -> HttpResponse:
    """Sign the certificates of a document (C11, C33)."""
    found = get_object_or_404(selectors.documents_of(request.act), pk=pk)
    try:
        issued = certificate_services.issue_certificates(found.pk, act=request.act)
    except Refused as refused:
        return show_results(request, status=409, refusals=refused.refusals)
    messages.success(request, _("签发了%(count)d份电子证书。") % {"count": len(issued)})
    return redirect("office:results")


def show_results(request: PortalRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    passed = Paginator(selectors.passed_of(request.act), PAGE).get_page(request.GET.get("page"))
    context = {
        "passed": passed,
        "publicities": selectors.publicities_of(request.act)[:20],
        "documents": selectors.documents_of(request.act)[:20],
        "certified": selectors.certified_of(request.act)[:20],
        "publicise_form": PubliciseForm(),
        "today": day_of(request.began_at),
        "ticked": None,
        "may_word": may_word(request.act) is None,
        "suggested": _("%(name)s评审、审定结果公示") % {"name": request.campaign.name if request.campaign else ""},
        **extra,
    }
    return render(request, "review/office/results.html", context, status=status)


def show_publicity(request: PortalRequest, pk: int, *, status: int = 200, **extra: Any) -> HttpResponse:
    found = get_object_or_404(selectors.publicities_of(request.act), pk=pk)
    today = day_of(request.began_at)
    first = {
        "issued_on": today,
        "mark": own_prefix(request.act.own_office, found.campaign),
        "title": _suggested(found),
    }
    context = {
        "publicity": found,
        "page": Paginator(selectors.listed_in(found), PAGE).get_page(request.GET.get("page")),
        "objections": selectors.objections_of(request.act).filter(entry__publicity=found),
        "is_over": today > found.last_day,
        "documents": found.documents.select_related("paper"),
        "document_form": DocumentForm(initial=first),
        "record_form": RecordForm(choices=_names(found)),
        "finding_form": FindingForm(),
        "finding_of": None,
        **extra,
    }
    return render(request, "review/office/publicity.html", context, status=status)


def _act(
    request: PortalRequest,
    pk: int,
    named: tuple[str, Any] | None,
    act: Callable[[Publicity], Any],
    told: str,
    **extra: Any,
) -> HttpResponse:
    """Call the service of one form of a list's page; a refusal comes back beside it with what was typed."""
    found = get_object_or_404(selectors.publicities_of(request.act), pk=pk)
    if named and not named[1].is_valid():
        return show_publicity(request, pk, status=422, form=named[1], **{named[0]: named[1]}, **extra)
    try:
        act(found)
    except Refused as refused:
        kept = {named[0]: named[1]} if named else {}
        return show_publicity(request, pk, status=409, refusals=refused.refusals, **kept, **extra)
    messages.success(request, told)
    return redirect("office:publicity", pk=pk)


def _names(found: Publicity) -> list[tuple[int, str]]:
    return [
        (entry.pk, f"{entry.application.applicant.name}，{entry.application.employer}")
        for entry in selectors.listed_in(found).filter(application__state="publicised")
    ]


def _suggested(found: Publicity) -> str:
    return _("关于确认%(name)s专业技术职务任职资格的通知") % {"name": found.campaign.name}
