from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "hetian_titles"

    def ready(self) -> None:
        from hetian_titles import signals  # noqa: F401

        apps.get_app_config("axes").verbose_name = _("登录防护")
