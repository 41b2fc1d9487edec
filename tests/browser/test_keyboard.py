"""Somebody who cannot use a mouse files an application: Tab, Space, Enter, arrows and typing, nothing else."""

import re

from playwright.sync_api import Locator, Page, expect

from applications.enums import State
from applications.models import Application
from applications.selectors.applicant import Workspace
from tests import stories
from tests.browser.conftest import DESK
from tests.browser.filing import payload, slot_of
from tests.factories import PASSWORD, beijing, employer, person

UNIT = "和田示例建筑工程有限公司"
NOW = beijing(2025, 2, 18, 10)
SEEN = """target => {
    const at = document.activeElement, look = getComputedStyle(at);
    const ring = at === document.body || (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0);
    return [target === at, ring, at.outerHTML.slice(0, 160)];
}"""


def reach(page: Page, target: Locator, *, key: str = "Tab", most: int = 150) -> None:
    """Press a key until the target has the focus; wherever the focus stops it is drawn."""
    for _press in range(most):
        page.keyboard.press(key)
        here, has_ring, what = target.evaluate(SEEN)
        assert has_ring, f"the focus is not seen on {what}"
        if here:
            return
    raise AssertionError(f"{key} never reaches {target}")


def write(page: Page, target: Locator, text: str) -> None:
    reach(page, target)
    page.keyboard.type(text)


def pick(page: Page, label: str, value: str) -> None:
    """Choose in a list with the arrow keys."""
    box = page.get_by_role("combobox", name=label, exact=True)
    reach(page, box)
    for _press in range(80):
        if box.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{label} has no {value}")


def month(page: Page, label: str, year: str, number: str) -> None:
    group = page.get_by_role("group", name=label, exact=True)
    write(page, group.get_by_label("年份"), year)
    write(page, group.get_by_label("月份"), number)


def arrive(page: Page, heading: str) -> None:
    """Wait for the page with this heading; skip what stands above it unless the address leads past it already."""
    expect(page.get_by_role("heading", name=heading, level=1, exact=True)).to_be_visible()
    if "#" not in page.url:
        reach(page, page.get_by_role("link", name="跳到正文"), most=1)
        page.keyboard.press("Enter")


def follow(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


def sign_in(page: Page, number: str) -> None:
    arrive(page, "登录")
    write(page, page.get_by_label("号码"), number)
    write(page, page.get_by_label("密码"), PASSWORD)
    page.keyboard.press("Enter")


def begin(page: Page) -> None:
    """From the first page over the five questions to a draft of 工程师."""
    arrive(page, "我的申报")
    follow(page, page.get_by_role("link", name="开始申报"))
    arrive(page, "五个问题，看您能报什么")
    write(page, page.get_by_label("工作单位", exact=True), UNIT)
    pick(page, "学历", "21")
    pick(page, "学位", "bachelor")
    reach(page, page.get_by_role("group", name="有没有取得过职称").get_by_label("有", exact=True))
    page.keyboard.press("Space")
    pick(page, "现任资格级别", "assistant")
    month(page, "取得时间", "2018", "12")
    skilled = page.get_by_role("group", name="有没有高级工以上职业资格或技能等级")
    reach(page, skilled.get_by_label("有", exact=True))
    page.keyboard.press("ArrowDown")
    expect(skilled.get_by_label("没有", exact=True)).to_be_checked()
    month(page, "从事本专业工作起始时间", "2010", "7")
    pick(page, "系列和专业", "construction")
    follow(page, page.get_by_role("button", name="看我能报什么"))
    arrive(page, "您能报什么")
    offers = page.get_by_role("radio")
    reach(page, offers.first)
    wanted = page.get_by_role("region", name="中级评审，按学历").get_by_label("工程师", exact=True)
    page.keyboard.press("Space")
    if not wanted.is_checked():
        reach(page, wanted, key="ArrowDown", most=offers.count())
    follow(page, page.get_by_role("button", name="就报这个，开始填写"))


def write_basics(page: Page) -> None:
    """Leave the category, fill one section whole."""
    arrive(page, "申报类别")
    follow(page, page.get_by_role("button", name="保存并继续"))
    arrive(page, "基本情况")
    pick(page, "民族", "05")
    pick(page, "政治面貌", "13")
    write(page, page.get_by_label("籍贯"), "新疆和田")
    month(page, "参加工作时间", "2010", "7")
    write(page, page.get_by_label("现从事的专业技术工作"), "建筑施工管理")
    pick(page, "健康状况", "1")
    follow(page, page.get_by_role("button", name="保存并继续"))
    expect(page.get_by_role("heading", name="学历", level=1)).to_be_visible()


def fill_the_rest(draft: Application) -> None:
    """Somebody helps with everything but the photograph."""
    stories.write(draft, {key: data for key, data in stories.CONTENTS.items() if key != "basics"}, at=NOW)
    for missing in Workspace(Application.objects.get(pk=draft.pk), NOW).missing_slots:
        if missing.keys[0] != "photo":
            stories.upload(draft, missing.keys[0], at=NOW)


def upload_photo(page: Page) -> None:
    arrive(page, "上传材料")
    photo = slot_of(page, "证件照")
    reach(page, photo.get_by_label("选文件或拍照"))
    photo.get_by_label("选文件或拍照").set_input_files(payload("证件照", portrait=True))
    reach(page, photo.get_by_role("checkbox"))
    page.keyboard.press("Space")
    follow(page, photo.get_by_role("button", name=re.compile("^上传")))
    expect(slot_of(page, "证件照")).to_contain_text("已好")


def test_files_an_application_with_the_keyboard_alone(portal, clock):
    """C04, C12, C14, C15: begin, fill, upload, check, sign, submit; the focus is seen at every stop."""
    clock.set(2025, 2, 18, 10)
    employer(UNIT)
    applicant = person()
    visitor = portal(DESK)
    page = visitor.open("/account/sign-in/")
    sign_in(page, applicant.phone)
    begin(page)
    write_basics(page)
    draft = Application.objects.get()
    assert draft.sections.get(key="basics").complete
    fill_the_rest(draft)

    page.goto(f"{visitor.address}/applications/{draft.number}/check/")
    arrive(page, "检查与提交")
    follow(page, page.get_by_role("region", name="还缺什么").get_by_role("link", name="证件照"))
    upload_photo(page)
    page.reload()
    arrive(page, "上传材料")
    follow(page, page.get_by_role("main").get_by_role("link", name="检查与提交").last)
    arrive(page, "检查与提交")
    expect(page.get_by_text("各节已填完，必传的材料已传齐。")).to_be_visible()
    reach(page, page.get_by_label("我已读完，作出以上承诺"))
    page.keyboard.press("Space")
    write(page, page.get_by_label("写下您的姓名，作为签名"), applicant.name)
    follow(page, page.get_by_role("button", name="提交申报，交单位审核"))
    expect(page.get_by_role("heading", name="已收到您的申报")).to_be_visible()
    assert Application.objects.get().state == State.EMPLOYER_CHECK
