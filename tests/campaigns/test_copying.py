"""Next year's campaign from this year's, without an edit of code."""

import re
from datetime import date, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from campaigns.enums import CampaignStatus, ReasonUse, WindowKind
from campaigns.loaders import campaign_rules
from campaigns.models import Campaign
from campaigns.rules.calendar import end_of_day
from campaigns.services import copy_campaign
from campaigns.services.checks import inconsistencies
from campaigns.services.copying import COPIED

pytestmark = pytest.mark.django_db


def test_next_year_has_everything_one_year_later(campaign: Campaign) -> None:
    """C05, C12: a later year is a new campaign, in preparation until the office publishes it."""
    following = copy_campaign(campaign, key="2026", name="2026年民营企业专项", year=2026)
    assert following.status == CampaignStatus.PREPARING
    assert following.windows.get(kind=WindowKind.FILING).closes_at == end_of_day(date(2026, 3, 6))
    assert following.years_counted_to == date(2026, 3, 6)
    for related in COPIED:
        assert getattr(following, related).count() == getattr(campaign, related).count() > 0
    assert inconsistencies(following) == []
    assert following.revision != campaign.revision


def test_nothing_public_of_the_old_year_is_copied(campaign: Campaign) -> None:
    """C05, C12: announcements stay with their year; the questions, which are copied, name no day of it."""
    following = copy_campaign(campaign, key="2026", name="2026年", year=2026)
    assert not following.announcements.exists()
    assert campaign.announcements.count() == 3
    answers = following.questions.values_list("answer", flat=True)
    assert [answer for answer in answers if re.search(r"\d+月(\d+日|上旬|中旬|下旬)", answer)] == []


def test_slots_of_a_year_follow_the_year(campaign: Campaign) -> None:
    """C23, C47: the last year's appraisal is then that of 2025."""
    following = copy_campaign(campaign, key="2026", name="2026年", year=2026)
    assert following.slots.get(key="appraisal_y1").label == "年度考核表（2025年度）"
    assert following.slots.get(key="public_course_y4").label == "公需课证书（2022年度）"
    assert campaign.slots.get(key="appraisal_y1").label == "年度考核表（2024年度）"
    assert campaign_rules(following).year == 2026


def test_a_demonstration_lies_around_any_day(campaign: Campaign) -> None:
    """C05: moved by days, hours as the notice has them; the source is untouched."""
    shift = timedelta(days=637)
    copy = copy_campaign(
        campaign, key="demo", name="演示", year=2026, shift=shift, is_demo=True, status="published"
    )
    before = {row.kind: row.closes_at for row in campaign.windows.all()}
    assert {row.kind: row.closes_at - shift for row in copy.windows.all()} == before
    assert copy.is_demo
    assert not campaign.is_demo


def test_the_reasons_of_the_sweep_are_its_own_in_every_year(campaign: Campaign) -> None:
    """C05, C18, C24: nobody chooses them; a year loaded or copied before that is set right by its migration."""
    campaign.reasons.filter(use=ReasonUse.SWEEP).update(use=ReasonUse.REJECT)
    old = copy_campaign(campaign, key="2024", name="2024年", year=2024)
    migration = import_module("campaigns.migrations.0006_sweep_reasons_in_loaded_campaigns")
    migration.give_to_the_sweep(apps, SimpleNamespace(connection=connection))

    copy = copy_campaign(campaign, key="2026", name="2026年", year=2026)
    for year in (campaign, old, copy):
        sweeps = year.reasons.filter(use=ReasonUse.SWEEP).values_list("code", flat=True)
        assert list(sweeps) == ["R02", "R03"]


def test_the_copy_is_its_own(campaign: Campaign) -> None:
    """C35: an edit of the copy leaves the source alone."""
    copy = copy_campaign(campaign, key="2026", name="2026年", year=2026, correction_days=3)
    copy.fees.update(amount=1)
    assert copy.correction_days == 3
    assert set(campaign.fees.values_list("amount", flat=True)) == {140, 280, 450}


def test_a_key_is_taken_once(campaign: Campaign) -> None:
    """C12: two campaigns cannot share a key."""
    with pytest.raises(IntegrityError):
        copy_campaign(campaign, key="2025", name="再来一次", year=2026)


def test_the_office_begins_a_year_by_one_command(campaign: Campaign) -> None:
    """C12: `copy_campaign 2025 2027` makes next year's, in preparation; what is not there or is taken is said."""
    call_command("copy_campaign", "2025", "2027", name="2027年民营企业专项", verbosity=0)
    made = Campaign.objects.get(key="2027")
    assert (made.status, made.year, made.name) == (CampaignStatus.PREPARING, 2027, "2027年民营企业专项")
    for source, year in (("1999", "2028"), ("2025", "2027")):
        with pytest.raises(CommandError, match=r"1999|2027"):
            call_command("copy_campaign", source, year, name="x", verbosity=0)
