"""A case goes back once and comes again: the reviewer's desk, the applicant's telephone, two reviewers at once."""

import pytest
from playwright.sync_api import Page, expect

from accounts.enums import Role
from applications.enums import State
from applications.models import Application
from tests import factories, stories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, enter, item, mark, mark_with_mouse, press, scan, state

pytestmark = pytest.mark.django_db(transaction=True)
COMMENT = "毕业证书右上角没有拍全，请重新拍，四个角都要在画面里。"
DUE = "3月10日"  # returned on 6 March: the second day is a Saturday, so the next working day


def by_keyboard(page: Page) -> None:
    """From the second item on, mark the first two with J, K, 1, 2; the second opens its fault."""
    labels = page.locator("[data-check-item] h3").all_inner_texts()
    page.keyboard.press("k")
    page.keyboard.press("1")
    expect(item(page, labels[0]).get_by_role("button", name="符合", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("2")
    expect(page.get_by_label("钉在哪里")).to_be_focused()
    expect(item(page, labels[1]).get_by_role("button", name="有问题")).to_have_attribute("aria-pressed", "true")


def pin_to_open_file(page: Page, label: str) -> None:
    """Pin the open fault to the page of the file that is open, with a published reason."""
    expect(page.get_by_label("钉在哪里").locator("option:checked")).to_contain_text("学历证书")
    page.get_by_label("M03 扫描不正、不清").check()
    page.get_by_label("对申报人说").fill(COMMENT)
    press(page, "钉上这个问题")
    expect(item(page, label).get_by_text(COMMENT)).to_be_visible()


def review_and_return(reviewer, application: Application) -> None:
    page = reviewer.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("待办1件")
    check_both(reviewer)
    page.get_by_role("link").filter(has_text=application.applicant.name).click()
    check_both(reviewer)
    item(page, "学历").get_by_role("link", name="学历证书").first.click()
    expect(page.locator("#viewer")).to_contain_text("学历证书")
    by_keyboard(page)
    check_both(reviewer)
    pin_to_open_file(page, "学历")
    mark_with_mouse(page, application, but=("identity", "education"))
    page.get_by_role("link", name="退回修改，1处").click()
    expect(page.get_by_role("group", name="申报人修改的时间")).to_contain_text(DUE)
    expect(page.locator("main")).to_contain_text(COMMENT)
    check_both(reviewer)
    press(page, "退回修改，1处")
    expect(page.get_by_text(f"申报人要在2025年{DUE}")).to_be_visible()


def correct_on_phone(applicant, application: Application) -> None:
    page = applicant.page
    expect(page.get_by_role("heading", name="要改的1处")).to_be_visible()
    clock = page.locator(".live")
    expect(clock).to_contain_text("还剩")
    expect(clock).to_contain_text(DUE)
    page.get_by_text("为什么是这个时间").click()
    expect(clock).to_contain_text("通知五（一）1")
    expect(page.get_by_text(COMMENT)).to_be_visible()
    check_both(applicant)
    page.get_by_role("link", name="去换材料").click()
    slot = page.locator("#s-diploma")
    expect(slot).to_contain_text("被退回")
    check_both(applicant)
    expect(slot.get_by_label("就删掉被退回的")).to_be_checked()
    slot.locator("input[type=file]").set_input_files(scan(77))
    slot.get_by_label("不涉密").check()
    slot.get_by_label("已遮住").check()
    slot.get_by_role("button", name="上传").click()
    expect(slot).to_contain_text("重拍.png")
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)
    expect(slot).to_contain_text("已处理")
    page.get_by_role("link", name="检查与提交").last.click()
    expect(page.get_by_role("heading", name="检查与提交")).to_be_visible()
    check_both(applicant)
    page.get_by_label("我已读完，作出以上承诺").check()
    page.get_by_label("写下您的姓名").fill(application.applicant.name)
    press(page, "重新提交（第2次）")
    expect(page.get_by_role("heading", name="已收到您的申报")).to_be_visible()
    check_both(applicant)


def go_on(reviewer, application: Application, label: str) -> None:
    """Mark everything, read the consequence, take the conclusion."""
    page = reviewer.page
    mark_with_mouse(page, application)
    page.get_by_role("link", name=label).click()
    check_both(reviewer)
    press(page, label)
    expect(page.get_by_role("status").filter(has_text=label)).to_be_visible()


def test_a_case_is_returned_corrected_on_a_phone_and_accepted(portal, clock):
    """C14, C16, C17, C24, C25, C44: one published reason on one file, told with its deadline; then it passes."""
    application = stories.forwarded()
    clock.set(2025, 3, 6, 16, 20)
    reviewer = portal(DESK)
    enter(reviewer, stories.reviewer_of(application).user)
    review_and_return(reviewer, application)
    assert state(application) == State.RETURNED

    clock.set(2025, 3, 9, 21, 40)
    applicant = portal(PHONE)
    enter(applicant, application.applicant)
    correct_on_phone(applicant, application)
    assert state(application) == State.INITIAL_REVIEW

    clock.set(2025, 3, 11, 10, 30)
    application.refresh_from_db()
    page = enter(reviewer, stories.reviewer_of(application).user)
    page.get_by_role("link").filter(has_text=application.applicant.name).click()
    changes = page.get_by_role("region", name="比上次改了什么")
    expect(changes).to_contain_text("换了新文件")
    expect(changes).to_contain_text(COMMENT)
    check_both(reviewer)
    go_on(reviewer, application, "通过初审")

    application.refresh_from_db()
    assert application.state == State.FINAL_REVIEW
    officer = portal(DESK)
    enter(officer, stories.reviewer_of(application).user)
    page = officer.open(f"/desk/{application.number}/")
    check_both(officer)
    go_on(officer, application, "接收材料")
    assert state(application) == State.ACCEPTED


def test_of_two_reviewers_at_once_the_second_is_told_what_happened(portal, clock):
    """C16, C24, C44: the one passes while the other confirms a return; nothing of the other's is written."""
    application = stories.forwarded()
    at = factories.beijing(2025, 3, 6, 10)
    clock.set(2025, 3, 6, 10)
    stories.marked(application, at=at, but=("achievements",))
    first, second = stories.reviewer_of(application), factories.officer_of(application.initial_office.key)
    stories.pinned(application, at=at)

    slow, quick = portal(DESK), portal(DESK)
    page = enter(slow, second.user)
    slow.open(f"/desk/{application.number}/return/")
    expect(page.get_by_role("button", name="退回修改")).to_be_visible()

    other = enter(quick, first.user)
    quick.open(f"/desk/{application.number}/")
    item(other, "工作业绩").get_by_role("button", name="撤下").click()
    expect(item(other, "工作业绩").get_by_role("button", name="撤下")).to_have_count(0)
    mark(other, "工作业绩", "符合")
    other.get_by_role("link", name="通过初审").click()
    press(other, "通过初审")
    expect(other.get_by_role("status").filter(has_text="通过初审")).to_be_visible()

    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        press(page, "退回修改，1处")
    assert answered.value.status == 409
    expect(page.get_by_role("heading", name="没有办成")).to_be_visible()
    expect(page.locator("main")).to_contain_text("现在是“复审”")
    expect(page.locator("main")).to_contain_text(first.user.name)
    check_both(slow)
    application.refresh_from_db()
    assert (application.state, application.returned_at) == (State.FINAL_REVIEW, None)
    assert list(application.events.values_list("transition", flat=True)).count("return_for_correction") == 0


def test_the_third_submission_offers_no_return_and_one_person_switches_between_his_roles(portal, clock):
    """C17, C18, C38: returned twice; then only pass or refuse. Who passes it as reviewer accepts in his other role."""
    application = stories.returned()
    application = stories.resubmitted(application)
    application = stories.returned(application, at=stories.CORRECTED)
    application = stories.resubmitted(application)
    assert application.submissions_used == 3
    clock.set(2025, 3, 11, 10)
    reviewer = stories.reviewer_of(application)
    factories.officer_of("title-office", role=Role.TITLE_OFFICER, user=reviewer.user)

    both = portal(DESK)
    page = enter(both, reviewer.user)
    both.open("/account/capacities/")
    check_both(both)
    page.get_by_role("listitem").filter(has_text="审核员").get_by_role("button").click()
    page = both.open(f"/desk/{application.number}/")
    main = page.locator("main")
    expect(main).to_contain_text("只能通过或不予受理")
    expect(page.get_by_role("link", name="退回修改")).to_have_count(0)
    expect(page.locator("#decide").get_by_text("不予受理", exact=True)).to_be_visible()
    page.goto(f"{both.address}/desk/{application.number}/return/")
    expect(page.get_by_role("heading", name="没有办成")).to_be_visible()
    check_both(both)

    both.open("/account/capacities/")
    page.get_by_role("listitem").filter(has_text="职称办经办人").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("以什么身份办理")
    assert page.goto(f"{both.address}/desk/{application.number}/").status == 404
