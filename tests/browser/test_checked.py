"""What the portal sees of a file comes to stand beside it by itself, and is put right by one press, on a telephone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from applications.models import Check, Material
from applications.services import checks
from tests import factories, stories
from tests.applications.applicant.test_checks import NUMBER, OTHER, contract
from tests.browser.conftest import PHONE

NAME = "阿卜杜热伊木江·麦麦提图尔荪尼亚孜"


@pytest.fixture(autouse=True)
def local_sessions(settings):
    """Cookies that outlive the difference between the portal's clock and the browser's."""
    settings.SESSION_COOKIE_AGE = 10**9
    settings.CSRF_COOKIE_AGE = None


def test_results_arrive_by_themselves(portal, clock):
    """C15: two files are sent; while the person reads on, what was seen appears; one is turned, the other explained."""
    clock.set(2025, 2, 19, 10)
    case = stories.drafted(user=stories.person(NAME, document_number=NUMBER))
    visitor = portal(PHONE)
    visitor.sign_in(case.applicant.phone, factories.PASSWORD)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    slot = page.locator("#s-employment_contract")
    slot.get_by_text("我有，要传").click()
    slot.locator("input[type=file]").set_input_files(
        [
            FilePayload(name="第一页.jpg", mimeType="image/jpeg", buffer=contract(NAME, NUMBER, turn=90)),
            FilePayload(name="第二页.jpg", mimeType="image/jpeg", buffer=contract("买合木提·吾守尔", OTHER)),
        ]
    )
    slot.get_by_role("checkbox").check()
    slot.get_by_role("button", name="上传").click()
    expect(slot.locator("[data-waiting]")).to_have_count(2)
    visitor.check()
    for check in Check.objects.order_by("pk"):
        assert checks.make(check.pk, clock=timezone.now)
    turned, other = Material.objects.order_by("pk")
    expect(slot.locator("[data-waiting]")).to_have_count(0)
    expect(page.locator(f"#c-{turned.pk}")).to_contain_text("这一页不是正着放的。")
    expect(page.locator(f"#c-{other.pk}")).to_contain_text("姓名不一致：文件上读到“买合木提吾守尔”")
    visitor.check()

    page.get_by_role("button", name="把第1页转正").click()
    expect(page.locator(f"#c-{turned.pk}")).to_have_text("查过，没有发现问题，姓名、身份证号和填的一致。")
    picture = page.locator(f"#m-{turned.pk} .pages img")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalHeight > picture.naturalWidth)")

    page.get_by_label("就这样交的，写一句为什么").fill("合同签在改名以前")
    page.get_by_role("button", name="保存说明").click()
    expect(page.locator(f"#c-{other.pk} input[name=reason]")).to_have_value("合同签在改名以前")
    visitor.check()
