"""A real browser against the real portal, with a clock that the test sets."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from hetian_titles.celery import app as celery_app
from tests.connections import wait_for_the_last_answer

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's own loop runs in the thread of the test
expect.set_options(timeout=30_000)  # ms, as long as every other wait: a busy machine saves slowly
BEIJING = ZoneInfo("Asia/Shanghai")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
]
AXE = Axe().axe_script
#: Without a copy of each style sheet: no rule that is on by itself reads one, and the admin's offends against our policy.
VIOLATIONS = "axe.run({preload: false, resultTypes: ['violations']}).then(found => found.violations)"
#: Cells of a table shown as cards that hold more than their label and one thing: the second falls under the label.
CROWDED = """Array.from(document.querySelectorAll("td[data-l]"))
  .filter((cell) => getComputedStyle(cell).display === "grid")
  .filter((cell) => Array.from(cell.childNodes).filter((part) => part.nodeType === 1 || part.data?.trim()).length > 1)
  .map((cell) => cell.textContent.trim())"""
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
NARROWEST = {"width": 360, "height": 780}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's chromium without a window, which fetches nothing by itself."""
    return {"executable_path": "/usr/bin/chromium-headless-shell", "args": QUIET}


@pytest.fixture(autouse=True)
def papers_wait() -> Iterator[None]:
    """No worker stands beside the browser: what is asked of one waits in its queue, until `hands.set_papers`."""
    celery_app.conf.task_always_eager = False
    yield
    celery_app.conf.task_always_eager = True


class Clock:
    """The portal's clock: stands where the test puts it, and runs on from there."""

    def __init__(self) -> None:
        self.traveller: time_machine.travel | None = None

    def set(self, year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> None:
        """Put the clock at a moment, 北京时间."""
        self.stop()
        self.traveller = time_machine.travel(datetime(year, month, day, hour, minute, tzinfo=BEIJING), tick=True)
        self.traveller.start()

    def stop(self) -> None:
        if self.traveller:
            self.traveller.stop()
            self.traveller = None


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.stop()


class Line:
    """The line to some addresses: open, until a test puts its own `answer` between the page and the server."""

    def __init__(self) -> None:
        self.answer: Callable[[Route], object] | None = None

    def __call__(self, route: Route) -> None:
        if self.answer:
            self.answer(route)
        else:
            route.continue_()


class Portal:
    """The portal as one person opens it; collects what the browser complains about."""

    def __init__(self, browser: Browser, address: str, viewport: dict[str, int], *, scripts: bool = True) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=scripts
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message) -> None:
        expected = "Failed to load resource: the server responded with a status of 4"
        if message.type in ("error", "warning") and not message.text.startswith(expected):
            self.complaints.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def line(self, pattern: str) -> Line:
        """Give the line to these addresses; before the page opens, as a busy page goes round a route for a while."""
        line = Line()
        self.page.route(pattern, line)
        return line

    def sign_in(self, number: str, password: str) -> Page:
        """Sign in with a telephone or ID number; anybody signed in before is signed out."""
        self.context.clear_cookies()
        page = self.open("/account/sign-in/")
        page.locator("#id_username").fill(number)
        page.locator("#id_password").fill(password)
        with page.expect_response(
            lambda answer: answer.request.method == "POST"
        ):  # else what follows may overtake it
            page.locator("main form button").first.click()
        return page

    def check(self) -> None:
        """The page passes axe, does not scroll sideways, and the browser has nothing to complain about."""
        self.page.wait_for_load_state()  # a press returns when the next page begins, before it has a root to look at
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        findings = self.page.evaluate(VIOLATIONS)
        assert not findings, [(each["id"], each["nodes"][0]["html"][:200]) for each in findings]
        beside = self.page.evaluate(CROWDED)
        assert not beside, (
            f"{self.page.url}: beside the label of a card's cell stands more than one thing: {beside}"
        )
        width, inside = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= inside, f"{self.page.url} scrolls sideways: {width} > {inside}"
        assert not self.complaints, self.complaints


@pytest.fixture
def portal(browser: Browser, live_server, transactional_db):
    """Give a maker of portals, one a person: `portal(PHONE)`."""
    opened: list[Portal] = []

    def make(viewport: dict[str, int] = DESK, *, scripts: bool = True) -> Portal:
        opened.append(Portal(browser, live_server.url, viewport, scripts=scripts))
        return opened[-1]

    yield make
    for each in opened:
        each.context.close()
    wait_for_the_last_answer()


def end_session(visitor: Portal) -> None:
    """End the session behind the page's back, on both sides: an answer still on its way cannot bring it back."""
    Session.objects.all().delete()
    visitor.context.clear_cookies()
