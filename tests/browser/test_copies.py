"""A certificate goes on: its holder makes an annotated copy on a telephone, a stranger checks the file he was sent."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from applications.enums import PaperKind
from applications.models import Paper
from review.models import AnnotatedCopy
from tests import stories_after
from tests.browser.conftest import DESK, PHONE, Portal
from tests.browser.hands import check_both, enter, press, set_papers

pytestmark = pytest.mark.django_db(transaction=True)
#: As long as a purpose may be.
PURPOSE = "仅用于演示建设集团和田分公司2025年第三季度农村公路养护工程投标资格审查"


def sent(portal: Portal, name: str, pdf: bytes) -> Page:
    """Have a file checked, as a stranger who was sent it."""
    page = portal.open("/results/certificates/")
    page.get_by_role("link", name="上传PDF核验").click()
    check_both(portal)
    page.locator("input[type=file]").set_input_files(
        FilePayload(name=name, mimeType="application/pdf", buffer=pdf)
    )
    page.get_by_role("button", name=re.compile("核验")).click()
    return page


def test_a_copy_is_made_and_the_file_is_checked(portal):
    """C11: the copy says for what and until when, its file is whole; one changed byte is told, and names nobody."""
    cache.clear()
    case = stories_after.certified()
    set_papers(PaperKind.CERTIFICATE)
    holder, stranger = portal(PHONE), portal(DESK)
    page = enter(holder, case.applicant)
    page.get_by_role("link", name="做加注件，给别人用").click()
    press(page, "制作加注件")
    expect(page.get_by_text("还没有填，请填写。").first).to_be_visible()
    page.get_by_label("用途").fill(PURPOSE)
    page.get_by_label("有效期至").fill(f"{timezone.localdate() + timedelta(days=30)}")
    press(page, "制作加注件")
    expect(page.get_by_role("link", name=PURPOSE, exact=True)).to_be_visible()
    set_papers(PaperKind.CERTIFICATE_COPY)
    page.reload()
    check_both(holder)
    copy = AnnotatedCopy.objects.get()
    page.get_by_role("link", name=re.compile("别人扫码看到的")).click()
    expect(page.get_by_role("main")).to_contain_text(PURPOSE)
    check_both(holder)

    with Paper.objects.get(pk=copy.paper_id).file.open("rb") as stream:
        pdf = stream.read()
    page = sent(stranger, "加注件.pdf", pdf)
    expect(page.get_by_role("main")).to_contain_text("加注件完好，在有效期内")
    expect(page.get_by_role("main")).to_contain_text(f"用途：{PURPOSE}")
    expect(page.get_by_role("region", name="文件上的签名")).to_contain_text("管到哪里整个文件")
    check_both(stranger)
    changed = bytearray(pdf)
    changed[pdf.index(b"/MediaBox") + 12] ^= 1
    page = sent(stranger, "改过.pdf", bytes(changed))
    expect(page.get_by_role("main")).to_contain_text("签发以后，文件被改过")
    expect(page.get_by_role("main")).not_to_contain_text(PURPOSE)
    check_both(stranger)
