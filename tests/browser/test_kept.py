"""A session that ends while somebody writes, in a real browser: what was written comes back to its writer."""

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accounts.enums import EmployerStatus
from tests.accounts.people import PASSWORD, officer
from tests.accounts.test_employers import waiting
from tests.browser.conftest import DESK, PHONE

REASON = "执照看不清，请重新拍照。\n“法定代表人”和登记的不一样，请带执照原件到县人社局核对。"


def test_what_was_written_is_not_written_twice(portal, clock):
    """C24: the reason for a refusal, sent when the session had ended, is shown after signing in and sent by a press."""
    clock.set(2025, 2, 18, 9)
    row, reviewer = waiting(), officer()
    for size in (PHONE, DESK):
        visitor = portal(size)
        visitor.sign_in(reviewer.user.phone, PASSWORD)
        page = visitor.open(f"/account/employers/{row.pk}/")
        page.get_by_label("原因").fill(REASON)
        Session.objects.all().delete()
        page.get_by_role("button", name="不通过，告知原因").click()
        expect(page.get_by_text("您填的内容留着")).to_be_visible()
        page.get_by_label("号码").fill(reviewer.user.phone)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page.get_by_role("heading", name="刚才那一步还没有办", level=1)).to_be_visible()
        expect(page.get_by_role("paragraph").filter(has_text="请带执照原件到县人社局核对")).to_be_visible()
        visitor.check()
    page.get_by_role("button", name="接着提交").click()
    page.get_by_role("button", name="不通过，告知原因").click()
    expect(page.get_by_text("已告知单位")).to_be_visible()
    row.refresh_from_db()
    assert (row.status, row.status_reason) == (EmployerStatus.REFUSED, REASON)
