"""The members of a committee and their accounts: its secretary gives and takes them (C21)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.rules.refusal import Refused
from review.forms.committee import SeatForm
from review.models import CommitteeMember
from review.selectors.committee import committees_of
from review.services import seats as services

secretaries = acting_as(Role.COMMITTEE_SECRETARY)


@require_GET
@secretaries
def members(request: PortalRequest, pk: int) -> HttpResponse:
    """Who sits in the committee, and who of them reads with an account."""
    return _members(request, pk)


@require_POST
@secretaries
def seat(request: PortalRequest, pk: int, member: int) -> HttpResponse:
    """Give a member the account of a telephone number."""
    found = _member(request, pk, member)
    form = SeatForm(request.POST, auto_id=f"seat-{member}-%s")
    if not form.is_valid():
        return _members(request, pk, status=422, form=form, form_of=member)
    phone = form.cleaned_data["phone"]
    told = _("%(name)s可以在网上看材料了，已告知本人。") % {"name": found.name}
    return _act(request, pk, lambda: services.seat(member, phone=phone, act=request.act), told, form, member)


@require_POST
@secretaries
def unseat(request: PortalRequest, pk: int, member: int) -> HttpResponse:
    """Take a member's account away."""
    found = _member(request, pk, member)
    told = _("%(name)s的账号已收回，已告知本人。") % {"name": found.name}
    return _act(request, pk, lambda: services.unseat(member, act=request.act), told)


def _member(request: PortalRequest, pk: int, member: int) -> CommitteeMember:
    """Give a member of a committee of the secretary's office; 404 for any other."""
    return get_object_or_404(CommitteeMember, pk=member, committee__in=committees_of(request.act).filter(pk=pk))


def _act(
    request: PortalRequest, pk: int, act: Callable[[], Any], told: str, form: SeatForm | None = None, of: int = 0
) -> HttpResponse:
    """Call one service; a refusal comes back beside the member, with what was typed."""
    try:
        act()
    except Refused as refused:
        return _members(request, pk, status=409, form=form, form_of=of, refusals=refused.refusals)
    messages.success(request, told)
    return redirect("committee:members", pk=pk)


def _members(request: PortalRequest, pk: int, *, status: int = 200, **extra: Any) -> HttpResponse:
    committee = get_object_or_404(committees_of(request.act), pk=pk)
    context = {
        "committee": committee,
        "members": committee.members.select_related("user"),
        "refusals": (),
        **extra,
    }
    return render(request, "review/committee/members.html", context, status=status)
