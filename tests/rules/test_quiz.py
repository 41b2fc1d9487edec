"""Five questions lead to kind, level, slots, fee and dates."""

from dataclasses import replace
from datetime import date

import pytest

from applications.rules.quiz import QuizAnswers, answer
from campaigns.rules.campaign import CampaignRules

pytestmark = pytest.mark.django_db

DAY = date(2025, 2, 20)
ENGINEER = QuizAnswers(
    employer_kind="private",
    employer_in_prefecture=True,
    education_rank=30,
    full_time=True,
    prior_level="assistant",
    prior_years=4,
    professional_years=14,
    series_key="engineering",
    specialty_key="construction",
)


def test_an_assistant_engineer_is_led_to_the_intermediate_review(rules_2025: CampaignRules) -> None:
    """C12, C27, C35, C42: what to apply for, what it costs, whether there is a defence, and until when."""
    found = answer(ENGINEER, campaign=rules_2025, at=DAY)
    best = found.open[0]
    assert (best.kind, best.level, best.path) == ("review", "intermediate", "education")
    assert best.fee.amount == 280
    assert best.has_defence
    assert best.slots
    assert dict(found.dates)["filing"].closes_at.day == 6


def test_a_graduate_of_a_technical_school_is_led_to_an_initial_title(rules_2025: CampaignRules) -> None:
    """C13: 高级工班 after a year."""
    answers = replace(
        ENGINEER,
        education_rank=None,
        school_class="advanced",
        prior_level="",
        prior_years=None,
        professional_years=1,
    )
    best = answer(answers, campaign=rules_2025, at=DAY).open[0]
    assert (best.kind, best.level, best.path) == ("initial", "assistant", "technical_school")
    assert not best.fee.is_due
    assert not best.has_defence


def test_a_skilled_worker_without_a_diploma_is_led_to_his_path(rules_2025: CampaignRules) -> None:
    """C34: an electrician with 高级工 for two years."""
    answers = QuizAnswers(
        employer_kind="private",
        employer_in_prefecture=True,
        skill="advanced",
        skill_years=2,
        appraisals_ok=True,
        series_key="engineering",
        specialty_key="electric-power",
    )
    best = answer(answers, campaign=rules_2025, at=DAY).open[0]
    assert (best.kind, best.level, best.path) == ("review", "assistant", "skill")


def test_a_master_is_led_to_a_grant(rules_2025: CampaignRules) -> None:
    """C12: 授予 comes before a review of the same level."""
    answers = replace(ENGINEER, education_rank=50, degree="master", prior_level="", professional_years=0)
    best = answer(answers, campaign=rules_2025, at=DAY).open[0]
    assert (best.kind, best.level) == ("grant", "intermediate")


def test_a_no_is_explained_by_the_closest(rules_2025: CampaignRules) -> None:
    """C24, C41, C42: a state-owned employer's engineer learns why and from when on."""
    found = answer(replace(ENGINEER, employer_kind="state_owned"), campaign=rules_2025, at=DAY)
    assert not found.can_apply
    assert found.closest is not None
    assert [finding.clause for finding in found.closest.assessment.hard_fails] == ["C41"]


def test_an_accountant_is_sent_to_the_examination(rules_2025: CampaignRules) -> None:
    """C03: the closest suggestion names the examination."""
    answers = replace(ENGINEER, series_key="accounting", specialty_key="accounting", level="intermediate")
    found = answer(answers, campaign=rules_2025, at=DAY)
    assert found.closest is not None
    assert any("考试" in finding.text for finding in found.closest.assessment.hard_fails)


def test_a_dispatch_of_less_than_a_year_is_told(rules_2025: CampaignRules) -> None:
    """C02."""
    outside = replace(ENGINEER, employer_kind="outside", employer_in_prefecture=None)
    assert not answer(replace(outside, dispatched_a_year=False), campaign=rules_2025, at=DAY).can_apply
    assert answer(replace(outside, dispatched_a_year=True), campaign=rules_2025, at=DAY).can_apply


def test_nothing_is_said_of_who_asks(rules_2025: CampaignRules) -> None:
    """C45: a stranger is not told that he is on no list, which nobody looked up."""
    found = answer(ENGINEER, campaign=rules_2025, at=DAY)
    assert found.open
    assert not [each for one in found.open for each in one.assessment.meets if each.clause == "C45"]


def test_a_wish_for_a_level_is_kept_to(rules_2025: CampaignRules) -> None:
    """C12: only suggestions of the level that was asked for."""
    found = answer(replace(ENGINEER, level="intermediate"), campaign=rules_2025, at=DAY)
    assert {each.level for each in found.open} == {"intermediate"}


def test_what_was_left_blank_is_called_unanswered(rules_2025: CampaignRules) -> None:
    """C24, C42: a blank is the applicant's to fill, not an office's to decide; hours are not asked and do not fail."""
    blank = replace(ENGINEER, employer_in_prefecture=None, prior_years=None, professional_years=None)
    best = answer(blank, campaign=rules_2025, at=DAY).open[0].assessment
    assert {"registered", "training"} <= {finding.rule for finding in best.to_answer}
    assert not best.to_decide
    assert not best.needs_reason


def test_what_an_office_decides_is_not_called_unanswered(rules_2025: CampaignRules) -> None:
    """C25: an appraisal that was not good is looked at by a person."""
    best = answer(replace(ENGINEER, appraisals_ok=False), campaign=rules_2025, at=DAY).open[0].assessment
    assert [finding.rule for finding in best.to_decide] == ["appraisals"]
