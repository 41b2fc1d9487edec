"""The masking editor: the boxes over one page of a material, saved by a form or by the page itself (C21)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import MaskKind
from applications.forms.masking import Typed, typed
from applications.models import Masking, Material
from applications.rules.refusal import Refused
from applications.selectors.masking import Editor, materials_to_mask
from applications.services.masking import StaleMasking, confirm, save_boxes
from applications.views.applicant import own
from campaigns.models import Slot
from campaigns.rules.calendar import BEIJING


@dataclass(frozen=True)
class Side:
    """Whose editor it is: the owner's, or that of the office that decides.

    `at`: the name of its page, which takes number, material and page; `found`: gives the file of such an address, or
    raises 404; `back`: where the page leads back to, and is left to once the file is confirmed.
    """

    at: str
    found: Callable[[PortalRequest, str, int], Material]
    back: Callable[[Material], str]
    is_office: bool = False

    def editor(self, request: PortalRequest, number: str, material: int, page: int) -> Editor:
        """Give the editor of a page; 404 where experts do not see the file, or there is no such page."""
        held = self.found(request, number, material)
        slot = get_object_or_404(Slot, campaign=held.application.campaign_id, key=held.slot_key, must_mask=True)
        if not 1 <= page <= held.file.pages:
            raise Http404
        return Editor(held, slot, page, is_office=self.is_office)


def _own(request: PortalRequest, number: str, material: int) -> Material:
    application = own(request, number)
    held: Material = get_object_or_404(materials_to_mask(request.act), pk=material, application=application)
    held.application = application
    return held


OWNERS = Side(
    "applications:masking",
    _own,
    lambda material: f"{reverse('applications:materials', args=[material.application.number])}#m-{material.pk}",
)


@acting_for_oneself
@require_http_methods(["GET", "POST"])
def masking(request: PortalRequest, number: str, material: int, page: int) -> HttpResponse:
    """One page of one's own file with its boxes."""
    return edit(request, OWNERS, number, material, page)


def edit(request: PortalRequest, side: Side, number: str, material: int, page: int) -> HttpResponse:
    """Answer from one page with its boxes; a POST keeps all boxes of the page, and may confirm the whole file."""
    editor = side.editor(request, number, material, page)
    if request.method == "GET":
        return _page(request, side, editor)
    said = typed(request.POST, page)
    if said.errors:
        return _refused(request, side, editor, said, 422)
    try:
        kept = _kept(request, editor, said)
    except Refused as refused:
        return _refused(request, side, side.editor(request, number, material, page), said, 409, refused)
    return _after(request, side, editor, kept)


def _kept(request: PortalRequest, editor: Editor, said: Typed) -> Masking:
    kept = save_boxes(
        material_id=editor.material.pk,
        page=editor.page,
        boxes=said.boxes,
        turn=_whole(request.POST.get("turn")),
        revision=_whole(request.POST.get("overwrite") or request.POST.get("revision")),
        act=request.act,
    )
    if request.POST.get("do") != "confirm":
        return kept
    return confirm(material_id=editor.material.pk, revision=kept.revision, act=request.act)


def _after(request: PortalRequest, side: Side, editor: Editor, kept: Masking) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"revision": kept.revision, "at": f"{request.act.at.astimezone(BEIJING):%H:%M:%S}"})
    if kept.confirmed_at and request.POST.get("do") == "confirm":
        messages.success(request, _("记下了：“%(name)s”都遮好了。") % {"name": editor.material.name})
        return redirect(side.back(editor.material))
    messages.success(request, _("第%(page)d页的框已保存。") % {"page": editor.page})
    return redirect(request.path)


def _refused(
    request: PortalRequest, side: Side, editor: Editor, said: Typed, status: int, refused: Refused | None = None
) -> HttpResponse:
    """Say why nothing was kept, with all that was typed still there."""
    stale = isinstance(refused, StaleMasking)
    if _wants_json(request):
        words = [str(refusal) for refusal in refused.refusals] if refused else [row.error for row in said.errors]
        answer = {"message": "".join(words), "stale": stale, "revision": editor.masking.revision}
        return JsonResponse(answer, status=status)
    given = {"rows": said.rows, "errors": said.errors, "is_stale": stale}
    given |= {"refusals": refused.refusals if refused else (), "revision": _whole(request.POST.get("revision"))}
    return _page(request, side, editor, status, **given)


def _page(request: PortalRequest, side: Side, editor: Editor, status: int = 200, **given: Any) -> HttpResponse:
    context: dict[str, Any] = {
        "editor": editor,
        "side": side,
        "back": side.back(editor.material),
        "application": editor.material.application,
        "material": editor.material,
        "kinds": MaskKind.choices,
        "rows": editor.rows,
        "revision": editor.masking.revision,
        "refusals": (),
        "errors": [],
        "is_stale": False,
    }
    return render(request, "applications/masking.html", context | given, status=status)


def _wants_json(request: PortalRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
