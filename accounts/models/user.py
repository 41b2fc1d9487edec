import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.crypto import EncryptedField, blind_index
from accounts.enums import DocumentKind


def new_handle() -> str:
    """Give a random name for an account, so that no address or log has to carry an ID number."""
    return uuid.uuid4().hex


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, *, name: str, document_number: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make an account; `document_number` and `phone` come normalised (see `accounts.rules.identity`)."""
        user = self.model(name=name, document_number=document_number, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, **fields: Any) -> "User":
        return self.create_user(is_staff=True, is_superuser=True, **fields)

    def with_document(self, number: str) -> "User | None":
        """Give the account of a normalised identity document number, or None."""
        return self.filter(document_index=blind_index(number)).first()

    def with_phone(self, phone: str) -> "User | None":
        """Give the account of a normalised telephone number, or None."""
        return self.filter(phone_index=blind_index(phone)).first()

    def taken(self, *, document: str, phone: str) -> bool:
        """Tell whether somebody has a normalised identity document or telephone number."""
        either = Q(document_index=blind_index(document)) | Q(phone_index=blind_index(phone))
        return self.filter(either).exists()


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Everyone may apply; what else a person may do comes from memberships."""

    handle = models.CharField(_("账号"), max_length=32, unique=True, default=new_handle, editable=False)
    name = models.CharField(_("姓名"), max_length=100)
    document_kind = models.CharField(
        _("证件类型"), max_length=20, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    document_number = EncryptedField(_("证件号码"))
    document_index = models.CharField(max_length=64, unique=True, editable=False)
    phone = EncryptedField(_("手机号码"), blank=True)
    phone_index = models.CharField(max_length=64, unique=True, null=True, editable=False)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("可用"), default=True)
    is_staff = models.BooleanField(_("可进入管理后台"), default=False)
    is_demo = models.BooleanField(_("演示人员"), default=False)
    must_change_password = models.BooleanField(_("须先改密码"), default=False)
    created_at = models.DateTimeField(_("注册时间"), default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "handle"
    REQUIRED_FIELDS = ["name", "document_number"]

    class Meta:
        verbose_name = verbose_name_plural = _("人员")

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """The name by which the back office greets."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.document_index = blind_index(self.document_number)
        self.phone_index = blind_index(self.phone) if self.phone else None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name
