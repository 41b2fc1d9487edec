"""An applicant fills in the form in a real browser: at a desk, on a phone, and when the session or the line is gone."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Locator, expect

from applications.models import Application, Section
from documents.inspection import MB
from tests import factories, stories
from tests.away import no_store
from tests.browser.conftest import DESK, NARROWEST, PHONE, end_session
from tests.browser.filing import photo

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

    page.goto(page.url.replace("summary", "basics"))
    page.go_back()
    expect(page.get_by_label("个人总结")).to_have_value("第一段")  # what is stored, not what was sent before

    end_session(visitor)
    page.get_by_label("个人总结").fill("第一段和第二段")
    page.get_by_role("status").filter(has_text="登录已过期").wait_for()
    assert Section.objects.get(application=case, key="summary").data == {"text": "第一段"}

    signed_in(visitor, case)
    page = visitor.open(section(case, "summary"))
    with page.expect_response(lambda answer: "autosave" in answer.url and answer.ok):
        page.get_by_role("button", name="恢复到页面上").click()
    expect(page.get_by_label("个人总结")).to_have_value("第一段和第二段")  # on the page opened again
    assert Section.objects.get(application=case, key="summary").data == {"text": "第一段和第二段"}
    visitor.check()


@pytest.mark.usefixtures("local_sessions")
def test_what_was_written_before_the_script_came_saves_itself_too(portal, clock):
    """C15: on a slow line somebody fills in before the page can save; it saves once it can, without another key."""
    clock.set(*CLOCK)
    case = stories.drafted()
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page, held = visitor.page, []
    page.route("**/autosave.js", lambda route: held.append(route))
    page.goto(visitor.address + section(case, "current"), wait_until="commit")
    page.get_by_role("group", name="有没有取得过职称").get_by_label("有", exact=True).check()
    page.get_by_label("现任资格级别", exact=True).select_option("assistant")
    page.get_by_label("现任资格名称", exact=True).fill("助理工程师")
    expect(page.get_by_role("status")).not_to_contain_text("已保存")
    held[0].continue_()
    expect(page.get_by_role("status")).to_contain_text("已保存")
    kept = Section.objects.get(application=case, key="current").data
    assert (kept["has_title"], kept["title_level"], kept["title_name"]) == ("yes", "assistant", "助理工程师")


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
def test_a_save_that_arrived_and_was_not_answered_is_no_other_window(portal, clock):
    """C15: what was saved while the server lost its voice, and what was typed meanwhile, are both kept, without a word
    of another window.
    """
    clock.set(*CLOCK)
    case = stories.drafted()
    visitor = portal(PHONE)
    signed_in(visitor, case)
    line = visitor.line("**/autosave/")
    page = visitor.open(section(case, "summary"))
    line.answer = lambda route: route.fetch() and route.abort()
    page.get_by_label("个人总结").fill("先写的")
    page.get_by_role("status").filter(has_text="没有保存").wait_for()
    saves = []
    page.on("requestfinished", lambda request: "/autosave/" in request.url and saves.append(request.post_data))
    line.answer = None
    with page.expect_event("requestfinished", lambda _request: len(saves) == 2):
        page.get_by_label("个人总结").fill("先写的，后来又写")
    expect(page.get_by_role("status")).to_contain_text("已保存")
    until_saved(page, case, "先写的，后来又写")
    assert len(saves) == 2
    expect(page.get_by_role("status")).not_to_contain_text("窗口")


def until_saved(page, case: Application, text: str) -> None:
    """Return when `text` is what is kept of the summary."""
    for _tenth in range(100):
        if Section.objects.get(application=case, key="summary").data == {"text": text}:
            return
        page.wait_for_timeout(100)
    raise AssertionError(Section.objects.get(application=case, key="summary").data)


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


def choose(page, key: str, files) -> Locator:
    """Choose files for a slot of the materials page, declare them and press the button; give the slot."""
    slot = page.locator(f"#s-{key}")
    if slot.locator("details:not([open])").count():
        slot.locator("summary").first.click()
    slot.locator("input[type=file]").set_input_files(files)
    for box in slot.get_by_role("checkbox").all():
        box.check()
    slot.get_by_role("button", name="上传").click()
    return slot


def png(name: str, buffer: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": buffer}


@pytest.mark.usefixtures("local_sessions")
def test_a_refused_file_loses_no_other_and_the_page_shows_what_came(portal, clock):
    """C15: of several files those that fit are seen in the slot at once, beside why the others stayed behind."""
    clock.set(*CLOCK)
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    large = png("太大.png", stories.picture(9) + b"\0" * 11 * MB)
    files = [png("好一.png", stories.picture(1)), png("空.png", b""), large, png("好二.png", stories.picture(2))]
    slot = choose(page, "diploma", files)
    expect(slot.get_by_role("alert")).to_contain_text("空.png：文件是空的")
    expect(slot.get_by_role("alert")).to_contain_text("太大.png有11.0 MB，这里每个最多10 MB")
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(2)
    expect(slot).to_contain_text("已好")
    expect(page.locator("[data-slot-counts]").get_by_role("heading")).to_contain_text("已好1项")
    visitor.check()

    choose(page, "diploma", [png("好三.png", stories.picture(3))])
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(3)
    expect(page.locator("#s-diploma").get_by_role("alert")).to_be_hidden()
    assert [material.name for material in case.materials.all()] == ["好一.png", "好二.png", "好三.png"]


@pytest.mark.usefixtures("local_sessions")
def test_a_large_photo_goes_up_small_unless_the_person_wants_it_whole(portal, clock):
    """C15: on a slow line a photo is made smaller before it is sent, upright, without what the telephone wrote in it."""
    clock.set(*CLOCK)
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    taken = photo("验收单.jpg")
    page.evaluate("document.body.dataset.same = 'yes'")
    choose(page, "diploma", [taken])
    slot = page.locator("#s-diploma")
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)
    expect(slot).to_be_focused()
    expect(slot).to_be_in_viewport()
    assert page.evaluate("document.body.dataset.same") == "yes", "the page is loaded no second time"
    kept = case.materials.get().file
    assert kept.size < len(taken["buffer"]) / 2
    with default_storage.open(kept.path) as stored:
        small = Image.open(stored)
        assert (small.size, dict(small.getexif())) == ((1950, 2600), {})

    slot.locator("summary").click()
    slot.locator("input[type=file]").set_input_files([taken])
    slot.get_by_label("不涉密").check()
    slot.get_by_label("已遮住").check()
    slot.get_by_role("button", name="要传原图").click()
    expect(slot.get_by_role("status")).to_contain_text("传原图")
    visitor.check()
    slot.get_by_role("button", name="上传").click()
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(2)
    assert case.materials.last().file.size == len(taken["buffer"])


@pytest.mark.usefixtures("local_sessions")
def test_a_forgotten_tick_and_a_line_that_hangs_are_said_while_it_matters(portal, clock):
    """C15, C21, C22: what is undeclared is said before anything is sent; a line that stands still is said to."""
    clock.set(*CLOCK)
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    line = visitor.line("**/upload/")
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    sent = []
    line.answer = lambda route: sent.append(route.request.url)
    slot = page.locator("#s-diploma")
    slot.locator("input[type=file]").set_input_files(png("毕业证.png", stories.picture(1)))
    slot.get_by_role("button", name="上传").click()
    expect(slot.get_by_role("alert")).to_contain_text("还没有声明文件不涉密")
    assert not sent
    page.clock.install()
    choose(page, "diploma", png("毕业证.png", stories.picture(1)))
    page.clock.run_for(21_000)
    expect(slot).to_contain_text("20秒没有动静，网可能断了")
    slot.get_by_role("button", name="上传").first.click()
    assert len(sent) == 1, "a second press sends nothing twice"
    slot.get_by_role("button", name="取消上传").click()
    expect(slot.get_by_text("20秒没有动静")).to_be_hidden()


@pytest.mark.usefixtures("local_sessions")
def test_an_upload_that_cannot_be_stored_says_so_in_its_slot(portal, clock):
    """C15: the store of files is away; the slot says so, and the upload goes on by itself once it is back."""
    clock.set(*CLOCK)
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    with no_store():
        slot = choose(page, "diploma", [png("证书.png", stories.picture(1))])
        expect(slot).to_contain_text("现在存不了文件。已经传到的都在，过一会儿自动接着传")
        assert not case.materials.exists()
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)


@pytest.mark.usefixtures("local_sessions")
def test_more_than_one_upload_takes_is_said_before_and_after_sending(portal, clock, settings):
    """C15: the page names the limit, holds back what is over it, and knows the proxy's own refusal; nothing is lost."""
    clock.set(*CLOCK)
    settings.UPLOAD_MEGABYTES = 2
    case = stories.filled(files=False)
    visitor = portal(PHONE)
    signed_in(visitor, case)
    line = visitor.line("**/upload/")
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    heavy = [png(f"{number}.png", stories.picture(number) + b"\0" * MB) for number in (1, 2)]
    slot = choose(page, "diploma", heavy)
    expect(slot).to_contain_text("一次上传合计不超过2 MB")
    expect(slot.get_by_role("alert")).to_contain_text("一次最多传2 MB，都没有上传。请少选几个")

    line.answer = lambda route: route.fulfill(status=413, body="<h1>文件太大</h1>")
    choose(page, "diploma", heavy[:1])
    expect(slot.get_by_role("alert")).to_contain_text("一次最多传2 MB")
    line.answer = lambda route: route.fulfill(status=200, body="<h1>登录</h1>")
    slot.get_by_role("button", name="上传").click()
    expect(slot.get_by_role("alert")).to_contain_text("登录可能已过期")
    line.answer = None
    slot.get_by_role("button", name="上传").click()
    expect(page.locator("#s-diploma").get_by_role("link", name="下载原件")).to_have_count(1)


@pytest.mark.usefixtures("local_sessions")
def test_a_line_that_hangs_is_taken_for_a_broken_one(portal, clock):
    """C15: a save that nobody answers ends after half a minute, is said not to be one, and is tried again."""
    clock.set(*CLOCK)
    case = stories.drafted()
    visitor = portal(PHONE)
    signed_in(visitor, case)
    line = visitor.line("**/autosave/")
    page = visitor.open(section(case, "summary"))
    page.clock.install()
    line.answer = lambda route: None
    page.get_by_label("个人总结").fill("线路不通时写的")
    with page.expect_request("**/autosave/"):
        page.clock.run_for(2_000)
    page.clock.run_for(31_000)
    expect(page.get_by_role("status")).to_contain_text("没有保存：连不上网")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("status")).to_be_in_viewport()
    line.answer = None
    page.clock.run_for(16_000)
    expect(page.get_by_role("status")).to_contain_text("已保存")
    assert Section.objects.get(application=case, key="summary").data == {"text": "线路不通时写的"}


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
