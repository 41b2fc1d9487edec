"""The committee's pages: its secretary's meetings and filings, its chair's countersignature."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest, typed
from accounts.permissions import acting_as
from applications.rules.refusal import Refusal, Refused
from review.enums import MeetingStatus
from review.forms.committee import (
    CommitteeForm,
    FilingNumberForm,
    MeetingForm,
    MoveForm,
    PassRateForm,
    TallyForm,
)
from review.models import Tally
from review.selectors import committee as selectors
from review.selectors.defence import called_in, groups_of
from review.selectors.meeting_papers import meeting_papers_of, printed_filing
from review.selectors.rubrics import layers_without_rubric
from review.services import committee as committee_services
from review.services import filings as filing_services
from review.services import meeting as services
from review.services import meeting_papers

PAGE = 50
COMMITTEES = 20
secretaries = acting_as(Role.COMMITTEE_SECRETARY)
chairs = acting_as(Role.COMMITTEE_CHAIR)
filers = acting_as(Role.COMMITTEE_SECRETARY, Role.TITLE_OFFICER)


@require_GET
@secretaries
def meetings(request: PortalRequest) -> HttpResponse:
    """The office's committees and their meetings."""
    return show_meetings(request)


@require_http_methods(["GET", "POST"])
@secretaries
def form_committee(request: PortalRequest) -> HttpResponse:
    """Form a committee (40号令, articles 8 and 9)."""
    found = selectors.chairs_of(request.act)
    form = CommitteeForm(typed(request), chairs=found)
    refusals: tuple[Refusal, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            committee_services.form_committee(campaign=request.campaign, **form.cleaned_data, act=request.act)
            messages.success(request, _("评审委员会已组建，请提交事前备案。"))
            return redirect("committee:meetings")
        except Refused as refused:
            refusals, status = refused.refusals, 409
    return render(request, "review/committee/form.html", {"form": form, "refusals": refusals}, status=status)


@require_POST
@secretaries
def plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Plan a meeting of a committee (C08, C09)."""
    committee = get_object_or_404(selectors.committees_of(request.act), pk=pk)
    form = MeetingForm(request.POST, auto_id=f"plan-{pk}-%s")
    if not form.is_valid():
        return show_meetings(request, status=422, form=form, plan_form=form, plan_of=pk)
    try:
        planned = services.plan_meeting(committee.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        return show_meetings(request, status=409, refusals=refused.refusals, plan_form=form, plan_of=pk)
    return redirect("committee:meeting", pk=planned.pk)


@require_POST
@secretaries
def pass_rate(request: PortalRequest, pk: int) -> HttpResponse:
    """Set a committee's pass rate (C37)."""
    committee = get_object_or_404(selectors.committees_of(request.act), pk=pk)
    form = PassRateForm(request.POST, auto_id=f"rate-{pk}-%s")
    if not form.is_valid():
        return show_meetings(request, status=422, form=form, rate_form=form, rate_of=pk)
    try:
        committee_services.set_pass_rate(committee.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        return show_meetings(request, status=409, refusals=refused.refusals, rate_form=form, rate_of=pk)
    return redirect("committee:meetings")


@require_GET
@secretaries
def meeting(request: PortalRequest, pk: int) -> HttpResponse:
    """One meeting: filing, attendance, candidates, counts."""
    return show_meeting(request, pk)


@require_POST
@secretaries
def move(request: PortalRequest, pk: int) -> HttpResponse:
    """Another time for a meeting (C33)."""
    form = MoveForm(request.POST)
    return _act(
        request,
        pk,
        lambda: services.move_meeting(pk, **form.cleaned_data, act=request.act),
        _("会议时间已改，备案截止也跟着变。"),
        form=form,
    )


@require_POST
@secretaries
def take_in(request: PortalRequest, pk: int) -> HttpResponse:
    """Take applications into the meeting: one by its button, or all that are ticked (C21, C33, C36, C39)."""
    found = get_object_or_404(selectors.meetings_of(request.act), pk=pk)
    wanted = _numbers(request.POST.getlist("only") or request.POST.getlist("application"))
    cases = selectors.judged_by(found.committee).filter(pk__in=wanted).values_list("pk", flat=True)
    if len(cases) < len(wanted):
        raise Http404
    return _act(
        request,
        pk,
        lambda: services.take_in_all(pk, cases, act=request.act),
        _("%(count)d件已进入评审。") % {"count": len(cases)},
        ticked=wanted,
    )


@require_POST
@secretaries
def attendance(request: PortalRequest, pk: int) -> HttpResponse:
    """Who sits."""
    present = _numbers(request.POST.getlist("present"))
    return _act(
        request, pk, lambda: services.mark_attendance(pk, present=present, act=request.act), _("签到已记下。")
    )


@require_POST
@secretaries
def open_meeting(request: PortalRequest, pk: int) -> HttpResponse:
    """The meeting begins with those ticked; who is ticked stays noted when it cannot begin (C33, C37)."""

    def begin() -> None:
        if "seats" in request.POST:
            present = _numbers(request.POST.getlist("present"))
            services.mark_attendance(pk, present=present, act=request.act)
        services.open_meeting(pk, act=request.act)

    return _act(request, pk, begin, _("会议开始。"))


@require_POST
@secretaries
def close_meeting(request: PortalRequest, pk: int) -> HttpResponse:
    """The meeting ends, every application decided (C37)."""
    return _act(
        request, pk, lambda: services.close_meeting(pk, act=request.act), _("会议结束，结果已记下，已告知申报人。")
    )


@require_POST
@secretaries
def print_paper(request: PortalRequest, pk: int) -> HttpResponse:
    """A paper of the meeting, to be printed; its state is shown on the page (C27, C33, C37)."""
    key = request.POST.get("paper", "")
    return _act(
        request,
        pk,
        lambda: meeting_papers.print_of_meeting(pk, key=key, act=request.act),
        _("文书正在制作，一般几秒钟就好。"),
        onward="#print",
    )


@require_http_methods(["GET", "POST"])
@secretaries
def tally(request: PortalRequest, pk: int) -> HttpResponse:
    """The count of one application (C27, C37)."""
    found = get_object_or_404(selectors.tallies_of(request.act), pk=pk)
    names = TallyForm.base_fields
    form = TallyForm(typed(request), initial={name: getattr(found, name) for name in names})
    refusals: tuple[Refusal, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_tally(found.pk, **form.cleaned_data, act=request.act)
            return _after_counting(request, found)
        except Refused as refused:
            refusals, status = refused.refusals, 409
    context = {
        "tally": found,
        "form": form,
        "refusals": refusals,
        "counting": selectors.counting_of(found.meeting),
    }
    return render(request, "review/committee/tally.html", context, status=status)


@require_GET
@chairs
def to_countersign(request: PortalRequest) -> HttpResponse:
    """The counts that wait for the chair."""
    return show_countersign(request)


@require_POST
@chairs
def countersign(request: PortalRequest, pk: int) -> HttpResponse:
    """The chair countersigns one count as he saw it (C37, C44)."""
    found = get_object_or_404(selectors.tallies_of(request.act), pk=pk)
    try:
        services.countersign(found.pk, seen=_moment(request.POST.get("seen", "")), act=request.act)
    except Refused as refused:
        return show_countersign(request, status=409, refusals=refused.refusals)
    messages.success(request, _("%(number)s已会签。") % {"number": found.application.number})
    return redirect("committee:countersign")


@require_POST
@chairs
def countersign_all(request: PortalRequest) -> HttpResponse:
    """The chair countersigns every count of the page as he saw it (C37, C44)."""
    pairs = (each.partition("@") for each in request.POST.getlist("seen"))
    given = {int(pk): _moment(moment) for pk, _at, moment in pairs if pk.isdigit()}
    own = selectors.tallies_of(request.act).filter(pk__in=given).values_list("pk", flat=True)
    signed, refusals = services.countersign_all({pk: given[pk] or request.began_at for pk in own}, act=request.act)
    if signed:
        messages.success(request, _("%(count)d件已会签。") % {"count": signed})
    if refusals:
        return show_countersign(request, status=409, refusals=refusals)
    return redirect("committee:countersign")


@require_GET
@filers
def filings(request: PortalRequest) -> HttpResponse:
    """The filings, the next due first (C33)."""
    page = Paginator(selectors.filings_of(request.act), PAGE).get_page(request.GET.get("page"))
    return render(request, "review/committee/filings.html", {"page": page})


@require_http_methods(["GET", "POST"])
@filers
def filing(request: PortalRequest, pk: int) -> HttpResponse:
    """One filing with its facts: the secretary hands it in, the title office registers it (C33)."""
    found = get_object_or_404(selectors.filings_of(request.act), pk=pk)
    form = FilingNumberForm(typed(request))
    refusals: tuple[Refusal, ...] = ()
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _file(request, pk, form))
            return redirect("committee:filings")
        except Refused as refused:
            refusals, status = refused.refusals, 409
    context = {
        "filing": found,
        "form": form,
        "facts": selectors.filing_facts(found),
        "paper": printed_filing(found, request.act),
        "refusals": refusals,
    }
    return render(request, "review/committee/filing.html", context, status=status)


@require_POST
@secretaries
def print_filing(request: PortalRequest, pk: int) -> HttpResponse:
    """The 备案表, to be stamped and handed in (C33)."""
    found = get_object_or_404(selectors.filings_of(request.act), pk=pk)
    meeting_papers.print_of_filing(found.pk, act=request.act)
    messages.success(request, _("备案表正在制作，一般几秒钟就好。"))
    return redirect(reverse("committee:filing", args=[pk]) + "#print")


def _file(request: PortalRequest, pk: int, form: FilingNumberForm) -> str:
    """Do what the pressed button says, and give the words for it."""
    if request.act.role == Role.COMMITTEE_SECRETARY:
        filing_services.submit_filing(pk, act=request.act)
        return _("备案已提交，等地区职称办登记编号。")
    if request.POST.get("decision") == "back":
        filing_services.give_back_filing(pk, why=form.cleaned_data["why"], act=request.act)
        return _("备案已退回，已告知原因。")
    filing_services.register_filing(pk, number=form.cleaned_data["number"], act=request.act)
    return _("备案已登记：%(number)s。") % {"number": form.cleaned_data["number"]}


def _after_counting(request: PortalRequest, counted: Tally) -> HttpResponse:
    """Go on to the next application without a count where asked to, else back to the meeting."""
    messages.success(request, _("%(number)s已计票。") % {"number": counted.application.number})
    following = selectors.next_uncounted(counted) if request.POST.get("then") == "next" else None
    if following:
        return redirect("committee:tally", pk=following.pk)
    return redirect("committee:meeting", pk=counted.meeting_id)


def show_meetings(request: PortalRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    committees = selectors.committees_with_meetings(request.act)
    context = {
        "page": Paginator(committees, COMMITTEES).get_page(request.GET.get("page")),
        "plan_form": MeetingForm(),
        "plan_of": None,
        "rate_of": None,
        **extra,
    }
    return render(request, "review/committee/meetings.html", context, status=status)


def show_meeting(request: PortalRequest, pk: int, *, status: int = 200, **extra: Any) -> HttpResponse:
    found = get_object_or_404(selectors.meetings_of(request.act), pk=pk)
    is_planned = found.status == MeetingStatus.PLANNED
    candidates = selectors.candidates_for(found.committee) if is_planned else None
    tallies = list(selectors.counted_in(found))
    without_rubric = layers_without_rubric(found) if is_planned else []
    papers = meeting_papers_of(found, request.act, cases=len(tallies), without_rubric=without_rubric)
    context = {
        "meeting": found,
        "filing": services.meeting_filing(found),
        "filing_deadline": selectors.filing_deadline(found),
        "members": selectors.attendance_of(found),
        "tallies": tallies,
        "uncounted": sum(1 for tally in tallies if tally.entered_at is None),
        "unsigned": sum(1 for tally in tallies if tally.entered_at and tally.countersigned_at is None),
        "candidates": Paginator(candidates, PAGE).get_page(request.GET.get("page"))
        if candidates is not None
        else None,
        "quorum": selectors.quorum_of(found),
        "meeting_papers": papers,
        "without_rubric": without_rubric,
        "move_form": MoveForm(),
        "defence_groups": groups_of(each.summons for each in called_in(found)),
        "ticked": None,
        **extra,
    }
    return render(request, "review/committee/meeting.html", context, status=status)


def show_countersign(request: PortalRequest, *, status: int = 200, **extra: Any) -> HttpResponse:
    page = Paginator(selectors.to_countersign(request.act), PAGE).get_page(request.GET.get("page"))
    return render(request, "review/committee/countersign.html", {"page": page, **extra}, status=status)


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in dict.fromkeys(values) if value.isdecimal() and len(value) < 19]


def _moment(text: str) -> datetime | None:
    """Give the moment that a page carried along, or None where it carried none that can be read."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def _act(
    request: PortalRequest,
    pk: int,
    act: Callable[[], Any],
    told: str,
    *,
    form: Any = None,
    onward: str = "",
    **kept: Any,
) -> HttpResponse:
    """Call one service of a meeting's page; a refusal comes back on it. `onward`: the place on the page to go on at."""
    get_object_or_404(selectors.meetings_of(request.act), pk=pk)
    if form is not None and not form.is_valid():
        return show_meeting(request, pk, status=422, form=form, move_form=form)
    try:
        act()
    except Refused as refused:
        return show_meeting(request, pk, status=409, refusals=refused.refusals, **kept)
    messages.success(request, told)
    return redirect(reverse("committee:meeting", args=[pk]) + onward)
