"""Uploads in pieces, by tus 1.0: begun, asked after, gone on with, given up. Refusals come as JSON."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from accounts.permissions import View, acting_for_oneself
from applications import tus
from applications.models import Transfer
from applications.rules.refusal import Refusal, Refused, TooLarge
from applications.selectors.files import transfers_visible_to
from applications.services import transfers as service
from applications.views.applicant import own


def speaking_tus(answers: dict[str, View]) -> View:
    """Give the view that answers each method by its function, in the words of tus.

    Where a line lets no other method pass, POST may name the method in a header. GET may not: what changes something
    always bears its mark of origin.
    """

    @acting_for_oneself
    def view(request: PortalRequest, **parts: Any) -> HttpResponse:
        method = request.method or ""
        if method == "POST":
            method = request.headers.get("X-HTTP-Method-Override", method)
        answer = answers.get(method)
        if answer is None:
            response: HttpResponse = HttpResponseNotAllowed([*answers])
        elif method != "OPTIONS" and request.headers.get("Tus-Resumable") != tus.VERSION:
            response = HttpResponse(status=412)
        else:
            response = _answered(answer, request, parts)
        for name in ("Tus-Resumable", "Tus-Version"):
            response.headers[name] = tus.VERSION
        response.headers["Cache-Control"] = "no-store"
        return response

    return view


def _answered(answer: View, request: PortalRequest, parts: dict[str, Any]) -> HttpResponse:
    try:
        return answer(request, **parts)
    except Refused as refused:
        said = {"messages": [str(refusal) for refusal in refused.refusals]}
        return JsonResponse(said, status=refused.status)


def _can(request: PortalRequest, **_parts: Any) -> HttpResponse:
    """Say what is understood here."""
    return HttpResponse(
        status=204,
        headers={"Tus-Extension": tus.EXTENSIONS, "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS)},
    )


def _begin(request: PortalRequest, number: str, slot: str) -> HttpResponse:
    """Begin a transfer, or give the one that was broken off."""
    begun = service.begin(
        application_id=own(request, number).pk, slot_key=slot, coming=tus.coming(request.headers), act=request.act
    )
    place = reverse("applications:transfer", args=[number, begun.key])
    return _standing(begun, HttpResponse(status=201, headers={"Location": place}))


def _ask(request: PortalRequest, **parts: Any) -> HttpResponse:
    """Say how much of a file has arrived."""
    found = _found(request, **parts)
    headers = {"Upload-Length": str(found.length), "Upload-Metadata": found.metadata}
    return _standing(found, HttpResponse(headers=headers))


def _receive(request: PortalRequest, **parts: Any) -> HttpResponse:
    """Keep the next piece of a file."""
    found = _found(request, **parts)
    if request.content_type != tus.PIECE:
        raise tus.malformed("Content-Type", tus.NoPiece)
    offset = tus.number(request.headers.get("Upload-Offset"), "Upload-Offset")
    piece = _piece(request)
    tus.check_digest(request.headers.get("Upload-Checksum"), piece)
    after = service.receive(transfer=found, offset=offset, piece=piece, act=request.act)
    return _standing(after, HttpResponse(status=204))


def _drop(request: PortalRequest, **parts: Any) -> HttpResponse:
    """Give a transfer up."""
    service.drop(transfer=_found(request, **parts), act=request.act)
    return HttpResponse(status=204)


def _found(request: PortalRequest, number: str, transfer: UUID) -> Transfer:
    return get_object_or_404(transfers_visible_to(request.act), application__number=number, key=transfer)


def _piece(request: PortalRequest) -> bytes:
    """Give the body, if it is whole and no larger than a worker may hold; raises `TooLarge`, `Malformed`."""
    size = tus.number(request.META.get("CONTENT_LENGTH"), "Content-Length")
    if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge(Refusal(_("一次传来的太多。"), remedy=_("请刷新页面再试。")))
    piece = request.body
    if len(piece) != size:
        raise tus.malformed("Content-Length")
    return piece


def _standing(transfer: Transfer, response: HttpResponse) -> HttpResponse:
    """Give the answer with how much has arrived and, unless that is all, until when it waits for the rest."""
    response.headers["Upload-Offset"] = str(transfer.offset)
    if not transfer.is_whole:
        response.headers["Upload-Expires"] = http_date(transfer.expires_at.timestamp())
    return response


transfers = speaking_tus({"POST": _begin, "OPTIONS": _can})
transfer = speaking_tus({"HEAD": _ask, "PATCH": _receive, "DELETE": _drop, "OPTIONS": _can})
