"""A request as every view gets it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
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
