"""Sign-in by identity document number or telephone."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.crypto import blind_index
from accounts.models import User
from accounts.rules.identity import normal_document, normal_phone
from accounts.selectors.inbox import with_unread
from accounts.statements import Statement

SIGNED_IN = Statement(lambda pk: with_unread(User.objects.filter(pk=pk)), int)


def account_of(typed: str) -> User | None:
    """Give the account of an identity document number or a telephone number as typed, or None."""
    return User.objects.with_document(normal_document(typed)) or User.objects.with_phone(normal_phone(typed))


def axes_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Give the name under which failed sign-ins are counted: the account's random handle, else a blind index.

    One account has one count, whichever number is typed; no table and no log ever holds the number itself.
    """
    typed = str((credentials or {}).get("username") or request.POST.get("username") or "")
    user = User.objects.filter(handle=typed).first() or account_of(typed)
    return user.handle if user else blind_index(normal_document(typed))


class NumberBackend(ModelBackend):
    """Finds the account by the blind index of what was typed; takes the same time whether or not it exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or password is None:
            return None
        user = account_of(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id: int) -> User | None:
        """Give who is signed in, with the number of unread messages that the masthead shows: one query for both."""
        user = SIGNED_IN.first(user_id)
        return user if user and self.user_can_authenticate(user) else None
