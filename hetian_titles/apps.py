from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "hetian_titles"

    def ready(self) -> None:
        from hetian_titles import signals  # noqa: F401
