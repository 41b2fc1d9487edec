"""Which materials are asked of whom."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from applications.rules.slots import Duty, missing, slot_needs
from campaigns.rules.campaign import CampaignRules
from tests.rules.samples import engineer

pytestmark = pytest.mark.django_db

LIBRARY = {"series_key": "library", "specialty_key": "library"}
CONTINUING = [f"public_course_y{back}" for back in range(5)] + [f"specialty_course_y{back}" for back in range(4)]


def duties(campaign: CampaignRules, **changes: object) -> dict[str, Duty]:
    return {need.slot.key: need.duty for need in slot_needs(engineer(**changes), campaign=campaign)}


def test_every_condition_of_the_shipped_slots_has_an_answer_and_a_reason(rules_2025: CampaignRules) -> None:
    """C15, C20: nothing is asked without saying why."""
    needs = slot_needs(engineer(), campaign=rules_2025)
    assert len(needs) == len(rules_2025.slots) == 35
    assert all(need.why for need in needs)


@pytest.mark.parametrize(
    ("slot", "changes", "duty", "why"),
    [
        ("photo", {}, Duty.REQUIRED, "必传"),
        ("papers", {}, Duty.OPTIONAL, "没有不影响"),
        ("diploma", {}, Duty.REQUIRED, "通知五（一）2"),
        ("diploma", {"path": "skill"}, Duty.OPTIONAL, "高技能人才不受学历限制"),
        ("degree_certificate", {}, Duty.EXEMPT, "没有填写学位"),
        ("degree_certificate", {"degree": "bachelor"}, Duty.REQUIRED, "填写了学位"),
        ("degree_certificate", {"kind": "grant"}, Duty.REQUIRED, "申请授予"),
        ("skill_certificate", {}, Duty.EXEMPT, "不用传"),
        ("skill_certificate", {"skill": "technician"}, Duty.OPTIONAL, "可以上传"),
        ("skill_certificate", {"path": "skill", "skill": "technician"}, Duty.REQUIRED, "通知五（六）"),
        ("dispatch_proof", {}, Duty.EXEMPT, "不是疆外派驻"),
        ("dispatch_proof", {"employer_kind": "outside"}, Duty.REQUIRED, "通知一（二）"),
        ("current_title", {}, Duty.REQUIRED, "填写了现任资格"),
        ("current_title", {"prior_level": ""}, Duty.EXEMPT, "没有填写现任资格"),
        ("appraisal_y3", {"work_started_on": None}, Duty.REQUIRED, "近三年各一份"),
        ("appraisal_y3", {"work_started_on": date(2022, 12, 31)}, Duty.REQUIRED, "近三年各一份"),
        ("appraisal_y3", {"work_started_on": date(2023, 1, 1)}, Duty.EXEMPT, "2022年您还没有参加工作"),
        ("public_course_y0", {}, Duty.REQUIRED, "免学审批表"),
        ("public_course_y1", {}, Duty.REQUIRED, "免学审批表"),
        ("public_course_y1", {"first_time": True}, Duty.OPTIONAL, "首次申报"),
        ("public_course_y2", {}, Duty.EXEMPT, "只要上一年度和当年"),
        ("public_course_y2", LIBRARY, Duty.REQUIRED, "免学审批表"),
        ("public_course_y0", LIBRARY, Duty.EXEMPT, "只有工程、农业系列"),
    ],
)
def test_each_slot_says_whether_it_is_asked_and_why(
    rules_2025: CampaignRules, slot: str, changes: dict[str, Any], duty: Duty, why: str
) -> None:
    """C02, C15, C19, C23, C29, C30, C34, C47: required, optional or exempt, with the sentence for it."""
    (need,) = [each for each in slot_needs(engineer(**changes), campaign=rules_2025) if each.slot.key == slot]
    assert need.duty is duty
    assert why in need.why


def test_a_slot_is_shown_to_its_kinds_and_bands_and_while_these_are_open(rules_2025: CampaignRules) -> None:
    """C15, C25: what belongs to other kinds or bands is left out; who has chosen none yet sees it all."""
    slots = [replace(rules_2025.slots[0], kinds=("review",), bands=("intermediate",))]
    narrow = replace(rules_2025, slots=slots)

    def shown(**changes: str) -> bool:
        return bool(slot_needs(engineer(**changes), campaign=narrow))

    assert shown()
    assert shown(kind="")
    assert shown(level="")
    assert not shown(kind="grant")
    assert not shown(level="assistant")


def test_what_is_there_is_not_missing(rules_2025: CampaignRules) -> None:
    """C15: each slot that was filled leaves the list, and no other does."""
    needs = slot_needs(engineer(), campaign=rules_2025)

    def open_with(*filled: str) -> set[str]:
        return {key for each in missing(needs, filled) for key in each.keys}

    assert open_with() - open_with("photo") == {"photo"}
    assert open_with("photo", "diploma") == open_with() - {"photo", "diploma"}


def test_all_that_an_engineer_and_his_employer_must_bring(rules_2025: CampaignRules) -> None:
    """C15, C19, C20, C25, C30, C47: nothing more and nothing less; of a group one is enough."""
    required = {key for key, duty in duties(rules_2025).items() if duty is Duty.REQUIRED}
    assert required == {
        *("photo", "id_card", "employment_contract", "social_security", "current_title", "achievements"),
        *("diploma", "education_register", "education_verification", "graduation_form"),
        *("appraisal_y1", "appraisal_y2", "appraisal_y3"),
        *("public_course_y0", "public_course_y1", "specialty_course_y0", "specialty_course_y1"),
        *("posting_notice", "posting_result", "recommendation"),
    }


def test_one_proof_of_education_of_three_is_enough(rules_2025: CampaignRules) -> None:
    """C19: 备案表, 验证报告 or 毕业生登记表."""
    needs = slot_needs(engineer(), campaign=rules_2025)
    group = {"education_register", "education_verification", "graduation_form"}
    (asked,) = [each for each in missing(needs, ()) if group & set(each.keys)]
    assert set(asked.keys) == group
    assert asked.label.count("或") == 2
    in_groups = [set(each.keys) for each in missing(needs, ()) if len(each.keys) > 1]
    assert in_groups == [group, {"employment_contract", "social_security"}]
    for key in group:
        assert not [each for each in missing(needs, (key,)) if group & set(each.keys)]


def test_skilled_workers_show_their_certificate_and_need_no_diploma(rules_2025: CampaignRules) -> None:
    """C34: free of education."""
    skilled = duties(rules_2025, path="skill", skill="technician")
    assert skilled["skill_certificate"] is Duty.REQUIRED
    assert skilled["diploma"] is skilled["education_register"] is Duty.OPTIONAL
    assert duties(rules_2025)["skill_certificate"] is Duty.EXEMPT


def test_the_general_rule_of_training_asks_four_and_three_years(rules_2025: CampaignRules) -> None:
    """C23: 近4年的公需课 and 近3年的专业课."""
    found = duties(rules_2025, **LIBRARY)
    required = {key for key in CONTINUING if found[key] is Duty.REQUIRED}
    assert required == {f"public_course_y{back}" for back in (1, 2, 3, 4)} | {
        f"specialty_course_y{back}" for back in (1, 2, 3)
    }


def test_engineering_asks_the_last_and_the_current_year(rules_2025: CampaignRules) -> None:
    """C30: 上一年度和当年."""
    found = duties(rules_2025)
    required = {key for key in CONTINUING if found[key] is Duty.REQUIRED}
    assert required == {"public_course_y0", "public_course_y1", "specialty_course_y0", "specialty_course_y1"}


@pytest.mark.parametrize("series", ["library", "engineering"])
def test_first_timers_must_show_no_certificate_of_training(rules_2025: CampaignRules, series: str) -> None:
    """C29: no hard requirement, collision with C30 included."""
    found = duties(rules_2025, series_key=series, first_time=True)
    assert not [key for key in CONTINUING if found[key] is Duty.REQUIRED]


def test_an_exemption_replaces_every_certificate(rules_2025: CampaignRules) -> None:
    """C23: 免学审批表."""
    needs = slot_needs(engineer(**LIBRARY), campaign=rules_2025)
    assert [each for each in missing(needs, ()) if set(each.keys) & set(CONTINUING)]
    assert not [each for each in missing(needs, ("training_exemption",)) if set(each.keys) & set(CONTINUING)]


def test_certificates_from_2022_on_are_taken_as_the_system_gives_them(rules_2025: CampaignRules) -> None:
    """C23: a photograph of one's own is possible for 2021 only; the label says the year."""
    by_key = {slot.key: slot for slot in rules_2025.slots}
    assert "2024年度" in by_key["public_course_y1"].label
    assert "2021年度" in by_key["public_course_y4"].label


def test_achievements_are_asked_for_a_review_only(rules_2025: CampaignRules) -> None:
    """C25: 初定 has no such slot."""
    assert duties(rules_2025)["achievements"] is Duty.REQUIRED
    assert "achievements" not in duties(rules_2025, kind="initial", level="assistant")


def test_the_employer_owes_its_signed_papers_and_the_applicant_does_not(rules_2025: CampaignRules) -> None:
    """C20: 单位公示, 公示结果, 推荐报告 come from the employer."""
    needs = slot_needs(engineer(), campaign=rules_2025)
    owed = {key for each in missing(needs, (), uploader="employer") for key in each.keys}
    assert owed == {"posting_notice", "posting_result", "recommendation"}
    assert not owed & {key for each in missing(needs, ()) for key in each.keys}


def test_what_the_experts_do_not_see_is_listed_and_all_else_is_masked(rules_2025: CampaignRules) -> None:
    """C21: papers that name the applicant by their nature stay away from the experts; the others are masked."""
    hidden = {slot.key for slot in rules_2025.slots if not slot.experts_see}
    assert hidden == {slot.key for slot in rules_2025.slots if not slot.must_mask}
    assert hidden == {
        "photo",
        "id_card",
        "employment_contract",
        "social_security",
        "dispatch_proof",
        "posting_notice",
        "posting_result",
        "recommendation",
        "political_conduct",
        "commitment",
    }
