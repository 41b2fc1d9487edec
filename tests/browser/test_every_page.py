"""Every page that every role can reach by its links, in the demonstration: axe, 360 px, console, weight."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from accounts.models import User
from campaigns.models import Campaign, Series
from hetian_titles.demo.people import PASSWORD
from tests import factories
from tests.browser.conftest import NARROWEST, PHONE

HEAVIEST = 100_000  # bytes of HTML
#: Addresses that are files, that act, or that are Django's own.
NOT_PAGES = re.compile(
    r"^/(admin|static|files|papers)/|^/downloads/.|/download/|/paper/$|/certificate\.pdf|\.(pdf|xlsx|csv|svg)$|/export"
)
#: What everybody sees alike is walked by the first who comes there.
PUBLIC = re.compile(r"^/($|results/|notices/|downloads/|applications/quiz/)")
MOST_PAGES = 45


def start_of(role: str) -> str:
    """Give the telephone of the first demonstration account in a role."""
    user = User.objects.filter(is_demo=True, memberships__role=role).order_by("pk").first()
    assert user is not None
    return user.phone


def shape_of(path: str) -> str:
    """Give an address without its numbers and keys, so that fifty cases count as one page."""
    return re.sub(r"/(?:\d{4}-[A-Z]-\d{6}|\d+|[A-Za-z0-9_-]{22}|[A-Z0-9]{12}|[A-Z0-9]{8})(?=/|$)", "/*", path)


def crawl(visitor, start: str, seen: set[str]) -> tuple[dict[str, int], list[str]]:
    """Open `start` and every kind of page within its reach that is not in `seen`; give weights and what is wrong."""
    waiting, weights, wrong = [start], {}, []
    while waiting and len(weights) < MOST_PAGES:
        path = waiting.pop(0)
        response = visitor.page.goto(visitor.address + path)
        if "text/html" not in response.headers.get("content-type", ""):
            continue
        if response.status not in (200, 202):  # a page that waits for a worker looks again by itself
            wrong.append(f"{path}: {response.status}")
            continue
        try:
            visitor.check()
        except AssertionError as problem:
            wrong.append(f"{path}: {str(problem)[:600]}")
            visitor.complaints.clear()
        weights[path] = len(response.body())
        for link in visitor.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlsplit(link)
            own = parts.scheme == "http" and not NOT_PAGES.search(parts.path)
            if own and shape_of(parts.path) not in seen:
                seen.add(shape_of(parts.path))
                waiting.append(parts.path)
    return weights, wrong


@pytest.fixture
def demonstration(portal, settings, tmp_path):
    settings.DATA = tmp_path
    settings.DEMO = True
    call_command("seed_demo", verbosity=0)


STAFF = (
    "employer_clerk",
    "reviewer",
    "title_officer",
    "committee_secretary",
    "committee_chair",
    "expert",
    "supervisor",
)
#: Where each of the offices' people works, on a portal to which nobody has come yet.
OFFICES = {
    "reviewer": "hetian-shi-hr",
    "title_officer": "title-office",
    "committee_secretary": "title-office",
    "committee_chair": "title-office",
    "expert": "title-office",
    "supervisor": "supervision",
}
Walker = tuple[str, str, str, str]  # who, his number, his password, where he begins


def of_demonstration() -> Iterator[Walker]:
    """Give staff of every role, an applicant in every state and one who has not begun."""
    for role in STAFF:
        yield role, start_of(role), PASSWORD, "/account/start/"
    every = User.objects.filter(is_demo=True, is_staff=False, memberships=None).order_by("pk")
    first = {user.applications.values_list("state", flat=True).first(): user for user in reversed(every)}
    for user in first.values():
        yield "applicant", user.phone, PASSWORD, "/applications/"


def of_the_first_day() -> Iterator[Walker]:
    """Give somebody of every role before anybody has filed."""
    for role, office in OFFICES.items():
        yield role, factories.officer_of(office, role=role).user.phone, factories.PASSWORD, "/account/start/"
    yield "employer", factories.clerk_of(factories.employer()).user.phone, factories.PASSWORD, "/account/start/"
    yield "applicant", factories.person().phone, factories.PASSWORD, "/applications/"


def walk(portal, walkers: Iterator[Walker], *, least: int) -> None:
    """Let everybody walk; fail with all that was wrong, and when they saw fewer than `least` pages: they lost the way."""
    weights: dict[str, int] = {}
    wrong: list[str] = []
    seen: dict[str, set[str]] = {}
    for who, number, password, start in walkers:
        visitor = portal(NARROWEST)
        visitor.sign_in(number, password)
        own = seen.setdefault(who, {shape for shapes in seen.values() for shape in shapes if PUBLIC.match(shape)})
        weighed, found = crawl(visitor, start, own)
        weights.update({f"{who} {path}": weight for path, weight in weighed.items()})
        wrong.extend(f"{who} {each}" for each in found)
        visitor.context.close()
    assert not wrong, "\n".join(wrong)
    assert {path: weight for path, weight in weights.items() if weight > HEAVIEST} == {}
    assert len(weights) > least, weights


def test_every_page_of_every_role_is_clean(portal, demonstration):
    """axe finds nothing, nothing scrolls sideways at 360 px, no console error, no page over 100 kB."""
    walk(portal, of_demonstration(), least=60)


def test_larger_letters_push_nothing_off_the_phone_of_who_works_here(portal, demonstration):
    """GB/T 37668: with letters twice as large lists, buttons, numbers and badges take more lines, not more width."""
    for role, paths in (
        ("employer_clerk", ("/employer/", "/account/employer/")),
        ("title_officer", ("/office/",)),
        ("reviewer", ("/desk/", "/desk/done/")),
    ):
        visitor = portal(PHONE)
        visitor.sign_in(start_of(role), PASSWORD)
        for path in paths:
            page = visitor.open(path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_every_page_is_clean_before_anybody_has_filed(portal, clock):
    """The same where there is nothing to show yet."""
    clock.set(2025, 2, 20)
    walk(portal, of_the_first_day(), least=45)


#: Of Django's admin: what an administrator opens, by the table and what stands behind it.
OF_ADMIN = (
    "",
    "accounts/",
    "accounts/user/",
    "accounts/user/{user}/change/",
    "accounts/user/{user}/password/",
    "accounts/membership/add/",
    "accounts/membership/{membership}/change/",
    "accounts/office/",
    "campaigns/campaign/",
    "campaigns/campaign/{campaign}/change/",
    "campaigns/change/",
    "campaigns/slot/",
    "campaigns/reason/",
    "campaigns/download/",
    "campaigns/series/{series}/change/",
    "campaigns/announcement/add/",
    "campaigns/calendarday/",
    "campaigns/examination/",
    "campaigns/examination/add/",
)


def test_every_page_of_the_administrator_is_clean(portal):
    """Issue 2: the same for Django's admin, where a year's rules are edited and people get their roles."""
    staff = factories.person("演示管理员", is_staff=True, is_superuser=True)
    officer, campaign = factories.officer_of("hetian-shi-hr"), Campaign.objects.get(key="2025")
    names = {
        "user": officer.user_id,
        "membership": officer.pk,
        "campaign": campaign.pk,
        "series": Series.objects.get(key="engineering").pk,
    }
    visitor = portal(NARROWEST)
    visitor.sign_in(staff.phone, factories.PASSWORD)
    wrong = []
    for path in OF_ADMIN:
        response = visitor.page.goto(f"{visitor.address}/admin/{path.format(**names)}", wait_until="load")
        weight = len(response.body())
        if response.status != 200 or weight > HEAVIEST:
            wrong.append(f"{path}: {response.status}, {weight} bytes")
        try:
            visitor.check()
        except AssertionError as problem:
            wrong.append(f"{path}: {str(problem)[:600]}")
            visitor.complaints.clear()
    assert not wrong, "\n".join(wrong)
