"""The filters of the queue go with the reviewer from case to case, in the address."""

import re
from urllib.parse import unquote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import State
from applications.models import Application
from campaigns.enums import Kind, Level
from review.selectors.queue import PAGE, Walk
from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, time_machine):
    time_machine.move_to(cases.REVIEWED, tick=False)
    member = factories.officer_of("hetian-shi-hr")
    cases.sign_in(client, member)
    return member


def mixed(count: int = 3) -> tuple[list[Application], list[Application]]:
    """Give junior and intermediate cases that came in turn."""
    pairs = [
        (
            cases.arrived(kind=Kind.INITIAL, level=Level.ASSISTANT),
            cases.arrived(kind=Kind.REVIEW, level=Level.INTERMEDIATE),
        )
        for _number in range(count)
    ]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def case(row: Application, words: str = "", name: str = "case") -> str:
    query = f"?{urlencode({'queue': words})}" if words else ""
    return reverse(f"desk:{name}", args=[row.number]) + query


def test_the_filter_goes_from_the_list_to_the_case_and_on(client, reviewer):
    """Issue 2: before, after, the place and the list are those of the filtered queue, in every link of the case."""
    junior, others = mixed()
    words = "band=junior&sort=age"
    assert f'href="{case(junior[0], words)}"' in client.get(reverse("desk:queue") + "?" + words).content.decode()

    page = client.get(case(junior[1], words)).content.decode()

    for address in (
        case(junior[0], words),
        case(junior[2], words),
        reverse("desk:queue") + "?band=junior&amp;sort=age",
    ):
        assert f'href="{address}"' in page
    assert "待办，第2件，共3件" in page
    assert not any(row.number in page for row in others)
    assert f'href="{reverse("desk:case", args=[junior[1].number])}?' in page
    own = [part.split('"')[0] for part in page.split(f'href="{reverse("desk:case", args=[junior[1].number])}')[1:]]
    assert all("queue=band%3Djunior%26sort%3Dage" in link for link in own)


def test_a_mark_and_a_conclusion_keep_to_the_filter(client, reviewer):
    """Issue 2: after a mark the same address; after a conclusion the next case of the filtered queue, then the list."""
    junior, _others = mixed(2)
    words = "band=junior"
    answer = client.post(
        case(junior[0], words).replace("/?", "/items/identity/?"), {"verdict": "ok", "submission": 1}
    )
    assert "queue=band%3Djunior" in answer.url
    for row, following in (
        (junior[0], case(junior[1], words)),
        (junior[1], reverse("desk:queue") + "?band=junior"),
    ):
        cases.mark_all(row, cases.act())
        assert f'href="{case(row, words)}"' in client.get(case(row, words, "onward")).content.decode()
        given = {"submission": 1, "stage": row.state}
        assert client.post(case(row, words, "onward"), given).url == following


def test_the_next_case_comes_after_the_one_concluded(client, reviewer):
    """Issue 2: who passed over a case does not get it back before the end of the queue."""
    rows, _others = mixed()
    cases.mark_all(rows[1], cases.act())
    given = {"submission": 1, "stage": State.INITIAL_REVIEW}
    assert client.post(case(rows[1], "band=junior", "onward"), given).url == case(rows[2], "band=junior")


def test_going_on_together_leads_back_to_the_filtered_list(client, reviewer):
    """Issue 2: the list that was chosen from."""
    junior, _others = mixed(1)
    cases.mark_all(junior[0], cases.act())
    address = reverse("desk:bulk") + "?" + urlencode({"queue": "only=ready"})
    chosen = {"case": f"{junior[0].number}:1"}
    assert f'href="{reverse("desk:queue")}?only=ready"' in client.post(address, chosen).content.decode()
    assert client.post(address, {**chosen, "confirmed": "1"}).url == reverse("desk:queue") + "?only=ready"


@pytest.mark.parametrize(
    "words",
    [
        "kind=x&n=9&series=abc&only=zz&employer=-1&sort=zz",
        "queue=%00&q=%00",
        "https://example.org/",
        "&" * 400,
        "q=" + "长" * 600,
        "page=3&next=/x&q=%3Cb%3E",
    ],
)
def test_a_filter_nobody_knows_does_no_harm(client, reviewer, words):
    """Malformed input in the address: the case opens, and nothing foreign is carried on."""
    junior, _others = mixed(1)
    answer = client.get(case(junior[0], words))
    links = re.findall(r'href="(/desk/[^"]*)"', answer.content.decode())
    assert answer.status_code == 200
    assert links
    for foreign in ("example.org", "next", "page", "长长"):
        assert not [link for link in links if foreign in unquote(link)]


def test_the_list_opens_on_the_page_where_the_case_stands(client, reviewer):
    """Issue 2: back from the twenty-first case to the second page."""
    rows = [cases.arrived() for _number in range(PAGE + 1)]
    walk = Walk(cases.act(), "sort=age")
    assert walk.list_query(rows[0].number) == "?sort=age"
    assert walk.list_query(rows[-1].number) == "?sort=age&page=2"


def test_a_filtered_case_stays_inside_its_budget(client, reviewer):
    """Issue 2: at most 18 queries, the filters of the address read as well."""
    junior, _others = mixed(1)
    words = f"band=junior&series={junior[0].series_id}&employer={junior[0].employer_id}"
    with CaptureQueriesContext(connection) as found:
        assert client.get(case(junior[0], words)).status_code == 200
    assert len(found) <= 18
