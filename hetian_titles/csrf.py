"""What becomes of a form whose mark of origin is missing or old."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.http import came_from


def failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say so (403), with a link back to the page that was sent, if it is one of the portal's."""
    return render(request, "403_csrf.html", {"back": came_from(request)}, status=403)
