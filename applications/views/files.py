"""Uploaded files: the original as an attachment, each page as a picture. Never under a public address."""

from contextlib import suppress
from typing import TypeVar

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.http import PortalRequest
from applications.models import Material
from applications.selectors.files import materials_visible_to
from documents import store
from documents.apart import page_picture
from documents.formats import FORMATS
from documents.inspection import FileRefused
from documents.pictures import WHOLE, Place, marked, part_of_page

WIDTHS = (240, 900, 1600)
Response = TypeVar("Response", bound=HttpResponseBase)


@require_GET
def original(request: PortalRequest, material: int) -> HttpResponseBase:
    """Give the file byte for byte, to be saved and not run."""
    found = _visible(request, material)
    form = FORMATS[found.file.kind]
    response = FileResponse(
        store.opened(found.file.path),
        as_attachment=True,
        filename=found.name.rsplit(".", 1)[0][:150] + form.ending,
        content_type=form.media,
    )
    return guarded(response)


@require_GET
def page(request: PortalRequest, material: int, number: int) -> HttpResponseBase:
    """Give one page as a picture, turned as it is to be read, in one of three widths; or what is around a place on it."""
    found = _visible(request, material)
    if not 1 <= number <= found.file.pages:
        raise Http404
    turn, around = found.turned(number), _place(request.GET.get("around", ""))
    width = WIDTHS[-1] if around else _width(request.GET.get("width", ""))
    picture = _picture(found, number, width)
    if against := _number(request.GET.get("against", "")):
        picture = _compared(request, picture, against, _number(request.GET.get("there", "")), width)
    response = HttpResponse(part_of_page(picture, turn=turn, around=around), content_type="image/webp")
    if request.GET.get("turn", "0") == str(turn):  # an address that names another turn is another picture tomorrow
        response["Cache-Control"] = "private, max-age=86400, immutable"
    return guarded(response)


def _compared(request: PortalRequest, picture: bytes, material: int, number: int, width: int) -> bytes:
    """Give a page's picture with what differs from a page of an earlier file marked."""
    earlier = _visible(request, material)
    if not 1 <= number <= earlier.file.pages:
        raise Http404
    return marked(picture, _picture(earlier, number, width))


def _number(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _width(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in WIDTHS else WIDTHS[1]


def _place(asked: str) -> Place | None:
    """Give left, top, right and bottom in ten-thousandths, or None for anything else."""
    sides = [int(side) for side in asked.split(",") if side.isascii() and side.isdigit() and len(side) <= 5]
    if len(sides) != 4 or max(sides) > WHOLE:
        return None
    left, top, right, bottom = sides
    return (left, top, right, bottom) if left < right and top < bottom else None


def _visible(request: PortalRequest, material: int) -> Material:
    return get_object_or_404(materials_visible_to(request.act), pk=material)


def _picture(found: Material, number: int, width: int) -> bytes:
    path = f"previews/{found.file.sha256}-{number}-{width}.webp"
    with suppress(FileNotFoundError):
        return store.read(path)
    try:
        with store.opened(found.file.pages_path) as file:
            drawn = page_picture(file, found.file.pages_kind, number, width)
    except (FileRefused, IndexError):
        raise Http404 from None
    with suppress(store.StoreAway):  # a full store still shows what it holds
        store.keep(path, drawn)
    return drawn


def guarded(response: Response) -> Response:
    """Give an answer that carries a stranger's file with the headers that keep it from being run or, else, kept."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.setdefault("Cache-Control", "private, no-store")
    return response
