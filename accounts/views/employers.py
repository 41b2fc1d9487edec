"""The county office's pages: employers that wait to be confirmed, and those that were."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.acting import Act
from accounts.enums import EmployerStatus, Role
from accounts.forms.employer import DecisionForm
from accounts.http import PortalRequest
from accounts.models import Employer
from accounts.permissions import acting_as
from accounts.rules.employers import code_hints
from accounts.rules.refused import AccountRefused
from accounts.selectors import employers as selectors
from accounts.services.employers import confirm_employer, refuse_employer

PAGE = 30


@acting_as(Role.REVIEWER, Role.TITLE_OFFICER)
def employers(request: PortalRequest) -> HttpResponse:
    """List the employers of the office's own division, those that wait in front."""
    state = request.GET.get("state", EmployerStatus.PENDING)
    state = state if state in EmployerStatus.values else EmployerStatus.PENDING
    rows = selectors.employers_for_office(request.act)
    page = Paginator(rows.filter(status=state).order_by("created_at", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "state": state, "states": selectors.counted_states(rows)}
    return render(request, "accounts/employers.html", context)


@acting_as(Role.REVIEWER, Role.TITLE_OFFICER)
def employer_case(request: PortalRequest, pk: int) -> HttpResponse:
    """Show one employer with its licence; confirm or refuse it."""
    act = request.act
    row = get_object_or_404(selectors.employers_for_office(act), pk=pk)
    form, status = DecisionForm(request.POST or None), 0
    if form.is_valid():
        try:
            messages.success(request, _decide(row, form.cleaned_data["reason"], request.POST.get("decision"), act))
            return redirect("accounts:employers")
        except AccountRefused as refused:
            form.add_error(refused.field, refused.message)
            status = refused.status
            row.refresh_from_db()
    context = {"form": form, "employer": row, "heads": selectors.heads_of(row)}
    context["picture"] = str(row.licence.name).endswith((".jpeg", ".png"))
    context["hints"] = code_hints(row.uscc, row.kind, row.division.code)
    return render(request, "accounts/employer_case.html", context, status=status or form.status)


def _decide(row: Employer, reason: str, decision: str | None, act: Act) -> str:
    if decision == "confirm":
        confirm_employer(row.pk, act=act)
        return _("%(name)s已确认。") % {"name": row.name}
    refuse_employer(row.pk, reason=reason, act=act)
    return _("%(name)s未通过，原因已告知单位。") % {"name": row.name}
