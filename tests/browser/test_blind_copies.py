"""The title office at a blind copy that names somebody: looked at, masked again, released (C21)."""

import re
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import Membership
from applications.enums import BlindStatus, Transition
from applications.models import BlindCopy, EarlierBoxes, Masking, Material
from applications.services import blinding
from applications.services.steps import record
from documents import store
from tests import factories
from tests.applications.masking.papers import NAME, diploma
from tests.browser.conftest import DESK, PHONE, Portal
from tests.browser.hands import check_both, enter, press
from tests.factories import act_of
from tests.review.after.world import accepted_case, at
from tests.review.copies.made import blinded, file_of, withdrawn

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Office:
    """An officer at his first page; the diploma of a case, in whose copy the check has found its owner's name."""

    visitor: Portal
    member: Membership
    material: Material

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def copy(self) -> BlindCopy:
        return BlindCopy.objects.get(material=self.material)

    def made(self) -> None:
        """Let a worker make the copy that was asked for."""
        assert blinding.make(self.copy.pk, clock=timezone.now)

    def to_the_list(self) -> Page:
        """Go to the list by the line of the first page."""
        self.visitor.open(reverse("office:dashboard"))
        self.page.get_by_role("link", name=re.compile("去看.*盲评副本等处理")).click()
        return self.page

    def to_the_copy(self) -> Page:
        self.to_the_list().get_by_role(
            "link", name=re.compile(f"学历证书.*{self.material.application.number}")
        ).click()
        expect(self.page.get_by_role("img", name="副本第1页，标出1处")).to_be_visible()
        return self.page


@pytest.fixture(params=[DESK, PHONE], ids=["1280", "390"])
def office(request, portal, clock) -> Office:
    clock.set(2025, 4, 8)
    case = accepted_case(applicant=factories.person(NAME))
    record(case, Transition.PASS_INITIAL, case.state, act_of(case.applicant, at(3, 11)))  # opens its files
    material = file_of(case, data=diploma((NAME, "")), pages=2)
    visitor, member = portal(request.param), factories.officer_of("title-office", role=Role.TITLE_OFFICER)
    office = Office(visitor, member, material)
    leave_a_copy(office)
    enter(visitor, member.user)
    return office


#: The bytes of the copy that a worker made of the diploma, and what its check found: read once for all tests.
MADE: list[tuple[bytes, list[dict[str, object]]]] = []


def leave_a_copy(office: Office) -> None:
    """Have the copy there as a worker makes it: the check finds the name that nobody covered."""
    if not MADE:
        blinding.ask(office.material.application_id, at=at(3, 11), material_id=office.material.pk)
        office.made()
        MADE.append((store.read(office.copy.path), office.copy.leaks))
        assert office.copy.leaks
    else:
        data, leaks = MADE[0]
        blinded(office.material, leaks=leaks, path=store.keep(f"blind/again-{office.material.pk}.pdf", data))


def test_a_copy_is_looked_at_page_by_page_and_larger(office: Office):
    """The first page leads there with a count; the suspected place is framed on its page, and told beside it."""
    page = office.to_the_list()
    expect(page.get_by_role("row", name=re.compile("学历证书"))).to_contain_text("可能还有没遮的")
    check_both(office.visitor)
    page = office.to_the_copy()
    frame = page.locator(".mask-found.is-leak")
    sheet, place = page.locator(".mask-sheet").bounding_box(), frame.bounding_box()
    assert sheet
    assert place
    assert sheet["x"] < place["x"] < place["x"] + place["width"] < sheet["x"] + sheet["width"]
    expect(page.locator(".mask-sheet img")).to_have_js_property("naturalWidth", 900)
    check_both(office.visitor)
    page.get_by_role("link", name="放大").click()
    expect(page.locator(".mask-sheet.is-size-2")).to_be_visible()
    office.visitor.check()
    page.get_by_role("navigation", name="副本的页").get_by_role("link", name="第2页").click()
    expect(page.get_by_role("img", name="副本第2页，标出0处")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="姓名").get_by_role("link", name="第1页").click()
    expect(frame).to_be_visible()


def test_it_is_released_with_a_reason_by_keyboard(office: Office):
    """Without a reason nothing happens and the page says so; afterwards the list says that nothing waits."""
    page = office.to_the_copy()
    page.get_by_role("button", name="看过了，放行").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("有1处要改")
    check_both(office.visitor)
    reason = page.get_by_label("为什么可以放行")
    reason.focus()
    page.keyboard.type("标出的是学校负责人的姓名，不是申报人的。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有等处理的盲评副本")).to_be_visible()
    check_both(office.visitor)
    assert office.copy.released_by == office.member.user
    assert office.copy.released_reason == "标出的是学校负责人的姓名，不是申报人的。"


def test_it_is_masked_again_and_the_new_copy_is_fit(office: Office):
    """The place is gone to and covered in the editor; confirmed, the page waits for the new copy and shows it."""
    page = office.to_the_copy()
    page.get_by_role("link", name="再遮一次").click()
    expect(page.locator(".mask-sheet img")).to_have_js_property("naturalWidth", 900)
    press(page, "下一处没遮的")
    place = page.get_by_role("button", name="还没有遮：姓名。点这里补上框")
    expect(place).to_be_focused()
    check_both(office.visitor)
    page.keyboard.press("Enter")
    expect(page.locator(".mask-box")).to_have_count(1)
    expect(page.locator("[data-save-state]")).to_contain_text("还没有保存")
    press(page, "这份都遮好了")
    expect(page.get_by_text("做好了这一页自己换")).to_be_visible()
    check_both(office.visitor)
    office.made()
    expect(page.get_by_text("查过了，没有发现遗漏，专家可以看。")).to_be_visible()
    check_both(office.visitor)
    assert (office.copy.status, office.copy.is_fit) == (BlindStatus.READY, True)
    assert Masking.objects.get().confirmed_by == office.member.user
    assert EarlierBoxes.objects.get().boxes == []
    said = [event.comment for event in office.material.application.events.order_by("sequence")]
    assert said[1:] == ["学历证书：第1页的框改过：原来0个，现在1个。", "学历证书：都遮好了，副本重新生成。"]


def test_what_an_expert_withdrew_is_marked_in_the_editor(office: Office):
    """Where the check found nothing, the expert's place alone is gone to; who it was stands nowhere."""
    material = file_of(accepted_case(), "awards", data=diploma(("",)))
    withdrawn(blinded(material), place=(3000, 2000, 6000, 2600), now=at(4, 7))
    page = office.to_the_list()
    first = page.get_by_role("row").nth(1)
    expect(first).to_contain_text("专家看出了是谁，撤下了")
    first.get_by_role("link", name=re.compile(f"获奖证书.*{material.application.number}")).click()
    expect(page.get_by_role("listitem").filter(has_text="专家看得出是谁")).to_be_visible()
    check_both(office.visitor)
    page.get_by_role("link", name="再遮一次").click()
    press(page, "下一处没遮的")
    page.get_by_role("button", name="还没有遮：其他。点这里补上框").press("Enter")
    page.get_by_role("link", name="盲评副本").click()
    expect(page.get_by_text("遮盖改过，还没有确认")).to_be_visible()
    check_both(office.visitor)
    box = Masking.objects.get(material=material).boxes[0]
    assert (box["left"], box["top"], box["right"], box["bottom"]) == (3000, 2000, 6000, 2600)
