"""The title office has papers set in a face of its own, and goes back to the one before."""

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import Office
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, press
from tests.documents.typefaces import own, permitting

pytestmark = pytest.mark.django_db(transaction=True)


def in_use() -> dict[str, dict[str, str]]:
    return Office.objects.get(key="title-office").faces


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_face_is_uploaded_seen_used_and_taken_back(portal, clock, viewport, settings, tmp_path):
    """GB/T 9704: a line and a whole paper are seen before it counts; what is refused is told beside the field."""
    settings.FACES_FOLDER = tmp_path / "faces"
    clock.set(2025, 4, 8)
    officer = portal(viewport)
    member = factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    officer.sign_in(member.user.phone, factories.PASSWORD)
    page = officer.open("/office/wording/")
    page.get_by_role("link", name="字体").click()
    check_both(officer)
    page.get_by_role("link", name="换仿宋").click()
    look = page.get_by_role("img", name="文书第1页")
    expect(look).to_be_visible()
    now = look.get_attribute("src")
    check_both(officer)
    choose(page, permitting(2))
    expect(page.get_by_role("alert").first).to_contain_text("写明不许嵌入文件")
    check_both(officer)
    choose(page, own())
    expect(page.get_by_text("还没有启用")).to_be_visible()
    expect(page.get_by_role("img", name="仿宋的样子")).to_be_visible()
    expect(look).to_be_visible()
    check_both(officer)
    assert in_use() == {}
    press(page, "启用这个字体")
    expect(page.get_by_text("方正仿宋简体.ttf").first).to_be_visible()
    assert in_use()["fang"]["name"] == "方正仿宋简体.ttf"
    check_both(officer)
    page.get_by_role("link", name="换仿宋").click()
    page.get_by_role("link", name="随平台安装的字体").click()
    expect(look).to_have_attribute("src", now)
    press(page, "换回随平台安装的字体")
    expect(page.get_by_text("仿宋：方正仿宋简体.ttf → 随平台安装的字体")).to_be_visible()
    assert in_use() == {}
    check_both(officer)


def choose(page, data: bytes) -> None:
    """Upload a font file."""
    file = {"name": "方正仿宋简体.ttf", "mimeType": "font/ttf", "buffer": data}
    page.get_by_label("字体文件").set_input_files(file)
    press(page, "上传字体")
