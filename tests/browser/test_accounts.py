"""People and employers in a real browser: from signing up to an employer that its county has confirmed."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from accounts.services.messages import tell
from tests.accounts.people import PASSWORD, credit_code, officer, person
from tests.browser.conftest import DESK, NARROWEST, PHONE
from tests.factories import beijing

STRANGERS_PAGES = ("sign-in", "sign-up", "reset", "privacy")
OWN_PAGES = ("profile", "password", "capacities", "inbox", "employer", "employer/sign-up")


def licence() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    return {"name": "执照.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def sign_up(page, name: str, number: str, phone: str) -> None:
    page.locator("#id_name").fill(name)
    page.locator("#id_document_number").fill(number)
    page.locator("#id_phone").fill(phone)
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_label("再输一遍密码").fill(PASSWORD)
    page.get_by_label("我已读完并同意").check()
    page.get_by_label("我单独同意").check()
    page.get_by_role("button", name="注册").click()


def test_a_name_is_shown_once_in_its_normal_form_and_nothing_is_typed_twice(portal, clock):
    """C15, 民委发〔2016〕33号: on a phone; the dot becomes U+00B7 before the eyes of who typed it."""
    clock.set(2025, 2, 17)
    someone = portal(PHONE)
    page = someone.open("/account/sign-up/")
    sign_up(page, "阿卜杜热伊木江.麦麦提图尔荪尼亚孜", "360426199101010072", "19900001111")
    expect(page.locator(".errors")).to_be_focused()
    someone.check()
    page.locator("#id_document_number").fill("360426199101010071")
    page.get_by_role("button", name="注册").click()
    expect(page.locator("#id_name")).to_have_value("阿卜杜热伊木江·麦麦提图尔荪尼亚孜")
    someone.check()
    page.get_by_role("button", name="和证件一致，注册").click()
    page.goto(someone.address + "/account/profile/")
    expect(page.locator("main")).to_contain_text("360***********0071")


def test_an_employer_signs_up_and_its_county_confirms_it(portal, clock):
    """C01, C44: licence and code; the county's officer sees the scan beside what was typed, and signs."""
    clock.set(2025, 2, 10)
    head, county = person("孙经理"), officer("hetian-shi-hr")
    manager = portal(PHONE)
    manager.sign_in(head.phone, PASSWORD)
    page = manager.open("/account/employer/sign-up/")
    page.get_by_label("单位名称").fill("和田新枣果业有限公司")
    page.get_by_label("统一社会信用代码").fill(credit_code())
    page.get_by_label("民营企业", exact=True).check()
    page.get_by_label("工作所在区划").select_option(label="和田市")
    page.get_by_label("县市", exact=True).check()
    page.get_by_label("执照登记地").fill("新疆和田地区和田市")
    page.get_by_label("单位电话").fill("0903-1000001")
    page.get_by_label("营业执照扫描件").set_input_files(licence())
    page.get_by_role("button", name="提交").click()
    expect(page.locator("main")).to_contain_text("正在等和田市人力资源和社会保障局确认")
    manager.check()

    clerk = portal(DESK)
    clerk.sign_in(county.user.phone, PASSWORD)
    page = clerk.open("/account/employers/")
    clerk.check()
    page.get_by_role("link", name="和田新枣果业有限公司").click()
    assert page.locator("img.licence").evaluate("image => image.decode().then(() => image.naturalWidth)") == 600
    clerk.check()
    page.get_by_role("button", name="确认单位").click()
    clerk.check()
    page.get_by_role("button", name="确认单位").click()
    expect(page.get_by_role("status")).to_contain_text("已确认")

    manager.sign_in(head.phone, PASSWORD)
    expect(manager.open("/account/employer/").locator("main")).to_contain_text("谁能代表单位")
    manager.check()


@pytest.mark.parametrize("viewport", [DESK, NARROWEST], ids=["desk", "360px"])
def test_every_page_of_the_account_is_clean(portal, clock, viewport):
    """Issue, What it must reach: axe finds nothing, 360 px without sideways scrolling, no console error."""
    clock.set(2025, 2, 17)
    someone = person("阿卜杜热伊木江·麦麦提图尔荪尼亚孜")
    tell(
        someone,
        key="k",
        subject="申报被退回修改",
        body="共2处要改。",
        at=beijing(2025, 2, 17, 9),
        link="/account/profile/",
    )
    visitor = portal(viewport)
    for path in STRANGERS_PAGES:
        visitor.open(f"/account/{path}/")
        visitor.check()
    visitor.sign_in(someone.phone, PASSWORD)
    for path in OWN_PAGES:
        visitor.open(f"/account/{path}/")
        visitor.check()
