"""From 已接收材料 to a certificate that a stranger checks with a telephone, and to its revocation."""

import re

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from accounts.enums import Role
from applications.enums import PaperKind, SectionKey, State
from applications.models import Application
from campaigns.enums import Kind, Level
from review.services.revocation import revoke
from tests import factories, stories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, enter, press, set_papers, state
from tests.review.after.world import at, panel

FIRST_TIME = {
    SectionKey.CATEGORY: {"explanation": "首次申报，材料已按通知上传，情况属实。"},
    SectionKey.CURRENT: {"has_title": "no", "has_skill": "no"},
}
pytestmark = pytest.mark.django_db(transaction=True)


def code_in(portal, link: str) -> str:
    """Download the PDF behind a link as the person who sees it, draw its pages, read the QR code."""
    address = portal.page.get_by_role("link", name=link).first.get_attribute("href")
    answer = portal.context.request.get(portal.address + address)
    assert answer.headers["content-type"] == "application/pdf"
    for page in pypdfium2.PdfDocument(answer.body()):
        for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil()):
            return str(found.text)
    raise AssertionError(f"no code in {link}")


def officer_of(application: Application) -> factories.Membership:
    assert application.final_office
    return factories.officer_of(application.final_office.key, role=Role.TITLE_OFFICER)


def read_order(applicant) -> str:
    """The applicant sees what to pay until when, and gives the code of the printed 呈报表."""
    page = applicant.page
    check_both(applicant)
    code = code_in(applicant, "呈报表")
    page.get_by_role("link", name="看缴费单").click()
    expect(page.locator("main")).to_contain_text("280.00")
    expect(page.get_by_role("group", name="缴费截止")).to_contain_text("3月30日")
    check_both(applicant)
    return code


def confirm_payment(officer, application: Application) -> None:
    page = officer.page
    page.get_by_role("link", name="缴费", exact=True).click()
    check_both(officer)
    page.get_by_role("row").filter(has_text=application.applicant.name).get_by_role("link", name="记到账").click()
    check_both(officer)
    page.get_by_label("电子票据号").fill("65000001")
    press(page, "记为已到账")
    expect(page.get_by_role("status").filter(has_text="已记为到账")).to_be_visible()


def confirm_originals(officer, code: str) -> None:
    page = officer.page
    page.get_by_role("link", name="接收与核验").click()
    check_both(officer)
    page.get_by_role("link", name="扫码核验").click()
    check_both(officer)
    page.get_by_label("呈报表上的码").fill(code)
    page.keyboard.press("Enter")  # as a scanner does
    page.get_by_label("收到呈报表").select_option(label="2份")
    page.get_by_label("看过毕业证、学位证等原件").check()
    check_both(officer)
    press(page, "确认：2份收齐，原件看过")
    expect(page.get_by_role("status").filter(has_text="原件看过")).to_be_visible()


def take_in(secretary, application: Application) -> None:
    page = secretary.page
    page.get_by_role("link", name="筹备").click()
    check_both(secretary)
    page.get_by_role("button").filter(has_text=f"进入评审，{application.number}").click()
    expect(page.get_by_role("region", name="评审对象与计票")).to_contain_text(application.number)


def hold_meeting(secretary, application: Application) -> None:
    """Attendance of nine, opening, the count."""
    page = secretary.page
    for box in page.get_by_role("region", name="签到").get_by_role("checkbox").all()[:9]:
        box.check()
    press(page, "记下签到")
    expect(page.get_by_text("到会9人")).to_be_visible()
    press(page, "开始会议")
    check_both(secretary)
    page.get_by_role("link", name=application.number).click()
    for label, value in (("同意", "7"), ("不同意", "1"), ("弃权", "1")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("量化赋分").fill("82.5")
    page.get_by_label("答辩成绩").fill("85")
    check_both(secretary)
    press(page, "记下，计下一件")
    expect(page.get_by_text("到会9，同意7，不同意1，弃权1")).to_be_visible()


def countersign(chair, application: Application) -> None:
    page = chair.page
    expect(page.get_by_role("row").filter(has_text=application.number)).to_contain_text("同意7")
    check_both(chair)
    page.get_by_role("button").filter(has_text=f"无误，会签，{application.number}").click()
    expect(page.get_by_text("等您会签的计票0件")).to_be_visible()


def close(secretary) -> None:
    page = secretary.page
    page.reload()
    press(page, "闭会，算出结果")
    expect(page.get_by_text("会议结束，结果已记下")).to_be_visible()
    check_both(secretary)


def publicise(officer, application: Application) -> None:
    page = officer.open("/office/results/")
    expect(
        page.get_by_role("row").filter(has_text=application.applicant.name).get_by_role("checkbox")
    ).to_be_checked()
    check_both(officer)
    press(page, "公示选中的人员")
    expect(page.get_by_role("status").filter(has_text="1人已公示")).to_be_visible()
    expect(page.get_by_role("button", name="公示期满，结束公示")).to_be_disabled()
    check_both(officer)


def see_publicity(stranger, application: Application) -> None:
    """C08: the list is public, without any number of a document."""
    page = stranger.open("/results/")
    check_both(stranger)
    page.get_by_role("link").filter(has_text="结果公示").last.click()
    expect(page.get_by_role("table", name="公示名单")).to_contain_text(application.applicant.name)
    check_both(stranger)
    assert application.applicant.document_number not in page.content()


def conclude_and_issue(officer) -> None:
    page = officer.open("/office/results/")
    page.get_by_role("table", name="公示").get_by_role("link").first.click()
    press(page, "公示期满，结束公示")
    expect(page.get_by_role("heading", name="编号印发任职资格文件")).to_be_visible()
    check_both(officer)
    press(page, "编号并签发")
    expect(page.get_by_text("文件已编号印发")).to_be_visible()


def certify(officer, application: Application) -> None:
    page = officer.open("/office/results/")
    check_both(officer)
    press(page, "签发1份电子证书")
    expect(page.get_by_text("都已签发")).to_be_visible()
    check_both(officer)
    assert state(application) == State.CERTIFIED


def file_afterwards(secretary, officer) -> None:
    """C33: the secretary hands the post-review filing in, the title office registers it."""
    page = secretary.open("/committee/filings/")
    check_both(secretary)
    page.get_by_role("link").filter(has_text="事后备案").click()
    check_both(secretary)
    press(page, "提交备案")
    expect(page.get_by_role("row").filter(has_text="事后备案")).to_contain_text("已提交")
    page = officer.open("/office/")
    check_both(officer)
    page.get_by_role("main").get_by_role("link").filter(has_text="备案").first.click()
    page.get_by_role("link").filter(has_text="事后备案").click()
    page.get_by_label("备案号").fill("演示备字3号")
    check_both(officer)
    press(page, "登记备案")
    expect(page.get_by_role("row").filter(has_text="事后备案")).to_contain_text("演示备字3号")


def check_certificate(stranger, address: str, application: Application) -> None:
    """A stranger scans, types number and name, mistypes the name."""
    page = stranger.page
    page.goto(address)
    expect(page.get_by_role("heading", name="证书有效")).to_be_visible()
    check_both(stranger)
    shown = page.content()
    assert application.applicant.document_number not in shown
    assert application.applicant.document_number[6:14] not in shown
    page.evaluate("window.print = () => { document.title = '打印' }")
    press(page, "打印核验结果")
    assert page.title() == "打印"
    page.emulate_media(media="print")  # the answer alone, on one sheet
    expect(page.get_by_role("heading", name="证书有效")).to_be_visible()
    expect(page.get_by_role("heading", name="对照这三处")).to_be_hidden()
    page.emulate_media(media="screen")
    number = page.locator("dd.num").first.inner_text()
    page.get_by_role("link", name="再查一个").click()
    look_up(page, number, application.applicant.name.replace("·", "."), "查一个")
    expect(page.get_by_role("heading", name="证书有效")).to_be_visible()
    stranger.open("/results/certificates/")
    check_both(stranger)
    look_up(page, number, "张三", "查一个")
    expect(page.get_by_role("heading", name="没有查到")).to_be_visible()
    check_both(stranger)


def look_up(page: Page, number: str, name: str, verb: str) -> None:
    page.get_by_label("证书编号").fill(number)
    page.get_by_label("持证人姓名").fill(name)
    press(page, verb)


def test_from_acceptance_to_a_certificate_that_a_stranger_checks(portal, clock, settings):
    """C08, C10, C11, C27, C33, C35 to C37, C39, C44, C45: the whole way on screen, each step by who may take it."""
    settings.SCAN_CHECKS = False  # nobody makes the blind copies that it would wait for
    application = stories.accepted()
    set_papers(PaperKind.REPORT_FORM)
    clock.set(2025, 3, 12)
    applicant, officer = portal(PHONE), portal(DESK)
    enter(applicant, application.applicant)
    code = read_order(applicant)
    held = panel()
    title_officer = officer_of(application)
    enter(officer, title_officer.user)
    confirm_payment(officer, application)
    confirm_originals(officer, code)

    planned = held.filed_meeting(at(4, 11, 9), submitted=at(4, 3), filed=at(4, 4))
    clock.set(2025, 4, 8)
    secretary, chair = portal(DESK), portal(PHONE)
    enter(secretary, held.secretary.user)
    check_both(secretary)
    take_in(secretary, application)
    clock.set(2025, 4, 11)
    enter(secretary, held.secretary.user)
    secretary.open(f"/committee/meetings/{planned.pk}/")
    hold_meeting(secretary, application)
    enter(chair, held.chair.user)
    countersign(chair, application)
    close(secretary)
    assert state(application) == State.PASSED

    clock.set(2025, 4, 15)
    stranger = portal(PHONE)
    enter(officer, title_officer.user)
    publicise(officer, application)
    see_publicity(stranger, application)
    clock.set(2025, 4, 23)
    enter(officer, title_officer.user)
    conclude_and_issue(officer)
    enter(secretary, held.secretary.user)
    file_afterwards(secretary, officer)
    clock.set(2025, 5, 14)
    enter(officer, title_officer.user)
    certify(officer, application)
    set_papers(PaperKind.CERTIFICATE)

    enter(applicant, application.applicant)
    check_both(applicant)
    address = code_in(applicant, "证书")
    check_certificate(stranger, re.sub(r"^https?://[^/]+", stranger.address, address), application)
    act = factories.act_as(title_officer, at(6, 3))
    revoke(application.pk, finding="业绩材料经查实系伪造。", act=act)
    stranger.page.goto(re.sub(r"^https?://[^/]+", stranger.address, address))
    expect(stranger.page.get_by_role("heading", name="证书已撤销")).to_be_visible()
    check_both(stranger)


def test_a_county_determines_a_junior_title_without_a_committee(portal, clock):
    """C12, C38, C40: 初定 of 助理级 is the county's own; no fee, no meeting; passed, it waits for its publicity."""
    application = stories.accepted(kind=Kind.INITIAL, level=Level.ASSISTANT, contents=FIRST_TIME)
    assert application.final_office.key == "hetian-shi-title"
    set_papers(PaperKind.REPORT_FORM)
    clock.set(2025, 3, 14)
    applicant, officer = portal(PHONE), portal(DESK)
    enter(applicant, application.applicant)
    check_both(applicant)
    expect(applicant.page.get_by_role("link", name="看缴费单")).to_have_count(0)
    code = code_in(applicant, "呈报表")
    page = enter(officer, officer_of(application).user)
    check_both(officer)
    confirm_originals(officer, code)
    page.get_by_label("不予认定").check()
    press(page, "提交审定结论")
    expect(page.get_by_role("alert")).to_contain_text("理由")
    assert state(application) == State.ACCEPTED
    check_both(officer)
    page.get_by_label("审定通过").check()
    press(page, "提交审定结论")
    expect(page.get_by_text("结论已记下")).to_be_visible()
    check_both(officer)
    assert state(application) == State.PASSED

    applicant.page.reload()
    expect(applicant.page.get_by_role("heading", name="评审通过")).to_be_visible()
    check_both(applicant)
    publicise(officer, application)
    assert state(application) == State.PUBLICISED
