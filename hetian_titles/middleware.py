"""What every request carries: the moment it began, and who acts; and what becomes of a refusal nobody caught."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from accounts.acting import Act
from accounts.selectors import active_membership
from applications.rules.refusal import Refused
from campaigns.selectors import current_campaign

Respond = Callable[[HttpRequest], HttpResponse]


class RequestClockMiddleware:
    """Sets `request.began_at`: a request that began before a deadline counts by that moment."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.began_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


class ActorMiddleware:
    """Sets `request.act`, the signed-in person in the capacity he has chosen, and `request.campaign`."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.act = SimpleLazyObject(lambda: act_of(request))  # type: ignore[attr-defined]
        request.campaign = SimpleLazyObject(lambda: current_campaign(request.began_at))  # type: ignore[attr-defined]
        return self.get_response(request)


class PrivatePagesMiddleware:
    """What a signed-in person sees is kept nowhere: going back shows what is stored now, and not to the next person."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def act_of(request: HttpRequest) -> Act:
    """Give the act of a request; an anonymous one acts for nobody."""
    began_at = request.began_at  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        return Act(at=began_at, address=request.META.get("REMOTE_ADDR"))
    return Act(
        at=began_at,
        user=request.user,
        membership=active_membership(request.user, request.session.get("membership")),
        address=request.META.get("REMOTE_ADDR"),
    )


class RefusalMiddleware:
    """Shows a refusal that a view did not place beside its cause: 409 or 503, with the rule and what can be done."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"refusals": exception.refusals}, status=exception.status)


class OnlySentToMiddleware:
    """Tells in words whoever opens an address that only forms are sent to (405): typed it, or came back to it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        said = render(request, "405.html", {"above": _page_above(request.path_info)}, status=405)
        said["Allow"] = response["Allow"]
        return said


def _page_above(path: str) -> str:
    """Give the nearest address above one, which is the case or list whose form is sent to it; "" where none is."""
    parts = path.strip("/").split("/")
    above = (f"/{'/'.join(parts[:end])}/" for end in range(len(parts) - 1, 0, -1))
    return next((address for address in above if is_valid_path(address)), "")
