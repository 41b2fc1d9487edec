"""A stranger reads the public pages, on a phone and at a desk."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, NARROWEST, PHONE

PAGES = ("/", "/guide/", "/questions/", "/downloads/", "/notices/2025-notice/", "/applications/quiz/")


@pytest.mark.parametrize("viewport", [DESK, NARROWEST], ids=["desk", "360px"])
def test_public_pages_are_clean(portal, clock, viewport):
    """C42, C48: every public page passes axe, fits 360 px, and nothing is refused by the policy."""
    clock.set(2025, 3, 4, 20, 41)
    visitor = portal(viewport)
    for path in PAGES:
        page = visitor.open(path)
        visitor.check()
        assert page.get_by_role("link", name="0903-2069736").count() >= 1


def test_quiz_answers_an_electrician_by_keyboard_alone(portal, clock):
    """C03, C12, C34: five questions, no mouse, no sign-in, an answer that names its clause."""
    clock.set(2025, 3, 4)
    visitor = portal(NARROWEST)
    page = visitor.open("/applications/quiz/")
    page.get_by_label("民营企业", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("技能等级", exact=False).first.select_option("advanced")
    page.get_by_label("取得技能等级后从事技能工作满几年", exact=False).fill("3")
    page.get_by_label("哪个专业").select_option(label="电力工程")
    page.get_by_role("button", name="看结果").press("Enter")

    expect(page.locator("#result")).to_contain_text("您可以报")
    expect(page.locator("#result")).to_contain_text("C34")
    visitor.check()


@pytest.mark.parametrize("size", ["130%", "150%", "200%"])
def test_larger_letters_push_nothing_off_a_phone(portal, clock, size):
    """GB/T 37668: with letters twice as large a page still fits: its navigation takes more lines, not more width."""
    clock.set(2025, 3, 4)
    visitor = portal(PHONE)
    for path in ("/", "/results/files/", "/account/sign-in/"):
        page = visitor.open(path)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
