"""What people do again and again in the journeys of the desk and the office."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from accounts.models import User
from applications.enums import PaperKind, PaperStatus
from applications.models import Application, Paper
from applications.tasks import typeset_paper
from tests.browser.conftest import DESK, NARROWEST, Portal
from tests.factories import PASSWORD
from tests.stories import picture


def enter(portal: Portal, user: User) -> Page:
    """Sign in and wait for the person's first page."""
    page = portal.sign_in(user.phone, PASSWORD)
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


def check_both(portal: Portal) -> None:
    """Check the open page as a phone of 360 px shows it and as a desk does, then as it was."""
    before = portal.page.viewport_size
    for size in (NARROWEST, DESK):
        portal.page.set_viewport_size(size)
        portal.check()
    portal.page.set_viewport_size(before)


def press(page: Page, label: str, *, at: Any = None) -> None:
    """Press the button of exactly that name, inside `at` when the page has several."""
    (at or page).get_by_role("button", name=label, exact=True).click()


def mark_with_mouse(page: Page, application: Application, *, but: tuple[str, ...] = ()) -> None:
    """Mark every item of the checklist as in order, one click each."""
    for key, label in application.campaign.checklist.values_list("key", "label"):
        if key not in but:
            mark(page, label, "符合")


def item(page: Page, label: str) -> Any:
    """Give the item of the checklist with that heading."""
    return page.locator("[data-check-item]").filter(has=page.get_by_role("heading", name=label, exact=True))


def mark(page: Page, label: str, verdict: str) -> None:
    """Click a verdict of an item and wait until it is kept."""
    button = item(page, label).get_by_role("button", name=verdict, exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def scan(serial: int, name: str = "重拍.png") -> dict[str, Any]:
    """Give a picture to upload, as a phone would send it."""
    return {"name": name, "mimeType": "image/png", "buffer": picture(serial)}


def state(application: Application) -> str:
    """Give the state that the database has now."""
    return str(Application.objects.values_list("state", flat=True).get(pk=application.pk))


def set_papers(kind: PaperKind) -> None:
    """Do what the worker of papers does, for those of a kind that somebody is about to read."""
    for paper in Paper.objects.filter(kind=kind, status=PaperStatus.WAITING):
        assert typeset_paper(paper.pk)
