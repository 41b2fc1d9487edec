"""The title office prints several cases: ticked, asked for, watched while a worker is at it, downloaded."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.enums import RunStatus
from applications.models import PrintRun
from review.services import printing
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both
from tests.review.printing.made import asked, grown, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_list_to_the_file(portal, clock, tmp_path):
    """Print runs: two cases are ticked; the page follows the worker by itself and gives the bound file."""
    clock.set(2025, 3, 24)
    act, cases = office(), printable(3)
    visitor = portal(DESK)
    visitor.sign_in(act.user.phone, factories.PASSWORD)
    page = visitor.open(reverse("office:accepted"))
    page.get_by_role("link", name="批量打印").click()
    page.get_by_role("link", name="选申报，批量打印").click()
    for case in cases[:2]:
        page.get_by_role("row", name=case.number).get_by_role("checkbox").check()
    expect(page.get_by_text("已选2件。")).to_be_visible()
    check_both(visitor)
    page.get_by_role("button", name="打印选中的2件").click()
    expect(page.get_by_role("heading", name="批量打印2件")).to_be_visible()
    check_both(visitor)
    page.get_by_role("button", name="开始制作").click()
    expect(page.get_by_text("做好0件，共2件。")).to_be_visible()
    check_both(visitor)
    run = PrintRun.objects.get()
    assert printing.make_part(run.parts.get().pk, clock=timezone.now)
    expect(page.get_by_text("正在装订成一个文件")).to_be_visible()
    assert printing.bind(run.pk, clock=timezone.now)
    with page.expect_download() as begun:
        page.get_by_role("button", name="下载PDF").click()
    begun.value.save_as(tmp_path / "run.pdf")
    with pikepdf.open(io.BytesIO((tmp_path / "run.pdf").read_bytes())) as pdf:
        assert len(pdf.pages) == 2 + 2 * 2 * 4
    visitor.page.set_viewport_size(PHONE)
    visitor.check()


def test_what_changed_is_told_before_the_file_is_given(portal, clock):
    """C39: the page stood open while papers were replaced: the press tells which, and one more press makes it anew."""
    clock.set(2025, 3, 24)
    act, [case] = office(), printable(1)
    run = worked(asked([case], act)[0])
    visitor = portal(DESK)
    visitor.sign_in(act.user.phone, factories.PASSWORD)
    page = visitor.open(reverse("office:print_run", args=[run.pk]))
    set_paper(case)
    grown(run, changed=120, left_out=120)
    page.get_by_role("button", name="下载PDF").click()
    expect(page.get_by_text("这一批里有121件后来变了")).to_be_visible()
    check_both(visitor)
    page.get_by_role("link", name="下一页").first.click()
    expect(page.get_by_text("M000119")).to_be_visible()
    expect(page.get_by_role("heading", name="后来变了的121件")).to_be_in_viewport()
    with page.expect_download():
        page.get_by_role("button", name="仍然下载这一批的PDF").click()
    page.get_by_role("button", name="按现在的内容重新做一批").click()
    expect(page.get_by_text("做好0件，共241件。")).to_be_visible()


def test_a_file_that_is_gone_is_made_again_from_the_list(portal, clock):
    """Print runs: the list says that one was lost and one deleted; a press there leads to the same run, made anew."""
    clock.set(2025, 3, 24)
    act, cases = office(), printable(2)
    runs = [worked(asked([case], act)[0]) for case in cases]
    for run, status in zip(runs, (RunStatus.LOST, RunStatus.EXPIRED), strict=True):
        PrintRun.objects.filter(pk=run.pk).update(status=status)
    visitor = portal(DESK)
    visitor.sign_in(act.user.phone, factories.PASSWORD)
    page = visitor.open(reverse("office:print_runs"))
    check_both(visitor)
    page.get_by_role("link", name=str(runs[0])).click()
    expect(page.get_by_text("请把批次告诉系统管理员")).to_be_visible()
    check_both(visitor)
    page.go_back()
    page.get_by_role("row", name=str(runs[0])).get_by_role("button").click()
    page.get_by_role("button", name="开始制作").click()
    expect(page.get_by_text("做好0件，共1件。")).to_be_visible()
