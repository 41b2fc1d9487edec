"""The county office's pages: employers that wait to be confirmed, and those that were."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import Act
from accounts.enums import EmployerStatus, Role
from accounts.forms.employer import CorrectionForm, DecisionForm
from accounts.http import PortalRequest
from accounts.models import Employer
from accounts.permissions import acting_as
from accounts.rules.employers import code_hints
from accounts.rules.refused import AccountRefused
from accounts.selectors import employers as selectors
from accounts.services.employers import confirm_employer, correct_decision, refuse_employer

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
    """Show one employer with its licence; confirm or refuse it, once the consequence was named."""
    row = get_object_or_404(selectors.employers_for_office(request.act), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _case(request, row, form=form)
    if "confirmed" not in request.POST and row.status == EmployerStatus.PENDING:
        return render(request, "accounts/employer_decide.html", {"form": form, "employer": row})
    return _taken(request, row, form, lambda: _decide(row, form.cleaned_data, request.act))


@require_POST
@acting_as(Role.REVIEWER, Role.TITLE_OFFICER)
def employer_correct(request: PortalRequest, pk: int) -> HttpResponse:
    """Turn a wrong decision round, with a reason; the earlier one stays readable."""
    row = get_object_or_404(selectors.employers_for_office(request.act), pk=pk)
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _case(request, row, correction=form)
    given = form.cleaned_data
    return _taken(request, row, form, lambda: correct_decision(row.pk, **given, act=request.act))


def _decide(row: Employer, given: dict[str, Any], act: Act) -> Employer:
    if given["decision"] == "confirm":
        return confirm_employer(row.pk, act=act)
    return refuse_employer(row.pk, reason=given["reason"], act=act)


def _taken(request: PortalRequest, row: Employer, form: Any, step: Callable[[], Employer]) -> HttpResponse:
    """Take a decision and go back to the list; one that came too late is told as what happened, words kept (409)."""
    try:
        decided = step()
    except AccountRefused as refused:
        row.refresh_from_db()
        late = {"why": refused.message, "lost": form.cleaned_data["reason"]}
        return _case(request, row, late=late, status=refused.status)
    words = {"name": decided.name, "state": decided.get_status_display()}
    messages.success(request, _("%(name)s：%(state)s，已告知单位，已记您的名字。") % words)
    return redirect("accounts:employers")


def _case(request: PortalRequest, row: Employer, *, status: int = 0, **more: Any) -> HttpResponse:
    """Draw the employer with what may be decided now; `more` holds a refused form, or what came too late."""
    seen = row.decided_at.isoformat() if row.decided_at else ""
    forms = {"form": DecisionForm(), "correction": CorrectionForm(initial={"seen": seen})} | more
    context = {
        **forms,
        "employer": row,
        "heads": selectors.heads_of(row),
        "earlier": selectors.decisions_on(row),
        "picture": str(row.licence.name).endswith((".jpeg", ".png")),
        "hints": code_hints(row.uscc, row.kind, row.division.code),
    }
    status = status or max(forms["form"].status, forms["correction"].status)
    return render(request, "accounts/employer_case.html", context, status=status)
