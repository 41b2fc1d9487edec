from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = "缴费"

    def ready(self) -> None:
        from payments import signals  # noqa: F401
