"""Setting a new password: knowing the old one, or by a code sent to the person."""

import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ResetCode, User
from accounts.rules.refused import AccountRefused
from accounts.services.messages import tell

LIFE = timedelta(minutes=10)
MAX_TRIES = 5
PAUSE = timedelta(minutes=1)  # between two codes
MAX_A_DAY = 5


def request_reset(user: User | None, *, at: datetime) -> bool:
    """Tell whether a code was sent. Nobody outside learns the answer: no account, no e-mail, or too many codes: False.

    A new code ends those before it.
    """
    if user is None or not user.is_active or not user.email:
        make_password("000000")  # the same time is spent whether or not the account exists
        return False
    code = f"{secrets.randbelow(1_000_000):06}"
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if not _may_have_another(user, at):
            return False
        _unused(user).update(expires_at=at)
        row = ResetCode.objects.create(
            user=user, code_hash=make_password(code), expires_at=at + LIFE, created_at=at
        )
        tell(user, key=f"reset:{row.pk}", subject=_("找回密码的验证码"), body=_words(code), at=at, secret=True)
    return True


def _words(code: str) -> str:
    return _("您的验证码是%(code)s，10分钟内有效，只能用一次。不是您本人操作的，不用理会，也不要告诉任何人。") % {
        "code": code
    }


def _unused(user: User):  # type: ignore[no-untyped-def]
    return ResetCode.objects.filter(user=user, used_at=None)


def _may_have_another(user: User, at: datetime) -> bool:
    made = ResetCode.objects.filter(user=user)
    too_soon = made.filter(created_at__gt=at - PAUSE).exists()
    return not too_soon and made.filter(created_at__gt=at - timedelta(days=1)).count() < MAX_A_DAY


def reset_password(handle: str, *, code: str, password: str, at: datetime) -> User:
    """Give the account with its new password.

    Raises AccountRefused when the code does not fit, is late, spent or used up, in the same words for each;
    ValidationError when the password is too weak: the code is then still good.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(handle=handle, is_active=True).first()
        row = _open_code(user, at) if user else None
        fits = _try(row, code)
        if user and row and fits:
            _renew(user, row, password, at)
            return user
    raise AccountRefused(_("验证码不对，或已过期。请核对；错5次或过10分钟，要重新获取。"), field="code")


def _open_code(user: User, at: datetime) -> ResetCode | None:
    return _unused(user).filter(expires_at__gt=at, attempts__lt=MAX_TRIES).first()


def _try(row: ResetCode | None, code: str) -> bool:
    if row is None:
        make_password(code)
        return False
    if check_password(code, row.code_hash):
        return True
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return False


def _renew(user: User, row: ResetCode, password: str, at: datetime) -> None:
    set_password(user, password=password, at=at)
    row.used_at = at
    row.save(update_fields=["used_at"])


def set_password(user: User, *, password: str, at: datetime) -> None:
    """Set a new password, which ends the other sessions, and tell the person; raises ValidationError for a weak one."""
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    tell(
        user,
        key=f"password:{user.pk}:{at.isoformat()}",
        subject=_("密码已修改"),
        body=_("您的登录密码刚刚修改了。不是您本人操作的，请马上找回密码，并打咨询电话。"),
        at=at,
    )
