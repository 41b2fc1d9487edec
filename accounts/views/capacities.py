"""Choosing in which capacity to act."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.http import PortalRequest
from accounts.models import Membership
from accounts.selectors import memberships_of
from accounts.selectors.employers import own_employers
from accounts.views.sign_in import SESSION_KEY, safe_next


def capacities(request: PortalRequest) -> HttpResponse:
    """Show the capacities a person has; a post takes one up (0: for oneself) and goes on to where he wanted."""
    if request.method == "POST":
        return _take_up(request, request.POST.get("membership", ""))
    act = request.act
    context = {
        "held": memberships_of(act.person),
        "undecided": None if act.membership else own_employers(act),
        "next": safe_next(request),
    }
    return render(request, "accounts/capacities.html", context)


def _take_up(request: PortalRequest, chosen: str) -> HttpResponse:
    if chosen == "0":
        request.session.pop(SESSION_KEY, None)
    else:
        pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
        own = Membership.objects.filter(user=request.user.pk, is_active=True)
        request.session[SESSION_KEY] = get_object_or_404(own, pk=pk).pk
    request.session.cycle_key()
    return redirect(safe_next(request) or "accounts:start")
