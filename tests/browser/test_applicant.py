"""An applicant on a phone, from the first page to the receipt; and once more with nothing but the keyboard."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from applications.enums import PaperKind, State
from applications.models import Application, Receipt
from tests import stories
from tests.browser.conftest import NARROWEST, PHONE, Portal, end_session
from tests.browser.filing import fill_section, onward, payload, slot_of
from tests.browser.hands import set_papers
from tests.factories import PASSWORD, beijing, employer, id_number, person

NAME = "阿卜杜热合曼·麦麦提图尔荪江·艾力江"
TYPED = "阿卜杜热合曼. 麦麦提图尔荪江•艾力江"
UNIT = "和田示例建筑工程有限公司"
MORNING = beijing(2025, 2, 18, 9)
SECTIONS = [key for key in stories.CONTENTS if key != "category"]


def fits(visitor: Portal) -> None:
    """The page is clean at the narrowest width; the phone stays as wide as it was."""
    visitor.page.set_viewport_size(NARROWEST)
    visitor.check()
    visitor.page.set_viewport_size(PHONE)


def sign_up(visitor: Portal, number: str) -> Page:
    """Register with the name's dots typed wrong; the page asks once whether the right name is right."""
    page = visitor.open("/account/sign-up/")
    page.get_by_label("姓名", exact=True).fill(TYPED)
    page.get_by_label("证件号码", exact=True).fill(number)
    page.get_by_label("手机号码", exact=True).fill("13909031234")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_label("我已读完并同意").check()
    page.get_by_label("我单独同意处理敏感个人信息").check()
    page.get_by_role("button", name="注册", exact=True).click()
    return page


def answer_five_questions(page: Page) -> None:
    page.get_by_label("工作单位", exact=True).fill(UNIT)
    page.get_by_label("学历", exact=True).select_option("21")
    page.get_by_label("学位", exact=True).select_option("bachelor")
    titled = page.get_by_role("group", name="有没有取得过职称")
    titled.get_by_label("有", exact=True).check()
    page.get_by_label("现任资格级别", exact=True).select_option("assistant")
    month(page, "取得时间", "2018", "12")
    page.get_by_role("group", name="有没有高级工以上职业资格或技能等级").get_by_label("没有", exact=True).check()
    month(page, "从事本专业工作起始时间", "2010", "7")
    page.get_by_label("系列和专业").select_option("construction")
    page.get_by_role("button", name="看我能报什么").click()


def month(page: Page, label: str, year: str, number: str) -> None:
    group = page.get_by_role("group", name=label, exact=True)
    group.get_by_label("年份").fill(year)
    group.get_by_label("月份").fill(number)


def test_signs_up_under_a_long_name_and_begins(portal, clock):
    """C03, C12, C42: 18 characters and two dots typed wrong are registered right; five questions lead to a draft."""
    clock.set(2025, 2, 17, 20, 40)
    employer(UNIT)
    visitor = portal(PHONE)
    page = sign_up(visitor, id_number())
    expect(page.get_by_role("status")).to_contain_text(NAME)
    fits(visitor)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="注册", exact=True).click()
    expect(page.get_by_role("heading", name="我的申报")).to_be_visible()
    fits(visitor)

    page.get_by_role("link", name="开始申报").click()
    fits(visitor)
    answer_five_questions(page)
    expect(page.get_by_role("heading", name="您能报什么")).to_be_visible()
    fits(visitor)
    page.get_by_role("region", name="中级评审，按学历").get_by_label("工程师", exact=True).check()
    page.get_by_role("button", name="就报这个，开始填写").click()

    expect(page.get_by_role("heading", name="申报类别", level=1)).to_be_visible()
    expect(page.get_by_text("草稿，未提交")).to_be_visible()
    fits(visitor)
    assert Application.objects.get().applicant.name == NAME
    assert Application.objects.get().state == State.DRAFT


def test_fills_every_section_and_sees_each_saved(portal, clock):
    """C15: each section says when it was saved, leads on when it is whole, and fits a phone."""
    clock.set(2025, 2, 18, 9)
    draft = stories.drafted(user=person(NAME))
    visitor = portal(PHONE)
    visitor.sign_in(draft.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{draft.number}/sections/category/")
    onward(page)
    for key in SECTIONS:
        expect(page).to_have_url(re.compile(f"/sections/{key}/$"))
        fill_section(page, key, stories.CONTENTS[key])
        if key != "papers":  # nobody has to have written one
            saved = page.get_by_role("status").filter(has_text="已保存")
            expect(saved).to_have_text(re.compile(r"\d\d:\d\d:\d\d已保存"))
        fits(visitor)
        onward(page)
    expect(page.get_by_role("heading", name="上传材料", level=1)).to_be_visible()
    kept: dict[str, Any] = {row.key: row for row in draft.sections.all()}
    assert all(kept[key].complete for key in SECTIONS)
    assert kept["education"].data["full_time"][0]["certificate_number"] == "107551201005000318"


def test_a_lost_session_keeps_what_was_typed_on_the_device(portal, clock):
    """C15: signed out while typing, the page says so, keeps the text on the device and brings it back afterwards."""
    clock.set(2025, 2, 18, 9)
    draft = stories.drafted(user=person(NAME))
    visitor = portal(PHONE)
    visitor.sign_in(draft.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{draft.number}/sections/summary/")
    page.get_by_label("个人总结").fill("第一句，已经存上。")
    expect(page.get_by_text("已保存")).to_be_visible()

    end_session(visitor)
    page.get_by_label("个人总结").fill("第一句，已经存上。第二句，登录过期以后写的。")
    expect(page.get_by_text("没有保存：登录已过期")).to_be_visible()
    fits(visitor)
    assert draft.sections.get(key="summary").data["text"] == "第一句，已经存上。"

    page.get_by_role("link", name="重新登录").click()
    page.get_by_label("号码").fill(draft.applicant.phone)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="个人总结", level=1)).to_be_visible()
    expect(page.get_by_label("个人总结")).to_have_value("第一句，已经存上。")
    fits(visitor)
    page.get_by_role("button", name="恢复到页面上").click()
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_label("个人总结")).to_have_value(re.compile("第二句"))
    onward(page)
    assert "第二句" in draft.sections.get(key="summary").data["text"]


def test_a_row_typed_after_the_session_ended_comes_back_whole(portal, clock):
    """C15: what was typed in a new row is kept on the device, and restored although the page shows fewer rows."""
    clock.set(2025, 2, 18, 9)
    draft = stories.drafted(user=person(NAME))
    visitor = portal(PHONE)
    visitor.sign_in(draft.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{draft.number}/sections/work/")
    page.get_by_label("单位").fill("和田示例建筑工程有限公司")
    page.get_by_role("button", name="加一段").click()
    expect(page.get_by_label("单位")).to_have_count(2)
    end_session(visitor)
    page.get_by_label("单位").last.fill("和田示例电力安装队")
    expect(page.get_by_text("没有保存：登录已过期")).to_be_visible()

    visitor.sign_in(draft.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{draft.number}/sections/work/")
    expect(page.get_by_label("单位")).to_have_count(1)
    page.get_by_role("button", name="恢复到页面上").click()
    expect(page.get_by_label("单位")).to_have_count(2)
    expect(page.get_by_label("单位").last).to_have_value("和田示例电力安装队")
    expect(page.get_by_text("这台设备上还有没存上的内容")).to_be_hidden()
    assert "和田示例电力安装队" in str(draft.sections.get(key="work").data)


def test_signing_in_again_in_another_tab_is_enough(portal, clock):
    """C15: signed out and in again elsewhere, the page in which somebody writes saves on, and goes on."""
    clock.set(2025, 2, 18, 9)
    draft = stories.drafted(user=person(NAME))
    visitor = portal(PHONE)
    page = visitor.sign_in(draft.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{draft.number}/sections/summary/")
    other = visitor.context.new_page()
    other.goto(visitor.address + "/applications/")
    other.get_by_role("button", name="退出").click()
    page.get_by_label("个人总结").fill("退出以后写的。")
    expect(page.get_by_text("没有保存：登录已过期")).to_be_visible()

    other.goto(visitor.address + "/account/sign-in/")
    other.get_by_label("号码").fill(draft.applicant.phone)
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.get_by_role("heading", name="我的申报")).to_be_visible()
    page.get_by_label("个人总结").press_sequentially("重新登录以后写的。")
    expect(page.get_by_text("已保存")).to_be_visible()
    onward(page)
    expect(page.get_by_role("heading", name="上传材料", level=1)).to_be_visible()
    assert "退出以后写的。" in draft.sections.get(key="summary").data["text"]


def upload(page: Page, label: str, *, kind: str = "jpeg") -> None:
    """Upload a drawn scan into the slot with these words, with everything declared that the slot asks for."""
    slot = slot_of(page, label)
    more = slot.get_by_text("我有，要传")
    if more.count():
        more.click()
    slot.get_by_label("选文件或拍照").set_input_files(payload(label, kind=kind, portrait=label == "证件照"))
    for box in slot.get_by_role("checkbox").all():
        box.check()
    slot.get_by_role("button", name=re.compile("^上传")).click()


def sign(page: Page, name: str = NAME) -> None:
    page.get_by_label("我已读完，作出以上承诺").check()
    page.get_by_label("写下您的姓名，作为签名").fill(name)
    page.get_by_role("button", name="提交申报，交单位审核").click()


def test_uploads_checks_and_submits(portal, clock):
    """C04, C14, C15, C22: files as checked on arrival, what is missing with its way there, commitment, receipt."""
    clock.set(2025, 2, 18, 10)
    written = stories.filled(drafted_by(NAME), files=False, at=MORNING)
    visitor = portal(PHONE)
    visitor.sign_in(written.applicant.phone, PASSWORD)
    page = visitor.open(f"/applications/{written.number}/materials/")
    fits(visitor)
    photo = slot_of(page, "证件照")
    photo.get_by_label("选文件或拍照").set_input_files(payload("证件照", kind="pdf"))
    photo.get_by_role("checkbox").check()
    photo.get_by_role("button", name=re.compile("^上传")).click()
    expect(photo.get_by_role("alert")).to_contain_text("证件照.pdf：")
    expect(photo.get_by_role("alert")).to_contain_text("这里只收JPEG、PNG、HEIC文件")
    fits(visitor)
    assert not written.materials.exists()

    upload_everything_but(page, "业绩成果")
    fits(visitor)
    page.get_by_role("link", name="检查与提交").last.click()
    gaps = page.get_by_role("region", name="还缺什么")
    expect(gaps.get_by_role("listitem")).to_have_count(1)
    fits(visitor)
    sign(page)
    expect(page.get_by_role("alert")).to_contain_text("业绩成果")
    expect(page.get_by_label("写下您的姓名，作为签名")).to_have_value(NAME)
    fits(visitor)
    assert Application.objects.get().state == State.DRAFT

    gaps.get_by_role("link", name="业绩成果").click()
    expect(page).to_have_url(re.compile("/materials/#s-achievements$"))
    upload(page, "业绩成果")
    expect(slot_of(page, "业绩成果")).to_contain_text("已好")
    page.get_by_role("link", name="检查与提交").last.click()
    expect(gaps).to_contain_text("各节已填完，必传的材料已传齐")
    page.get_by_text("上传的材料", exact=True).click()
    fits(visitor)
    sign(page)
    receipt_is_good(visitor)


def drafted_by(name: str) -> Application:
    return stories.drafted(user=person(name), at=MORNING)


def upload_everything_but(page: Page, last: str) -> None:
    """Upload into every slot that must be filled and is empty, in the order of the page."""
    empty = page.locator("li.slot.is-empty")
    alone = empty.filter(has=page.get_by_role("heading", level=3))
    while labels := [label for label in alone.get_by_role("heading").all_inner_texts() if label != last]:
        upload(page, labels[0], kind="pdf" if "课证书" in labels[0] else "jpeg")
        expect(slot_of(page, labels[0])).to_contain_text("已好")
    for label in ("《学历证书电子注册备案表》", "劳动合同"):
        upload(page, label)
        expect(slot_of(page, label)).to_contain_text("删掉")


def receipt_is_good(visitor: Portal) -> None:
    """The receipt says when, shows the digest, and its PDF comes down."""
    page = visitor.page
    expect(page.get_by_role("heading", name="已收到您的申报")).to_be_visible()
    expect(page.get_by_text("申报回执：正在制作")).to_be_visible()
    set_papers(PaperKind.RECEIPT)
    page.reload()
    receipt = Receipt.objects.get()
    expect(page.get_by_role("main")).to_contain_text("2025年2月18日")
    expect(page.get_by_text(receipt.digest)).to_be_visible()
    fits(visitor)
    address = page.get_by_role("link", name="申报回执").get_attribute("href")
    paper = visitor.context.request.get(f"{visitor.address}{address}")
    assert (paper.status, paper.headers["content-type"]) == (200, "application/pdf")
    assert paper.body().startswith(b"%PDF-")
    assert receipt.application.state == State.EMPLOYER_CHECK
