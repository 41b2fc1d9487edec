"""An employer's clerk takes one case from the opinion to the office, while the days of the notice pass."""

import re

from playwright.sync_api import Page, expect

from applications.enums import State
from applications.models import Application, EmployerNotice
from tests import stories
from tests.browser.conftest import DESK, NARROWEST, Portal
from tests.browser.filing import payload, photo
from tests.factories import PASSWORD

OPINION = {
    "审核意见": "opinion",
    "推荐意见": "recommendation",
    "政治表现": "conduct_politics",
    "廉洁自律": "conduct_integrity",
    "工作表现": "conduct_work",
    "公示上的思想政治条件": "notice_politics",
    "公示上的业绩成果": "notice_achievements",
}
SCANS = ("单位公示", "单位公示结果", "推荐报告")


def fits(clerk: Portal) -> None:
    """The page is clean at a desk and at the narrowest width."""
    clerk.page.set_viewport_size(NARROWEST)
    clerk.check()
    clerk.page.set_viewport_size(DESK)
    clerk.check()


def signed_in(portal, application: Application) -> Portal:
    """Give the browser of the employer's clerk, on the first page."""
    clerk = portal(DESK)
    clerk.sign_in(stories.clerk_of(application.employer).user.phone, PASSWORD)
    expect(clerk.page.get_by_role("heading", name="本单位申报", level=1)).to_be_visible()
    return clerk


def open_case(clerk: Portal, application: Application) -> Page:
    page = clerk.open("/employer/")
    page.get_by_role("row").filter(has_text=application.number).get_by_role("link").first.click()
    expect(page.get_by_text(application.number)).to_be_visible()
    return page


def test_checks_writes_its_opinion_and_posts_the_notice(portal, clock):
    """C26, C43, C46: the last day for a notice is shown, the opinion opens the notice, skipped days are told."""
    clock.set(2025, 2, 19, 17)
    application = stories.submitted()
    clerk = signed_in(portal, application)
    page = clerk.page
    last = page.get_by_role("region", name="内部公示最迟这一天张贴")
    expect(last).to_contain_text("3月7日")
    fits(clerk)

    open_case(clerk, application)
    expect(page.get_by_role("button", name="同意推荐，开始公示")).to_be_disabled()
    fits(clerk)
    expect(page.get_by_role("region", name="第1步，写单位意见")).not_to_contain_text("选填")
    page.get_by_label("已核对原件").check()
    for label, key in OPINION.items():
        page.get_by_label(label, exact=True).fill(stories.OPINION[key])
    page.get_by_role("button", name="保存单位意见").click()
    expect(page.get_by_text("单位意见已保存。")).to_be_visible()

    page.get_by_label("张贴日期").fill("2025-02-18")
    page.get_by_label("张贴地点").fill("公司一楼公告栏")
    page.get_by_role("button", name="同意推荐，开始公示").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("张贴地点")).to_have_value("公司一楼公告栏")
    fits(clerk)
    assert not EmployerNotice.objects.exists()

    page.get_by_label("张贴日期").fill("2025-02-20")
    page.get_by_role("button", name="同意推荐，开始公示").click()
    expect(page.get_by_text("公示已开始。")).to_be_visible()
    period = page.get_by_role("region", name="公示", exact=True)
    expect(period).to_contain_text("2月21日至2025年2月27日")
    period.get_by_text("为什么是这个时间").click()
    expect(period.get_by_role("listitem").filter(has_text="2月22日")).to_contain_text("星期六")
    expect(page.get_by_role("button", name="确认公示期满")).to_be_disabled()
    fits(clerk)
    assert Application.objects.get().state == State.EMPLOYER_NOTICE


def test_concludes_uploads_the_signed_papers_and_forwards(portal, clock):
    """C20, C26: only when the period is over and every signed paper is there does the case go to the office."""
    clock.set(2025, 2, 27, 23, 50)
    application = stories.in_notice()
    clerk = signed_in(portal, application)
    page = open_case(clerk, application)
    expect(page.get_by_role("button", name="确认公示期满")).to_be_disabled()

    clock.set(2025, 2, 28, 9)
    clerk.sign_in(stories.clerk_of(application.employer).user.phone, PASSWORD)
    expect(page.get_by_role("region", name="今天要办的")).to_contain_text("公示期满，等您确认")
    fits(clerk)
    open_case(clerk, application)
    fits(clerk)
    page.get_by_role("button", name="确认公示期满，无异议").click()
    expect(page.get_by_text("已确认公示期满。")).to_be_visible()
    expect(page.get_by_role("button", name="同意并报送")).to_be_disabled()
    fits(clerk)

    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    upload(page, SCANS[0], kind="pdf", declare=False)
    expect(scan_of(page, SCANS[0]).get_by_role("alert")).to_contain_text("还没有声明文件不涉密")
    expect(scan_of(page, SCANS[0]).get_by_label(re.compile("不超过"))).not_to_have_value("")
    assert not sent
    fits(clerk)
    spoilt = payload(SCANS[0], kind="pdf") | {"buffer": "不是PDF".encode()}
    scan_of(page, SCANS[0]).get_by_label(re.compile("不超过")).set_input_files(spoilt)
    scan_of(page, SCANS[0]).get_by_role("checkbox").check()
    scan_of(page, SCANS[0]).get_by_role("button", name=re.compile("^上传")).click()
    expect(scan_of(page, SCANS[0])).to_contain_text("这里只收")
    assert not application.materials.filter(slot_key="posting_notice").exists()
    page.evaluate("window.stayed = true")
    taken = photo("盖章的公示.jpg")
    scan_of(page, SCANS[0]).get_by_label(re.compile("不超过")).set_input_files(taken)
    scan_of(page, SCANS[0]).get_by_role("checkbox").check()
    scan_of(page, SCANS[0]).get_by_role("button", name=re.compile("^上传")).click()
    expect(scan_of(page, SCANS[0]).get_by_text("已上传", exact=True)).to_be_visible()
    expect(scan_of(page, SCANS[0])).to_contain_text("盖章的公示.jpg")
    expect(scan_of(page, SCANS[0])).to_be_in_viewport()
    assert page.evaluate("window.stayed")
    assert application.materials.get(slot_key="posting_notice").file.size < len(taken["buffer"]) / 2
    scan_of(page, SCANS[0]).get_by_role("button", name=re.compile("^删除")).click()
    for label in SCANS:
        upload(page, label, kind="pdf")
        expect(scan_of(page, label)).to_contain_text("已上传")
    fits(clerk)
    page.get_by_role("button", name="同意并报送").click()
    expect(page.get_by_text("单位这一步已经办完")).to_be_visible()
    fits(clerk)
    sent = Application.objects.get()
    assert (sent.state, sent.submissions_used) == (State.INITIAL_REVIEW, 1)


def test_a_second_person_begins_from_the_first_and_nothing_typed_is_left_behind(portal, clock):
    """C43: his own last words are taken up on request, and marked; leaving with an unsaved text is asked about."""
    clock.set(2025, 2, 20, 9)
    first = stories.in_check()
    second = stories.submitted(user=stories.person("李明"), unit=first.employer)
    clerk = signed_in(portal, first)
    page = open_case(clerk, second)
    page.get_by_label("工作表现", exact=True).fill("李明独有的话。")
    page.get_by_role("button", name="从那一份写起").click()
    expect(page.get_by_role("status").filter(has_text="还没有保存")).to_be_in_viewport()
    expect(page.get_by_label("推荐意见", exact=True)).to_have_value(stories.OPINION["recommendation"])
    expect(page.get_by_label("工作表现", exact=True)).to_have_value("李明独有的话。")
    expect(page.get_by_label("公示上的业绩成果", exact=True)).to_have_value("")
    fits(clerk)

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="本单位申报").last.click()
    expect(page.get_by_label("工作表现", exact=True)).to_have_value("李明独有的话。")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="保存单位意见").click()
    expect(page.get_by_text("单位意见已保存。")).to_be_visible()
    page.get_by_role("link", name="本单位申报").last.click()
    expect(page.get_by_role("heading", name="本单位申报", level=1)).to_be_visible()
    assert asked == ["beforeunload"]


def scan_of(page: Page, label: str):
    return page.locator(".slot").filter(has=page.get_by_role("heading", name=label, exact=True))


def upload(page: Page, label: str, *, kind: str, declare: bool = True) -> None:
    slot = scan_of(page, label)
    slot.get_by_label(re.compile("不超过")).set_input_files(payload(label, kind=kind))
    if declare:
        slot.get_by_role("checkbox").check()
    slot.get_by_role("button", name=re.compile("^上传")).click()


def test_two_objections_are_settled_each_in_its_own_form(portal, clock):
    """C26: with two objections open nothing is forwarded; a finding without its words says so in its own form."""
    clock.set(2025, 2, 28, 9)
    application = stories.in_notice()
    clerk = signed_in(portal, application)
    page = open_case(clerk, application)
    for content in ("反映业绩与本人无关。", "反映学历不实。"):
        page.get_by_text("登记一条异议").click()
        page.get_by_label("异议内容").fill(content)
        page.get_by_role("button", name="登记异议").click()
        expect(page.get_by_text(content)).to_be_visible()
    expect(page.get_by_role("button", name="确认公示期满")).to_be_disabled()
    fits(clerk)

    objections = page.get_by_role("region", name="异议", exact=True).locator(".panel")
    second = objections.filter(has_text="反映学历不实。")
    second.get_by_label("异议不成立").check()
    second.get_by_role("button", name="记下结论").click()
    expect(second.get_by_label("异议不成立")).to_be_checked()
    expect(second).to_contain_text("还没有填")
    expect(objections.filter(has_text="反映业绩与本人无关。")).not_to_contain_text("还没有填")
    fits(clerk)
    for content in ("反映业绩与本人无关。", "反映学历不实。"):
        one = objections.filter(has_text=content)
        one.get_by_label("异议不成立").check()
        one.get_by_label("调查情况").fill("查阅原件并问过证明人，情况属实。")
        one.get_by_role("button", name="记下结论").click()
        expect(one).to_contain_text("查阅原件并问过证明人")
    expect(page.get_by_role("button", name="确认公示期满，无异议")).to_be_enabled()
