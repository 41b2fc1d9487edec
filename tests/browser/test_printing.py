"""The title office prints several cases: ticked, asked for, watched while a worker is at it, downloaded."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from applications.models import PrintRun
from review.services import printing
from tests import factories
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both
from tests.review.printing.made import office, printable

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
