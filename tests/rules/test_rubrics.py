"""The arithmetic of a rubric (C31, C32)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.enums import Measure
from review.rules.rubrics import FOUR_ONLY, CriterionFacts, by_section, share, twice, why_not_publish


def line(points, measure=Measure.ABILITY, name="指标", section="能力"):
    return CriterionFacts(section, name, Decimal(str(points)), measure)


def refused(lines, *, limit=50, reason=""):
    return [refusal.clause for refusal in why_not_publish(lines, limit=limit, reason=reason) if refusal]


def test_the_four_are_papers_education_seniority_and_awards():
    """C32: 唯论文、唯学历、唯资历、唯奖项; ability and achievements are none of them."""
    lines = [
        line(60, name="a"),
        line(12, Measure.PAPER, "b"),
        line(11, Measure.EDUCATION, "c"),
        line(10, Measure.SENIORITY, "d"),
        line(7, Measure.AWARD, "e"),
    ]
    found = share(lines)
    assert (found.total, found.four_only, found.four_only_percent) == (Decimal(100), Decimal(40), Decimal("40.0"))
    assert [percent for _measure, _points, percent in found.lines()] == [60, 12, 11, 10, 7]


def test_a_share_is_of_the_points_there_are():
    """C32: while a rubric is being written its total is not yet 100; without points there is no share."""
    assert share([line(30), line(10, Measure.AWARD, "b")]).four_only_percent == Decimal("25.0")
    assert share([line(2, Measure.PAPER), line(1, name="b")]).four_only_percent == Decimal("66.7")
    assert share([]).four_only_percent == 0


@pytest.mark.parametrize(
    ("points", "clauses"), [("99.99", ["C31"]), ("100", []), ("100.01", ["C31"])], ids=["less", "full", "more"]
)
def test_the_points_come_to_a_hundred(points, clauses):
    """C31: 100 points exactly."""
    assert refused([line(points)]) == clauses


@pytest.mark.parametrize(
    ("four", "reason", "clauses"),
    [("50", "", []), ("50.01", "", ["C32"]), ("50.01", "  ", ["C32"]), ("50.01", "本专业以论文为主要成果", [])],
)
def test_beyond_the_limit_a_reason_is_asked_for(four, reason, clauses):
    """C32: up to the campaign's limit nothing is asked; beyond it the rubric says why."""
    lines = [line(four, Measure.PAPER, "a"), line(Decimal(100) - Decimal(four), name="b")]
    assert refused(lines, reason=reason) == clauses


def test_no_criterion_stands_twice_in_a_section():
    """C31: the same words in another section are another criterion."""
    assert twice([line(1), line(2)]) is not None
    assert twice([line(1), line(2, section="业绩")]) is None
    assert refused([line(50), line(50)]) == ["C31"]


def test_a_section_stands_together():
    """C31: a criterion added at the end joins its section."""
    lines = [line(1, name="a"), line(1, name="b", section="业绩"), line(1, name="c")]
    assert [each.name for each in by_section(lines)] == ["a", "c", "b"]


@given(
    st.lists(
        st.tuples(st.decimals("0.01", "100", places=2), st.sampled_from(Measure)),
        min_size=1,
        max_size=20,
    )
)
def test_the_parts_make_the_whole(drawn):
    """C32: whatever the criteria, the measures add up, and the 四唯 are all but ability."""
    found = share([line(points, measure, str(place)) for place, (points, measure) in enumerate(drawn)])
    assert found.total == sum(points for points, _measure in drawn)
    assert found.four_only == sum(points for points, measure in drawn if measure in FOUR_ONLY)
    assert found.four_only + found.points[Measure.ABILITY] == found.total
    assert 0 <= found.four_only_percent <= 100
