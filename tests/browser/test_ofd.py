"""An OFD in a real browser: sent in pieces from a telephone, seen as pages, masked, looked at on the desk."""

import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from applications.models import Check, Masking, Transfer
from applications.services import checks
from applications.services.materials import Upload, add_material
from documents import store
from documents.inspection import MB
from tests import stories
from tests.applications.masking.papers import EMPLOYER, NAME, drafted
from tests.browser.conftest import DESK, PHONE
from tests.browser.hands import check_both, enter, press
from tests.documents import ofds
from tests.factories import act_of

pytestmark = pytest.mark.django_db(transaction=True)
LINES = ["社会保险缴费证明（演示）", f"姓名：{NAME}", f"单位：{EMPLOYER}", "缴费月数：36"]


@pytest.fixture(autouse=True)
def _settings(settings):
    """Files are opened apart; cookies outlive the difference between the portal's clock and the browser's."""
    settings.FILES_APART = True
    settings.SESSION_COOKIE_AGE = 10**9
    settings.CSRF_COOKIE_AGE = None


def heavy() -> bytes:
    """Give an OFD of two pages and a member of 2 MB that nothing shows and no line makes smaller."""
    members = ofds.parts([ofds.page(LINES), ofds.page(["第二页"])])
    members |= {"Doc_0/Res/unused.bin": random.Random(7).randbytes(2 * MB)}
    return ofds.bound(ofds.sealed(members, "png", ofds.seal()))


def shown(page: Page, where: str) -> tuple[int, int]:
    """Give the size in pixels of a picture on the page, once it is there."""
    picture = page.locator(where).first
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")
    return tuple(picture.evaluate("image => [image.naturalWidth, image.naturalHeight]"))


def test_it_is_sent_in_pieces_and_seen_as_pages(portal, clock):
    """C15, C21: it goes on where the line broke; its pages stand beside what was read, and its name has a box."""
    clock.set(2025, 2, 19, 10)
    case, data, visitor = drafted(), heavy(), portal(PHONE)
    enter(visitor, case.applicant)
    page = visitor.open(reverse("applications:materials", args=[case.number]))
    slot = page.locator("#s-diploma")
    choice = slot.get_by_text("我有，要传")
    if choice.count():
        choice.click()
    slot.locator("input[type=file]").set_input_files(
        FilePayload(name="电子证照（演示）.ofd", mimeType="application/octet-stream", buffer=data)
    )
    for box in slot.get_by_role("checkbox").all()[:1]:
        box.check()
    slot.get_by_role("button", name=re.compile("^上传")).click()
    expect(slot.get_by_role("link", name="下载原件")).to_have_count(1)
    assert Transfer.objects.get().offset == len(data)
    material = case.materials.select_related("file").get()
    assert (material.file.kind, material.file.pages) == ("ofd", 2)
    assert store.read(material.file.path) == data
    assert shown(page, f"#m-{material.pk} .pages img")[0] < shown(page, f"#m-{material.pk} .pages img")[1]
    assert checks.make(Check.objects.get().pk, clock=timezone.now)
    expect(slot.locator("[data-waiting]")).to_have_count(0)
    check_both(visitor)

    visitor.open(reverse("applications:masking", args=[case.number, material.pk, 1]))
    expect(page.locator(".mask-box")).not_to_have_count(0)
    shown(page, "[data-masking-sheet] img")
    check_both(visitor)
    press(page, "这份都遮好了")
    expect(page.get_by_text("都遮好了。").first).to_be_visible()
    assert {"name", "employer"} <= {box["what"] for box in Masking.objects.get().boxes}


def test_a_reviewer_sees_its_pages_beside_the_case(portal, clock):
    """C24: the desk opens it as any paper; the original goes out as what it is."""
    clock.set(2025, 3, 11)
    draft = stories.filled()
    upload = Upload(heavy(), "参保证明（演示）.ofd", declassified=True, masked=True)
    given = add_material(
        application_id=draft.pk, slot_key="other", upload=upload, act=act_of(draft.applicant, stories.STARTED)
    )
    row = stories.forwarded(stories.in_notice(stories.in_check(stories.submitted(draft))))
    desk = portal(DESK)
    page = enter(desk, stories.reviewer_of(row).user)
    desk.open(f"/desk/{row.number}/?m={given.pk}&p=2")
    expect(page.locator("#viewer")).to_contain_text("其他")
    expect(page.locator(".viewer-foot").first).to_contain_text("参保证明（演示）.ofd")
    wide, high = shown(page, ".viewer-page img")
    assert wide < high
    check_both(desk)
    with page.expect_download() as download:
        page.get_by_role("link", name="打开原件").click()
    assert download.value.suggested_filename.endswith(".ofd")
