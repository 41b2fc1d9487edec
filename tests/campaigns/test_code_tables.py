"""National code lists, without a database."""

import pytest

from campaigns import code_tables


def test_ethnic_groups_are_complete_the_two_largest_first() -> None:
    """C15: 56 groups and two other codes; 维吾尔族 and 汉族 in front."""
    groups = code_tables.ethnic_groups()
    assert len(groups) == 58
    assert [group.name for group in groups[:2]] == ["维吾尔族", "汉族"]
    assert len({group.code for group in groups}) == 58


@pytest.mark.parametrize(
    ("code", "rank"), [("11", 60), ("14", 50), ("21", 40), ("31", 30), ("41", 20), ("22", None)]
)
def test_only_completed_education_has_a_rank(code: str, rank: int | None) -> None:
    """C19: 结业 and 肄业 have none."""
    assert code_tables.education_rank(code) == rank


def test_a_technical_school_can_be_chosen_although_its_rank_is_the_class() -> None:
    """C13: 技工学校 stands in the list, without a rank of its own."""
    assert ("47", "技工学校毕业") in code_tables.education_choices()
    assert code_tables.education_rank("47") is None
    assert code_tables.education_name_of_rank(30) == "大专"


def test_political_statuses_are_thirteen() -> None:
    """C46: the notice names the 政治面貌."""
    assert len(code_tables.political_status_choices()) == len(code_tables.political_statuses()) == 13
