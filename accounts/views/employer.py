"""An employer's own pages: signing up, its data, its clerks, its licence."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.backends import account_of
from accounts.enums import Role
from accounts.forms.employer import EmployerForm
from accounts.forms.password import ClerkForm
from accounts.http import PortalRequest
from accounts.permissions import acting_as, acting_for_oneself
from accounts.rules.employers import code_hints
from accounts.rules.refused import AccountRefused
from accounts.selectors import employers as selectors
from accounts.services.employers import add_clerk, register_employer, remove_clerk
from documents.formats import FORMATS
from documents.store import opened


@acting_for_oneself
def employer_sign_up(request: PortalRequest) -> HttpResponse:
    """Sign an employer up; the page of an employer that was refused comes filled."""
    act = request.act
    form = EmployerForm(request.POST or None, request.FILES or None, initial=_before(request))
    status = form.status
    if form.is_valid():
        try:
            register_employer(form.employer_data(), form.cleaned_data["licence"], act=act)
            messages.success(request, _("已提交，等待人社局确认。"))
            return redirect("accounts:employer")
        except AccountRefused as refused:
            form.add_error(refused.field, refused.message)
            status = refused.status
    return render(request, "accounts/employer_sign_up.html", {"form": form}, status=status)


def _before(request: PortalRequest) -> dict[str, object]:
    refused = selectors.refused_employers(request.act).first()
    fields = ("name", "uscc", "kind", "division_id", "tier", "registered_at", "address", "contact_phone")
    return {field.removesuffix("_id"): getattr(refused, field) for field in fields} if refused else {}


def employer(request: PortalRequest) -> HttpResponse:
    """Show the employer one acts for, or those one has signed up and that are not confirmed yet."""
    return _employer_page(request, ClerkForm())


def _employer_page(request: PortalRequest, form: ClerkForm) -> HttpResponse:
    act = request.act
    shown = [
        {
            "employer": row,
            "staff": selectors.staff_of(row),
            "office": selectors.confirming_office(row),
            "hints": code_hints(row.uscc, row.kind, row.division.code),
        }
        for row in selectors.own_employers(act)
    ]
    context = {"shown": shown, "form": form, "is_head": act.role == Role.EMPLOYER_HEAD}
    return render(request, "accounts/employer.html", context, status=form.status)


@require_POST
@acting_as(Role.EMPLOYER_HEAD)
def clerk_add(request: PortalRequest) -> HttpResponse:
    """Take a registered person on as clerk."""
    act = request.act
    form = ClerkForm(request.POST)
    if form.is_valid():
        try:
            clerk = add_clerk(act.own_employer.pk, account_of(form.cleaned_data["number"]), act=act)
            messages.success(request, _("%(name)s现在是本单位经办人。") % {"name": clerk.user.name})
            return redirect("accounts:employer")
        except AccountRefused as refused:
            form.add_error(refused.field, refused.message)
    return _employer_page(request, form)


@require_POST
@acting_as(Role.EMPLOYER_HEAD)
def clerk_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """End a clerk's membership."""
    act = request.act
    clerk = get_object_or_404(selectors.removable_clerks(act), pk=pk)
    remove_clerk(clerk.pk, act=act)
    messages.success(request, _("已移除。以前由其办理的记录仍保留姓名。"))
    return redirect("accounts:employer")


def licence(request: PortalRequest, pk: int) -> FileResponse:
    """Give the scan of a licence to the office that confirms the employer, and to the employer itself."""
    row = get_object_or_404(selectors.licences_visible_to(request.act), pk=pk)
    form = FORMATS[str(row.licence.name).rsplit(".", 1)[-1]]
    response = FileResponse(opened(row.licence.name), content_type=form.media, filename=row.licence_name)
    response["Cache-Control"] = "private, no-store"
    return response
