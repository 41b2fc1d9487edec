"""The reading room: an expert reads what is blind, page by page, and says where it is not (C21).

What is opened is not recorded: nothing asks for it, and it would say who looked at whom.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest
from accounts.permissions import acting_as
from applications.rules.refusal import Refused
from documents import store
from documents.watermark import page_of, watermarked
from review.forms.reading import FlagForm
from review.models import CommitteeMember, Meeting, Tally
from review.selectors import reading as selectors
from review.selectors.reading import BlindFile, Packet
from review.services.reading import flag as flag_page

PAGE = 50
SIZES = (1, 2, 3)
WIDTHS = {1: 1000, 2: 1600, 3: 2000}  # pixels
experts = acting_as(Role.EXPERT)


@dataclass(frozen=True)
class Opened:
    """One page of a file of a packet, as the address names it."""

    meeting: Meeting
    packet: Packet
    file: BlindFile
    page: int


@require_GET
@experts
def meetings(request: PortalRequest) -> HttpResponse:
    """The meetings with something to read."""
    return render(request, "review/reading/meetings.html", {"meetings": selectors.meetings_of(request.act)})


@require_GET
@experts
def packets(request: PortalRequest, meeting: int) -> HttpResponse:
    """The packets of a meeting, by code alone."""
    found = get_object_or_404(selectors.meetings_of(request.act), pk=meeting)
    page = Paginator(selectors.packets_of(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "review/reading/packets.html", {"meeting": found, "page": page})


@require_GET
@experts
def packet(request: PortalRequest, meeting: int, code: str) -> HttpResponse:
    """One packet: what is applied for, what the form says, the files."""
    return _packet(request, *_found(request, meeting, code))


@require_GET
@experts
def page(request: PortalRequest, meeting: int, code: str, file: int, page: int) -> HttpResponse:
    """One page of a file in the viewer."""
    return _page(request, _opened(request, meeting, code, file, page))


@require_GET
@experts
def picture(request: PortalRequest, meeting: int, code: str, file: int, page: int) -> HttpResponse:
    """The picture of a page, with the code of who looks at it drawn over it."""
    opened = _opened(request, meeting, code, file, page)
    drawn = _drawn(opened)
    seen = watermarked(drawn, _seat(request, opened.meeting).code, WIDTHS[_size(request)])
    headers = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(seen, content_type="image/jpeg", headers=headers)


@require_POST
@experts
def flag(request: PortalRequest, meeting: int, code: str, file: int, page: int) -> HttpResponse:
    """One sees on this page whose it is: the file goes away from every expert at once."""
    opened, form = _opened(request, meeting, code, file, page), FlagForm(request.POST)
    if not form.is_valid():
        return _page(request, opened, form=form, status=422)
    seat, version = _seat(request, opened.meeting), form.cleaned_data["version"]
    try:
        flag_page(opened.file, page=page, place=form.place, version=version, seat=seat, act=request.act)
    except Refused as refused:
        return _page(request, opened, refusals=refused.refusals, status=409)
    messages.success(request, _("谢谢。这份材料已经收起，重新遮盖以后再给各位专家看。"))
    return redirect("reading:packet", meeting=meeting, code=code)


def _seat(request: PortalRequest, meeting: Meeting) -> CommitteeMember:
    return selectors.seats_of(request.act).get(committee=meeting.committee_id)


def _found(request: PortalRequest, meeting: int, code: str) -> tuple[Meeting, Packet]:
    """Give a packet of a meeting that the expert reads; 404 for any other."""
    found = get_object_or_404(selectors.meetings_of(request.act), pk=meeting)
    try:
        return found, selectors.packet_of(found, code)
    except Tally.DoesNotExist:
        raise Http404 from None


def _opened(request: PortalRequest, meeting: int, code: str, file: int, page: int) -> Opened:
    found, packet = _found(request, meeting, code)
    opened = next((each for each in packet.files if each.number == file), None)
    if opened is None or page not in opened.page_numbers:
        raise Http404
    return Opened(found, packet, opened, page)


def _drawn(opened: Opened) -> bytes:
    """Give the page as its blind copy has it; 404 for one that experts may not see, and for one just replaced."""
    if opened.file.copy is None:
        raise Http404
    try:
        with store.opened(opened.file.copy.path) as copy:
            return page_of(copy, opened.page)
    except FileNotFoundError:
        raise Http404 from None


def _size(request: PortalRequest) -> int:
    asked = request.GET.get("z", "")
    return int(asked) if asked in map(str, SIZES) else SIZES[0]


def _packet(request: PortalRequest, meeting: Meeting, packet: Packet) -> HttpResponse:
    before, after = selectors.neighbours(meeting, packet.code)
    context = {"meeting": meeting, "packet": packet, "before": before, "after": after}
    return render(request, "review/reading/packet.html", context)


def _page(request: PortalRequest, opened: Opened, *, status: int = 200, **extra: Any) -> HttpResponse:
    """Draw the viewer; without a copy that experts may see it says so and no more."""
    size, steps = _size(request), opened.packet.steps(opened.file, opened.page)
    form = FlagForm(initial={"part": "", "version": opened.file.version})
    context = {
        "opened": opened,
        "size": size,
        "sizes": SIZES,
        "steps": steps,
        "form": form,
        "refusals": (),
        **extra,
    }
    return render(request, "review/reading/page.html", context, status=status)
