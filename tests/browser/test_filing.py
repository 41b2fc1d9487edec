"""An applicant fills in the form in a real browser: at a desk, on a phone, and when the session or the line is gone."""

import pytest
from django.urls import reverse

from applications.models import Application, Section
from tests import factories, stories
from tests.browser.conftest import DESK, NARROWEST, PHONE

CLOCK = (2025, 2, 19, 10)


def signed_in(visitor, case: Application) -> None:
    visitor.sign_in(case.applicant.phone, factories.PASSWORD)


def section(case: Application, key: str) -> str:
    return reverse("applications:section", args=[case.number, key])


@pytest.fixture
def local_sessions(settings):
    """Cookies that outlive the difference between the portal's clock and the browser's."""
    settings.SESSION_COOKIE_AGE = 10**9
    settings.CSRF_COOKIE_AGE = None


@pytest.mark.usefixtures("local_sessions")
def test_what_is_typed_saves_itself_and_survives_a_lost_session(portal, clock):
    """C15: saved at a time that can be seen; not saved and why; offered again after signing in."""
    clock.set(*CLOCK)
    case = stories.drafted()
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(section(case, "summary"))
    page.get_by_label("个人总结").fill("第一段")
    page.get_by_role("status").filter(has_text="已保存").wait_for()
    assert Section.objects.get(application=case, key="summary").data == {"text": "第一段"}

    visitor.context.clear_cookies()
    page.get_by_label("个人总结").fill("第一段和第二段")
    page.get_by_role("status").filter(has_text="登录已过期").wait_for()
    assert Section.objects.get(application=case, key="summary").data == {"text": "第一段"}

    signed_in(visitor, case)
    page = visitor.open(section(case, "summary"))
    with page.expect_response(lambda answer: "autosave" in answer.url and answer.ok):
        page.get_by_role("button", name="恢复到页面上").click()
    page.get_by_role("status").filter(has_text="已保存").wait_for()
    assert page.get_by_label("个人总结").input_value() == "第一段和第二段"
    assert Section.objects.get(application=case, key="summary").data == {"text": "第一段和第二段"}
    visitor.check()


@pytest.mark.usefixtures("local_sessions")
def test_without_a_line_the_text_waits_here_and_follows_later(portal, clock):
    """C15: off line it says so, and saves by itself when the line is back."""
    clock.set(*CLOCK)
    case = stories.drafted()
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(section(case, "summary"))
    visitor.context.set_offline(True)
    page.get_by_label("个人总结").fill("断网时写的")
    page.get_by_role("status").filter(has_text="连不上网").wait_for()
    visitor.context.set_offline(False)
    page.get_by_role("status").filter(has_text="已保存").wait_for()
    assert Section.objects.get(application=case, key="summary").data == {"text": "断网时写的"}


@pytest.mark.usefixtures("local_sessions")
def test_filing_by_keyboard_from_the_check_to_the_receipt(portal, clock):
    """C14: the commitment is signed and the application submitted without a mouse."""
    clock.set(*CLOCK)
    case = stories.filled()
    visitor = portal(DESK)
    signed_in(visitor, case)
    page = visitor.open(reverse("applications:check", args=[case.number]))
    page.get_by_label("我已读完").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(case.applicant.name)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="已收到您的申报").wait_for()
    visitor.check()


@pytest.mark.usefixtures("local_sessions")
def test_an_upload_is_put_into_its_slot(portal, clock):
    """C15, C21, C22: chosen, declared, uploaded; what is refused says why beside the slot."""
    clock.set(*CLOCK)
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    slot = page.locator("#s-diploma")
    slot.locator("input[type=file]").set_input_files(
        {"name": "毕业证.png", "mimeType": "image/png", "buffer": stories.picture(1)}
    )
    slot.get_by_role("button", name="上传").click()
    slot.get_by_role("alert").filter(has_text="还没有声明文件不涉密").wait_for()
    slot.get_by_label("不涉密").check()
    slot.get_by_label("已遮住").check()
    slot.get_by_role("button", name="上传").click()
    page.locator("#s-diploma").get_by_role("link", name="下载原件").wait_for()
    assert case.materials.get(slot_key="diploma").name == "毕业证.png"
    visitor.check()


@pytest.mark.usefixtures("local_sessions")
@pytest.mark.parametrize("viewport", [DESK, NARROWEST], ids=["desk", "360px"])
def test_every_page_of_the_form_is_clean(portal, clock, viewport):
    """C42: axe finds nothing, nothing scrolls sideways, the browser has nothing to complain about."""
    clock.set(*CLOCK)
    case = stories.filled()
    visitor = portal(viewport)
    signed_in(visitor, case)
    pages = [reverse("applications:home"), reverse("applications:materials", args=[case.number])]
    pages += [
        reverse("applications:check", args=[case.number]),
        reverse("applications:withdraw", args=[case.number]),
    ]
    pages += [section(case, key) for key in ("category", "basics", "education", "continuing", "achievements")]
    for path in pages:
        visitor.open(path)
        visitor.check()
