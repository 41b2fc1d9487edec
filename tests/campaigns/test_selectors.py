"""Which campaign, which windows, which rules hold at a moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from accounts.models import Division
from campaigns.enums import CampaignStatus, WindowKind
from campaigns.loaders import campaign_rules
from campaigns.models import Campaign, FeeRule, Window
from campaigns.selectors import current_campaign, current_campaigns, timetable, window, windows
from campaigns.services import copy_campaign
from tests.rules.samples import beijing

pytestmark = pytest.mark.django_db
FILING_DAY = beijing(2025, 2, 20, 10)
LONG_AFTER = beijing(2026, 11, 23, 10)


def demo(source: Campaign, **changes: Any) -> Campaign:
    values = {"key": "demo", "name": "演示", "year": 2026, "shift": timedelta(days=630), "status": "published"}
    return copy_campaign(source, **(values | changes))


def test_the_campaign_that_is_open_is_shown(campaign: Campaign) -> None:
    """C05: on a day of filing the running campaign, afterwards the newest published."""
    later = demo(campaign)
    assert current_campaign(FILING_DAY) == campaign
    assert current_campaign(LONG_AFTER) == later
    assert list(current_campaigns(LONG_AFTER)) == [later]
    assert current_campaign(beijing(2030, 1, 1)) == later


def test_a_campaign_in_preparation_is_not_shown(campaign: Campaign) -> None:
    """C42: nobody sees what the office has not published."""
    demo(campaign, status=CampaignStatus.PREPARING)
    assert current_campaign(LONG_AFTER) == campaign
    assert not current_campaigns(LONG_AFTER).exists()


def test_a_county_has_its_own_dates(campaign: Campaign) -> None:
    """C09: its window in place of the prefecture's, for itself alone."""
    moyu, pishan = Division.objects.get(key="moyu"), Division.objects.get(key="pishan")
    own = Window.objects.create(
        campaign=campaign,
        kind=WindowKind.FILING,
        division=moyu,
        opens_at=beijing(2025, 2, 20),
        closes_at=beijing(2025, 3, 1, 18),
        clause="C09",
        citation="墨玉县通知",
    )
    assert window(campaign, WindowKind.FILING, moyu) == own
    assert window(campaign, WindowKind.FILING, pishan) == window(campaign, WindowKind.FILING)
    assert windows(campaign, moyu)["payment"] == window(campaign, WindowKind.PAYMENT)
    assert own not in timetable(campaign)


def test_rules_are_read_once_and_again_after_an_edit(campaign: Campaign, django_assert_num_queries: Any) -> None:
    """C35: a page costs no query for the rules; an edited fee is seen at once."""
    cache.clear()
    assert campaign_rules(campaign).fees
    with django_assert_num_queries(0):
        campaign_rules(campaign)
    fee = FeeRule.objects.get(campaign=campaign, band="intermediate")
    fee.amount = 300
    fee.save()
    campaign.refresh_from_db()
    assert {rule.band: rule.amount for rule in campaign_rules(campaign).fees}["intermediate"] == 300


def test_an_edit_of_one_campaign_is_seen_in_the_suspensions_of_another(campaign: Campaign) -> None:
    """C41: what suspends the daily business is another campaign's row."""
    daily = demo(campaign, suspends_state_owned=False)
    assert len(campaign_rules(daily).suspensions) == 1
    campaign.suspends_state_owned = False
    campaign.save()
    daily.refresh_from_db()
    assert campaign_rules(daily).suspensions == ()


def test_a_campaign_that_is_not_published_suspends_nobody(campaign: Campaign) -> None:
    """C41."""
    campaign.status = CampaignStatus.ARCHIVED
    campaign.save()
    assert campaign_rules(Campaign.objects.get(pk=campaign.pk)).suspensions == ()
