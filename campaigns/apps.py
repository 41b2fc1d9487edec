from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("年度申报规则")

    def ready(self) -> None:
        from campaigns.signals import connect

        connect()
