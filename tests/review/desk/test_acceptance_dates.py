"""What the page of an accepted case says of its dates, and a late step of whom to ring."""

import pytest

from applications.enums import State
from applications.rules import guards
from campaigns.enums import Kind, Level, WindowKind
from campaigns.models import Window
from review.deadlines import after_acceptance
from review.services.desk.dates import fee_of
from tests import factories

pytestmark = pytest.mark.django_db


def why(row):
    """Give the sources of the paper deadline as the page cites them."""
    return next(one.deadline.citations for one in after_acceptance(row) if one.what == "纸质材料接收")


def test_a_countys_paper_date_is_cited_for_junior_levels_alone():
    """C06, C09: the days beside the kept moment come from the window that held for the case."""
    unit = factories.employer()
    middle = factories.application(State.ACCEPTED, employer=unit)
    junior = factories.application(State.ACCEPTED, employer=unit, level=Level.ASSISTANT)
    Window.objects.create(
        campaign=middle.campaign,
        kind=WindowKind.PAPER,
        division=unit.division,
        closes_at=factories.beijing(2025, 3, 31, 18),
        clause="C09",
        citation="和田市通知",
    )
    assert any("和田市通知" in one for one in why(junior))
    assert not any("和田市通知" in one for one in why(middle))


def test_each_case_owes_the_fee_of_its_kind_and_band():
    """C35: 280 yuan for 中级, 140 for both levels of 初级, nothing for 初定."""
    asked = [
        (Kind.REVIEW, Level.INTERMEDIATE),
        (Kind.REVIEW, Level.ASSISTANT),
        (Kind.REVIEW, Level.TECHNICIAN),
        (Kind.INITIAL, Level.ASSISTANT),
    ]
    cases = [factories.application(State.FINAL_REVIEW, kind=kind, level=level) for kind, level in asked]
    assert [fee_of(case) for case in cases] == [280, 140, 140, None]


def test_a_late_step_points_to_the_telephone_of_the_page():
    """C48: the number is the campaign's, at the foot of every page; the rule prints none of its own."""
    closes = factories.beijing(2025, 3, 6)
    said = guards.inside(factories.beijing(2025, 3, 7), opens=None, closes=closes, what="修改", clause="C16")
    assert "咨询电话" in said.remedy
    assert not any(sign.isdigit() for sign in said.remedy)
