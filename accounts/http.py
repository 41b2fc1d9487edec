"""A request as every view gets it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.acting import Act
from accounts.models import User


class PortalRequest(HttpRequest):
    """A request with what the middleware adds: when it began, who acts, the campaign that the portal shows."""

    user: User  # type: ignore[assignment]
    began_at: datetime
    act: Act
    campaign: Any
    htmx: HtmxDetails


def typed(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, be it nothing at all; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def came_from(request: HttpRequest) -> str:
    """Give the address of the page whose link or form led here; nothing when it is not one of the portal's."""
    page = request.META.get("HTTP_REFERER", "")
    own = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if own else ""
