"""A password somebody else has set must be changed before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

Respond = Callable[[HttpRequest], HttpResponse]
OPEN = {"accounts:password", "accounts:sign_out", "healthz"}


class PasswordMiddleware:
    """Leads a person with `must_change_password` to the page where it is changed."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name in OPEN or not request.session.get("_auth_user_id"):
            return None
        return redirect("accounts:password") if getattr(request.user, "must_change_password", False) else None
