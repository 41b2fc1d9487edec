"""The reviewers' desk in the browser: keyboard, checklist, a fault, a return; every page by axe and at 360 px."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Fault
from campaigns.models import Campaign
from tests import factories, stories
from tests.browser.conftest import DESK, NARROWEST, PHONE
from tests.review.after import world

pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def desk_of(portal, clock) -> Callable[..., object]:
    """Give a maker of desks: an officer of an office, signed in at 2025-03-11."""

    def make(key: str, role: Role, viewport: dict[str, int] = DESK):
        clock.set(2025, 3, 11)
        member = factories.officer_of(key, role=role)
        opened = portal(viewport)
        opened.sign_in(member.user.phone, factories.PASSWORD)
        return opened

    return make


def test_a_reviewer_returns_a_case_by_keyboard(desk_of, clock):
    """C16, C24, C25: J walks, 1 and 2 mark, the fault is pinned in place, the return names it and until when."""
    row = stories.in_initial_review()
    portal = desk_of("hetian-shi-hr", Role.REVIEWER)
    page = portal.open("/desk/")
    page.get_by_role("link", name="从第一件开始").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(row.applicant.name)
    portal.check()

    for key in "j1j1j1j1j1j1j1j2":
        page.keyboard.press(key)
    form = page.locator("[data-pin]")
    expect(form).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("已核7项，共8项")
    form.get_by_text("M09 继续教育证书不全").click()
    form.get_by_label("对申报人说").fill("2023年的专业课证书没有传，请补传。")
    portal.check()
    form.get_by_role("button", name="钉上这个问题").click()
    expect(page.get_by_text("2023年的专业课证书没有传")).to_be_visible()
    assert Fault.objects.get().item.key == "continuing"

    page.locator("#c-identity").click()
    page.keyboard.press("g")
    expect(page.get_by_role("link", name="退回修改，1处")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3月13日").first).to_be_visible()
    portal.check()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="退回修改，1处")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("申报人要在2025年3月13日（星期四）24时前改好")).to_be_visible()
    assert Application.objects.get(pk=row.pk).state == State.RETURNED


def test_a_mark_that_the_server_could_not_take_says_so_beside_its_item(desk_of, clock):
    """C25: the press is not lost in silence; the next one counts, and takes the words away."""
    row = stories.in_initial_review()
    portal = desk_of("hetian-shi-hr", Role.REVIEWER)
    line = portal.line("**/items/**")
    page = portal.open(f"/desk/{row.number}/")
    line.answer = lambda route: route.fulfill(status=503, body="away")
    page.keyboard.press("j")
    page.keyboard.press("1")
    words = page.get_by_role("alert").filter(has_text="没有办成：系统暂时连不上")
    expect(words).to_be_visible()
    expect(page.locator("#progress")).to_contain_text("已核0项")
    line.answer = None
    page.keyboard.press("1")
    expect(page.locator("#progress")).to_contain_text("已核1项")
    expect(words).to_have_count(0)


def test_points_that_could_not_be_added_up_are_told_beside_the_sum(portal, clock):
    """C32: the editor's own request says so when nobody answers; what was typed stays, the next change adds up."""
    clock.set(2025, 3, 11)
    panel = world.panel(rubrics=False)
    secretary = portal(DESK)
    secretary.sign_in(panel.secretary.person.phone, factories.PASSWORD)
    line = secretary.line("**/share/")
    page = secretary.open(f"/committee/{panel.committee.pk}/rubrics/county/")
    page.get_by_label("类别").first.fill("工作业绩")
    page.get_by_label("指标").first.fill("工程项目")
    points = page.get_by_label("分值").first
    line.answer = lambda route: route.fulfill(status=503, body="away")
    points.fill("40")
    points.blur()
    words = page.get_by_role("alert").filter(has_text="分值没有重新算")
    expect(words).to_be_in_viewport()
    line.answer = None
    points.fill("60")
    points.blur()
    expect(page.locator("#share")).to_contain_text("还差40分")
    expect(words).to_have_count(0)


def test_a_half_typed_fault_outlasts_a_look_at_another_file(desk_of, clock):
    """Issue 2: nothing is lost of what a reviewer had typed; once pinned it is not offered again."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER).open(f"/desk/{row.number}/?pin=practice")
    form = page.locator("[data-pin]")
    form.get_by_text("B04 业绩没有写明本人作用").click()
    form.get_by_label("对申报人说").fill("请写清楚您负责哪一段。")
    file = page.locator("#item-practice .look a").first
    file.click()
    expect(form.get_by_label("钉在哪里").locator("option:checked")).to_have_text(f"{file.inner_text()}，第1页")
    expect(form.get_by_label("对申报人说")).to_have_value("请写清楚您负责哪一段。")
    expect(form.locator("input[name=reason][value=B04]")).to_be_checked()
    form.get_by_role("button", name="钉上这个问题").click()
    expect(page.locator("#item-practice").get_by_text("请写清楚您负责哪一段。")).to_be_visible()
    page.locator("#item-practice").get_by_role("link", name="再钉一处").click()
    expect(form.get_by_label("对申报人说")).to_have_value("")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_look_at_a_file_leaves_the_place_in_the_checklist(desk_of, clock, viewport):
    """Issue 3: the file comes beside the checklist, which is not drawn anew; a mark goes with what is open."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER, viewport).open(f"/desk/{row.number}/")
    item = page.locator("#item-continuing")
    if viewport is PHONE:
        item.get_by_text("看哪里，").click()
    page.evaluate("document.getElementById('checks').dataset.drawn = 'once'")
    link = item.locator(".look a").first
    link.click()
    expect(page.locator("#viewer")).to_contain_text(link.inner_text())
    expect(page.locator(".viewer-page")).to_be_in_viewport()
    expect(link).to_have_attribute("aria-current", "true")
    if viewport is PHONE:
        page.get_by_role("link", name="回去核对这一项").click()
    expect(link).to_be_in_viewport()
    item.get_by_role("button", name="有问题").click()
    expect(item.get_by_label("钉在哪里").locator("option:checked")).to_have_text(f"{link.inner_text()}，第1页")
    expect(page.locator("#checks[data-drawn=once]")).to_be_visible()


def test_a_look_after_the_session_is_over_leads_to_the_sign_in(desk_of, clock):
    """Issue 3: the page of the sign-in is opened, not put into the viewer."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER).open(f"/desk/{row.number}/")
    page.context.clear_cookies()
    page.locator("#item-education .look a").first.click()
    expect(page).to_have_url(re.compile("sign-in"))


def test_a_place_chosen_by_hand_outlasts_a_look_at_another_file(desk_of, clock):
    """C24: the fault is pinned to the page that the reviewer chose, whatever he has opened since."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER).open(f"/desk/{row.number}/")
    links = page.locator("#item-practice .look a")
    links.nth(0).click()
    expect(page.locator("#viewer")).to_contain_text(links.nth(0).inner_text())
    page.locator("#item-practice").get_by_role("button", name="有问题").click()
    form = page.locator("[data-pin]")
    chosen = f"{links.nth(0).inner_text()}，第1页"
    form.get_by_label("钉在哪里").select_option(label=chosen)
    links.nth(1).click()
    expect(page.locator("#viewer")).to_contain_text(links.nth(1).inner_text())
    form.get_by_text("M03 扫描不正、不清").click()
    form.get_by_label("对申报人说").fill("请重新拍。")
    form.get_by_role("button", name="钉上这个问题").click()
    expect(page.locator("#item-practice .is-pinned")).to_contain_text(chosen)
    assert Fault.objects.get().page == 1


@pytest.mark.parametrize("leave", ["sign_out", "session_over"])
def test_a_half_typed_fault_is_not_shown_to_the_next_person_of_the_tab(desk_of, clock, leave):
    """Issue 2: taken away at sign-out, and from another person's eyes where somebody never signed out."""
    row = stories.in_initial_review()
    portal, next_one = desk_of("hetian-shi-hr", Role.REVIEWER), factories.officer_of("hetian-shi-hr")
    page = portal.open(f"/desk/{row.number}/?pin=practice")
    page.locator("[data-pin]").get_by_label("对申报人说").fill("只给我自己看的。")
    kept = "Object.values(sessionStorage).filter(text => text.includes('只给我自己看的'))"
    assert page.evaluate(kept)
    if leave == "sign_out":
        page.get_by_role("button", name="退出").click()
        expect(page.get_by_role("link", name="登录").first).to_be_visible()
        assert not page.evaluate(kept)
    else:
        page.context.clear_cookies()
    portal.sign_in(next_one.user.phone, factories.PASSWORD)
    page = portal.open(f"/desk/{row.number}/?pin=practice")
    expect(page.locator("[data-pin]").get_by_label("对申报人说")).to_have_value("")
    assert not page.evaluate(kept)


@pytest.mark.parametrize(("viewport", "folded"), [(DESK, False), (PHONE, True)], ids=["desk", "phone"])
def test_the_list_of_files_is_folded_on_a_phone_and_open_at_a_desk(desk_of, clock, viewport, folded):
    """Issue 2: the checklist is near on a phone; the keyboard opens the list."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER, viewport).open(f"/desk/{row.number}/")
    first = page.locator(".shelf a").first
    for unfolded in (first, page.locator(".timeline"), page.get_by_role("link", name="学习培训经历", exact=True)):
        expect(unfolded).to_be_visible(visible=not folded)
    if folded:
        page.get_by_text("全部材料，").focus()
        page.keyboard.press("Enter")
        expect(first).to_be_visible()
        page.get_by_role("link", name="去逐项核对").click()
        expect(page.get_by_role("button", name="符合").first).to_be_in_viewport()


def test_all_that_may_pass_are_chosen_by_one_press(desk_of, clock):
    """Issue 3: sixty cases that are ready do not take sixty ticks; what is not ready is not among them."""
    for name in ("王建国", "李文娟"):
        stories.marked(stories.in_initial_review(user=stories.person(name)), at=stories.PASSED)
    stories.in_initial_review(user=stories.person("马晓东"))
    page = desk_of("hetian-shi-hr", Role.REVIEWER).open("/desk/")
    page.get_by_role("button", name="选中本页可以通过的").click()
    page.get_by_role("button", name="2件一起通过").click()
    expect(page.locator("main")).to_contain_text("王建国")
    expect(page.locator("main")).not_to_contain_text("马晓东")


def test_a_list_is_printed_as_a_table_without_what_can_be_pressed(desk_of, clock):
    """Issue 3: an office prints its lists; a sheet of A4 is as narrow as a phone is, and yet no cards come out."""
    stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER, {"width": 780, "height": 1100}).open("/desk/")
    row = page.locator("tbody tr")
    display = "row => getComputedStyle(row).display"
    assert row.evaluate(display) != "table-row"
    page.emulate_media(media="print")
    assert row.evaluate(display) == "table-row"
    assert page.get_by_role("columnheader", name="截止").bounding_box()["width"] > 20
    for pressed in (
        page.get_by_role("search"),
        page.get_by_role("link", name="从第一件开始"),
        page.locator(".nav"),
    ):
        expect(pressed).to_be_hidden()


def test_the_windows_of_a_year_fit_on_a_desk(portal, clock):
    """Issue 2: the page where a year is edited does not scroll sideways at 1280 pixels."""
    clock.set(2025, 3, 11)
    staff = factories.person("演示管理员", is_staff=True, is_superuser=True)
    opened = portal(DESK)
    opened.sign_in(staff.phone, factories.PASSWORD)
    page = opened.open(f"/admin/campaigns/campaign/{Campaign.objects.get(key='2025').pk}/change/")
    expect(page.locator("#windows-group")).to_be_visible()
    width, inside = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width <= inside


def test_a_long_office_stays_beside_the_navigation(desk_of, clock):
    """Issue 3: the head of the page is one line high at a desk, whoever works there."""
    page = desk_of("hetian-shi-title", Role.TITLE_OFFICER).open("/office/")
    boxes = [page.locator(part).bounding_box() for part in (".brand", ".nav", ".who")]
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)


def test_a_scanner_writes_over_a_wrong_code(desk_of, clock):
    """C39: a scanner types where the focus is; what it typed before does not stay in front of the next code."""
    page = desk_of("title-office", Role.TITLE_OFFICER).open("/office/scan/")
    page.keyboard.type("WRONG")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有这个码").first).to_be_visible()
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type("NEXT")
    expect(page.locator("#id_code")).to_have_value("NEXT")


def test_a_fault_begun_by_mistake_is_dropped_again(desk_of, clock):
    """C24: the way out of a fault works however it was opened, and with a file in the address."""
    row = stories.in_initial_review()
    page = desk_of("hetian-shi-hr", Role.REVIEWER).open(f"/desk/{row.number}/")
    page.locator(".shelf a").nth(2).click()
    page.locator("#item-practice").get_by_role("button", name="有问题").click()
    page.locator("[data-pin]").get_by_role("link", name="不钉了").click()
    expect(page.locator("[data-pin]")).to_have_count(0)
    page.get_by_role("link", name="还没有钉上问题，去钉").click()
    expect(page.locator("[data-pin]")).to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, NARROWEST], ids=["desk", "narrowest"])
def test_every_page_of_the_desk_is_clean(desk_of, viewport):
    """Issue 2: axe finds nothing, nothing scrolls sideways, the browser does not complain."""
    row = stories.resubmitted()
    stories.pinned(row, at=stories.PASSED)
    other = stories.returned(user=stories.person("古丽巴哈尔·阿卜力米提"))
    ready = stories.in_initial_review(user=stories.person("王建国"))
    stories.marked(ready, at=stories.PASSED)
    portal = desk_of("hetian-shi-hr", Role.REVIEWER, viewport)
    for path in (
        "",
        "?only=ready",
        "?q=没有这个人",
        "returned/",
        "done/",
        f"{row.number}/",
        f"{row.number}/?s=work",
        f"{row.number}/?pin=achievements",
        f"{other.number}/",
        f"{ready.number}/onward/",
        f"{ready.number}/refuse/",
        f"{row.number}/return/",
    ):
        portal.open(f"/desk/{path}")
        portal.check()


@pytest.mark.parametrize("viewport", [DESK, NARROWEST], ids=["desk", "narrowest"])
def test_the_title_office_and_the_supervisor_have_clean_pages(desk_of, viewport):
    """Issue 2: the same for the final review, the acceptance, and the supervisor's pages."""
    row = stories.in_final_review()
    stories.marked(row, at=stories.PASSED)
    portal = desk_of("title-office", Role.TITLE_OFFICER, viewport)
    for path in ("", f"{row.number}/", f"{row.number}/onward/"):
        portal.open(f"/desk/{path}")
        portal.check()
    portal = desk_of("supervision", Role.SUPERVISOR, viewport)
    for path in ("", "events/", f"events/{row.number}/"):
        portal.open(f"/supervision/{path}")
        portal.check()
