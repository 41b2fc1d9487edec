"""The papers of a meeting on screen: asked for, opened, scanned by a stranger with a telephone, void after a change."""

import pytest
from playwright.sync_api import Locator, Page, expect

from applications.enums import PaperKind
from applications.models import Paper
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, enter, set_papers
from tests.review.after.test_meeting import count, held_meeting
from tests.review.after.world import accepted_case, panel

pytestmark = pytest.mark.django_db(transaction=True)


def sheet_on(page: Page) -> Locator:
    """Give the line of 计票表 on the meeting's page."""
    return page.get_by_role("listitem").filter(has_text="计票表")


def print_sheet(secretary, meeting) -> str:
    """The secretary asks for 计票表 and, once it is made, finds its link on the page; gives the link."""
    page = secretary.open(f"/committee/meetings/{meeting.pk}/")
    row = sheet_on(page)
    row.get_by_role("button", name="制作").click()
    expect(row).to_contain_text("正在制作")
    check_both(secretary)
    set_papers(PaperKind.COUNT_SHEET)
    page.reload()
    expect(row).to_contain_text("PDF")
    return row.get_by_role("link", name="计票表").get_attribute("href")


def test_a_print_is_checked_by_whoever_has_it_in_his_hand(portal, clock, settings):
    """C21, C37, C39: a stranger scans the count: it stands; the secretary corrects it: it is void; no name either way."""
    settings.SCAN_CHECKS = False
    held, case = panel(), accepted_case()
    meeting, tallies = held_meeting(held, case)
    clock.set(2025, 4, 11)
    secretary, stranger = portal(DESK), portal(PHONE)
    enter(secretary, held.secretary.user)
    link = print_sheet(secretary, meeting)
    page = stranger.open(link)
    expect(page.get_by_role("heading", name="这一份没有作废")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("计票表")
    expect(page.get_by_role("main")).not_to_contain_text("新的一份")
    assert case.applicant.name not in page.content()
    check_both(stranger)
    count(held, tallies[0])
    sheet_on(secretary.open(f"/committee/meetings/{meeting.pk}/")).get_by_role("button", name="制作").click()
    expect(secretary.page.get_by_text("文书正在制作")).to_be_visible()
    page = stranger.page
    page.reload()
    expect(page.get_by_role("heading", name="这一份已作废")).to_be_visible()
    newer = Paper.objects.exclude(status="outdated").get(kind=PaperKind.COUNT_SHEET)
    expect(page.get_by_role("main")).to_contain_text(newer.code)
    check_both(stranger)
    page.get_by_role("link", name="登录后打开").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
