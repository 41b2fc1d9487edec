"""Who may open a page: small predicates over the act of a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from accounts.enums import Role
from accounts.http import PortalRequest

View = Callable[..., HttpResponse]


def acting_as(*roles: Role) -> Callable[[View], View]:
    """Let a view be opened only in one of the roles; in another capacity the page does not exist (404)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.act.role not in roles:
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def acting_for_oneself(view: View) -> View:
    """Let a view be opened only by a person who acts for himself: the applicant's pages."""

    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.act.membership is not None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
