"""The title office's look at blind copies: the list, one of them, its release, a new one, masking again (C21)."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.enums import CopyStand
from applications.models import BlindCopy, Material
from applications.rules.refusal import Refused
from applications.services import blinding
from applications.views.files import guarded
from applications.views.masking import Side, edit
from documents import store
from documents.apart import page_picture
from review.forms.office import ReleaseForm
from review.selectors import copies as selectors

PAGE = 50
MOST_AT_ONCE = 200  # copies asked for by one press
officers = acting_as(Role.TITLE_OFFICER)


@require_safe
@officers
def copies(request: PortalRequest) -> HttpResponse:
    """What experts may not see of the office's cases, the most urgent first; of one case where its number is given."""
    number = request.GET.get("number", "").strip()
    page = Paginator(selectors.unfit_of(request.act, number=number), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [selectors.Line(material) for material in page],
        "to_make": selectors.to_make(request.act).count(),
        "number": number,
        "query": f"{urlencode({'number': number})}&" if number else "",
    }
    return render(request, "review/office/copies.html", context)


@require_safe
@officers
def copy(request: PortalRequest, pk: int) -> HttpResponse:
    """One file's blind copy with what may be left in it; 202 while it is being made."""
    return _show(request, _one(request, pk))


@require_safe
@officers
def picture(request: PortalRequest, pk: int, page: int) -> HttpResponse:
    """One page of a blind copy as experts would see it."""
    look = selectors.Look(_one(request, pk), page, _whole(request.GET.get("size")))
    if not look.copy or not look.is_shown or look.page != page:
        raise Http404
    with store.opened(look.copy.path) as file:
        drawn = page_picture(file, "pdf", page, look.width)
    return guarded(HttpResponse(drawn, content_type="image/webp"))


@require_POST
@officers
def release(request: PortalRequest, pk: int) -> HttpResponse:
    """Let experts see a copy, with a reason; then comes the next of the same case (C21)."""
    found, form = _one(request, pk), ReleaseForm(request.POST)
    if not form.is_valid():
        return _show(request, found, status=422, form=form)
    held = get_object_or_404(BlindCopy, material=found)
    try:
        blinding.release(copy_id=held.pk, **form.cleaned_data, act=request.act)
    except Refused as refused:
        return _show(request, _one(request, pk), status=409, refusals=refused.refusals, form=form)
    messages.success(request, _("已放行：%(slot)s。") % {"slot": found.label})  # type: ignore[attr-defined]
    return redirect(_onward(request, found))


@require_POST
@officers
def remake(request: PortalRequest, pk: int) -> HttpResponse:
    """Have a copy made that failed or was never asked for."""
    found = _one(request, pk)
    try:
        blinding.remake(material_id=found.pk, act=request.act)
    except Refused as refused:
        return _show(request, _one(request, pk), status=409, refusals=refused.refusals)
    return redirect("office:copy", pk=pk)


@require_POST
@officers
def remake_all(request: PortalRequest) -> HttpResponse:
    """Have all made that failed or were never asked for, so many at once."""
    due = list(selectors.to_make(request.act).values_list("pk", flat=True)[:MOST_AT_ONCE])
    for pk in due:
        with suppress(Refused):  # a colleague was quicker
            blinding.remake(material_id=pk, act=request.act)
    messages.success(request, _("正在生成%(count)d份，一页几秒钟，好了自己从这里消失。") % {"count": len(due)})
    return redirect("office:copies")


def _file(request: PortalRequest, number: str, material: int) -> Material:
    """Give a file of one of the office's cases to be masked again."""
    return get_object_or_404(selectors.files_of(request.act), pk=material, application__number=number)


OFFICE = Side("office:masking", _file, lambda material: reverse("office:copy", args=[material.pk]), is_office=True)


@officers
@require_http_methods(["GET", "POST"])
def masking(request: PortalRequest, number: str, material: int, page: int) -> HttpResponse:
    """One page of a file of the office's cases with its boxes, which the officer puts right."""
    return edit(request, OFFICE, number, material, page)


def _one(request: PortalRequest, pk: int) -> Material:
    return get_object_or_404(selectors.files_of(request.act), pk=pk)


def _show(request: PortalRequest, found: Material, *, status: int = 200, **given: Any) -> HttpResponse:
    look = selectors.Look(found, _whole(request.GET.get("page")), _whole(request.GET.get("size")))
    context = {"look": look, "application": found.application, "form": ReleaseForm(), "refusals": (), **given}
    wait = 202 if look.stand == CopyStand.WAITING and status == 200 else status
    return render(request, "review/office/copy.html", context, status=wait)


def _onward(request: PortalRequest, found: Material) -> str:
    """Give the next file of the same case that waits for the office, or the list."""
    rest = [selectors.Line(each) for each in selectors.unfit_of(request.act, number=found.application.number)]
    waiting = next((line for line in rest if line.is_the_officers), None)
    return reverse("office:copy", args=[waiting.material.pk]) if waiting else reverse("office:copies")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 5 else 1
