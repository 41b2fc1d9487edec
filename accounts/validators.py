"""The password rules as Django calls them, for forms, the admin and commands alike."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules.identity import name_parts
from accounts.rules.passwords import HINT, password_faults


class PortalPasswordValidator:
    """Refuses what `accounts.rules.passwords` finds fault with."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError with every fault at once."""
        faults = password_faults(password, _private(user) if user else [])
        if faults:
            raise ValidationError([ValidationError(fault, code="password") for fault in faults])

    def get_help_text(self) -> str:
        return str(HINT)


def _private(user: User) -> list[str]:
    parts = [part.strip("\u00b7") for part in name_parts(user.name)]
    return [user.document_number, user.phone, user.name, *parts]


class NotCommonValidator:
    """Words Django's list of common passwords as the portal speaks."""

    def __init__(self) -> None:
        from django.contrib.auth.password_validation import CommonPasswordValidator

        self.common = CommonPasswordValidator()

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that thousands use."""
        try:
            self.common.validate(password)
        except ValidationError:
            raise ValidationError(_("这个密码太常见，别人容易猜到。请换一个。"), code="password") from None

    def get_help_text(self) -> str:
        return _("不能是常见的密码。")
