"""What becomes of a form whose mark of origin is missing or old."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say so (403), with a link back to the page that was sent, if it is one of the portal's."""
    back = request.META.get("HTTP_REFERER", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return render(request, "403_csrf.html", {"back": back if own else ""}, status=403)
