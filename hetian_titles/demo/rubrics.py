"""Invented rubrics of the demonstration, a layer each: practice weighs most, and more so in the townships (C31, C32)."""

from decimal import Decimal

from accounts.acting import Act
from accounts.enums import Tier
from review.enums import Measure
from review.models import Committee
from review.rules.rubrics import CriterionFacts
from review.services.rubrics import publish_rubric, save_rubric

ABILITY, RECORD, WRITING, STANDING = "专业能力", "工作业绩", "论文、奖项", "资历与继续教育"
CRITERIA = (
    (ABILITY, "解决复杂技术问题", Measure.ABILITY, "能独立处理本专业较复杂的问题，有方案、有依据、有效果。"),
    (ABILITY, "主持或参与项目", Measure.ABILITY, "在项目中承担的责任和难度，以证明材料为准。"),
    (RECORD, "质量、安全与效益", Measure.ABILITY, "工程质量、安全记录，节约成本或带来的收益。"),
    (RECORD, "在基层的贡献", Measure.ABILITY, "带徒传技、服务乡村、解决当地实际问题。"),
    (WRITING, "技术报告、工法、专利或论文", Measure.PAPER, "任选其一即可，不以论文为必需。"),
    (WRITING, "获奖", Measure.AWARD, "县市级以上奖项。没有获奖的得0分，不影响通过。"),
    (STANDING, "从事专业年限", Measure.SENIORITY, "满10年得满分，不满的按年折算。"),
    (STANDING, "学历", Measure.EDUCATION, "本科得满分，大专、中专递减。"),
    (STANDING, "继续教育", Measure.ABILITY, "近两年学时达到要求得满分。"),
)
POINTS = {
    Tier.PREFECTURE: (22, 20, 25, 6, 8, 4, 8, 4, 3),
    Tier.COUNTY: (20, 20, 25, 10, 6, 4, 8, 4, 3),
    Tier.TOWNSHIP: (20, 18, 25, 20, 3, 2, 6, 3, 3),
}


def publish_rubrics(committee: Committee, act: Act) -> None:
    """Publish the three rubrics of a committee, as its secretary does."""
    for tier, points in POINTS.items():
        lines = [
            CriterionFacts(section, name, Decimal(worth), measure, note)
            for (section, name, measure, note), worth in zip(CRITERIA, points, strict=True)
        ]
        publish_rubric(save_rubric(committee.pk, tier, lines=lines, act=act).pk, act=act)
