"""The page that shows which faces papers are set in."""

import base64

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.http import PortalRequest
from documents.faces import SPECIMEN, faces_in
from review.views.wording import officers, require_own

NAMES = {"Paper Fang": _("仿宋"), "Paper Kai": _("楷体"), "Paper Title": _("小标宋")}
USED = {
    "Paper Fang": _("正文"),
    "Paper Kai": _("正文里的二级标题"),
    "Paper Title": _("标题和发文机关标志"),
}


@require_GET
@officers
def faces(request: PortalRequest) -> HttpResponse:
    """Each face, the file that serves for it, and a line set in it."""
    require_own(request)
    rows = [
        {
            "face": face,
            "name": NAMES[face.family],
            "used": USED[face.family],
            "picture": "data:image/webp;base64," + base64.b64encode(face.picture).decode() if face.picture else "",
        }
        for face in faces_in(settings.PAPER_FONTS)
    ]
    return render(request, "review/wording/faces.html", {"rows": rows, "specimen": SPECIMEN})
