"""The pages on which a title office puts its seals on its papers."""

import base64
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import SealKind
from accounts.http import PortalRequest, typed
from applications.enums import PaperKind
from applications.rules.refusal import Refused
from applications.services.materials import storage_path
from documents import store
from review.forms.seals import SealForm
from review.forms.wording import digest_of
from review.looks import Look, look_at
from review.selectors.settings import seals_changed
from review.services.seals import OfficeSeal, Wanted, set_seal
from review.views.wording import answered, looked, officers


@require_GET
@officers
def seals(request: PortalRequest) -> HttpResponse:
    """The kinds of seals, and which papers bear them."""
    rows = [(kind, seal, _papers(seal)) for kind in SealKind if (seal := _seal(request, kind)) is not None]
    changes = seals_changed(_office(request))
    return render(request, "review/wording/seals.html", {"rows": rows, "changes": changes})


@require_http_methods(["GET", "POST"])
@officers
def seal(request: PortalRequest, kind: str) -> HttpResponse:
    """One seal: its picture, its diameter, its papers."""
    form = _form(request, kind)

    def save() -> str:
        set_seal(SealKind(kind), form.wanted(), instead_of=form.seal, act=request.act)
        return _("印章已保存，之后制作的文书按它印；已经制作的不变。")

    return answered(request, form, partial(_page, request, form, kind), save, then="office:seals")


@require_POST
@officers
def remove(request: PortalRequest, kind: str) -> HttpResponse:
    """Have no paper bear a seal any longer."""
    form = SealForm(_seal(request, kind))
    seen = form.seal if request.POST.get("began") == digest_of(form.seal) else {"file": ""}
    try:
        set_seal(SealKind(kind), None, instead_of=seen, act=request.act)
    except Refused as refused:
        return _page(request, form, kind, status=409, refusals=refused.refusals)
    messages.success(request, _("印章已撤下，之后制作的文书在盖章处空着。"))
    return redirect("office:seals")


@require_POST
@officers
def preview(request: PortalRequest, kind: str) -> HttpResponse:
    """The first paper that bears the seal, of nobody real."""
    form = _form(request, kind)
    look = _look(request, form.wanted(), form.seal) if form.is_valid() else Look()
    return looked(request, look, form, kind)


def _office(request: PortalRequest) -> Any:
    if request.act.office is None or request.campaign is None:
        raise Http404
    return request.act.office


def _seal(request: PortalRequest, kind: str) -> OfficeSeal:
    if kind not in SealKind.values:
        raise Http404
    seal: OfficeSeal = _office(request).seals.get(kind, {})
    return seal


def _papers(seal: OfficeSeal) -> list[str]:
    return [str(PaperKind(paper).label) for paper in seal.get("papers", ())]


def _form(request: PortalRequest, kind: str) -> SealForm:
    return SealForm(_seal(request, kind), typed(request), request.FILES or None)


def _look(request: PortalRequest, wanted: Wanted, seal: OfficeSeal) -> Look:
    picture = wanted.picture or store.read(storage_path(seal["file"]))
    paper = next(iter(wanted.papers), PaperKind.CERTIFICATE)
    said = {
        "seal": "data:image/png;base64," + base64.b64encode(picture).decode(),
        "seal_mm": wanted.mm,
        "issuer": _office(request).name,
    }
    page = 2 if paper == PaperKind.RESULT_DOCUMENT else 1  # where the specimen has its 署名
    return look_at(paper, {}, said, page=page)


def _page(request: PortalRequest, form: SealForm, kind: str, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = {"form": form, "kind": SealKind(kind), **extra}
    return render(request, "review/wording/seal.html", context, status=status)
