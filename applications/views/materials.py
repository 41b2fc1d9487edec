"""The materials page: upload, take out, put back, move. Every action is a plain form."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.models import Application, Material, Transfer
from applications.rules.refusal import Refusal, Refused
from applications.selectors.applicant import Workspace
from applications.selectors.contents import contents_of, progress
from applications.selectors.files import materials_visible_to, transfers_visible_to
from applications.selectors.slots import counts, slot_groups
from applications.services import materials as service
from applications.services.transfers import finish
from applications.views.applicant import own

#: Pages shown as pictures. Where there are more, each file shows its first alone: the page stays under 100 kB.
MOST_PICTURES = 60
#: Files that one upload may take the place of, and digits of a file's number.
MOST_REPLACED, LONGEST_NUMBER = 20, 12
#: Files that one form may name which came piece by piece before it.
MOST_TRANSFERS = 50
#: Files that the page names which have arrived in part, the newest first.
MOST_NAMED = 10


@acting_for_oneself
@require_GET
def materials(request: PortalRequest, number: str) -> HttpResponse:
    """The checklist of materials with what is in each slot."""
    return _page(request, own(request, number))


@acting_for_oneself
@require_POST
def upload(request: PortalRequest, number: str, slot: str) -> HttpResponse:
    """Put the chosen files into a slot, one by one; each that is refused says why, the others stay."""
    application = own(request, number)
    refusals, taken, status = _uploaded(request, application, slot)
    if not refusals:
        return _after(request, application, slot)
    if request.headers.get("Accept") == "application/json":
        said = {
            "messages": [str(refusal) for refusal in refusals],
            "taken": taken,
            "next": _place(application, slot),
        }
        return JsonResponse(said, status=status)
    return _page(request, application, refused=(slot, refusals), status=status)


def _uploaded(request: PortalRequest, application: Application, slot: str) -> tuple[list[Refusal], int, int]:
    """Give why files were refused, how many were taken, and the status to answer with."""
    refusals: list[Refusal] = []
    taken, status = 0, 409
    for name, put in _arrived(request, application, slot):
        try:
            put()
            taken += 1
        except Refused as refused:
            status = max(status, refused.status)
            refusals += [Refusal(f"{name}：{each.text}", each.clause, each.remedy) for each in refused.refusals]
    if not taken and not refusals:
        refusals = [Refusal(_("还没有选文件。"), "C15", _("请先选一个文件再上传。"))]
    return refusals, taken, status


def _arrived(
    request: PortalRequest, application: Application, slot: str
) -> Iterator[tuple[str, Callable[[], Material]]]:
    """Give each file that came with the form, and each that came piece by piece before it: its name, how it is put in."""
    named = _transfers(request, application, slot)
    declared = {what: what in request.POST for what in ("declassified", "masked")}
    act, replacing = request.act, _replaced(request)
    for file in request.FILES.getlist("files"):
        upload = service.Upload(file, file.name or "", **declared)
        put = partial(service.add_material, application_id=application.pk, slot_key=slot, upload=upload)
        yield upload.name, partial(put, act=act, replacing=replacing)
    for transfer in named:
        upload = service.Upload(b"", transfer.name, **declared)
        yield transfer.name, partial(finish, transfer=transfer, upload=upload, act=act, replacing=replacing)


def _transfers(request: PortalRequest, application: Application, slot: str) -> list[Transfer]:
    """Give the person's transfers into the slot that the form names, in its order; raises 404 for any other."""
    keys = request.POST.getlist("transfer")[:MOST_TRANSFERS]
    rows = transfers_visible_to(request.act).filter(application=application, slot_key=slot)
    try:
        return [get_object_or_404(rows, key=key) for key in keys]
    except ValidationError:
        raise Http404 from None


def _replaced(request: PortalRequest) -> list[int]:
    """Give which files of the slot the person wants taken out for the new one."""
    numbers = map(_number, request.POST.getlist("replace")[:MOST_REPLACED])
    return [number for number in numbers if number is not None]


def _place(application: Application, slot: str) -> str:
    return f"{reverse('applications:materials', args=[application.number])}#s-{slot}"


def _after(request: PortalRequest, application: Application, slot: str) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"next": _place(application, slot)})
    return redirect(_place(application, slot))


@acting_for_oneself
@require_POST
def change(request: PortalRequest, number: str, material: int) -> HttpResponse:
    """Take a file out, put it back, move or turn it, or say why it stays, as the pressed button says."""
    application = own(request, number)
    held = get_object_or_404(materials_visible_to(request.act), pk=material, application=application)
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise Http404
    try:
        action(request, held)
    except Refused as refused:
        return _page(request, application, refused=(held.slot_key, list(refused.refusals)), status=409)
    if action is _remove:
        return redirect(f"{reverse('applications:materials', args=[number])}?undo={held.pk}#undo")
    return _after(request, application, request.POST.get("slot") or held.slot_key)


def _remove(request: PortalRequest, held: Material) -> None:
    service.remove_material(material_id=held.pk, act=request.act)


def _restore(request: PortalRequest, held: Material) -> None:
    service.restore_material(material_id=held.pk, act=request.act)


def _earlier(request: PortalRequest, held: Material) -> None:
    service.move_material(material_id=held.pk, earlier=True, act=request.act)


def _later(request: PortalRequest, held: Material) -> None:
    service.move_material(material_id=held.pk, earlier=False, act=request.act)


def _turn(request: PortalRequest, held: Material) -> None:
    page, degrees = (_number(request.POST.get(name, "")) or 0 for name in ("page", "degrees"))
    service.turn_page(material_id=held.pk, page=page, degrees=degrees, act=request.act)


def _move(request: PortalRequest, held: Material) -> None:
    service.move_to_slot(material_id=held.pk, slot_key=request.POST.get("slot", ""), act=request.act)


def _explain(request: PortalRequest, held: Material) -> None:
    service.explain(material_id=held.pk, reason=request.POST.get("reason", ""), act=request.act)


ACTIONS: dict[str, Callable[[PortalRequest, Material], None]] = {
    "remove": _remove,
    "restore": _restore,
    "earlier": _earlier,
    "later": _later,
    "turn": _turn,
    "move": _move,
    "explain": _explain,
}


@acting_for_oneself
@require_GET
def checked(request: PortalRequest, number: str) -> HttpResponse:
    """Give what was seen of those files of `of` that have been looked at, to be put in the place of the waiting words."""
    space = Workspace(own(request, number), request.began_at)
    asked = {_number(pk) for pk in request.GET.get("of", "").split(",")[:MOST_TRANSFERS]}
    done = [seen for pk, seen in space.seen.items() if pk in asked and not seen.is_waiting]
    if not done:
        return HttpResponse(status=204)
    context = {"done": done, "application": space.application, **_folding(request, space)}
    return render(request, "applications/_checked.html", context)


def _page(
    request: PortalRequest,
    application: Application,
    *,
    refused: tuple[str, list[Refusal]] = ("", []),
    status: int = 200,
) -> HttpResponse:
    space = Workspace(application, request.began_at)
    groups = slot_groups(space)
    done, total = progress(space)
    context = {
        "space": space,
        "application": application,
        "groups": groups,
        "counts": counts(groups),
        "done": done,
        "total": total,
        "only_open": "open" in request.GET,
        **_folding(request, space),
        "contents": contents_of(space, current="materials"),
        "undo": _undo(application, _number(request.GET.get("undo", ""))),
        "broken_off": _broken_off(request, application),
        "refused_slot": refused[0],
        "refusals": refused[1],
        "ticked": request.POST,
        "together": settings.UPLOAD_MEGABYTES,
    }
    return render(request, "applications/materials.html", context, status=status)


def _folding(request: PortalRequest, space: Workspace) -> dict[str, Any]:
    """Say whether each file but one shows its first page alone, and which one."""
    pages = sum(file.file.pages for files in space.materials.values() for file in files)
    return {"is_folded": pages > MOST_PICTURES, "whole": _number(request.GET.get("whole", ""))}


def _broken_off(request: PortalRequest, application: Application) -> list[Transfer]:
    """Give what has arrived in part and waits for the rest."""
    rows = transfers_visible_to(request.act).filter(application=application, material=None, offset__gt=0)
    return list(rows.order_by("-pk")[:MOST_NAMED]) if application.is_editable else []


def _undo(application: Application, pk: int | None) -> Material | None:
    return application.materials.filter(pk=pk, removed_at__isnull=False).first() if pk else None


def _number(typed: str) -> int | None:
    """Give the number of a file that an address names, or None."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else None
