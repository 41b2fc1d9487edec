"""The masking editor by mouse, finger and keyboard: what is done on the page is kept, and the page says so (C21)."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from applications.models import Application, Masking
from tests.applications.masking.papers import NAME, diploma, drafted, looked_at, put
from tests.browser.conftest import DESK, PHONE, Portal, end_session
from tests.browser.hands import check_both, enter, press

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = "已保存"


class Editor:
    """Somebody at the editor of a diploma of two pages, on which the portal has found his name."""

    def __init__(self, visitor: Portal, number: int = 1) -> None:
        self.material = put(drafted(), diploma((NAME, NAME)))
        looked_at(self.material)
        self.case: Application = self.material.application
        enter(visitor, self.case.applicant)
        self.visitor, self.address = visitor, self.place(number)
        self.page: Page = visitor.open(self.address)
        expect(self.boxes).to_have_count(1)

    def place(self, number: int) -> str:
        return reverse("applications:masking", args=[self.case.number, self.material.pk, number])

    @property
    def boxes(self) -> Locator:
        return self.page.locator(".mask-box")

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-save-state]")

    def kept(self, page: int = 1) -> list[dict[str, Any]]:
        """Give the boxes of a page as the database has them, once the page says that all is saved."""
        expect(self.state).to_have_class("badge save-state is-done")
        return [box for box in Masking.objects.get().boxes if box["page"] == page]

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Give a point of the window over a point of the page, in parts of its sides."""
        sheet = self.page.locator("[data-masking-sheet]").bounding_box()
        assert sheet
        return sheet["x"] + across * sheet["width"], sheet["y"] + down * sheet["height"]

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        mouse.move(*end)
        mouse.up()


def middle(thing: Locator) -> tuple[float, float]:
    box = thing.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.fixture
def editor(portal, clock) -> Editor:
    clock.set(2025, 2, 18)
    return Editor(portal(DESK))


def near(box: dict[str, Any], **sides: int) -> bool:
    """Tell whether a box lies where it should, to a pixel or two."""
    return all(abs(box[side] - value) <= 60 for side, value in sides.items())


def test_a_box_is_drawn_moved_resized_and_removed_by_mouse(editor: Editor):
    """Dragging on the empty page draws, on a box moves, on a corner resizes; each is saved by itself, and undone."""
    editor.drag(editor.at(0.2, 0.3), editor.at(0.4, 0.4))
    assert near(editor.kept()[1], left=2000, top=3000, right=4000, bottom=4000)
    editor.page.get_by_label("遮的是").select_option(label="公章")
    assert [box["what"] for box in editor.kept()] == ["name", "seal"]
    editor.drag(middle(editor.boxes.nth(1)), editor.at(0.5, 0.38))
    moved = editor.kept()[1]
    assert near(moved, left=4000, top=3300, right=6000, bottom=4300)
    assert moved["what"] == "seal"
    editor.drag(middle(editor.page.locator('[data-corner="br"]')), editor.at(0.8, 0.45))
    assert editor.kept()[1]["right"] > moved["right"]
    press(editor.page, "删掉这个框")
    expect(editor.boxes).to_have_count(1)
    assert len(editor.kept()) == 1
    press(editor.page, "撤销")
    expect(editor.boxes).to_have_count(2)
    check_both(editor.visitor)


def test_all_of_it_by_keyboard(editor: Editor):
    """Added in sight, moved, resized, removed, taken back; the numbers beside the page follow, and it is told aloud."""
    page = editor.page
    page.get_by_role("button", name="加框").press("Enter")
    expect(editor.boxes.nth(1)).to_be_focused()
    expect(page.locator('[data-kind="other"] [data-here]')).to_have_text("1")
    expect(editor.boxes.nth(1)).to_have_attribute(
        "aria-label", re.compile("其他，第2个框，离左边38%，.*宽25%，高4%")
    )
    before = page.evaluate("document.activeElement.style.left")
    for _press in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert page.evaluate("document.activeElement.style.left") != before
    expect(page.locator("[data-masking-told]")).to_contain_text("其他，第2个框")
    page.keyboard.press("Control+z")
    assert page.evaluate("document.activeElement.style.left") == before
    page.keyboard.press("Control+Shift+z")
    assert page.evaluate("document.activeElement.style.left") != before
    page.keyboard.press("Delete")
    expect(editor.boxes).to_have_count(1)
    expect(editor.boxes.first).to_be_focused()
    editor.visitor.check()


def test_what_was_found_and_is_not_covered_is_gone_to_and_covered_again(editor: Editor):
    """The next place on this page, then the pages that have one, then nothing is left."""
    page = editor.page
    press(page, "下一处没遮的")
    expect(page.locator("[data-masking-next]")).to_have_text("系统找到的都遮了")
    editor.boxes.first.press("Delete")
    place = page.get_by_role("button", name="还没有遮：姓名。点这里补上框")
    expect(place).to_be_visible()
    editor.visitor.check()
    press(page, "下一处没遮的")
    expect(place).to_be_focused()
    assert editor.kept() == []
    page.get_by_role("navigation", name="这份材料的页").get_by_role("link", name="第2页").click()
    expect(page.locator("#h-page")).to_have_text("第2页，共2页")
    press(page, "下一处没遮的")
    expect(page.locator("#h-page")).to_have_text("第1页，共2页")
    place.press("Enter")
    expect(place).to_be_hidden()
    assert editor.kept()[0] == {**Masking.objects.get().proposed[0], "by": "person"}


def test_the_file_is_confirmed_with_what_was_just_changed(editor: Editor):
    """The press waits for the save; a later change takes it back, on the page at once."""
    page = editor.page
    editor.drag(editor.at(0.2, 0.3), editor.at(0.4, 0.4))
    press(page, "这份都遮好了")
    expect(page.get_by_text("都遮好了。").first).to_be_visible()
    masking = Masking.objects.get()
    assert masking.confirmed_by == editor.case.applicant
    assert len([box for box in masking.boxes if box["page"] == 1]) == 2
    page.goto(editor.visitor.address + editor.address)
    expect(page.locator("[data-masking-until]").filter(has_text="确认遮好")).to_be_visible()
    check_both(editor.visitor)
    editor.boxes.first.press("ArrowLeft")
    expect(page.get_by_text("改过了，要再确认")).to_be_visible()
    editor.kept()
    assert Masking.objects.get().confirmed_at is None


def test_what_cannot_be_saved_is_said_and_stays(editor: Editor):
    """A broken line, a session that has ended, another window: the page says which, and saves when it can."""
    page = editor.page
    page.context.set_offline(True)
    editor.boxes.first.press("ArrowRight")
    expect(editor.state).to_contain_text("没有保存：连不上网")
    page.context.set_offline(False)
    editor.visitor.complaints.clear()  # the browser's own word for it
    expect(editor.state).to_contain_text(SAVED)
    Masking.objects.update(revision=77)
    editor.boxes.first.press("ArrowRight")
    expect(page.locator("[data-masking-stale]")).to_contain_text("在别处改过")
    here = page.evaluate("document.querySelector('.mask-box').style.left")
    editor.visitor.check()
    press(page, "用这里的覆盖")
    expect(editor.state).to_contain_text(SAVED)
    assert Masking.objects.get().revision == 78
    assert f"{editor.kept()[0]['left'] / 100:g}%" == here
    end_session(editor.visitor)
    editor.boxes.first.press("ArrowRight")
    expect(editor.state).to_contain_text("登录已过期")
    expect(editor.state.get_by_role("link", name="重新登录")).to_be_visible()


def test_boxes_come_by_themselves_when_the_portal_has_looked(portal, clock):
    """Until then the page says what is going on; what was drawn meanwhile is not thrown away."""
    clock.set(2025, 2, 18)
    visitor, material = portal(DESK), put(drafted())
    enter(visitor, material.application.applicant)
    address = reverse("applications:masking", args=[material.application.number, material.pk, 1])
    page = visitor.open(address)
    expect(page.get_by_text("系统正在找要遮的地方")).to_be_visible()
    check_both(visitor)
    looked_at(material)
    expect(page.get_by_text("系统已经把找到的画了框")).to_be_visible()
    expect(page.locator(".mask-box")).to_have_count(1)


class Finger:
    """One or more fingers on the glass."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)
        self.session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Drag, and rest before letting go: a page that is let go in motion rolls on, and swallows the next touch."""
        self._send("touchStart", start)
        for part in (0.25, 0.5, 0.75, 1):
            self._send("touchMove", (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])))
        self.page.wait_for_timeout(300)
        self._send("touchEnd")

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        touches = [{"x": x, "y": y} for x, y in points]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def come_to_rest(page):
    """Wait until a page that a finger has pushed no longer moves: it rolls on for as long as the machine takes."""
    seen = []
    for _look in range(100):
        seen.append(page.evaluate("scrollY"))
        if len(seen) > 3 and len({*seen[-4:]}) == 1:
            return
        page.wait_for_timeout(300)
    raise AssertionError("the page rolls on and on")


def test_a_finger_moves_boxes_and_scrolls_the_page(portal, clock):
    """On a telephone: on a box it moves the box, elsewhere it scrolls, and draws where that was asked for."""
    clock.set(2025, 2, 18)
    editor = Editor(portal(PHONE))
    page, finger = editor.page, Finger(editor.page)
    before = Masking.objects.get().boxes[0]
    finger.drag(editor.at(0.5, 0.9), editor.at(0.5, 0.3))
    page.wait_for_function("scrollY > 50")
    come_to_rest(page)
    assert Masking.objects.get().boxes[0] == before
    start = middle(editor.boxes.first)
    finger.drag(start, (start[0] + 60, start[1] + 90))
    expect(editor.state).to_contain_text(SAVED)
    assert editor.kept()[0]["left"] > before["left"] + 500
    for corner in page.locator(".mask-corner").all():
        size = corner.bounding_box()
        assert size
        assert min(size["width"], size["height"]) >= 44
    press(page, "加框")
    finger.drag(editor.at(0.2, 0.6), editor.at(0.6, 0.8))
    expect(editor.boxes).to_have_count(2)
    expect(page.get_by_role("button", name="加框")).to_have_attribute("aria-pressed", "false")
    expect(editor.state).to_contain_text(SAVED)
    editor.visitor.check()


def test_the_page_is_seen_larger(portal, clock):
    """Zoomed in, the larger picture comes; boxes lie where they lay; a telephone shows it without scrolling sideways."""
    clock.set(2025, 2, 18)
    editor = Editor(portal(PHONE))
    page = editor.page
    width = page.locator("[data-masking-sheet]").evaluate("sheet => sheet.clientWidth")
    press(page, "放大")
    press(page, "放大")
    assert page.locator("[data-masking-sheet]").evaluate("sheet => sheet.clientWidth") == pytest.approx(
        2 * width, abs=2
    )
    assert "width=1600" in str(page.locator("[data-masking-sheet] img").get_attribute("src"))
    editor.visitor.check()
    press(page, "适合")
    assert page.locator("[data-masking-sheet]").evaluate("sheet => sheet.clientWidth") == width
    expect(page.get_by_role("button", name="缩小")).to_be_disabled()
    check_both(editor.visitor)
