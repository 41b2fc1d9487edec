"""Every file that arrives is looked at and held against the form; what was seen stands beside it (materials.md)."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
import weasyprint
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from accounts.acting import Act
from applications.enums import CheckStatus, State
from applications.models import Application, Check, Material
from applications.rules.comparing import expected_of
from applications.rules.refusal import Refused
from applications.selectors.applicant import Workspace
from applications.services import checks
from applications.services.employer import conclude_notice
from applications.services.materials import Upload, add_material, explain, move_to_slot, turn_page
from applications.services.sections import save_section
from documents import store
from documents.scans.reading import is_installed
from tests import stories
from tests.documents import crafted
from tests.factories import act_as, act_of
from tests.review.desk.cases import sign_in

pytestmark = pytest.mark.django_db
NOW, STARTED, SECOND = stories.SUBMITTED, stories.STARTED, timedelta(seconds=1)
NUMBER, OTHER = "653201199001010016", "653201199001011234"
FONT = Path("var/fonts/FandolSong-Bold.otf")


def contract(name: str, id_number: str, *, turn: int = 0) -> bytes:
    """Give a plain page of an employment contract, as a scanner makes it, turned by quarters."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(str(FONT), 34)
    lines = (
        "劳动合同书",
        "甲方（用人单位）：和田示例建筑工程有限公司",
        f"乙方（劳动者）姓名：{name}",
        f"身份证号码：{id_number}",
        "一、合同期限：本合同为固定期限劳动合同。",
        "二、工作内容：乙方担任技术员工作。",
        "三、劳动报酬：按月支付，不低于当地标准。",
    )
    for row, line in enumerate(lines):
        draw.text((150, 160 + row * 110), line, fill="black", font=font)
    out = io.BytesIO()
    page.rotate(turn, expand=True).save(out, "JPEG", quality=85)
    return out.getvalue()


def sent(case: Application, slot: str, data: bytes, name: str = "扫描件.jpg") -> Material:
    upload = Upload(data, name, declassified=True, masked=True)
    return add_material(application_id=case.pk, slot_key=slot, upload=upload, act=act_of(case.applicant, NOW))


def looked_at(material: Material, at: datetime = NOW) -> Check:
    assert checks.make(material.checked.pk, clock=lambda: at)
    return Check.objects.get(material=material)


def remarks(case: Application) -> list[str]:
    return [remark.text for seen in Workspace(case, NOW).seen.values() for remark in seen.remarks]


def change(client: Client, material: Material, **typed: Any) -> Any:
    case = material.application
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        return client.post(reverse("applications:change", args=[case.number, material.pk]), typed)


def page_of(client: Client, case: Application) -> str:
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse("applications:materials", args=[case.number])).content.decode()


def ask(client: Client, case: Application, *of: int) -> Any:
    client.force_login(case.applicant)
    with time_machine.travel(NOW, tick=False):
        return client.get(reverse("applications:checked", args=[case.number]), {"of": ",".join(map(str, of))})


@pytest.fixture
def case() -> Application:
    return stories.drafted(user=stories.person("买买提·吐尔逊江", document_number=NUMBER))


def test_a_contract_of_somebody_else_is_told_on_the_page(client: Client, case: Application) -> None:
    """C15: waiting words first; then, by itself, what was read beside what was filled in, with the place on the page."""
    assert is_installed
    material = sent(case, "employment_contract", contract("买合木提·吾守尔", OTHER))
    assert "正在检查，结果会自己出现。" in page_of(client, case)
    assert ask(client, case, material.pk).status_code == 204
    check = looked_at(material)
    assert check.status == CheckStatus.READY
    assert check.is_read
    answer = ask(client, case, material.pk)
    text = answer.content.decode()
    assert f'id="c-{material.pk}"' in text
    assert "姓名不一致：文件上读到“买合木提吾守尔”，填的是“买买提·吐尔逊江”。" in text
    assert "身份证号不一致：文件上读到“653***********1234”" in text
    assert OTHER not in text
    assert text.count('class="seen-part"') == 2
    with time_machine.travel(NOW, tick=False):
        address = next(part for part in text.split('"') if "around=" in part).replace("&amp;", "&")
        part = Image.open(io.BytesIO(client.get(address).content))
    assert part.height < part.width < 1600
    assert "有地方" not in page_of(client, case)
    assert "姓名不一致" in page_of(client, case)


def test_what_agrees_is_said_in_one_line(client: Client, case: Application) -> None:
    """C15: nothing to look at takes no room."""
    looked_at(sent(case, "employment_contract", contract(case.applicant.name, NUMBER)))
    page = page_of(client, case)
    assert "查过，没有发现问题，姓名、身份证号和填的一致。" in page
    assert "请看一下" not in page


def test_a_page_on_its_side_is_put_right_by_one_press(client: Client, case: Application) -> None:
    """C15: the file stays byte for byte; wherever it is shown it stands upright, and the remark is gone."""
    who = case.applicant
    material = sent(case, "employment_contract", contract(who.name, NUMBER, turn=90))
    looked_at(material)
    assert remarks(case) == ["这一页不是正着放的。"]
    assert "把第1页转正" in page_of(client, case)
    before = client.get(reverse("files:page", args=[material.pk, 1]), {"width": 240})
    assert "immutable" in before["Cache-Control"]
    assert change(client, material, do="turn", page="1", degrees="90").status_code == 302
    assert remarks(case) == []
    address = next(part for part in page_of(client, case).split('"') if "width=240" in part).replace("&amp;", "&")
    assert address.endswith("&turn=90")
    shown = Image.open(io.BytesIO(client.get(address).content))
    assert shown.height > shown.width
    stale = client.get(reverse("files:page", args=[material.pk, 1]), {"width": 240})
    assert "immutable" not in stale["Cache-Control"]
    for wrong in ({"page": "2", "degrees": "90"}, {"page": "1", "degrees": "45"}, {"page": "x", "degrees": ""}):
        assert change(client, material, do="turn", **wrong).status_code == 409 or wrong["degrees"] == ""
    material.refresh_from_db()
    assert material.turns == {"1": 90}


def test_a_file_in_the_wrong_slot_is_moved_by_one_press(client: Client, case: Application) -> None:
    """C15: 错传 is noticed; the file goes where it belongs, behind what is there, and is held against that slot."""
    who = case.applicant
    material = sent(case, "id_card", contract(who.name, NUMBER))
    looked_at(material)
    assert remarks(case)[0] == "看起来像“劳动合同”，不像这一栏要的。"
    answer = change(client, material, do="move", slot="employment_contract")
    assert answer.url.endswith("#s-employment_contract")
    material.refresh_from_db()
    assert (material.slot_key, material.checked.status) == ("employment_contract", CheckStatus.WAITING)
    looked_at(material)
    assert remarks(case) == []
    refused = change(client, material, do="move", slot="photo")
    assert refused.status_code == 302  # a JPEG of one page may be a photo
    material.refresh_from_db()
    assert change(client, material, do="move", slot="public_course_y1").status_code == 409
    assert change(client, material, do="move", slot="posting_notice").status_code == 409
    assert change(client, material, do="move", slot="none-such").status_code == 409
    material.refresh_from_db()
    assert material.slot_key == "photo"


def test_a_sentence_says_why_a_file_stays(client: Client, case: Application) -> None:
    """C15: checks advise; one sentence may stand beside, for the reviewer; a long one comes back whole."""
    material = sent(case, "employment_contract", contract("买合木提·吾守尔", OTHER))
    looked_at(material)
    assert change(client, material, do="explain", reason=" 合同上  是曾用名 ").status_code == 302
    assert Check.objects.get(material=material).reason == "合同上 是曾用名"
    assert "合同上 是曾用名" in page_of(client, case)
    answer = change(client, material, do="explain", reason="长" * 101)
    assert answer.status_code == 409
    assert "说明最多100个字，现在有101个。" in answer.content.decode()
    assert Check.objects.get(material=material).reason == "合同上 是曾用名"


def test_what_is_filled_in_later_is_held_against_the_files_again(case: Application) -> None:
    """C15: a changed form asks for it once, however often it is saved; pages are not read a second time."""
    material = sent(case, "employment_contract", contract(case.applicant.name, NUMBER))
    looked_at(material)
    act = act_of(case.applicant, NOW + timedelta(minutes=5))
    data = case.sections.get_or_create(key="education", defaults={"saved_at": STARTED})[0].data
    save_section(application_id=case.pk, key="education", data=data, revision=0, act=act)
    assert Workspace(case, act.at).seen[material.pk].is_waiting
    at_rest = act.at + checks.CHECKS.queue_waits
    for at, asked in ((at_rest - SECOND, []), (at_rest, [material.checked.pk])):
        checks.ask_for_stale(at)
        assert checks.CHECKS.late(at) == asked
    default_storage.delete(material.file.path)  # what was seen of its pages lies beside it
    assert looked_at(material, at_rest).status == CheckStatus.READY
    assert not Workspace(case, at_rest).seen[material.pk].is_waiting
    checks.ask_for_stale(at_rest + timedelta(hours=1))
    assert Check.objects.get(material=material).status == CheckStatus.READY


def test_a_form_saved_while_a_worker_reads_is_held_against_the_file_again(case: Application) -> None:
    """C15: whether the worker still read the old text or the new one, the result counts as stale."""
    material = sent(case, "employment_contract", contract(case.applicant.name, NUMBER))
    moments = iter(NOW + n * SECOND for n in range(60))
    assert checks.make(material.checked.pk, clock=lambda: next(moments))
    case.sections.update_or_create(key="education", defaults={"saved_at": NOW + SECOND, "data": {}})
    assert Workspace(case, NOW).seen[material.pk].is_waiting


def test_what_was_read_is_kept_encrypted(case: Application) -> None:
    """C46: neither the row nor the store tells a name or number to who only holds the disk."""
    looked_at(sent(case, "employment_contract", contract(case.applicant.name, NUMBER)))
    _folders, names = default_storage.listdir("sights")
    kept = b"".join(store.read(f"sights/{name}") for name in names)
    assert NUMBER.encode() not in kept
    assert "劳动合同".encode() not in kept
    (row,) = Check.objects.extra(select={"raw": "kept_findings"}).values_list("raw")
    assert NUMBER not in row[0]


def test_a_file_that_makes_the_worker_fail_is_said_so(client: Client, case: Application) -> None:
    """C15: after the third failure it is given up, and nothing is held up by it."""
    material = sent(case, "employment_contract", crafted.jpeg() + b"gone")
    default_storage.delete(material.file.path)
    for _attempt in range(3):
        assert not checks.make(material.checked.pk, clock=lambda: NOW)
    assert Check.objects.get(material=material).status == CheckStatus.FAILED
    assert "没有查成，请自己看一遍。不影响提交。" in page_of(client, case)


def test_an_installation_may_look_at_nothing(client: Client, case: Application, settings: Any) -> None:
    """Set-up: SCAN_CHECKS off leaves uploads as they were."""
    settings.SCAN_CHECKS = False
    sent(case, "employment_contract", stories.picture(1))
    assert not Check.objects.exists()
    assert "data-waiting" not in page_of(client, case)


def test_nothing_is_changed_after_the_submission() -> None:
    """C15: neither turned nor moved nor explained."""
    case = stories.submitted()
    assert case.state == State.EMPLOYER_CHECK
    material, act = case.materials.filter(slot_key="id_card")[0], act_of(case.applicant, NOW)
    for step in (
        lambda act: turn_page(material_id=material.pk, page=1, degrees=90, act=act),
        lambda act: move_to_slot(material_id=material.pk, slot_key="other", act=act),
        lambda act: explain(material_id=material.pk, reason="晚了", act=act),
    ):
        with pytest.raises(Refused, match="不能改动"):
            _tried(step, act)


def _tried(step: Any, act: Act) -> None:
    step(act)


EDUCATION = {
    "full_time": [{"school": "新疆大学", "certificate_number": "106551201605000123"}],
    "in_service": [{"school": "国家开放大学", "certificate_number": "无"}],
}
NO_MORE = {"graduated_on": "", "verification_code": ""}
CONTENTS = {
    "education": EDUCATION,
    "current": {"title_certificate": "新职A0001", "skill_certificate": "S-77"},
    "continuing": {"years": [{"year": "2024", "public_hours": "30", "special_hours": "60"}]},
}


@pytest.mark.parametrize(
    ("slot", "answers"),
    [
        ("photo", [{}]),
        ("id_card", [{"name": "王小明", "id_number": "6532"}]),
        (
            "diploma",
            [
                {"name": "王小明", "school": "新疆大学", "certificate_number": "106551201605000123", **NO_MORE},
                {"name": "王小明", "school": "国家开放大学", "certificate_number": "", **NO_MORE},
            ],
        ),
        (
            "degree_certificate",
            [{"name": "王小明", "school": "新疆大学"}, {"name": "王小明", "school": "国家开放大学"}],
        ),
        ("current_title", [{"name": "王小明", "certificate_number": "新职A0001"}]),
        ("skill_certificate", [{"name": "王小明", "certificate_number": "S-77"}]),
        ("public_course_y1", [{"name": "王小明", "hours": "30"}]),
        ("specialty_course_y1", [{"name": "王小明", "hours": "60"}]),
        ("specialty_course_y2", [{"name": "王小明", "hours": ""}]),
        ("achievements", [{"name": "王小明"}]),
    ],
)
def test_what_a_slot_is_held_against(slot: str, answers: list[dict[str, str]]) -> None:
    """C15, C19, C25, C28: the form's own values, for each diploma its own; nothing where the form says nothing."""
    found = expected_of(slot, CONTENTS, name="王小明", id_number="6532", year=2025)
    if slot == "achievements":
        assert found in (answers, [{}])
    else:
        assert found == answers


def test_a_hostile_page_is_looked_at_apart(case: Application, settings: Any) -> None:
    """C22: what takes too much ends in its own process, and the check says that it was not done."""
    settings.FILES_APART = True
    material = sent(case, "employment_contract", crafted.jpeg() + b"apart")
    assert looked_at(material).status == CheckStatus.READY


def test_before_submitting_all_is_listed_once_more(client: Client, case: Application) -> None:
    """C15: what may be returned stands on the last page, with the person's own sentence; it holds nobody back."""
    material = sent(case, "employment_contract", contract("买合木提·吾守尔", OTHER))
    client.force_login(case.applicant)
    address = reverse("applications:check", args=[case.number])
    with time_machine.travel(NOW, tick=False):
        assert "还有1个文件正在检查" in client.get(address).content.decode()
        looked_at(material)
        explain(material_id=material.pk, reason="合同上是曾用名", act=act_of(case.applicant, NOW))
        page = client.get(address).content.decode()
    assert "正在检查" not in page
    assert "姓名不一致" in page
    assert "您的说明：合同上是曾用名" in page


def test_the_reviewer_reads_the_form_beside_what_was_read(client: Client, case: Application) -> None:
    """C15, C44: findings beside the page, both values, and the applicant's own sentence; which files to look at first."""
    material = sent(case, "employment_contract", contract("买合木提·吾守尔", OTHER))
    looked_at(material)
    explain(material_id=material.pk, reason="合同上是曾用名", act=act_of(case.applicant, NOW))
    case = stories.forwarded(stories.in_notice(stories.in_check(stories.submitted(stories.filled(case)))))
    sign_in(client, stories.reviewer_of(case))
    with time_machine.travel(stories.PASSED, tick=False):
        page = client.get(reverse("desk:case", args=[case.number]), {"m": material.pk}).content.decode()
    assert "系统看到的，供参考" in page
    assert "填的买买提·吐尔逊江，文件上买合木提吾守尔" in page
    assert "填的653***********0016，文件上653***********1234" in page
    assert "申报人说明：合同上是曾用名" in page
    assert "系统提醒看的，1份材料" in page
    assert OTHER not in page


def report(code: str, until: str) -> bytes:
    """Give a report of 学信网 as one downloads it: a PDF with its text."""
    rows = (
        "教育部学历证书电子注册备案表",
        "姓名：买买提·吐尔逊江",
        "学校名称：新疆大学",
        "毕（结）业日期：2016年07月01日",
    )
    told = (*rows, "证书编号：106551201605000123", f"在线验证码 {code}", f"验证有效期至 {until}")
    return bytes(weasyprint.HTML(string="".join(f"<p>{row}</p>" for row in told)).write_pdf())


@pytest.mark.parametrize(
    ("kept", "until", "said"),
    [
        ("AKXX1234BC5678QQ", "2025年03月01日", []),
        ("", "2025年03月01日", []),
        ("AKXX1234BC5678ZZ", "2025年03月01日", ["在线验证码不一致"]),
        ("akxx1234bc5678qq", "2025年02月17日", ["这份报告的在线验证2025-02-17已经到期"]),
    ],
)
def test_a_report_of_an_education_is_read(case: Application, kept: str, until: str, said: list[str]) -> None:
    """C19: school, number, month and code are held against the diploma; one that can no longer be verified is told."""
    diploma = {"school": "新疆大学", "certificate_number": "106551201605000123", "graduated_on": "2016-07"}
    case.sections.update_or_create(
        key="education", defaults={"saved_at": STARTED, "data": {"full_time": [diploma | {"chsi_code": kept}]}}
    )
    material = sent(case, "education_register", report("AKXX1234BC5678QQ", until), "备案表.pdf")
    looked_at(material)
    assert [text[: len(begins)] for text, begins in zip(remarks(case), said, strict=True)] == said
    seen = Workspace(case, NOW).seen[material.pk]
    code = next(each for each in seen.compared if each.label == "在线验证码")
    assert (code.found, code.verdict == "agrees") == ("AKXX1234BC5678QQ", kept.upper() == "AKXX1234BC5678QQ")
    agreeing = ["姓名", "证书编号", "学校", "毕业时间"]
    assert sorted(seen.agrees) == sorted(agreeing + ["在线验证码"] * (kept.upper() == "AKXX1234BC5678QQ"))


def test_the_employer_sees_it_too(client: Client, case: Application) -> None:
    """C15, C20: what may be returned is told before it is forwarded, of the applicant's files and of its own scans."""
    material = sent(case, "employment_contract", contract("买合木提·吾守尔", OTHER))
    looked_at(material)
    case = stories.in_notice(stories.in_check(stories.submitted(stories.filled(case))))
    clerk = stories.clerk_of(case.employer)
    act = act_as(clerk, stories.FORWARDED)
    conclude_notice(application_id=case.pk, act=act)
    scan = stories.upload(case, "posting_notice", at=stories.FORWARDED, act=act)
    sign_in(client, clerk)
    with time_machine.travel(stories.FORWARDED, tick=False):
        page = client.get(reverse("employer:case", args=[case.number])).content.decode()
    assert "姓名不一致：文件上读到“买合木提吾守尔”" in page
    assert f'id="c-{scan.pk}"' in page
    assert "正在检查，结果会自己出现。" in page
    assert "转正" not in page


def test_any_page_can_be_turned(client: Client, case: Application) -> None:
    """C15: also one that the portal has nothing to say of; four quarters are none."""
    material = sent(case, "employment_contract", contract(case.applicant.name, NUMBER))
    assert ">转向<" in page_of(client, case)
    for turn in (90, 180, 270, 0):
        assert change(client, material, do="turn", page="1", degrees="90").status_code == 302
        material.refresh_from_db()
        assert material.turned(1) == turn
