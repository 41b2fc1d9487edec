from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "年度申报规则"

    def ready(self) -> None:
        from campaigns.signals import connect

        connect()
