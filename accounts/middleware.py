"""What every request of a signed-in person passes: is the session still warm, is the password his own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.http import came_from
from accounts.kept import drop_when_sent, keep, note_person

Respond = Callable[[HttpRequest], HttpResponse]
OPEN = {"accounts:password", "accounts:sign_out", "healthz"}
SEEN = "seen_at"  # seconds since 1970
STEP = timedelta(minutes=5)  # how exactly the last visit is known; each step is one write


@receiver(user_logged_in)
def begin_session(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    """Note when a session began, and let it last as long as any."""
    request.session[SEEN] = timezone.now().timestamp()
    request.session.set_expiry(None)


class IdleMiddleware:
    """Ends a session that lay idle: sooner for who acts for a unit, for his screens show other people's data.

    A form that is being sent is still taken, so that nothing typed is lost; the page after it asks to sign in.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        if seen is not None:
            idle = timedelta(seconds=request.began_at.timestamp() - seen)  # type: ignore[attr-defined]
            self._judge(request, idle)
        return self.get_response(request)

    def _judge(self, request: HttpRequest, idle: timedelta) -> None:
        minutes = settings.IDLE_MINUTES_FOR_A_UNIT if "membership" in request.session else settings.IDLE_MINUTES
        if idle <= timedelta(minutes=minutes):
            if idle > STEP:
                request.session[SEEN] = request.began_at.timestamp()  # type: ignore[attr-defined]
        elif request.method in ("GET", "HEAD"):
            logout(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks a stranger to sign in and leads him on to what he opened; sent a form, back to the page that it stood on."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Say of a form that it was not taken, its session having ended, and keep what was typed."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        keep(request)
        query = {"next": came_from(request) or request.path, "lost": "1"}
        return redirect(reverse("accounts:sign_in", query=query))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Remember who is signed in, for a form that comes when his session has ended; forget one that came again."""
        note_person(request, response)
        if response.status_code < 500:
            drop_when_sent(request)
        return response


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
