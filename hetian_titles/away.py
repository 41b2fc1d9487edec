"""What becomes of a request when the database or the store of files does not answer: a plain page, nothing typed lost."""

import sys
from contextlib import suppress
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from documents.store import StoreAway

SECONDS = 30
NOT_SENT_BACK = "password"  # a part of the names of fields that no page repeats


def answer(request: HttpRequest) -> HttpResponse:
    """Answer for an error that nobody caught: 503 where another attempt may succeed, else the error page (500).

    `handler500` of the project; Django calls it while the error is being handled.
    """
    wrong = sys.exc_info()[1]
    if isinstance(wrong, StoreAway):
        response = _say(request, _("存放文件的地方暂时连不上，文件现在打不开，也存不进去。文件没有丢。"))
    elif isinstance(wrong, OperationalError | InterfaceError):
        response = _say(request, _("平台的数据库暂时连不上，可能正在重启。已经保存的内容没有丢。"))
    else:
        return server_error(request)
    response["Retry-After"] = str(SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _say(request: HttpRequest, words: str) -> HttpResponse:
    """Say it in the form that was asked for: for a script, in place of a picture, as a page."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"messages": [words, _("请过一会儿再试。")]}, status=503)
    if request.headers.get("Sec-Fetch-Dest") == "image":
        return HttpResponse(render_to_string("503.svg"), content_type="image/svg+xml", status=503)
    return HttpResponse(render_to_string("503.html", {"words": words, **_sent(request)}), status=503)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Give the form that was sent, to be sent again: its fields, and the names of its files, which must be chosen anew.

    The mark of origin goes back as it came, so a form from elsewhere is refused then as it would be now.
    """
    fields: list[tuple[str, str]] = []
    files: list[str] = []
    with suppress(Exception):  # the body itself may be what broke
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        files = list(request.FILES)
    if request.method != "POST" or any(NOT_SENT_BACK in name for name, _value in fields):
        fields, files = [], []
    return {
        "fields": fields,
        "files": files,
        "was_sent": request.method == "POST",
        "here": request.get_full_path(),
    }
