"""What every page needs to know: the campaign's telephones, who acts, where one can go."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.http import PortalRequest
from hetian_titles.navigation import navigation


def page(request: PortalRequest) -> dict[str, Any]:
    """Give the masthead and foot of a page; the campaign carries both telephones (C48)."""
    if not hasattr(request, "act"):
        return {}
    return {
        "portal_name": _(settings.PORTAL_NAME),
        "portal_issuer": _(settings.PORTAL_ISSUER),
        "is_demo_site": settings.DEMO,
        "campaign": request.campaign,
        "now": request.began_at,
        "act": request.act,
        "navigation": navigation(request.act, request.resolver_match),
    }
