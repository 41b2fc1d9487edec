"""Sign-in by identity document number or telephone."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from accounts.rules.identity import normal_document, normal_phone


class NumberBackend(ModelBackend):
    """Finds the account by the blind index of what was typed; takes the same time whether or not it exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or password is None:
            return None
        user = User.objects.with_document(normal_document(username)) or User.objects.with_phone(
            normal_phone(username)
        )
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
