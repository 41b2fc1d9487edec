"""What it costs, and who handles it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from applications.rules.fees import fee_due, plain_amount
from applications.rules.routing import Destination, NoRoute, choose
from campaigns.rules.campaign import CampaignRules, RouteRule

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "amount"),
    [
        ("technician", 140),
        ("assistant", 140),
        ("intermediate", 280),
        ("senior_associate", 450),
        ("senior_full", 450),
    ],
)
def test_a_review_costs_what_the_notice_says(rules_2025: CampaignRules, level: str, amount: int) -> None:
    """C35: 高级 450, 中级 280, 初级 140 yuan; C36: payable from 已接收材料 on."""
    fee = fee_due("review", level, fees=rules_2025.fees)
    assert fee.amount == Decimal(amount)
    assert f"{amount}元" in fee.text
    assert "已接收材料" in fee.text
    assert "1991" in fee.basis


@pytest.mark.parametrize("kind", ["initial", "grant"])
def test_other_kinds_cost_only_what_the_table_says(rules_2025: CampaignRules, kind: str) -> None:
    """C35: 初定 and 授予 carry a fee only where the campaign's table says so."""
    assert not fee_due(kind, "assistant", fees=rules_2025.fees).is_due
    fees = [replace(rules_2025.fees[0], kind=kind, band="junior", amount=Decimal("50.50"))]
    assert fee_due(kind, "assistant", fees=fees).amount == Decimal("50.50")
    assert plain_amount(Decimal("50.50")) == "50.50"


UNITS = (
    "hetian-shi hetian-xian moyu pishan luopu cele yutian minfeng hekang hean kunyu xpcc14".split()  # noqa: SIM905
)


def route(campaign: CampaignRules, **changes: str) -> RouteRule:
    facts = {
        "kind": "review",
        "level": "intermediate",
        "division": "moyu",
        "tier": "county",
        "series": "engineering",
        "specialty": "construction",
    }
    found = choose(Destination(**(facts | changes)), routes=campaign.routes)
    assert isinstance(found, RouteRule)
    return found


@pytest.mark.parametrize("division", UNITS)
@pytest.mark.parametrize("level", ["technician", "assistant"])
def test_a_county_determines_its_initial_junior_titles(
    rules_2025: CampaignRules, office_keys: dict[int, str], division: str, level: str
) -> None:
    """C38: both offices are the county's own, in each of the 11 units and in 兵团第十四师."""
    found = route(rules_2025, kind="initial", level=level, division=division)
    offices = office_keys[found.initial_office_id], office_keys[found.final_office_id]
    assert offices == (f"{division}-hr", f"{division}-title")
    assert found.clause == "C38"


@pytest.mark.parametrize("division", UNITS)
@pytest.mark.parametrize(
    ("kind", "level"),
    [("review", "assistant"), ("review", "intermediate"), ("grant", "intermediate"), ("initial", "intermediate")],
)
def test_everything_else_is_decided_by_the_prefecture(
    rules_2025: CampaignRules, office_keys: dict[int, str], division: str, kind: str, level: str
) -> None:
    """C38, C40: the county looks first, the prefecture's title office decides."""
    found = route(rules_2025, kind=kind, level=level, division=division)
    assert office_keys[found.initial_office_id] == f"{division}-hr"
    assert office_keys[found.final_office_id] == "title-office"
    assert found.clause == "C40"


SECTORS = {
    "sector-housing": "construction municipal landscape",
    "sector-water": "water-conservancy",
    "sector-industry": "mechanical-electronic electric-power chemical light-textile telecom software telecom-exam"
    " crafts laboratory",
    "sector-market": "quality-supervision intellectual-property",
    "sector-agriculture": "agronomy horticulture plant-protection soil-fertilizer husbandry veterinary aquaculture"
    " farm-machinery cooperatives agriculture-other",
    "employment-service": "highway library",
}


@pytest.mark.parametrize(("division", "tier"), [("direct", "county"), ("hetian-shi", "prefecture")])
@pytest.mark.parametrize(("office", "specialties"), SECTORS.items())
def test_prefecture_level_employers_go_to_their_sector_department(
    rules_2025: CampaignRules, office_keys: dict[int, str], division: str, tier: str, office: str, specialties: str
) -> None:
    """C40: 地直 employers: the sector department, where none is addressed the employment service."""
    for specialty in specialties.split():
        found = route(rules_2025, division=division, tier=tier, specialty=specialty)
        assert office_keys[found.initial_office_id] == office, specialty
        assert office_keys[found.final_office_id] == "title-office"


def test_a_case_without_a_route_says_so(rules_2025: CampaignRules) -> None:
    """C40: a gap in the table is an answer, not an error."""
    destination = Destination("review", "intermediate", "elsewhere", "county", "engineering", "construction")
    found = choose(destination, routes=rules_2025.routes)
    assert isinstance(found, NoRoute)
    assert found.text


def test_the_lowest_order_wins(rules_2025: CampaignRules) -> None:
    """C38: a special row in front of a general one."""
    special = replace(rules_2025.routes[-1], order=1, division="moyu", initial_office_id=999)
    found = route(replace(rules_2025, routes=(*rules_2025.routes, special)))
    assert found.initial_office_id == 999
