"""The title office words a paper and sees it as it will look, while typing (issue 5, part 6)."""

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from campaigns.models import Campaign
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, press
from tests.documents.test_seals import ring

pytestmark = pytest.mark.django_db(transaction=True)
LIMIT = "逾期不再提交的，本次申报不予受理；已缴的费用按规定退回。"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_look_follows_what_is_typed(portal, clock, viewport):
    """C16: the picture changes by itself; a fault takes its place, in words; what is saved stands there again."""
    clock.set(2025, 4, 8)
    officer = portal(viewport)
    member = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    officer.sign_in(member.user.phone, factories.PASSWORD)
    page = officer.open("/office/results/")
    page.get_by_role("link", name="文书用语").click()
    check_both(officer)
    page.get_by_role("link", name="退回通知").click()
    look = page.get_by_role("img", name="文书第1页")
    expect(look).to_be_visible()
    first = look.get_attribute("src")
    page.get_by_label("逾期的后果").fill(LIMIT)
    expect(look).not_to_have_attribute("src", first)
    check_both(officer)
    page.get_by_label("开头").fill("请改好再交：{申报事项}。")
    expect(page.get_by_role("status").filter(has_text="缺少{截止时间}")).to_be_visible()
    press(page, "保存用语")
    expect(page.get_by_role("alert")).to_contain_text("缺少{截止时间}")
    expect(page.get_by_label("逾期的后果")).to_have_value(LIMIT)
    check_both(officer)
    page.get_by_label("开头").fill("")
    press(page, "保存用语")
    expect(page.get_by_text("改写了1段")).to_be_visible()
    assert Campaign.objects.get(key="2025").wording == {"return_letter": {"limit": LIMIT}}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_telephone_and_seal_are_seen_before_they_are_kept(portal, clock, viewport, tmp_path):
    """C48, GB/T 9704: pictures come by themselves: two papers with a telephone, one with a seal once it is chosen."""
    clock.set(2025, 4, 8)
    officer = portal(viewport)
    member = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    officer.sign_in(member.user.phone, factories.PASSWORD)
    page = officer.open("/office/wording/")
    page.get_by_role("link", name="电话、地址和文号").click()
    looks = page.get_by_role("img", name="文书第1页")
    expect(looks).to_have_count(2)
    first = looks.first.get_attribute("src")
    page.get_by_label("咨询电话").fill("（0903）1000001")
    expect(looks.first).not_to_have_attribute("src", first)
    page.get_by_label("地址").fill("和田市演示区演示街道演示路" * 8)
    page.get_by_label("监督电话").fill("1")
    expect(page.get_by_role("status").filter(has_text="区号").first).to_be_visible()
    press(page, "保存")
    expect(page.get_by_role("alert")).to_contain_text("区号")
    check_both(officer)
    page.get_by_label("监督电话").fill("12333")
    press(page, "保存")
    expect(page.get_by_text("0903-1000001").first).to_be_visible()
    page.get_by_role("link", name="电话、地址和文号").click()
    expect(page.get_by_text("0903-2069736 → 0903-1000001")).to_be_visible()
    expect(looks).to_have_count(2)
    check_both(officer)
    picture = tmp_path / "seal.png"
    picture.write_bytes(ring())
    page = officer.open("/office/wording/seals/")
    page.get_by_role("link", name="公章").click()
    page.get_by_label("任职资格文件").check()
    page.get_by_label("印章的图片").set_input_files(picture)
    expect(looks).to_be_visible()
    check_both(officer)
    press(page, "保存印章")
    expect(page.get_by_text("直径42毫米").first).to_be_visible()
    check_both(officer)
    page.get_by_role("link", name="公章").click()
    expect(looks).to_be_visible()
    press(page, "撤下这枚印章")
    expect(page.get_by_text("没有设置").first).to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_without_scripts_the_look_is_asked_for_by_a_button(portal, clock, viewport):
    """C08: nothing claims to be drawing; a page of its own shows what is typed, which is still there afterwards."""
    clock.set(2025, 4, 8)
    officer = portal(viewport, scripts=False)
    member = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    officer.sign_in(member.user.phone, factories.PASSWORD)
    page = officer.open("/office/wording/contacts/")
    expect(page.get_by_text("正在画出").filter(visible=True)).to_have_count(0)
    page.get_by_label("地址").fill("和田市演示路1号")
    with page.expect_popup() as opened:
        press(page, "在新的一页上看评审结果公示")
    expect(opened.value.get_by_role("img", name="文书第1页")).to_be_visible()
    expect(page.get_by_label("地址")).to_have_value("和田市演示路1号")
    page.get_by_label("监督电话").fill("1")
    with page.expect_popup() as opened:
        press(page, "在新的一页上看任职资格文件")
    expect(opened.value.get_by_role("main")).to_contain_text("区号")
