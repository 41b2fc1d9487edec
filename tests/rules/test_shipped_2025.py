"""The shipped tables of 2025 whole: what one slip of the pen in a file would change for somebody."""

from collections import defaultdict

import pytest

from applications.rules.thresholds import describe
from campaigns.rules.campaign import CampaignRules

pytestmark = pytest.mark.django_db

JUNIOR_BY_EDUCATION = [
    "本科以上学历，全日制",
    "大专以上学历，全日制，从事专业工作满1年",
    "中专以上学历，全日制，从事专业工作满2年",
]
JUNIOR_BY_SCHOOL = [
    "本科以上学历",
    "大专以上学历，从事专业工作满1年",
    "中专以上学历，从事专业工作满2年",
]
HARD = {
    ("initial", "technician", "education"): JUNIOR_BY_EDUCATION,
    ("initial", "assistant", "education"): JUNIOR_BY_EDUCATION,
    ("initial", "technician", "technical_school"): JUNIOR_BY_SCHOOL,
    ("initial", "assistant", "technical_school"): JUNIOR_BY_SCHOOL,
    ("review", "assistant", "skill"): ["高级工以上职业资格或技能等级，取得后从事技术技能工作满2年"],
    ("review", "intermediate", "skill"): ["技师以上职业资格或技能等级，取得后从事技术技能工作满3年"],
    ("review", "senior_associate", "skill"): ["高级技师以上职业资格或技能等级，取得后从事技术技能工作满4年"],
}
SOFT = {
    ("initial", "intermediate", "education"): ["本科以上学历，全日制，在乡镇及以下工作，从事专业工作满2年"],
    ("grant", "intermediate", "degree"): ["硕士"],
    ("grant", "senior_associate", "degree"): ["博士"],
    ("grant", "senior_full", "postdoc"): ["博士后出站"],
    ("review", "technician", "education"): ["中专以上学历，从事专业工作满1年"],
    ("review", "assistant", "education"): [
        "本科以上学历，从事专业工作满1年",
        "大专以上学历，从事专业工作满3年",
        "中专以上学历，任员级满4年",
    ],
    ("review", "intermediate", "education"): [
        "硕士以上学历，从事专业工作满3年",
        "本科以上学历，任助理级满4年",
        "大专以上学历，任助理级满4年",
    ],
}


@pytest.mark.parametrize(("hardness", "wanted"), [("hard", HARD), ("soft", SOFT)])
def test_every_way_to_a_title_asks_for_what_it_should(
    rules_2025: CampaignRules, hardness: str, wanted: dict[tuple[str, str, str], list[str]]
) -> None:
    """C12, C13, C34: education, class or certificate and years; what blocks, and what only asks for a reason (C24)."""
    found = defaultdict(list)
    for way in rules_2025.thresholds:
        if way.hardness == hardness:
            found[way.kind, way.level, way.path].append(describe(way))
    assert found == wanted


def test_every_examined_specialty_stands_there_with_its_examination(rules_2025: CampaignRules) -> None:
    """C03: which levels of which series and specialties the state examines, by the examination of that name."""
    found = defaultdict(list)
    for rule in rules_2025.exam_only:
        found[rule.series, rule.specialty, rule.examination.removeprefix("全国")[:2]].append(rule.level)
    both = ["assistant", "intermediate"]
    assert found == {
        ("economics", "", "经济"): both,
        ("accounting", "", "会计"): both,
        ("auditing", "", "审计"): both,
        ("statistics", "", "统计"): both,
        ("health", "", "卫生"): ["technician", *both],
        ("publishing", "", "出版"): both,
        ("translation", "", "翻译"): both,
        ("engineering", "telecom-exam", "通信"): both,
        ("engineering", "software", "计算"): ["technician", *both, "senior_associate"],
    }
