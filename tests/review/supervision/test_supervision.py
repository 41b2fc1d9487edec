"""The supervisor's pages: rates, times, reasons, the record and whether it is whole; and that he changes nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.enums import Role
from applications.enums import State, Transition
from applications.models import Event, Review
from applications.services.steps import record
from campaigns.models import Reason
from review.rules.rates import Concluded, tally
from review.selectors import supervision as selectors
from review.selectors.dashboard import today
from review.selectors.reasons import refusal_reasons, return_reasons
from review.services.chain import verify
from tests import factories
from tests.review.after import world
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(client, time_machine):
    time_machine.move_to(cases.REVIEWED, tick=False)
    member = factories.officer_of("supervision", role=Role.SUPERVISOR)
    cases.sign_in(client, member)
    return factories.act_as(member, cases.REVIEWED)


def concluded(row, conclusion, *, waited, by):
    """Write the conclusion of a review that took so long."""
    return Review.objects.create(
        application=row,
        submission=row.submissions.get(),
        stage=State.INITIAL_REVIEW,
        office=row.initial_office,
        opened_at=by.at - waited,
        conclusion=conclusion,
        concluded_by=by.user,
        concluded_at=by.at,
    )


def recorded(row, steps=(Transition.START, Transition.SUBMIT, Transition.FORWARD)):
    for step in steps:
        record(row, step, row.state, factories.act_of(row.applicant, cases.ARRIVED))
    return row


def test_rates_and_the_median_waiting():
    """C24: per hundred conclusions; the median, not the mean, so that one slow case does not hide the rest."""
    waits = [1, 2, 60]
    names = [Transition.RETURN_FOR_CORRECTION, Transition.PASS_INITIAL, Transition.REJECT]
    found = tally([Concluded(1, name, timedelta(days=days)) for name, days in zip(names, waits, strict=True)])
    assert (found.total, found.return_rate, found.refusal_rate, found.waiting) == (3, 33, 33, timedelta(days=2))
    assert (tally([]).waiting, tally([]).return_rate) == (None, 0)


def test_each_office_has_its_rates_and_what_is_late(supervisor, campaign):
    """C24: return and refusal rates per office, what waits, what waits too long."""
    by = cases.act()
    for conclusion in (Transition.RETURN_FOR_CORRECTION, Transition.PASS_INITIAL):
        row = cases.arrived(State.FINAL_REVIEW, at=cases.REVIEWED - timedelta(days=1))
        concluded(row, conclusion, waited=timedelta(days=2), by=by)
    cases.arrived(at=cases.REVIEWED - timedelta(days=6))

    lines, everything = selectors.office_lines(supervisor, campaign)

    of = {line.office.key: line for line in lines}
    assert (of["hetian-shi-hr"].tally.return_rate, of["hetian-shi-hr"].waiting, of["hetian-shi-hr"].slow) == (
        50,
        1,
        1,
    )
    assert (of["title-office"].tally.total, of["title-office"].waiting, of["title-office"].slow) == (0, 2, 0)
    assert everything.total == 2


def test_reasons_are_counted_by_their_published_code(supervisor, campaign):
    """C24: which reasons are given, in returns and in refusals; the title office sees those of its own cases."""
    by = cases.act()
    row, other = cases.arrived(), cases.arrived()
    for code in ("M07", "M07", "M03"):
        cases.pin(row, by, reason_code=code)
    concluded_review = Review.objects.get()
    concluded_review.conclusion = Transition.RETURN_FOR_CORRECTION
    concluded_review.concluded_at, concluded_review.concluded_by = by.at, by.user
    concluded_review.save()
    record(other, Transition.REJECT, State.INITIAL_REVIEW, by, reasons=("E01",))

    seen = selectors.applications_under(supervisor)
    returns = return_reasons(seen, campaign)
    assert [(line.reason.code, line.count, line.share) for line in returns] == [("M07", 2, 67), ("M03", 1, 33)]
    assert [line.reason.code for line in refusal_reasons(seen, campaign)] == ["E01"]
    for key, found in ((row.final_office.key, returns), ("title-office", returns), ("moyu-title", [])):
        assert today(cases.act(key, role=Role.TITLE_OFFICER), campaign)["returns"] == found


def test_a_whole_record_has_no_break():
    """C44: every digest holds, every link, no gap."""
    row = recorded(cases.arrived())
    assert verify(row) == []


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (lambda row: row.events.filter(sequence=2).update(actor_name="别人"), "被改动过"),
        (lambda row: row.events.filter(sequence=2).update(comment="改过"), "被改动过"),
        (lambda row: row.events.filter(sequence=1).update(digest="0" * 64), "接不上"),
        (lambda row: Event.objects.filter(application=row, sequence=2)._raw_delete("default"), "缺了记录"),
        (lambda row: force_state(row, State.WITHDRAWN), "不一致"),
    ],
)
def test_what_was_tampered_with_shows(tamper, said):
    """C44: a changed word, a forged digest, a missing step, a state that no step led to: each is found."""
    row = recorded(cases.arrived())
    open_the_record()
    tamper(row)
    row.refresh_from_db()
    assert any(said in one.what for one in verify(row))


def force_state(row, state):
    """Play an intruder who writes into the database itself."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_application SET state = %s WHERE id = %s", [state, row.pk])


def open_the_record():
    """Play an intruder who owns the database: its own guard against changed events is off until the test ends."""
    statements = {
        "sqlite": ["DROP TRIGGER event_append_only"],
        "postgresql": [
            "SET CONSTRAINTS ALL IMMEDIATE",
            "ALTER TABLE applications_event DISABLE TRIGGER event_append_only",
        ],
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def test_the_overview_shows_rates_and_changes_nothing(client, supervisor):
    """C24: the page is there to be read; every writing method is refused."""
    recorded(cases.arrived())
    page = client.get(reverse("supervision:overview")).content.decode()
    assert "退回率" in page
    assert "和田市人力资源和社会保障局" in page
    for name in ("overview", "events"):
        assert client.post(reverse(f"supervision:{name}")).status_code == 405
        assert client.delete(reverse(f"supervision:{name}")).status_code == 405


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("step=submit", 1),
        ("step=certify", 0),
        ("q=买买提艾力", 3),
        ("q=nobody", 0),
        ("first=2025-03-01", 0),
        ("last=2025-02-28", 3),
        ("first=x", 3),
    ],
)
def test_the_record_is_filtered_in_the_address(client, supervisor, query, count):
    """C44: by words, by step, by day; a malformed day is said and left out."""
    recorded(cases.arrived())
    page = client.get(reverse("supervision:events") + "?" + query).content.decode()
    assert page.count('data-l="办理人"') == count


def test_a_broken_record_is_shouted_on_both_pages(client, supervisor):
    """C44: the list and the record of the case say what does not hold."""
    row = recorded(cases.arrived())
    open_the_record()
    row.events.filter(sequence=2).update(actor_name="别人")
    assert "对不上" in client.get(reverse("supervision:events")).content.decode()
    assert "被改动过" in client.get(reverse("supervision:trail", args=[row.number])).content.decode()


def test_the_record_says_reasons_in_words(client, supervisor):
    """C24: nobody has to know the list of codes by heart."""
    record(cases.arrived(), Transition.REJECT, State.INITIAL_REVIEW, cases.act(), reasons=("E01", "R09"))
    page = client.get(reverse("supervision:events")).content.decode()
    label = Reason.objects.get(campaign__key="2025", code="E01").label
    assert f"E01 {label}" in page
    assert "R09" in page, "a code that the list does not know any more stands by itself"


def test_a_reviewer_leaves_his_name_in_the_record(client, supervisor):
    """C44: who, for which office, stands in the record for ever."""
    row, by = cases.arrived(), cases.act()
    record(row, Transition.PASS_INITIAL, State.INITIAL_REVIEW, by)
    page = client.get(reverse("supervision:events")).content.decode()
    assert by.user.name in page
    assert by.unit_name in page


def test_a_code_leads_back_to_its_expert_for_the_supervisor_alone(client, supervisor):
    """C21: however it was copied off a photograph; a county's supervisor sees nobody of the prefecture's committees."""
    member = world.panel(office="title-office").committee.members.order_by("pk")[3]
    address = reverse("supervision:overview")
    page = client.get(address, {"code": f" {member.code[:3].lower()} {member.code[3:]}"}).content.decode()
    assert f"{member.name}，{member.committee.name}。" in page
    assert "没有这个代码" in client.get(address, {"code": "000000"}).content.decode()
    cases.sign_in(client, factories.officer_of("hetian-shi-hr", role=Role.SUPERVISOR))
    assert member.name not in client.get(address, {"code": member.code}).content.decode()
