"""What the pages of print runs may ask of the database, for one row and for as many as an office has (issue 5)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.enums import PartStatus
from applications.models import Application, Paper, PrintItem, PrintPart, PrintRun
from review.services import printing
from tests.growing import signed_in
from tests.review.printing.made import NOW, asked, grown, more_cases, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db
HEAVIEST = 100_000  # bytes of HTML
MANY, MOST = 500, 3000


def statements(client: Client, address: str, sent: dict[str, str] | None = None) -> int:
    """Give how many statements a page takes; it is no heavier than a page may be."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if sent is None else client.post(address, sent)
    assert answer.status_code == 200
    assert len(answer.content) < HEAVIEST
    return len(captured)


def more_runs(run: PrintRun, count: int) -> None:
    PrintRun.objects.bulk_create(
        PrintRun(
            office=run.office,
            asked_by=run.asked_by,
            kinds=run.kinds,
            copies=2,
            cases=1,
            fingerprint=f"{number}",
            status="stopped",
            created_at=NOW - timedelta(minutes=number),
        )
        for number in range(count)
    )


def test_lists_of_one_and_of_five_hundred(client: Client) -> None:
    """Issue 2: as many statements for a full page as for one row."""
    act = office()
    signed_in(client, act.membership)
    run, _is_new = asked(printable(1), act)
    pages = [reverse("office:print_runs"), reverse("office:print_choose")]
    one = [statements(client, page) for page in pages]
    more_runs(run, MANY)
    more_cases(MANY)
    assert [statements(client, page) for page in pages] == one
    assert max(one) <= 12


def test_a_run_of_three_thousand(client: Client) -> None:
    """Print runs: its page and the part that looks again cost the same as for one case; asking takes few statements."""
    act = office()
    signed_in(client, act.membership)
    small, _is_new = asked(printable(1), act)
    small.items.update(status="left_out", error="还没有电子证书。")
    address = reverse("office:print_run", args=[small.pk])
    one = statements(client, address)
    cases = more_cases(MOST - 1)
    Paper.objects.bulk_create(
        Paper(kind="report_form", application=case, data={}, digest=f"{case.pk}", created_at=NOW) for case in cases
    )
    every = {"every": "1", "words": "state=failed"}
    assert statements(client, reverse("office:print_ask"), every) <= 14
    with CaptureQueriesContext(connection) as captured:
        run, _is_new = printing.ask(
            Application.objects.filter(state="failed"), kinds=["report_form"], copies=2, act=act
        )
    assert (run.cases, run.parts.count()) == (MOST, 120)
    assert len(captured) <= 30
    run.items.filter(place__lte=2000).update(status="left_out", error="还没有电子证书。")
    many = statements(client, reverse("office:print_run", args=[run.pk]))
    assert many <= one <= 14


def test_a_whole_run_of_which_much_changed(client: Client) -> None:
    """Print runs: the list of what changed costs the same for one case as for three thousand; so does taking it."""
    act = office()
    signed_in(client, act.membership)
    run = worked(asked(printable(1), act)[0])
    address = reverse("office:print_run", args=[run.pk])
    set_paper(run.items.get().application)
    one = statements(client, address)
    grown(run, changed=MOST - 1)
    assert statements(client, address) <= one <= 14
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(reverse("office:print_download", args=[run.pk]), {"changed": f"{MOST}"})
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert len(captured) <= 10


def test_a_part_asks_little_for_each_case() -> None:
    """Print runs: of 25 cases whose papers are there each costs one statement more: its claim is renewed."""
    run, _is_new = asked(printable(25), office())
    [part] = run.parts.all()
    with CaptureQueriesContext(connection) as captured:
        assert printing.make_part(part.pk, clock=lambda: NOW)
    assert PrintPart.objects.get(pk=part.pk).status == PartStatus.READY
    assert PrintItem.objects.filter(status="printed").count() == 25
    assert len(captured) <= 25 + 20
