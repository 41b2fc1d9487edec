from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "审核与评审"

    def ready(self) -> None:
        from review import signals  # noqa: F401
