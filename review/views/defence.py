"""The secretary's page of a meeting's defence: who is called when, where and before which group (C27)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.rules.refusal import Refusal, Refused
from review.enums import MeetingStatus
from review.forms.defence import DefenceForm
from review.models import Meeting
from review.rules.meeting_papers import Summons
from review.selectors import defence as selectors
from review.selectors.committee import meetings_of
from review.selectors.printing_choice import whole
from review.services.defence import arrange_defence

secretaries = acting_as(Role.COMMITTEE_SECRETARY)


@require_http_methods(["GET", "POST"])
@secretaries
def defence(request: PortalRequest, pk: int) -> HttpResponse:
    """Arrange the defence: keep what was typed, or show the page with a group more, one less, or divided evenly."""
    found = get_object_or_404(meetings_of(request.act), pk=pk)
    called = selectors.called_in(found)
    data = request.POST if request.method == "POST" else None
    groups = selectors.groups_of(each.summons for each in called) or _usual(found)
    form = DefenceForm(called, groups, request.began_at, data)
    if data is None:
        return _page(request, found, form)
    action, _sign, number = data.get("action", "").partition("-")
    if action != "keep":
        form.reshaped(action, whole(number))
        return _page(request, found, form)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        arrange_defence(found.pk, calls=form.calls, act=request.act)
    except Refused as refused:
        return _page(request, found, form, status=409, refusals=refused.refusals)
    messages.success(request, _("答辩安排已保存，可以制作答辩通知。"))
    return redirect(reverse("committee:meeting", args=[pk]) + "#print")


def _usual(meeting: Meeting) -> list[selectors.Group]:
    return [selectors.Group(Summons(meeting.starts_at, meeting.place), 0)]


def _page(
    request: PortalRequest,
    meeting: Meeting,
    form: DefenceForm,
    *,
    status: int = 200,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    plans = selectors.plans_of(meeting)
    context = {
        "meeting": meeting,
        "form": form,
        "refusals": refusals,
        "plans": plans,
        "is_moved": bool(plans) and plans[0][0].met_at != meeting.starts_at,
        "is_over": meeting.status == MeetingStatus.CLOSED,
    }
    return render(request, "review/committee/defence.html", context, status=status)
