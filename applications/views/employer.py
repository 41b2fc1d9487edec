"""The employer's pages: its people by state, and one case with every step at hand."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.enums import EmployerStatus, Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.enums import State
from applications.forms.employer import (
    FindingForm,
    ObjectionForm,
    OpinionForm,
    ReturnForm,
    ScanForm,
    notice_form,
)
from applications.models import EmployerObjection, EmployerOpinion
from applications.rules.refusal import Refused
from applications.selectors.employer import Case, Home, applications_of, with_what_a_row_shows
from applications.selectors.opinions import Earlier
from applications.services import employer as services
from campaigns.rules.calendar import day_of

#: In which states the form of a step is on the page; objections and findings are there during the notice.
FORMS_IN: dict[Any, tuple[State, ...]] = {
    "opinion": (State.EMPLOYER_CHECK,),
    "notice": (State.EMPLOYER_CHECK,),
    "return": (State.EMPLOYER_CHECK, State.EMPLOYER_NOTICE),
}
#: Digits of a page's number; more than that is no page.
LONGEST_NUMBER = 6
for_employers = acting_as(Role.EMPLOYER_CLERK, Role.EMPLOYER_HEAD)


@require_safe
@for_employers
def home(request: PortalRequest) -> HttpResponse:
    """The employer's people by state, what is due today, the last day on which a notice can start."""
    return show_home(request)


def show_home(request: PortalRequest, *, refusals: Any = (), status: int = 200) -> HttpResponse:
    """Show the first page, with why a paper of several people was refused."""
    page = request.GET.get("page", "")
    home = Home(
        request.act,
        request.campaign or None,
        group=request.GET.get("group", ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < LONGEST_NUMBER else 1,
    )
    confirmed = request.act.employer is not None and request.act.employer.status == EmployerStatus.CONFIRMED
    context = {"home": home, "confirmed": confirmed, "refusals": refusals}
    return render(request, "applications/employer/home.html", context, status=status)


@require_POST
@for_employers
def print_batch(request: PortalRequest) -> HttpResponse:
    """A paper for all whose notice hangs for the same days (C26, C46)."""
    part, kind = request.POST.get("part", ""), request.POST.get("paper", "")
    try:
        services.print_batch(part=part, kind=kind, act=request.act)
    except Refused as refused:
        return show_home(request, refusals=refused.refusals, status=refused.status)
    messages.success(request, _("文书正在制作，一般几秒钟就好。"))
    return redirect(f"{reverse('employer:home')}#together-h")


@require_safe
@for_employers
def case(request: PortalRequest, number: str) -> HttpResponse:
    """One application: what was filed, and what the employer does now."""
    return show(request, found(request, number))


def found(request: PortalRequest, number: str) -> Case:
    """Give the case of this employer with that number; 404 for anybody else's."""
    rows = with_what_a_row_shows(applications_of(request.act))
    return Case(get_object_or_404(rows, number=number), request.act)


def show(
    request: PortalRequest, case: Case, *, refusals: Any = (), status: int = 200, **typed: Any
) -> HttpResponse:
    """Show the case; `typed` are forms that were refused, in place of the fresh ones."""
    application, today = case.application, day_of(request.began_at)
    context = {
        "opinion_form": OpinionForm(prefix="opinion", instance=case.opinion),
        "notice_form": notice_form(application, today, case.opinion, place=case.usual_place),
        "objection_form": ObjectionForm(prefix="objection", initial={"received_on": today}),
        "scan_form": ScanForm(prefix="scan"),
        "together": settings.UPLOAD_MEGABYTES,
        "return_form": return_form(case),
        "tried": None,
        "begun": None,
        "findings": {one.pk: FindingForm(prefix=f"finding{one.pk}") for one in case.objections}
        | typed.pop("findings", {}),
    } | typed
    return render(
        request,
        "applications/employer/case.html",
        {"case": case, "application": application, "refusals": refusals, **context},
        status=status,
    )


def return_form(case: Case, *given: Any) -> ReturnForm:
    return ReturnForm(*given, prefix="back", application=case.application, too_late=case.filing_is_over)


def take(
    request: PortalRequest,
    case: Case,
    step: Callable[..., object],
    done: str,
    beside: dict[str, Any] | None = None,
    **forms_: forms.BaseForm | Any,
) -> HttpResponse:
    """Take a step with what was typed; a refusal shows the case again with its cause and everything typed.

    `beside`: forms of other steps on the same page, as they stood there.
    """
    given = [one for one in forms_.values() if isinstance(one, forms.BaseForm)]
    crooked = next((one for one in given if not one.is_valid()), None)
    if crooked is not None:
        return show(request, case, status=422, error_form=crooked, **(beside or {}), **forms_)
    try:
        step(*(one.cleaned_data for one in given))
    except Refused as refused:
        now = found(request, case.application.number)
        lost = [] if _is_on_page(now, forms_.get("tried")) else [*_texts(given)]
        return show(
            request, now, refusals=refused.refusals, status=refused.status, lost=lost, **(beside or {}), **forms_
        )
    messages.success(request, done)
    return redirect(place(case, "now"))


def place(case: Case, mark: str) -> str:
    """Give the address of a place on the case's page."""
    return f"{reverse('employer:case', args=[case.application.number])}#{mark}"


def _is_on_page(case: Case, tried: Any) -> bool:
    """Whether the form of a step is still on the page, with what was typed; a colleague may have gone on meanwhile."""
    return case.application.state in FORMS_IN.get(tried, (State.EMPLOYER_NOTICE,))


def _texts(given: list[forms.BaseForm]) -> Iterator[tuple[Any, Any]]:
    """Give the longer texts that were typed, with their labels, to be copied."""
    for field in (field for form in given for field in form):
        if isinstance(field.field.widget, forms.Textarea) and field.value():
            yield field.label, field.value()


@require_POST
@for_employers
def opinion(request: PortalRequest, number: str) -> HttpResponse:
    """Save the opinion, whole or not; or begin it from the last one, which saves nothing."""
    case = found(request, number)
    if "begin" in request.POST and case.earlier:
        return _begun(request, case, case.earlier)
    form = OpinionForm(request.POST, prefix="opinion")
    today = day_of(request.began_at)
    begun = notice_form(case.application, today, data=request.POST).begun
    return take(
        request,
        case,
        lambda texts: services.record_opinion(
            application_id=case.application.pk, texts=texts | begun, act=request.act
        ),
        _("单位意见已保存。"),
        opinion_form=form,
        beside={
            "notice_form": notice_form(
                case.application, today, EmployerOpinion(**begun) if begun else case.opinion
            )
        },
        tried="opinion",
    )


def _begun(request: PortalRequest, case: Case, earlier: Earlier) -> HttpResponse:
    name = case.application.applicant.name
    form = OpinionForm.begun(request.POST, opinion=earlier.opinion, name=name)
    return show(request, case, opinion_form=form, begun=earlier)


@require_POST
@for_employers
def notice(request: PortalRequest, number: str) -> HttpResponse:
    """Recommend and post the notice; the opinion on the same page is kept as it stands there."""
    case = found(request, number)
    return take(
        request,
        case,
        lambda texts, given: services.start_notice(
            application_id=case.application.pk, posting=services.Posting(**given), texts=texts, act=request.act
        ),
        _("公示已开始。请打印公示，签字盖章后张贴。"),
        opinion_form=OpinionForm(request.POST, prefix="opinion"),
        notice_form=notice_form(case.application, day_of(request.began_at), data=request.POST),
        tried="notice",
    )


@require_POST
@for_employers
def objection(request: PortalRequest, number: str) -> HttpResponse:
    """Take down an objection."""
    case = found(request, number)
    form = ObjectionForm(request.POST, prefix="objection")
    return take(
        request,
        case,
        lambda given: services.record_objection(application_id=case.application.pk, act=request.act, **given),
        _("异议已登记。写明调查结论后才能报送。"),
        objection_form=form,
        tried="objection",
    )


@require_POST
@for_employers
def finding(request: PortalRequest, number: str, objection_id: int) -> HttpResponse:
    """Settle an objection."""
    case = found(request, number)
    one = get_object_or_404(EmployerObjection, pk=objection_id, notice__application=case.application)
    form = FindingForm(request.POST, prefix=f"finding{one.pk}")
    return take(
        request,
        case,
        lambda given: services.settle_objection(objection_id=one.pk, act=request.act, **given),
        _("调查结论已记下。"),
        form=form,
        findings={one.pk: form},
        tried=one.pk,
    )


@require_POST
@for_employers
def conclude(request: PortalRequest, number: str) -> HttpResponse:
    """Confirm that the notice is over."""
    case = found(request, number)
    return take(
        request,
        case,
        lambda: services.conclude_notice(application_id=case.application.pk, act=request.act),
        _("已确认公示期满。请打印公示结果和推荐报告，盖章后扫描上传。"),
    )


@require_POST
@for_employers
def scan(request: PortalRequest, number: str, slot: str) -> HttpResponse:
    """Upload a signed paper; the script that shows how far it is gets its answer in plain data."""
    case = found(request, number)
    form = ScanForm(request.POST, request.FILES, prefix="scan")

    def add(given: dict[str, Any]) -> None:
        services.add_scan(application_id=case.application.pk, slot_key=slot, file=given["file"], act=request.act)

    if request.headers.get("Accept") == "application/json":
        return _answered(form, add, place(case, f"s-{slot}"))
    return take(request, case, add, _("已上传。"), scan_form=form, tried=slot)


def _answered(form: ScanForm, add: Callable[[dict[str, Any]], None], following: str) -> JsonResponse:
    if not form.is_valid():
        said = [error for errors in form.errors.values() for error in errors]
        return JsonResponse({"messages": said}, status=422)
    try:
        add(form.cleaned_data)
    except Refused as refused:
        return JsonResponse({"messages": [str(each) for each in refused.refusals]}, status=refused.status)
    return JsonResponse({"next": following})


@require_POST
@for_employers
def remove_scan(request: PortalRequest, number: str, material: int) -> HttpResponse:
    """Take a signed paper out again."""
    case = found(request, number)
    one = get_object_or_404(case.application.materials, pk=material)
    return take(
        request, case, lambda: services.remove_scan(material_id=one.pk, act=request.act), _("文件已删除。")
    )


@require_POST
@for_employers
def forward(request: PortalRequest, number: str) -> HttpResponse:
    """Send the application to the office."""
    case = found(request, number)
    return take(
        request,
        case,
        lambda: services.forward(application_id=case.application.pk, act=request.act),
        _("已报送，等待部门初审。"),
    )


@require_POST
@for_employers
def give_back(request: PortalRequest, number: str) -> HttpResponse:
    """Return the application to the applicant."""
    case = found(request, number)
    return take(
        request,
        case,
        lambda given: services.return_to_applicant(
            application_id=case.application.pk,
            reason_code=given["reason"],
            comment=given["comment"],
            act=request.act,
        ),
        _("已退回给申报人。"),
        return_form=return_form(case, request.POST),
        tried="return",
    )
