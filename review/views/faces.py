"""The pages on which the title office sees and chooses the faces that papers are set in."""

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import PortalRequest, typed
from applications.rules.refusal import Refused
from campaigns.enums import FaceKind
from campaigns.models import FaceFile
from documents.faces import SPECIMEN, Served, faces_in
from review.forms.faces import FaceForm, FaceUseForm
from review.looks import Look
from review.selectors.settings import face_files, faces_changed
from review.services.faces import OfficeFace, keep_face, look_in, use_face
from review.views.wording import looked, officers, require_own

USED = {
    FaceKind.FANG: gettext_lazy("正文"),
    FaceKind.KAI: gettext_lazy("正文里的二级标题"),
    FaceKind.TITLE: gettext_lazy("标题和发文机关标志"),
}


@require_GET
@officers
def faces(request: PortalRequest) -> HttpResponse:
    """Each face, the file that serves for it, and a line set in it."""
    require_own(request)
    rows = [_row(kind, _in_use(request, kind)) for kind in FaceKind]
    changes = faces_changed(_office(request))
    return render(request, "review/wording/faces.html", {"rows": rows, "specimen": SPECIMEN, "changes": changes})


@require_http_methods(["GET", "POST"])
@officers
def face(request: PortalRequest, kind: str) -> HttpResponse:
    """One face: the files that were uploaded for it, one of them as papers would look in it, and a place for another."""
    standing = _standing(request, kind)
    form = FaceForm(typed(request), request.FILES or None)
    if not form.is_bound:
        return _page(request, form, kind, _chosen(request, kind))
    if not form.is_valid():
        return _page(request, form, kind, _in_use(request, kind), status=422)
    try:
        file = keep_face(FaceKind(kind), form.file_name, form.cleaned_data["file"], act=request.act)
    except Refused as refused:
        return _page(request, form, kind, _in_use(request, kind), status=refused.status, refusals=refused.refusals)
    if file.sha256 != standing.get("file"):
        messages.success(request, _("文件已上传，还没有启用。请看样子，满意再启用。"))
    return redirect(f"{request.path}?file={file.pk}")


@require_POST
@officers
def use(request: PortalRequest, kind: str) -> HttpResponse:
    """Have papers set in a face that was looked at."""
    form = _use_form(request, kind)
    chosen = form.cleaned_data.get("file") if form.is_valid() else None
    if form.errors:
        return _page(request, FaceForm(), kind, _in_use(request, kind), status=422, use=form)
    try:
        use_face(FaceKind(kind), chosen, instead_of=form.standing, act=request.act)
    except Refused as refused:
        return _page(request, FaceForm(), kind, chosen, status=409, refusals=refused.refusals)
    messages.success(request, _("已启用，之后制作的文书用它；已经制作的不变。"))
    return redirect("office:faces")


@require_POST
@officers
def preview(request: PortalRequest, kind: str) -> HttpResponse:
    """The first page of a paper set in a face that is not in use yet, of nobody real."""
    form = _use_form(request, kind)
    look = Look()
    if form.is_valid():
        look = look_in(FaceKind(kind), form.cleaned_data["file"])
    return looked(request, look, form, kind)


def _office(request: PortalRequest) -> Any:
    require_own(request)
    return request.act.office


def _standing(request: PortalRequest, kind: str) -> OfficeFace:
    if kind not in FaceKind.values:
        raise Http404
    standing: OfficeFace = _office(request).faces.get(kind, {})
    return standing


def _in_use(request: PortalRequest, kind: str) -> FaceFile | None:
    files = face_files(FaceKind(kind))
    return files.filter(sha256=_standing(request, kind).get("file", "")).first()


def _chosen(request: PortalRequest, kind: str) -> FaceFile | None:
    """Give the file that is looked at: the one that is asked for, else the one in use; None: the installation's."""
    asked = request.GET.get("file")
    if asked is None:
        return _in_use(request, kind)
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404
    return get_object_or_404(face_files(FaceKind(kind)), pk=int(asked))


def _use_form(request: PortalRequest, kind: str, chosen: FaceFile | None = None) -> FaceUseForm:
    return FaceUseForm(_standing(request, kind), face_files(FaceKind(kind)), typed(request), chosen)


def _row(kind: FaceKind, file: FaceFile | None) -> dict[str, Any]:
    """Give what is shown of a face: the uploaded file, or what serves without one, and the line drawn in it."""
    served: Served = next(each for each in faces_in(settings.PAPER_FONTS) if each.key == kind)
    line = bytes(file.line) if file else served.picture
    picture = "data:image/webp;base64," + base64.b64encode(line).decode() if line else ""
    return {"kind": kind, "used": USED[kind], "file": file, "face": served, "picture": picture}


def _page(
    request: PortalRequest,
    form: FaceForm,
    kind: str,
    chosen: FaceFile | None,
    *,
    status: int = 200,
    use: FaceUseForm | None = None,
    **extra: Any,
) -> HttpResponse:
    standing = _standing(request, kind)
    context = {
        "form": form,
        "use": use or FaceUseForm(standing, face_files(FaceKind(kind)), None, chosen),
        "kind": FaceKind(kind),
        "chosen": _row(FaceKind(kind), chosen),
        "files": face_files(FaceKind(kind)).defer("line"),
        "standing": standing,
        "is_used": (chosen.sha256 if chosen else "") == standing.get("file", ""),
        "specimen": SPECIMEN,
        **extra,
    }
    return render(request, "review/wording/face.html", context, status=status)
