"""Large files on a bad line, in a real browser: what has arrived is not sent again (C15)."""

import random
import re
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, Route, expect

from applications.models import Application, Transfer
from documents import store
from documents.inspection import MB
from tests import factories, stories
from tests.browser.conftest import PHONE, Portal, end_session

CLOCK = (2025, 2, 19, 10)
PIECE = 512 * 1024
TRANSFERS = "**/transfers/**"
WHY = ("CONNECTION_RESET", "INTERNET_DISCONNECTED")
pytestmark = pytest.mark.usefixtures("local_sessions")


@pytest.fixture
def local_sessions(settings):
    """Cookies that outlive the difference between the portal's clock and the browser's."""
    settings.SESSION_COOKIE_AGE = 10**9
    settings.CSRF_COOKIE_AGE = None


def heavy(size: int = 5 * MB) -> bytes:
    """Give a PDF of that many bytes which no line makes smaller."""
    sheet = stories.sheet(7)
    filling = random.Random(7).randbytes(size - len(sheet))
    head, tail = sheet[:9], sheet[9:]
    return head + b"%" + filling.replace(b"\n", b" ").replace(b"\r", b" ")[: size - len(sheet) - 2] + b"\n" + tail


class Sent:
    """Counts the bytes of a file that go over the line, and cuts it before the piece that begins at `cut`."""

    def __init__(self, visitor: Portal, cut: int | None = None) -> None:
        self.cut, self.offsets, self.bytes = cut, [], 0
        visitor.line(TRANSFERS).answer = self

    def __call__(self, route: Route) -> None:
        request = route.request
        if request.method == "PATCH":
            offset = int(request.headers["upload-offset"])
            self.offsets.append(offset)
            self.bytes += len(request.post_data_buffer or b"")
            if self.cut is not None and offset >= self.cut:
                route.abort("connectionreset")
                return
        elif self.cut is not None and self.cut in self.offsets:
            route.abort("internetdisconnected")
            return
        route.continue_()


def draft() -> Application:
    return stories.filled(files=False)


def opened(visitor: Portal, case: Application) -> Page:
    visitor.sign_in(case.applicant.phone, factories.PASSWORD)
    return visitor.open(reverse("applications:materials", args=[case.number]))


def choose(page: Page, data: bytes | Path, key: str = "diploma", name: str = "毕业证.pdf") -> None:
    """Choose a file for a slot, declare it and press the button."""
    slot = page.locator(f"#s-{key}")
    slot.locator("input[type=file]").set_input_files(
        data if isinstance(data, Path) else FilePayload(name=name, mimeType="application/pdf", buffer=data)
    )
    for box in slot.get_by_role("checkbox").all():
        box.check()
    slot.get_by_role("button", name=re.compile("^上传")).click()


def check_but_for_the_line(visitor: Portal) -> None:
    """The page passes every check, and nothing is complained of but the line that the test has cut."""
    assert set(visitor.complaints) <= {f"Failed to load resource: net::ERR_{why}" for why in WHY}
    visitor.complaints.clear()
    visitor.check()


def test_a_line_that_broke_at_four_fifths_goes_on_by_itself(portal, clock):
    """C15: it says so, waits for the line, and sends no more than one piece again."""
    clock.set(*CLOCK)
    case, data, visitor = draft(), heavy(), portal(PHONE)
    page = visitor.page
    sent = Sent(visitor, cut=8 * PIECE)
    opened(visitor, case)
    choose(page, data)
    slot = page.locator("#s-diploma")
    expect(slot).to_contain_text("断了。已经传到的都在，联网后自动接着传")
    assert Transfer.objects.get().offset == 8 * PIECE
    sent.cut = None
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)
    assert len(data) < sent.bytes <= len(data) + PIECE
    assert store.read(case.materials.get().file.path) == data
    assert not default_storage.exists(Transfer.objects.get().folder)
    check_but_for_the_line(visitor)


def test_after_a_closed_tab_and_a_new_sign_in_the_same_file_goes_on(portal, clock):
    """C15: whoever chooses it again sends what is missing and no more; nothing of it lies in the browser meanwhile."""
    clock.set(*CLOCK)
    case, data, visitor = draft(), heavy(), portal(PHONE)
    sent = Sent(visitor, cut=8 * PIECE)
    choose(opened(visitor, case), data)
    expect(visitor.page.locator("#s-diploma")).to_contain_text("断了")
    assert visitor.page.evaluate("localStorage.length + sessionStorage.length") == 0
    visitor.page.close()

    visitor.page = visitor.context.new_page()
    visitor.open("/")
    visitor.page.get_by_role("button", name="退出").first.click()
    again = Sent(visitor)
    page = opened(visitor, case)
    waiting = page.locator("[data-broken-off]")
    expect(waiting.get_by_role("link", name="毕业证.pdf")).to_have_attribute("href", "#s-diploma")
    expect(waiting).to_contain_text("已传80%，保留到2月22日")
    check_but_for_the_line(visitor)
    choose(page, data, name="改了名.pdf")
    expect(visitor.page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)
    expect(waiting).to_be_empty()
    assert again.offsets == [8 * PIECE, 9 * PIECE]
    assert sent.bytes + again.bytes == len(data) + PIECE
    assert case.materials.get().name == "改了名.pdf"


def test_a_session_that_ends_on_the_way_loses_nothing_that_arrived(portal, clock):
    """C15: the page says why it stopped; after a new sign-in the same file goes on, and nobody else can take it up."""
    clock.set(*CLOCK)
    case, data, visitor = draft(), heavy(2 * MB), portal(PHONE)
    sent = Sent(visitor, cut=2 * PIECE)
    page = opened(visitor, case)
    choose(page, data)
    slot = page.locator("#s-diploma")
    expect(slot).to_contain_text("断了")
    end_session(visitor)
    sent.cut = None
    expect(slot.get_by_role("alert")).to_contain_text("登录可能已过期")

    stranger, other = portal(PHONE), draft()
    theirs = Sent(stranger)
    choose(opened(stranger, other), data)
    expect(stranger.page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)
    assert theirs.offsets[0] == 0

    sent.offsets.clear()
    choose(opened(visitor, case), data)
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)
    assert sent.offsets[0] == 2 * PIECE


def test_a_file_that_changed_on_the_way_is_no_broken_line(portal, clock, tmp_path):
    """C15: nobody waits for a line that is whole; what is changed is another file and begins anew."""
    clock.set(*CLOCK)
    case, visitor, file = draft(), portal(PHONE), tmp_path / "毕业证.pdf"
    file.write_bytes(heavy(2 * MB))
    sent = Sent(visitor, cut=2 * PIECE)
    page = opened(visitor, case)
    choose(page, file)
    slot = page.locator("#s-diploma")
    expect(slot).to_contain_text("断了")
    file.write_bytes(stories.sheet(8))
    sent.cut = None
    expect(slot.get_by_role("alert")).to_contain_text("文件读不出来了，可能已经移动、改动或删除")
    choose(page, file)
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)
    assert sent.offsets[-1] == 0


def test_what_is_cancelled_is_forgotten_on_both_sides(portal, clock):
    """C15: the button ends it, the server drops what had arrived, and the same file can be sent anew."""
    clock.set(*CLOCK)
    case, data, visitor = draft(), heavy(2 * MB), portal(PHONE)
    sent = Sent(visitor, cut=2 * PIECE)
    page = opened(visitor, case)
    choose(page, data)
    slot = page.locator("#s-diploma")
    expect(slot).to_contain_text("断了")
    sent.cut = None
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        slot.get_by_role("button", name="取消上传").click()
    expect(slot.get_by_text("断了")).to_be_hidden()
    assert not Transfer.objects.exists()
    choose(page, data)
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)


def test_of_several_files_what_is_refused_is_not_sent(portal, clock):
    """C15: what is in the slot already is refused before its bytes go; the others arrive, and why is said."""
    clock.set(*CLOCK)
    case, visitor = draft(), portal(PHONE)
    stories.upload(case, "diploma", serial=1)
    sent = Sent(visitor)
    page = opened(visitor, case)
    slot = page.locator("#s-diploma")
    slot.locator("summary").click()
    files = [stories.picture(serial) for serial in (1, 2)]
    slot.locator("input[type=file]").set_input_files(
        [{"name": f"{place}.png", "mimeType": "image/png", "buffer": data} for place, data in enumerate(files)]
    )
    for box in slot.get_by_role("checkbox").all():
        box.check()
    slot.get_by_role("button", name=re.compile("^上传")).click()
    expect(slot.get_by_role("alert")).to_contain_text("0.png：这个文件已经在这一栏里了")
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(2)
    assert sent.bytes == len(files[1])


def test_where_the_client_does_not_come_files_go_up_whole(portal, clock):
    """C15: an old browser, or a script that did not arrive: the form sends the file by itself, as before."""
    clock.set(*CLOCK)
    case, visitor = draft(), portal(PHONE)
    visitor.page.route("**/tus.min.js", lambda route: route.fulfill(status=404))
    page = opened(visitor, case)
    choose(page, stories.sheet(3))
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)
    assert not Transfer.objects.exists()


def test_an_answer_that_never_came_is_asked_for_again(portal, clock):
    """C15: the file went into its slot and the line broke before the answer; it is told again, and put in once."""
    clock.set(*CLOCK)
    case, data, visitor = draft(), heavy(MB), portal(PHONE)
    line = visitor.line("**/upload/")
    page = opened(visitor, case)
    lost = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort("connectionreset")

    line.answer = lose_the_first
    choose(page, data)
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)
    expect(page.locator("#s-diploma").get_by_role("alert")).to_be_hidden()
    assert len(lost) == case.materials.count() == 1
