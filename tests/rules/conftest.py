from typing import Any

import pytest

from accounts.models import Office
from campaigns.loaders import campaign_rules
from campaigns.models import Campaign
from campaigns.rules.campaign import CampaignRules
from tests import reference


@pytest.fixture(scope="session")
def shipped_2025(django_db_setup: None, django_db_blocker: Any) -> tuple[CampaignRules, dict[int, str]]:
    """Give the shipped 2025 campaign as plain facts, and its offices' keys."""
    with django_db_blocker.unblock():
        reference.load_if_gone()
        rules = campaign_rules(Campaign.objects.get(key="2025"))
        return rules, dict(Office.objects.values_list("pk", "key"))


@pytest.fixture
def rules_2025(shipped_2025: tuple[CampaignRules, dict[int, str]]) -> CampaignRules:
    return shipped_2025[0]


@pytest.fixture
def office_keys(shipped_2025: tuple[CampaignRules, dict[int, str]]) -> dict[int, str]:
    return shipped_2025[1]
