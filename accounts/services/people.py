"""What a person does with his own account: sign up, change the telephone and the e-mail."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, User
from accounts.rules.refused import AccountRefused

TAKEN = _("这个证件号码或手机号码已注册。是您本人注册的，请登录或找回密码；不是，请打咨询电话。")


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """To which text a person agreed, and whether separately to the handling of sensitive information (PIPL 14, 29)."""

    version: str
    sensitive: bool
    address: str | None


def sign_up(
    *,
    name: str,
    document_kind: str,
    document_number: str,
    phone: str,
    email: str,
    password: str,
    agreement: Agreement,
    at: datetime,
) -> User:
    """Give the new account. Name and numbers come normalised and checked; raises AccountRefused when one is taken."""
    if User.objects.taken(document=document_number, phone=phone):
        raise AccountRefused(TAKEN)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                name=name,
                document_kind=document_kind,
                document_number=document_number,
                phone=phone,
                email=email,
                password=password,
                created_at=at,
            )
            _record(user, agreement, at)
    except IntegrityError:
        raise AccountRefused(TAKEN) from None
    return user


def _record(user: User, agreement: Agreement, at: datetime) -> None:
    Consent.objects.create(
        user=user,
        version=agreement.version,
        sensitive=agreement.sensitive,
        agreed_at=at,
        address=agreement.address,
    )


def change_contact(user_id: int, *, phone: str, email: str) -> User:
    """Give the account with its new telephone (normalised) and e-mail; raises AccountRefused when it is taken."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        user.phone, user.email = phone, email
        try:
            with transaction.atomic():
                user.save(update_fields=["phone", "phone_index", "email"])
        except IntegrityError:
            raise AccountRefused(
                _("这个手机号码已登记在别的账号上，请换一个，或打咨询电话。"), field="phone"
            ) from None
    return user
