"""The campaigns that are open to whom and when."""

from datetime import datetime

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign


def current_campaign(at: datetime) -> Campaign | None:
    """Give the published campaign that the portal shows at a moment: the newest one."""
    return Campaign.objects.filter(status=CampaignStatus.PUBLISHED).order_by("-year", "-issued_on").first()
