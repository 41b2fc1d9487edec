from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("人员与单位")

    def ready(self) -> None:
        """Let every session note when it began, also one that begins before the first request."""
        from accounts import middleware  # noqa: F401
