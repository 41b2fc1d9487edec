"""The reading room in a real browser: an expert reads, enlarges, turns the pages by keys, and takes a page away."""

import re

import pytest
from playwright.sync_api import Page, expect

from applications.enums import SectionKey
from applications.models import Withdrawal
from applications.rules.masking import box_of
from tests.browser.conftest import DESK, PHONE, Portal
from tests.browser.hands import check_both, enter, press
from tests.review.reading.room import EMPLOYER, NAME, TELLING, Room, room
from tests.stories import CONTENTS

#: A key, and where it leads from the page before.
KEYS = (("ArrowRight", "/1/2/"), ("ArrowRight", "/2/1/"), ("ArrowLeft", "/1/2/"), ("+", "z=2"), ("-", "z=1"))
#: As much as a form takes.
LONG = "主持完成结构施工，编写方案，组织验收，" * 26
EXTREME = TELLING | {
    SectionKey.ACHIEVEMENTS: {
        "rows": [{**CONTENTS[SectionKey.ACHIEVEMENTS]["rows"][0], "work": LONG[:500], "name": "示范小区" * 30}]
        * 12
    }
}


def opened(portal: Portal, held: Room, member: int = 0) -> Page:
    """Sign in as an expert and go to the packet, by what the pages offer."""
    person = (held.one, held.other)[member].user
    assert person
    page = enter(portal, person)
    page.get_by_role("link", name=re.compile("看1份材料")).click()
    page.get_by_role("link", name=re.compile(held.tally.spaced_code)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(held.tally.spaced_code)
    return page


def shown(page: Page) -> str:
    """Wait until the picture of the page is there, and give its address."""
    picture = page.locator(".read-sheet img")
    expect(picture).to_be_visible()
    picture.evaluate("image => image.decode()")
    return picture.get_attribute("src") or ""


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_an_expert_reads_enlarges_and_takes_a_page_away(portal, clock, viewport):
    """C21: from his first page to the press on the place; afterwards the file is gone for the other one, too."""
    held = room(pages=3)
    clock.set(2025, 4, 9)
    expert = portal(viewport)
    page = opened(expert, held)
    check_both(expert)
    page.get_by_role("link", name=re.compile("^学历证书")).click()
    first = shown(page)
    check_both(expert)
    width = page.locator(".read-sheet img").bounding_box()["width"]
    page.get_by_role("link", name="放大").click()
    shown(page)
    assert page.locator(".read-sheet img").bounding_box()["width"] > 1.5 * width
    page.get_by_role("link", name="第3页").click()
    assert shown(page) != first
    page.get_by_role("link", name="缩小").click()
    shown(page)
    page.get_by_text("这里看得出是谁").click()
    sheet = page.locator(".read-sheet")
    box = sheet.bounding_box()
    sheet.click(position={"x": box["width"] / 4, "y": box["height"] / 10})
    expect(page.get_by_text("按下的地方已经记上")).to_be_visible()
    expect(page.locator(".read-ring")).to_be_visible()
    expert.check()
    press(page, "确认，收起这份材料")
    expect(page.get_by_text("谢谢。这份材料已经收起")).to_be_visible()
    expect(page.get_by_text("正在重新处理")).to_have_count(1)
    check_both(expert)
    said = Withdrawal.objects.get()
    left, top, right, bottom = box_of(said.place).sides
    assert (said.by, said.page) == (held.one.user, 3)
    assert abs((left + right) / 2 - 2500) < 60
    assert abs((top + bottom) / 2 - 1000) < 60
    other = opened(portal(viewport), held, 1)
    expect(other.get_by_text("正在重新处理")).to_have_count(1)


def test_keys_alone_turn_the_pages_and_say_whose_it_is(portal, clock):
    """materials.md: by keyboard from the list of files on; a part of the page is chosen where nobody can press."""
    held = room(pages=2)
    clock.set(2025, 4, 9)
    expert = portal(DESK)
    page = opened(expert, held)
    page.get_by_role("link", name=re.compile("^学历证书")).focus()
    page.keyboard.press("Enter")
    shown(page)
    for key, place in (
        ("ArrowRight", "/1/2/"),
        ("ArrowRight", "/2/1/"),
        ("ArrowLeft", "/1/2/"),
        ("+", "z=2"),
        ("-", "z=1"),
    ):
        page.wait_for_load_state()  # a key pressed before the page is there turns nothing
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(place))
    expect(page.get_by_role("link", name="上一页")).to_be_visible()
    expect(page.get_by_role("link", name="下一份材料")).to_be_visible()  # the last page of its file
    page.wait_for_load_state()  # once it is there the address takes the focus to the page
    page.locator("[data-flag] summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("不指明").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("上面")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("谢谢。这份材料已经收起")).to_be_visible()
    assert box_of(Withdrawal.objects.get().place).sides == (0, 0, 10_000, 3334)


def test_a_form_as_long_as_it_may_be_and_forty_pages(portal, clock):
    """Nothing scrolls sideways, nothing weighs too much, and no word of the person stands in the page as it is drawn."""
    held = room(contents=EXTREME, pages=40)
    clock.set(2025, 4, 9)
    expert = portal(PHONE)
    page = opened(expert, held)
    check_both(expert)
    assert len(page.content().encode()) < 100_000
    for word in (NAME, EMPLOYER, "买买提", "路桥", held.case.number, "民丰"):
        assert word not in page.content()
    page.get_by_role("link", name=re.compile("^业绩成果")).first.click()
    shown(page)
    check_both(expert)
