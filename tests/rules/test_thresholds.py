"""What is missing to one way of being eligible: in words, how far, and whether it only is not known."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.rules.facts import EligibilityFacts
from applications.rules.thresholds import describe, gaps, threshold_results
from campaigns.rules.campaign import CampaignRules, ThresholdRule
from tests.rules.samples import engineer

pytestmark = pytest.mark.django_db

SINCE = {"work_started_on": date(2023, 3, 7), "professional_years": None}


def way(campaign: CampaignRules, **asked: Any) -> ThresholdRule:
    """Give a threshold that asks for nothing but what is named."""
    nothing = {"education_rank": None, "degree": "", "skill": "", "full_time_only": False, "township_only": False}
    nothing |= {"work_years": 0, "prior_level": "", "prior_years": 0}
    return replace(campaign.thresholds[0], **(nothing | asked))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"education_rank": 30}, "大专以上学历"),
        ({"degree": "master"}, "硕士"),
        ({"skill": "technician", "work_years": 3}, "技师以上职业资格或技能等级，取得后从事技术技能工作满3年"),
        ({"full_time_only": True, "township_only": True}, "全日制，在乡镇及以下工作"),
        ({"work_years": 2}, "从事专业工作满2年"),
        ({"prior_level": "assistant", "prior_years": 4}, "任助理级满4年"),
    ],
)
def test_a_threshold_says_all_that_it_asks(rules_2025: CampaignRules, asked: dict[str, Any], words: str) -> None:
    """C12, C34: education, degree, certificate, kind of study, place, years."""
    said = describe(way(rules_2025, **asked))
    assert words in said
    assert describe(way(rules_2025)) == ""


@pytest.mark.parametrize(
    ("asked", "facts", "text", "distance", "unknown"),
    [
        ({"education_rank": 30}, {"education_rank": None}, "还没有填写学历", 1, True),
        (
            {"education_rank": 30},
            {"education_rank": None, "path": "technical_school"},
            "还没有填写技工院校的班级类别",
            1,
            True,
        ),
        ({"education_rank": 30}, {"education_rank": 20}, "您的学历是中专", 110, False),
        ({"education_rank": 30}, {"education_rank": 1}, "您的学历是其他", 129, False),
        ({"degree": "master"}, {"degree": "bachelor"}, "您的学位是：学士", 100, False),
        ({"skill": "technician"}, {"skill": "advanced"}, "您的技能等级是：高级工", 100, False),
        ({"skill": "technician", "work_years": 3}, {"skill": "technician"}, "还没有填写取得证书的日期", 1, True),
        (
            {"skill": "advanced", "work_years": 3},
            {"skill": "technician", "skill_since": date(2024, 1, 1)},
            "取得高级工的日期由审核人员核定",
            1,
            True,
        ),
        (
            {"skill": "technician", "work_years": 3},
            {"skill": "technician", "skill_since": date(2022, 3, 7)},
            "满2年，要到2025年3月7日才满3年",
            1,
            False,
        ),
        ({"full_time_only": True}, {"full_time": None}, "还没有填写学习形式", 1, True),
        ({"full_time_only": True}, {"full_time": False}, "您的学历不是全日制", 100, False),
        ({"township_only": True}, {"township": None}, "还要看您是否在乡镇及以下工作", 1, True),
        ({"township_only": True}, {"township": False}, "您不在乡镇及以下工作", 100, False),
        (
            {"work_years": 2},
            {"work_started_on": None, "professional_years": None},
            "还没有填写从事专业工作的时间",
            1,
            True,
        ),
        ({"work_years": 9}, {"professional_years": 6}, "您从事专业工作6年，还差3年", 3, False),
        ({"work_years": 2}, SINCE, "从2023年3月7日算起，到2025年3月6日满1年，要到2025年3月7日才满2年", 1, False),
        ({"prior_level": "assistant", "prior_years": 4}, {"prior_level": ""}, "您的现任级别是：无", 100, False),
        (
            {"prior_level": "assistant", "prior_years": 4},
            {"prior_level": "technician"},
            "您的现任级别是：员级",
            100,
            False,
        ),
        (
            {"prior_level": "assistant", "prior_years": 4},
            {"prior_since": None},
            "还没有填写取得现任资格的日期",
            1,
            True,
        ),
        (
            {"prior_level": "assistant", "prior_years": 4},
            {"prior_since": date(2021, 3, 7)},
            "到2025年3月6日满3年，要到2025年3月7日才满4年",
            1,
            False,
        ),
    ],
)
def test_what_is_missing_is_said_and_measured(
    rules_2025: CampaignRules,
    asked: dict[str, Any],
    facts: dict[str, Any],
    text: str,
    distance: int,
    unknown: bool,
) -> None:
    """C12, C13, C24, C34: what is wrong lies far, a year is a year, and what is not known is no failure."""
    (gap,) = gaps(way(rules_2025, **asked), engineer(**facts), rules_2025)
    assert text in gap.text
    assert (gap.distance, gap.unknown) == (distance, unknown)


@pytest.mark.parametrize(
    ("asked", "facts"),
    [
        ({}, {}),
        ({"education_rank": 30}, {"education_rank": 30}),
        ({"degree": "master"}, {"degree": "master"}),
        ({"degree": "master"}, {"degree": "doctor"}),
        ({"skill": "technician", "work_years": 3}, {"skill": "technician", "skill_since": date(2022, 3, 6)}),
        (
            {"skill": "technician", "work_years": 3},
            {"skill": "technician", "skill_since": date(2022, 3, 6), "professional_years": 1},
        ),
        ({"full_time_only": True}, {"full_time": True}),
        ({"township_only": True}, {"township": True}),
        ({"work_years": 6}, {"professional_years": 6}),
        ({"work_years": 2}, {**SINCE, "work_started_on": date(2023, 3, 6)}),
        ({"prior_level": "assistant", "prior_years": 4}, {"prior_since": date(2021, 3, 6)}),
        ({"prior_level": "technician", "prior_years": 4}, {"prior_since": date(2021, 3, 6)}),
    ],
)
def test_nothing_is_missing_on_the_day_itself(
    rules_2025: CampaignRules, asked: dict[str, Any], facts: dict[str, Any]
) -> None:
    """C12, C34: the anniversary fulfils the years, and more than is asked fulfils it too."""
    assert gaps(way(rules_2025, **asked), engineer(**facts), rules_2025) == []


def test_years_for_the_initial_title_run_from_graduation(rules_2025: CampaignRules) -> None:
    """C12: neither work before it nor the years somebody states count; without work it is graduation alone."""
    facts = {"kind": "initial", "graduated_on": date(2024, 3, 7), "professional_years": 10}
    for started in (date(2015, 1, 1), None, date(2024, 3, 7)):
        (gap,) = gaps(way(rules_2025, work_years=1), engineer(**facts, work_started_on=started), rules_2025)
        assert "从2024年3月7日算起" in gap.text
    assert not gaps(
        way(rules_2025, work_years=1), engineer(**facts | {"graduated_on": date(2024, 3, 6)}), rules_2025
    )
    (late,) = gaps(way(rules_2025, work_years=2), engineer(**facts, work_started_on=date(2024, 5, 1)), rules_2025)
    assert "从2024年5月1日算起" in late.text


def test_the_only_way_is_not_called_the_closest(rules_2025: CampaignRules) -> None:
    """C24: the sentence fits the number of ways; where none is listed a person decides; undecided, nothing is said."""
    facts = engineer(kind="grant", path="degree", degree="bachelor", prior_level="")
    (only,) = threshold_results(facts, rules_2025)
    assert only[1].text.startswith("条件是：")
    two = replace(rules_2025, thresholds=tuple(way for way in rules_2025.thresholds if way.kind == "grant") * 2)
    (closest,) = threshold_results(facts, two)
    assert closest[1].text.startswith("最接近的条件是：")
    (none,) = threshold_results(facts, replace(rules_2025, thresholds=()))
    assert (none[1].clause, none[1].rule) == ("C12", "threshold")
    assert "由审核人员核定" in none[1].text
    for open_fact in ("kind", "level", "path"):
        left: EligibilityFacts = replace(facts, **{open_fact: ""})
        assert not list(threshold_results(left, rules_2025))
