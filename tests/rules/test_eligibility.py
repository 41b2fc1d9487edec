"""Who may apply: every rule of the notice about persons, against the shipped 2025 campaign."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from applications.rules.eligibility import assess
from applications.rules.facts import EligibilityFacts, needs_defence
from applications.rules.findings import Assessment, Finding
from campaigns.enums import Level
from campaigns.rules.campaign import CampaignRules
from tests.rules.samples import engineer

pytestmark = pytest.mark.django_db

DAY = date(2025, 2, 20)
LIBRARY = {"series_key": "library", "specialty_key": "library"}


def of(rule: str, findings: tuple[Finding, ...]) -> Finding:
    """Give the one finding of a rule; fails when there is none or more than one."""
    (found,) = [finding for finding in findings if finding.rule == rule]
    return found


def look(campaign: CampaignRules, at: date = DAY, **changes: object) -> Assessment:
    return assess(engineer(**changes), campaign=campaign, at=at)


def test_somebody_who_meets_everything_fails_nothing(rules_2025: CampaignRules) -> None:
    """C12: an intermediate applicant with all he needs, in one list only."""
    found = look(rules_2025)
    assert found.fails == found.needs_person == ()
    assert not found.blocked
    assert not found.needs_reason
    assert {finding.rule for finding in found.meets} >= {
        "registered",
        "level",
        "examination",
        "threshold",
        "training",
    }


def test_every_finding_names_its_clause_and_says_something(rules_2025: CampaignRules) -> None:
    """C24: never an unexplained no."""
    for facts in (engineer(), EligibilityFacts(), engineer(education_rank=5, prior_level="", training_hours={})):
        found = assess(facts, campaign=rules_2025, at=DAY)
        for finding in (*found.meets, *found.fails, *found.needs_person):
            assert finding.clause.startswith("C")
            assert finding.text
            assert finding.basis


@pytest.mark.parametrize("kind", ["private", "individual", "cooperative", "nonprofit"])
def test_an_employer_registered_in_the_prefecture_is_eligible(rules_2025: CampaignRules, kind: str) -> None:
    """C01: the licence is registered in 和田地区, 兵团第十四师 included."""
    assert of("registered", look(rules_2025, employer_kind=kind).meets).clause == "C01"
    elsewhere = look(rules_2025, employer_kind=kind, employer_in_prefecture=False)
    assert of("registered", elsewhere.hard_fails).clause == "C01"
    assert of("registered", look(rules_2025, employer_in_prefecture=None).needs_person).clause == "C01"


@pytest.mark.parametrize(
    ("since", "passes"),
    [(date(2024, 2, 20), True), (date(2024, 2, 21), False), (date(2023, 1, 1), True)],
)
def test_dispatched_staff_need_one_continuous_year(rules_2025: CampaignRules, since: date, passes: bool) -> None:
    """C02: the year is full on its anniversary, not the day before."""
    found = look(rules_2025, employer_kind="outside", employer_in_prefecture=False, dispatched_since=since)
    if passes:
        assert of("dispatch", found.meets).clause == "C02"
        assert not found.blocked
    else:
        assert of("dispatch", found.hard_fails).clause == "C02"
        assert "2025年2月21日" in of("dispatch", found.hard_fails).text


def test_an_unknown_dispatch_is_not_a_no(rules_2025: CampaignRules) -> None:
    """C02: without its date the question stays open."""
    found = look(rules_2025, employer_kind="outside", dispatched_since=None)
    assert of("dispatch", found.needs_person).clause == "C02"


@pytest.mark.parametrize(
    ("series", "specialty", "level", "examination"),
    [
        ("accounting", "accounting", "intermediate", "会计"),
        ("economics", "human-resources", "assistant", "经济"),
        ("health", "clinical", "technician", "卫生"),
        ("engineering", "software", "intermediate", "软件"),
        ("engineering", "telecom-exam", "assistant", "通信"),
    ],
)
def test_an_examined_specialty_is_refused_and_the_examination_named(
    rules_2025: CampaignRules, series: str, specialty: str, level: str, examination: str
) -> None:
    """C03: 以考代评 cannot be chosen."""
    found = of(
        "examination",
        look(rules_2025, series_key=series, specialty_key=specialty, level=level).hard_fails,
    )
    assert found.clause == "C03"
    assert examination in found.text


def test_other_specialties_of_the_same_series_are_reviewed(rules_2025: CampaignRules) -> None:
    """C03: only 计算机软件 and 通信 are examined in 工程."""
    assert of("examination", look(rules_2025, specialty_key="construction").meets).clause == "C03"


@pytest.mark.parametrize("level", ["senior_associate", "senior_full"])
def test_senior_titles_are_not_reviewed_in_this_campaign(rules_2025: CampaignRules, level: str) -> None:
    """C12: 评审 is for 初级 and 中级."""
    found = of("level", look(rules_2025, level=level).hard_fails)
    assert found.clause == "C12"
    assert "中级" in found.text


@pytest.mark.parametrize(
    ("school_class", "graduated_on", "passes"),
    [
        ("technician", date(2025, 1, 10), True),
        ("advanced", date(2024, 3, 6), True),
        ("advanced", date(2024, 3, 7), False),
        ("intermediate", date(2023, 3, 6), True),
        ("intermediate", date(2024, 3, 1), False),
    ],
)
def test_classes_of_a_technical_school_count_as_education(
    rules_2025: CampaignRules, school_class: str, graduated_on: date, passes: bool
) -> None:
    """C13: 中级工班 as 中专 (2 years), 高级工班 as 大专 (1 year), 预备技师班 as 本科 (none)."""
    found = look(
        rules_2025,
        kind="initial",
        level="assistant",
        path="technical_school",
        education_rank=None,
        school_class=school_class,
        graduated_on=graduated_on,
        work_started_on=None,
        professional_years=None,
        prior_level="",
        first_time=True,
    )
    listed = found.meets if passes else found.hard_fails
    assert of("threshold", listed).clause == "C13"


def test_a_technical_school_without_its_class_stays_open(rules_2025: CampaignRules) -> None:
    """C13: the class has to be told first."""
    found = look(rules_2025, kind="initial", level="assistant", path="technical_school", prior_level="")
    assert of("threshold", found.to_answer).text


@pytest.mark.parametrize(
    ("level", "skill", "since", "passes"),
    [
        ("assistant", "advanced", date(2023, 3, 6), True),
        ("assistant", "advanced", date(2023, 3, 7), False),
        ("intermediate", "technician", date(2022, 3, 6), True),
        ("intermediate", "technician", date(2022, 3, 7), False),
        ("intermediate", "advanced", date(2010, 1, 1), False),
    ],
)
def test_skilled_workers_need_their_years_and_nothing_else(
    rules_2025: CampaignRules, level: str, skill: str, since: date, passes: bool
) -> None:
    """C34: 高级工 + 2 years: 助理级, 技师 + 3: 中级; free of education."""
    found = look(
        rules_2025,
        path="skill",
        level=level,
        skill=skill,
        skill_since=since,
        education_rank=5,
        full_time=False,
        prior_level="",
        prior_since=None,
        professional_years=None,
    )
    listed = found.meets if passes else found.hard_fails
    assert of("threshold", listed).clause == "C34"
    assert found.blocked is not passes


def test_a_senior_technician_with_four_years_meets_the_threshold_of_the_senior_level(
    rules_2025: CampaignRules,
) -> None:
    """C34: 高级技师 + 4: 副高级, where a campaign takes it."""
    open_to_senior = replace(rules_2025, levels={})
    facts = {"path": "skill", "level": "senior_associate", "skill": "senior_technician", "prior_level": ""}
    enough = assess(engineer(**facts, skill_since=date(2021, 3, 6)), campaign=open_to_senior, at=DAY)
    short = assess(engineer(**facts, skill_since=date(2021, 3, 7)), campaign=open_to_senior, at=DAY)
    assert of("threshold", enough.meets).clause == "C34"
    assert of("level", enough.meets).clause == "C12"
    assert "2025年3月7日" in of("threshold", short.hard_fails).text


def test_skilled_workers_need_three_qualified_years(rules_2025: CampaignRules) -> None:
    """C34: 近三年考核合格; unknown is for a person, not a no."""
    skilled = {"path": "skill", "skill": "technician", "skill_since": date(2015, 1, 1)}
    assert of("appraisals", look(rules_2025, **skilled, appraisals_ok=True).meets).clause == "C34"
    assert of("appraisals", look(rules_2025, **skilled, appraisals_ok=False).hard_fails).clause == "C34"
    assert of("appraisals", look(rules_2025, **skilled, appraisals_ok=None).needs_person).clause == "C34"


def test_a_higher_certificate_of_short_standing_is_looked_at_by_a_person(rules_2025: CampaignRules) -> None:
    """C34: a fresh 技师 was 高级工 before; how long, a person decides."""
    found = look(rules_2025, path="skill", level="assistant", skill="technician", skill_since=date(2024, 9, 1))
    assert of("threshold", found.to_decide).clause == "C34"


@pytest.mark.parametrize(
    ("total", "specialty", "enough"), [(90, 60, True), (89, 60, False), (90, 59, False), (120, 90, True)]
)
def test_hours_of_training_a_year(rules_2025: CampaignRules, total: int, specialty: int, enough: bool) -> None:
    """C28: 90 hours a year, 60 of them in the specialty; short hours ask for a reason and do not block."""
    hours = dict.fromkeys((2022, 2023), (90, 60)) | {2024: (total, specialty)}
    found = look(rules_2025, series_key="library", specialty_key="library", training_hours=hours)
    assert of("training", found.meets if enough else found.soft_fails).clause == "C28"
    assert not found.blocked
    assert found.needs_reason is not enough


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_hours_are_asked_of_each_of_three_years(rules_2025: CampaignRules, year: int) -> None:
    """C28: 每年; one year without hours is named, the current one is not yet asked for."""
    hours = dict.fromkeys({2022, 2023, 2024} - {year}, (90, 60))
    found = of("training", look(rules_2025, **LIBRARY, training_hours=hours).soft_fails)
    assert (found.clause, found.text.count("年共")) == ("C28", 1)
    assert f"{year}年共0学时" in found.text


def test_first_time_applicants_have_no_hard_requirement_of_hours(rules_2025: CampaignRules) -> None:
    """C29: 首次申报 without any hours."""
    found = look(rules_2025, series_key="library", specialty_key="library", first_time=True, training_hours={})
    assert of("training", found.meets).clause == "C29"


@pytest.mark.parametrize("series", ["engineering", "agriculture"])
@pytest.mark.parametrize(
    ("hours", "enough"),
    [
        ({2024: (90, 60), 2025: (90, 60)}, True),
        ({2024: (90, 60)}, False),
        ({2025: (90, 60)}, False),
        ({2023: (90, 60), 2022: (90, 60), 2024: (90, 60)}, False),
    ],
)
def test_engineering_and_agriculture_need_the_last_and_the_current_year(
    rules_2025: CampaignRules, series: str, hours: dict[int, tuple[int, int]], enough: bool
) -> None:
    """C30: 上一年度和当年, not the years before."""
    found = look(rules_2025, series_key=series, specialty_key="", training_hours=hours)
    assert of("training", found.meets if enough else found.soft_fails).clause == "C30"


@pytest.mark.parametrize("kind", ["private", "individual", "cooperative", "nonprofit", "outside"])
def test_every_private_employer_of_the_two_series_is_asked_for_both_years(
    rules_2025: CampaignRules, kind: str
) -> None:
    """C30: 工程、农业系列民营企业, whatever its form; the seat in another province changes nothing."""
    assert of("training", look(rules_2025, employer_kind=kind, training_hours={}).soft_fails).clause == "C30"


def test_the_two_sentences_on_first_timers_collide_and_a_person_decides(rules_2025: CampaignRules) -> None:
    """C29, C30: a first-time engineer without hours is neither passed nor refused."""
    found = look(rules_2025, first_time=True, training_hours={})
    assert of("training", found.needs_person).clause == "C29"
    assert not found.blocked
    assert not found.needs_reason


def test_an_exemption_frees_of_hours(rules_2025: CampaignRules) -> None:
    """C23: 免学审批表."""
    assert of("training", look(rules_2025, training_hours={}, training_exempt=True).meets).clause == "C23"


@pytest.mark.parametrize("kind", ["state_owned", "public_institution"])
def test_state_owned_employers_are_suspended_and_reopen_by_themselves(
    rules_2025: CampaignRules, kind: str
) -> None:
    """C41: from the first day of filing to the end of the campaign, and not a day longer."""
    daily = replace(rules_2025, employer_kinds=())
    facts = engineer(employer_kind=kind)
    during = assess(facts, campaign=daily, at=date(2025, 2, 17))
    assert of("employer", during.hard_fails).clause == "C41"
    assert "2025年5月20日" in of("employer", during.hard_fails).text
    assert assess(facts, campaign=daily, at=date(2025, 5, 20)).blocked
    for free in (date(2025, 2, 16), date(2025, 5, 21)):
        assert not [finding for finding in assess(facts, campaign=daily, at=free).fails if finding.clause == "C41"]


def test_the_private_campaign_itself_never_takes_them(rules_2025: CampaignRules) -> None:
    """C01: after the suspension they apply elsewhere, not in the private enterprises' campaign."""
    found = look(rules_2025, at=date(2025, 6, 1), employer_kind="state_owned")
    assert of("employer", found.hard_fails).clause == "C01"


@pytest.mark.parametrize(("until", "listed"), [(DAY, True), (DAY - timedelta(days=1), False), (None, False)])
def test_nobody_on_the_integrity_list_applies(rules_2025: CampaignRules, until: date | None, listed: bool) -> None:
    """C45: to the last day of the ban, that day included."""
    found = look(rules_2025, on_integrity_list_until=until)
    assert of("integrity", found.hard_fails if listed else found.meets).clause == "C45"


def test_several_ways_explain_the_closest(rules_2025: CampaignRules) -> None:
    """C24: short of every threshold, the one with the least missing is told, with what is missing and from when."""
    found = of("threshold", look(rules_2025, prior_since=date(2022, 9, 1)).soft_fails)
    assert "最接近" in found.text
    assert "大专" in found.text
    assert "2026年9月1日" in found.text


def test_the_intermediate_level_without_a_junior_title_only_asks_for_a_reason(rules_2025: CampaignRules) -> None:
    """C24: 新人社发〔2023〕70号 relaxed it, so the rule is soft."""
    found = look(rules_2025, prior_level="", prior_since=None)
    assert of("threshold", found.soft_fails).hardness == "soft"
    assert not found.blocked


@pytest.mark.parametrize(
    ("rank", "graduated_on", "passes"),
    [
        (40, date(2025, 1, 15), True),
        (30, date(2024, 3, 6), True),
        (30, date(2024, 3, 7), False),
        (20, date(2023, 3, 6), True),
        (20, date(2023, 3, 7), False),
        (10, date(2010, 1, 1), False),
    ],
)
def test_education_for_the_initial_junior_title(
    rules_2025: CampaignRules, rank: int, graduated_on: date, passes: bool
) -> None:
    """C12: 本科 at once, 大专 after one year, 中专 after two, full-time."""
    found = look(
        rules_2025,
        kind="initial",
        level="assistant",
        education_rank=rank,
        graduated_on=graduated_on,
        work_started_on=graduated_on,
        professional_years=None,
        prior_level="",
        first_time=True,
    )
    assert of("threshold", found.meets if passes else found.hard_fails).clause == "C12"


def test_work_before_graduation_does_not_count_for_an_initial_title(rules_2025: CampaignRules) -> None:
    """C12: years run from graduation."""
    found = look(
        rules_2025,
        kind="initial",
        level="assistant",
        graduated_on=date(2024, 7, 1),
        work_started_on=date(2015, 1, 1),
        professional_years=10,
        prior_level="",
    )
    assert of("threshold", found.hard_fails).text


def test_a_master_degree_is_granted_the_intermediate_title(rules_2025: CampaignRules) -> None:
    """C12: 授予."""
    facts = {"kind": "grant", "path": "degree", "prior_level": ""}
    assert of("threshold", look(rules_2025, **facts, degree="master").meets).clause == "C12"
    assert of("threshold", look(rules_2025, **facts, degree="bachelor").soft_fails).clause == "C12"


def test_only_the_intermediate_review_has_a_defence() -> None:
    """C27: 申报中级职称评审的参加专业水平答辩."""
    assert needs_defence("review", "intermediate")
    for kind, level in [("review", "assistant"), ("initial", "intermediate"), ("grant", "intermediate")]:
        assert not needs_defence(kind, level)
    assert not needs_defence("review", "")


def test_bands_read_the_levels() -> None:
    """C35, C38: 初级 is 员级 and 助理级, 高级 is 副高级 and 正高级."""
    assert [Level(level).band for level in Level] == ["senior", "senior", "intermediate", "junior", "junior"]


def test_nothing_known_is_never_a_refusal(rules_2025: CampaignRules) -> None:
    """C24: an empty draft fails nothing; it only is not known yet."""
    found = assess(EligibilityFacts(), campaign=rules_2025, at=DAY)
    assert found.fails == ()
    assert found.needs_person


@pytest.mark.parametrize(
    ("rule", "changes", "listed", "clause", "text"),
    [
        ("employer", {"employer_kind": ""}, "needs_person", "C01", "还没有填写工作单位"),
        ("level", {"kind": ""}, "needs_person", "C12", "还没有选定"),
        ("level", {"level": "", "prior_level": ""}, "needs_person", "C12", "还没有选定"),
        ("level", {}, "meets", "C12", "中级评审"),
        ("level", {"level": "senior_full"}, "hard_fails", "C12", "评审受理：员级、助理级、中级"),
        ("prior_title", {"prior_level": "intermediate"}, "soft_fails", "C12", "转系列"),
        ("prior_title", {"prior_level": "senior_full"}, "soft_fails", "C12", "转系列"),
        ("examination", {"series_key": ""}, "needs_person", "C03", "还没有选系列"),
        ("training", {"first_time": True}, "meets", "C29", "不作硬性要求"),
        ("training", {"first_time": None, "training_hours": {}}, "needs_person", "C30", "还没有填写"),
        ("training", {"training_hours": {}}, "soft_fails", "C30", "2025年共0学时，其中专业科目0学时"),
        (
            "training",
            {"first_time": None, "training_hours": {2024: (1, 1)}},
            "soft_fails",
            "C30",
            "上一年度和当年",
        ),
        ("training", LIBRARY | {"training_hours": {}}, "soft_fails", "C28", "每年须完成90学时以上"),
        ("training", {"employer_kind": "state_owned", "training_hours": {}}, "soft_fails", "C28", "每年须完成"),
        ("appraisals", {"appraisals_ok": False}, "needs_person", "C25", "由审核人员核定"),
    ],
)
def test_each_answer_stands_in_its_list_with_its_clause(
    rules_2025: CampaignRules, rule: str, changes: dict[str, Any], listed: str, clause: str, text: str
) -> None:
    """C01, C03, C12, C24, C28, C29, C30: what is not known asks, what is soft asks for a reason, the rest is said."""
    found = of(rule, getattr(look(rules_2025, **changes), listed))
    assert found.clause == clause
    assert text in found.text


def test_a_lower_title_is_no_reason_against_a_higher_one(rules_2025: CampaignRules) -> None:
    """C12: who holds the level below, or none, or has not chosen yet, is told nothing of it."""
    for changes in ({}, {"prior_level": ""}, {"level": ""}):
        rules = {finding.rule for finding in look(rules_2025, **changes).fails}
        assert "prior_title" not in rules


def test_an_examination_of_one_level_leaves_the_others_free(rules_2025: CampaignRules) -> None:
    """C03: what is examined at 中级 alone may be reviewed at 初级."""
    rules = [replace(rules_2025.exam_only[0], series="engineering", specialty="", level="intermediate")]
    narrow = replace(rules_2025, exam_only=tuple(rules))
    assert of("examination", look(narrow).hard_fails).clause == "C03"
    assert of("examination", look(narrow, level="assistant").meets).clause == "C03"
    assert of("examination", look(narrow, series_key="library").meets).clause == "C03"


def test_a_campaign_for_everybody_takes_every_employer(rules_2025: CampaignRules) -> None:
    """C01: a campaign that names no kinds of employers refuses none."""
    found = look(replace(rules_2025, employer_kinds=()))
    assert of("registered", found.meets)
    assert not found.blocked
