"""The joint papers of an employer on screen: asked for, opened, void when one withdraws, who is told on his page."""

import pytest
from playwright.sync_api import expect

from applications.enums import PaperKind
from applications.models import Paper
from applications.services.filing import withdraw
from tests import factories, stories
from tests.browser.conftest import DESK
from tests.browser.hands import check_both, enter, set_papers

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_on_one_notice_until_one_withdraws(portal, clock):
    """C26, C46: one press makes the notice of both; it waits, opens, and is gone with the section when one withdraws."""
    clock.set(2025, 2, 20, 15)
    first = stories.in_notice()
    second = stories.in_notice(unit=first.employer)
    clerk = portal(DESK)
    page = enter(clerk, stories.clerk_of(first.employer).user)
    section = page.get_by_role("region", name="合在一张打印")
    expect(section).to_contain_text("2人")
    expect(section.get_by_role("listitem").filter(has_text="公示结果")).to_contain_text("2人还没有确认公示期满")
    row = section.get_by_role("listitem").filter(has_text="推荐单位公示（批量）")
    row.get_by_role("button", name="制作").click()
    expect(row).to_contain_text("正在制作")
    check_both(clerk)
    set_papers(PaperKind.EMPLOYER_BATCH_NOTICE)
    page.reload()
    expect(row).to_contain_text("PDF，2人")
    link = clerk.address + row.get_by_role("link").get_attribute("href")
    assert page.request.get(link).body().startswith(b"%PDF")

    withdraw(
        application_id=second.pk, act=factories.act_of(second.applicant, factories.beijing(2025, 2, 20, 15, 30))
    )
    page.reload()
    expect(section).to_have_count(0)
    clerk.open(f"/employer/{second.number}/")
    expect(page.get_by_role("region", name="申报人撤回了，公示作废")).to_contain_text("请把张贴的取下")
    check_both(clerk)
    clerk.open(f"/papers/{Paper.objects.get(kind=PaperKind.EMPLOYER_BATCH_NOTICE).code}/")
    expect(page.get_by_role("heading", name="已作废")).to_be_visible()
    check_both(clerk)
