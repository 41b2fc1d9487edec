"""The title office's fees: the list, one order, a list from Excel, a list to Excel."""

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import Role
from accounts.http import PortalRequest, typed
from accounts.permissions import acting_as
from applications.rules.refusal import Refusal, Refused
from campaigns.rules.calendar import day_of
from documents.inspection import FileRefused
from documents.sheets import write_list
from payments import exports, selectors
from payments.enums import LineOutcome
from payments.forms import ConfirmForm, ImportForm, OrderFilter, RefundForm
from payments.services.imports import book_import, preview_import
from payments.services.orders import confirm_payment, mark_refunded

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
officers = acting_as(Role.TITLE_OFFICER)


@require_GET
@officers
def orders(request: PortalRequest) -> HttpResponse:
    """The office's orders, the filters in the address."""
    form = OrderFilter(request.GET)
    every = selectors.orders_of(request.act)
    page = Paginator(_chosen(request, form), PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "totals": selectors.totals(every),
        "query": f"{kept.urlencode()}&" if kept else "",
        "imports": selectors.imports_of(request.act)[:5],
    }
    return render(request, "payments/orders.html", context)


@require_GET
@officers
def export(request: PortalRequest) -> HttpResponse:
    """The chosen orders as an Excel list; no cell of it is a formula."""
    rows = exports.order_rows(_chosen(request, OrderFilter(request.GET)))
    data = write_list(_("缴费名单"), exports.HEADS, rows, at=request.began_at)
    name = quote(f"{_('缴费名单')}-{day_of(request.began_at)}.xlsx")
    return HttpResponse(
        data, content_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


@require_http_methods(["GET", "POST"])
@officers
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Book one order as paid (C36)."""
    order = get_object_or_404(selectors.orders_of(request.act), pk=pk)
    form = ConfirmForm(typed(request), initial={"paid_on": day_of(request.began_at)})
    context = {"order": order, "form": form, "verb": _("记为已到账")}
    if request.method == "GET" or not form.is_valid():
        return render(request, "payments/book.html", context, status=422 if form.errors else 200)
    try:
        confirm_payment(order.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        return render(request, "payments/book.html", context | {"refusals": refused.refusals}, status=409)
    messages.success(request, _("%(name)s的费用已记为到账。") % {"name": order.application.applicant.name})
    return redirect("payments:orders")


@require_http_methods(["GET", "POST"])
@officers
def refund(request: PortalRequest, pk: int) -> HttpResponse:
    """Book one order as refunded."""
    order = get_object_or_404(selectors.orders_of(request.act), pk=pk)
    form = RefundForm(typed(request), initial={"refunded_on": day_of(request.began_at)})
    context = {"order": order, "form": form, "verb": _("记为已退费")}
    if request.method == "GET" or not form.is_valid():
        return render(request, "payments/book.html", context, status=422 if form.errors else 200)
    try:
        mark_refunded(order.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        return render(request, "payments/book.html", context | {"refusals": refused.refusals}, status=409)
    messages.success(request, _("%(name)s的费用已记为退还。") % {"name": order.application.applicant.name})
    return redirect("payments:orders")


@require_http_methods(["GET", "POST"])
@officers
def upload(request: PortalRequest) -> HttpResponse:
    """Read a list and show what would become of each line; nothing is booked yet."""
    if request.method == "GET":
        return render(request, "payments/import.html", {"form": ImportForm()})
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            listed_now = preview_import(name=file.name, data=file.read(), act=request.act)
            return redirect("payments:import_list", pk=listed_now.pk)
        except FileRefused as refused:
            form.add_error("file", str(refused))
    return render(request, "payments/import.html", {"form": form}, status=422)


@require_http_methods(["GET", "POST"])
@officers
def listed(request: PortalRequest, pk: int) -> HttpResponse:
    """A list line by line; POST books what fits (C36)."""
    found = get_object_or_404(selectors.imports_of(request.act), pk=pk)
    refusals: tuple[Refusal, ...] = ()
    status = 200
    if request.method == "POST":
        try:
            book_import(found.pk, act=request.act)
            return redirect("payments:import_list", pk=found.pk)
        except Refused as refused:
            refusals, status = refused.refusals, 409
    matched = sum(line["outcome"] == LineOutcome.MATCHED for line in found.outcome)
    lines = sorted(found.outcome, key=lambda line: (line["outcome"] == LineOutcome.MATCHED, line["row"]))
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    other = len(found.outcome) - matched
    context = {"listed": found, "page": page, "matched": matched, "other": other, "refusals": refusals}
    return render(request, "payments/import_list.html", context, status=status)


def _chosen(request: PortalRequest, form: OrderFilter):  # type: ignore[no-untyped-def]
    form.is_valid()
    return selectors.filtered(
        selectors.orders_of(request.act),
        status=form.cleaned_data.get("status", ""),
        text=form.cleaned_data.get("q", ""),
        late=form.cleaned_data.get("late", False),
        at=request.began_at,
    )
