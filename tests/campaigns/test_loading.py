"""Reference tables and a campaign from files: complete, twice the same, all or nothing, the office's edits kept."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import OfficeKind
from accounts.models import Division, Office
from campaigns.code_tables import REFERENCE
from campaigns.enums import SlotCondition, WindowKind
from campaigns.models import Campaign, FeeRule, LoadedRow, Question, Series, Slot, Specialty, Title
from campaigns.models.validators import CLAUSE
from campaigns.rules.calendar import end_of_day
from campaigns.services import LoadError, load_campaign, load_reference

pytestmark = pytest.mark.django_db
SHIPPED = REFERENCE / "2025"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the shipped files that a test may spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "2025"))


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_second_load_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """C42: the loaders can run twice."""
    assert not load_reference().changed
    assert not load_campaign(SHIPPED).changed
    call_command("load_campaign", "2025")
    assert capsys.readouterr().out.strip() == "没有变化"


def test_all_units_and_offices_are_there() -> None:
    """C01, C38, C40: 11 county-level units and 兵团第十四师, each with its two offices; the notice's address line."""
    units = Division.objects.filter(kind__in=["county", "corps"])
    assert units.filter(kind="county").count() == 11
    assert units.filter(kind="corps").count() == 1
    for unit in units:
        kinds = set(unit.offices.values_list("kind", flat=True))
        assert kinds == {OfficeKind.COUNTY_HR, OfficeKind.COUNTY_TITLE}
    assert Office.objects.filter(kind=OfficeKind.SECTOR).count() == 7
    for kind in (OfficeKind.EMPLOYMENT_SERVICE, OfficeKind.TITLE_OFFICE, OfficeKind.SUPERVISION):
        assert Office.objects.filter(kind=kind).count() == 1


def test_only_the_two_telephones_of_the_notice_are_given() -> None:
    """C48: no invented number."""
    phones = set(Office.objects.exclude(phone="").values_list("phone", flat=True))
    assert phones == {"0903-2069736", "0903-2069176"}


def test_the_series_are_27_each_with_titles_and_a_specialty() -> None:
    """C12: somebody of any series can choose something."""
    assert Series.objects.count() == 27
    assert not Series.objects.filter(titles=None).exists()
    assert not Series.objects.filter(specialties=None).exists()
    assert set(Series.objects.filter(needs_recent_training=True).values_list("key", flat=True)) == {
        "engineering",
        "agriculture",
    }
    assert Title.objects.get(series__key="engineering", level="intermediate").name == "工程师"
    assert Specialty.objects.count() == 58


def test_every_date_of_the_notice_is_there_to_the_instant(campaign: Campaign) -> None:
    """C05, C06, C07, C08, C09, C10, C11, C18, C33: the timetable, 北京时间."""
    ends = {row.kind: row.closes_at for row in campaign.windows.all()}
    assert ends == {
        WindowKind.PRIOR_FILING: end_of_day(date(2025, 2, 17)),
        WindowKind.FILING: end_of_day(date(2025, 3, 6)),
        WindowKind.REVIEW: end_of_day(date(2025, 3, 15)),
        WindowKind.CORRECTION: end_of_day(date(2025, 3, 15)),
        WindowKind.PAPER: end_of_day(date(2025, 3, 25)),
        WindowKind.PAYMENT: end_of_day(date(2025, 3, 30)),
        WindowKind.MEETING: end_of_day(date(2025, 4, 15)),
        WindowKind.COUNTY: end_of_day(date(2025, 4, 25)),
        WindowKind.RESULT_DOCUMENT: end_of_day(date(2025, 4, 25)),
        WindowKind.CERTIFICATE: end_of_day(date(2025, 5, 20)),
    }
    opens = {
        row.kind: row.opens_at.astimezone(end_of_day(date(2025, 1, 1)).tzinfo)
        for row in campaign.windows.all()
        if row.opens_at
    }
    assert opens[WindowKind.FILING].isoformat() == "2025-02-17T00:00:00+08:00"
    assert opens[WindowKind.REVIEW].isoformat() == "2025-02-20T00:00:00+08:00"


def test_the_campaign_bears_the_notice_and_its_telephones(campaign: Campaign) -> None:
    """C01, C02, C07, C08, C12, C16, C17, C26, C28, C32, C33, C39, C41, C45, C46, C48: the scalars of the notice."""
    assert campaign.document_number == "和地职称办〔2025〕1号"
    assert (campaign.contact_phone, campaign.supervision_phone) == ("0903-2069736", "0903-2069176")
    assert (campaign.correction_days, campaign.max_submissions, campaign.notice_days) == (2, 3, 5)
    assert (campaign.prior_meeting_filing_days, campaign.post_filing_days, campaign.fraud_ban_years) == (5, 5, 3)
    assert (campaign.publicity_days, campaign.print_days, campaign.booking_days) == (5, 5, 5)
    assert (campaign.dispatch_years, campaign.yearly_training_hours, campaign.specialty_training_hours) == (
        1,
        90,
        60,
    )
    assert (campaign.years_counted_to, campaign.four_only_limit) == (date(2025, 3, 6), 50)
    assert campaign.correction_rolls
    assert campaign.suspends_state_owned
    assert not campaign.full_number_on_notice
    assert campaign.employer_kinds == ["private", "individual", "cooperative", "nonprofit", "outside"]
    junior_to_intermediate = ["technician", "assistant", "intermediate"]
    assert campaign.levels == {
        "initial": junior_to_intermediate,
        "review": junior_to_intermediate,
        "grant": [*junior_to_intermediate, "senior_associate", "senior_full"],
    }


def test_the_commitment_says_what_follows_a_lie(campaign: Campaign) -> None:
    """C14, C22, C45: truth, secrets, omissions, and the consequences."""
    for words in ("真实", "国家秘密", "漏传", "三年内", "诚信名单", "个人信息"):
        assert words in campaign.commitment_text


def test_every_row_of_the_campaign_passes_its_own_checks(campaign: Campaign) -> None:
    """C24: each slot's condition, each reason's clause and item, each route's offices are known."""
    for rows in ("windows", "slots", "reasons", "checklist", "routes", "thresholds", "exam_only", "fees"):
        for row in getattr(campaign, rows).all():
            row.full_clean()
            assert CLAUSE.fullmatch(getattr(row, "clause", "C01"))
    assert {slot.condition for slot in campaign.slots.all()} == set(SlotCondition.values)


def test_the_checklist_has_the_eight_items_of_the_notice(campaign: Campaign) -> None:
    """C25: 基本信息、学历、专业工作年限、聘任年限、实践能力、工作业绩、科研成果、继续教育."""
    assert [item.label for item in campaign.checklist.all()] == [
        "基本信息",
        "学历",
        "专业工作年限",
        "聘任年限",
        "实践能力（经历）",
        "工作业绩",
        "科研成果",
        "继续教育",
    ]
    covered = {key for item in campaign.checklist.all() for key in item.slots}
    assert covered >= set(campaign.slots.exclude(key="other").values_list("key", flat=True))


def test_every_reason_is_published_with_its_clause_and_a_remedy(campaign: Campaign) -> None:
    """C24, C18: a codified list, the third submission and the overdue correction on it."""
    reasons = {reason.code: reason for reason in campaign.reasons.all()}
    assert len(reasons) >= 25
    assert all(reason.citation.startswith("通知") and reason.remedy for reason in reasons.values())
    assert reasons["R01"].clause == reasons["R02"].clause == "C18"
    by_use: dict[str, set[str]] = {}
    for code, reason in reasons.items():
        by_use.setdefault(reason.use, set()).add(code)
    assert by_use["both"] == {"E01", "E02", "E04", "E05", "E08"}
    assert by_use["reject"] == {"E03", "R01", "R04", "R05", "R06"}
    assert by_use["sweep"] == {"R02", "R03"}
    assert (reasons["M03"].label, reasons["M07"].label, reasons["B02"].label) == (
        "扫描不正、不清",
        "遮盖不全",
        "与填报内容不一致",
    )


def test_certificates_from_2022_on_come_from_the_system(campaign: Campaign) -> None:
    """C23: as the file that the system gives, no photograph of one's own; 2021 may still be paper."""
    courses = campaign.slots.filter(key__contains="_course_")
    assert {slot.key for slot in courses if slot.types != ["pdf"]} == {"public_course_y4"}


def test_questions_are_many_and_short(campaign: Campaign) -> None:
    """C42: plain guidance."""
    assert campaign.questions.count() >= 12
    assert max(len(row.answer) for row in campaign.questions.all()) < 160


def test_changed_files_change_rows_that_the_office_left_alone(campaign: Campaign, folder: Path) -> None:
    """C35: a new fee in the file arrives."""
    spoil(folder, "fees.csv", "280", "300")
    report = load_campaign(folder)
    assert report.changed
    assert "收费标准：新增0，更新1，未变2" in str(report)
    assert FeeRule.objects.get(campaign=campaign, band="intermediate").amount == 300


def test_an_edit_of_the_office_is_kept_and_told_unless_overwritten(campaign: Campaign, folder: Path) -> None:
    """C35: what the office wrote on screen wins over the file, until somebody says otherwise."""
    FeeRule.objects.filter(campaign=campaign, band="intermediate").update(amount=260)
    spoil(folder, "fees.csv", "280", "300")
    report = load_campaign(folder)
    assert "已由职称办修改，保留不动" in str(report)
    assert FeeRule.objects.get(campaign=campaign, band="intermediate").amount == 260
    load_campaign(folder, overwrite=True)
    assert FeeRule.objects.get(campaign=campaign, band="intermediate").amount == 300


def test_a_row_that_the_office_deleted_does_not_come_back(campaign: Campaign) -> None:
    """C42: a question taken off stays off."""
    Question.objects.filter(campaign=campaign, order=1).delete()
    report = load_campaign(SHIPPED)
    assert not report.changed
    assert "已由职称办删除" in str(report)
    assert not Question.objects.filter(campaign=campaign, order=1).exists()


def test_rows_of_the_office_stay_unless_pruned(campaign: Campaign) -> None:
    """C42: `--prune` alone deletes what the files do not name."""
    Question.objects.create(campaign=campaign, question="问", answer="答", order=99)
    assert not load_campaign(SHIPPED).changed
    assert Question.objects.filter(campaign=campaign, order=99).exists()
    assert load_campaign(SHIPPED, prune=True).changed
    assert not Question.objects.filter(campaign=campaign, order=99).exists()


def test_a_campaign_that_is_gone_is_loaded_whole_again(campaign: Campaign) -> None:
    """C42: nothing of an earlier load is in the way."""
    campaign.delete()
    assert LoadedRow.objects.filter(scope="campaign:2025").exists()
    load_campaign(SHIPPED)
    assert Campaign.objects.get(key="2025").slots.count() == 35


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("fees.csv", "280", "很多", "fees.csv:3"),
        ("fees.csv", "280", "-1", "fees.csv:3"),
        ("fees.csv", "kind,band", "kind,bend", "fees.csv:2，缺少“band”"),
        ("fees.csv", "intermediate", "junior", "fees.csv:3，与前面的一行重复"),
        ("fees.csv", ",280,", ",280,280,", "fees.csv:3，应有4格，实有5格"),
        ("routes.csv", "sector-water", "sector-fire", "没有代号为“sector-fire”的办理机构"),
        ("routes.csv", "hetian-shi-title,C38", "supervision,C38", "复审只能由职称办办理"),
        ("reasons.csv", "C15", "C49", "reasons.csv:2，依据：“C49”不在C01至C48之内"),
        ("reasons.csv", ",education,6", ",schooling,6", "没有：schooling"),
        ("slots.csv", "always", "sometimes", "slots.csv:2，条件"),
        ("slots.csv", "jpeg;png;heic,5", "jpeg;exe,5", "没有：exe"),
        ("slots.csv", "true,true,3", "false,true,3", "专家可见的材料必须遮盖"),
        ("thresholds.csv", "true,false,0", "maybe,false,0", "应为true或false"),
        ("checklist.csv", "photo;", "photograph;", "没有：photograph"),
        ("campaign.toml", 'kind = "payment"', 'kind = "paying"', "campaign.toml:"),
        ("campaign.toml", "notice_days = 5", "notice_days = 3", "不少于5"),
        ("campaign.toml", "max_submissions = 3", "max_submissions = 4", "不超过3次"),
        ("campaign.toml", "2025-05-20T", "2025-04-20T", "不能晚于“备案与电子证书”"),
        ("campaign.toml", "[campaign]", "[campaign", "campaign.toml：第"[:13]),
    ],
)
def test_wrong_rows_are_named_by_file_and_line_and_nothing_is_loaded(
    campaign: Campaign, folder: Path, file: str, old: str, new: str, said: str
) -> None:
    """C12: a mistake in a file is said clearly, and the database stays as it was."""
    Slot.objects.filter(campaign=campaign, key="other").update(hint="由职称办改过")
    before = {str(row.amount) for row in campaign.fees.all()}
    spoil(folder, file, old, new)
    with pytest.raises(LoadError) as caught:
        load_campaign(folder, overwrite=True)
    assert said in str(caught.value)
    assert {str(row.amount) for row in campaign.fees.all()} == before
    assert campaign.slots.get(key="other").hint == "由职称办改过"


def test_a_missing_file_is_an_answer_not_a_traceback(tmp_path: Path) -> None:
    """C42: the command fails with a sentence."""
    with pytest.raises(CommandError, match=r"campaign\.toml：没有这个文件"):
        call_command("load_campaign", "2025", path=tmp_path)
