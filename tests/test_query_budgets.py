"""What a page may ask of the database: at most so many queries, and the same number for 1, 3 and 50 rows (issue 2)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import EmployerStatus, Role
from accounts.services.messages import tell
from applications.enums import State, Transition
from applications.models import Application, EmployerNotice, EmployerOpinion, Fault, Review, Section
from applications.sections import SECTIONS
from applications.services.steps import record
from campaigns.enums import Kind
from campaigns.rules.calendar import day_of
from payments.services.orders import open_order
from review.enums import FilingKind, FilingStatus, MeetingStatus
from review.models import (
    Filing,
    Meeting,
    ResultDocument,
    Tally,
)
from review.services import desk
from tests import factories, stories
from tests.growing import (
    COMMITTEE_TIME,
    HEAVIEST,
    REVIEW_TIME,
    ROWS,
    UNWEIGHED,
    Grow,
    World,
    applicants_home,
    certificate,
    certificate_check,
    certify,
    committees,
    copied,
    entered,
    filled_rows,
    growing,
    posted,
    public,
    publicities,
    publicity,
    returned_home,
    rubric,
    rubrics,
    section,
    signed_in,
    step,
)
from tests.review.after import world
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


# What an employer sees


def employers_home(client: Client) -> Grow:
    clerk = signed_in(client, factories.clerk_of(factories.employer()))

    def add(_number: int) -> None:
        row = factories.application(State.EMPLOYER_NOTICE, employer=clerk.employer)
        factories.sections(row)
        EmployerOpinion.objects.create(
            application=row, recorded_by=clerk.user, recorded_at=REVIEW_TIME, **stories.OPINION
        )
        EmployerNotice.objects.create(
            application=row,
            posted_on=day_of(stories.POSTED),
            last_day=day_of(stories.FORWARDED) - timedelta(days=1),
            workdays=5,
            phone="0903-1000001",
            started_by=clerk.user,
            started_at=REVIEW_TIME,
        )

    return growing(reverse("employer:home"), add)


# What offices see


def employers(client: Client) -> Grow:
    signed_in(client, factories.officer_of("hetian-shi-hr"))
    return growing(
        reverse("accounts:employers"), lambda _number: factories.employer(status=EmployerStatus.PENDING)
    )


def inbox(client: Client) -> Grow:
    user = signed_in(client, factories.person())
    return growing(
        reverse("accounts:inbox"),
        lambda number: tell(user, key=f"k{number}", subject="标题", body="内容", link="/", at=REVIEW_TIME),
    )


def queue(client: Client) -> Grow:
    signed_in(client, factories.officer_of("hetian-shi-hr"))
    return growing(reverse("desk:queue"), lambda _number: cases.arrived())


def judged(name: str) -> World:
    """Give a list of the desk that holds what the office returned."""

    def world_of(client: Client) -> Grow:
        by = factories.act_as(signed_in(client, factories.officer_of("hetian-shi-hr")), REVIEW_TIME)

        def add(_number: int) -> None:
            row = cases.arrived()
            cases.mark_all(row, by, but=("achievements",))
            cases.pin(row, by)
            desk.return_for_correction(row.pk, submission=1, act=by)

        return growing(reverse(f"desk:{name}"), add)

    return world_of


def reviewers_case(client: Client) -> Grow:
    """A second submission, with faults, and as many files as rows (20 by the issue)."""
    by = factories.act_as(signed_in(client, factories.officer_of("hetian-shi-hr")), REVIEW_TIME)
    row = cases.arrived()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    row = cases.resubmitted(row, files=20, at=REVIEW_TIME)
    last = row.submissions.get(number=2)
    cases.pin(row, by)
    fault = Fault.objects.filter(review__submission=last).get()

    def add(_number: int) -> None:
        last.materials.add(cases.material(row, "achievements", at=REVIEW_TIME))
        copied(Fault.objects.get(pk=fault.pk)).save()

    return growing(reverse("desk:case", args=[row.number]), add)


def after(name: str) -> World:
    """Give a page of the title office that counts or lists what is accepted, due, passed and posted."""

    def world_of(client: Client) -> Grow:
        office = world.moment(world.officer("title-office", Role.TITLE_OFFICER), world.at(3, 11))
        signed_in(client, office.membership)

        def add(number: int) -> None:
            open_order(world.accepted_case(settled=False), act=office)
            world.accepted_case(state=State.PASSED, decided_at=world.at(4, 11))
            listed = posted(number, "concluded")
            entry = entered(listed)
            document = ResultDocument.objects.create(
                campaign=listed.campaign,
                office=listed.office,
                number=f"演示{number}号",
                title="演示",
                issued_on=day_of(COMMITTEE_TIME),
                signed_by=office.user,
                signed_at=COMMITTEE_TIME,
                publicity=listed,
            )
            document.applications.add(entry.application)
            certify(world.accepted_case(kind=Kind.GRANT, state=State.CERTIFIED), number)

        return growing(reverse(name), add)

    return world_of


def posted_list(client: Client) -> Grow:
    """The office's page of a list: who is on it, and what was objected."""
    signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
    listed = posted()

    def add(_number: int) -> None:
        entered(listed).objections.create(content="反映", received_at=COMMITTEE_TIME)

    return growing(reverse("office:publicity", args=[listed.pk]), add)


# What committees see


def meetings(client: Client) -> Grow:
    add_committee = committees()
    panel = add_committee(0)
    signed_in(client, panel.secretary.membership)

    def add(number: int) -> None:
        met(add_committee(number), number)

    return growing(reverse("committee:meetings"), add)


def met(panel: world.Panel, number: int = 0, status: str = "planned") -> Meeting:
    """Give a meeting of a committee, with its filing."""
    opened = COMMITTEE_TIME if status == "open" else None
    row = Meeting.objects.create(
        committee=panel.committee,
        starts_at=COMMITTEE_TIME + timedelta(minutes=number),
        place="演示会议室",
        status=status,
        opened_at=opened,
    )
    for member in panel.committee.members.all():
        row.attendance.create(member=member, present=True)
    Filing.objects.create(
        committee=panel.committee,
        kind=FilingKind.PRE_MEETING,
        meeting=row,
        status=FilingStatus.SUBMITTED,
        due_at=COMMITTEE_TIME,
        submitted_by=panel.secretary.user,
        submitted_at=REVIEW_TIME,
    )
    return row


def counted(meeting: Meeting, panel: world.Panel) -> Tally:
    """Give the count of one more candidate, which waits for the chair."""
    return Tally.objects.create(
        meeting=meeting,
        application=world.accepted_case(state=State.IN_COMMITTEE),
        rubric=panel.committee.rubrics.first(),
        present=11,
        yes=11,
        no=0,
        abstained=0,
        score=80,
        defence_score=80,
        entered_by=panel.secretary.user,
        entered_at=COMMITTEE_TIME,
    )


def planned_meeting(client: Client) -> Grow:
    """A meeting that is prepared: those taken in, and those that could be."""
    panel = world.panel()
    meeting = met(panel)
    signed_in(client, panel.secretary.membership)

    def add(_number: int) -> None:
        counted(meeting, panel)
        world.accepted_case()

    return growing(reverse("committee:meeting", args=[meeting.pk]), add)


def open_meeting(client: Client) -> Grow:
    panel = world.panel()
    meeting = met(panel, status=MeetingStatus.OPEN)
    signed_in(client, panel.secretary.membership)
    return growing(reverse("committee:meeting", args=[meeting.pk]), lambda _number: counted(meeting, panel))


def countersigning(client: Client) -> Grow:
    panel = world.panel()
    meeting = met(panel, status=MeetingStatus.OPEN)
    signed_in(client, panel.chair.membership)
    return growing(reverse("committee:countersign"), lambda _number: counted(meeting, panel))


def filings(who: str) -> World:
    """Give the filings as the secretary and the title office see them."""

    def world_of(client: Client) -> Grow:
        add_committee = committees()
        signed_in(client, getattr(add_committee(0), who).membership)
        return growing(reverse("committee:filings"), lambda number: met(add_committee(number), number))

    return world_of


# What a supervisor sees


def supervision(name: str) -> World:
    def world_of(client: Client) -> Grow:
        signed_in(client, factories.officer_of("title-office", role=Role.SUPERVISOR))
        by = cases.act(at=REVIEW_TIME)

        def add(_number: int) -> Application:
            row = cases.arrived()
            record(row, Transition.FORWARD, row.state, factories.act_of(row.applicant, cases.ARRIVED))
            Review.objects.create(
                application=row,
                submission=row.submissions.get(),
                stage=State.INITIAL_REVIEW,
                office=row.initial_office,
                opened_at=cases.ARRIVED,
                conclusion=Transition.PASS_INITIAL,
                concluded_by=by.user,
                concluded_at=by.at,
            )
            return row

        if name == "trail":
            row = add(0)
            return growing(
                reverse("supervision:trail", args=[row.number]),
                lambda _number: record(row, Transition.FORWARD, row.state, by),
            )
        return growing(reverse(f"supervision:{name}"), add)

    return world_of


BUDGETS: dict[str, tuple[int, World, Any]] = {
    "home": (4, public("home"), REVIEW_TIME),
    "guide": (4, public("guide"), REVIEW_TIME),
    "questions": (4, public("questions"), REVIEW_TIME),
    "downloads": (4, public("downloads"), REVIEW_TIME),
    "announcement": (4, public("announcement", "n0"), REVIEW_TIME),
    "publicities": (4, publicities, COMMITTEE_TIME),
    "publicity": (4, publicity, COMMITTEE_TIME),
    "certificate check": (4, certificate_check, COMMITTEE_TIME),
    "certificate": (4, certificate, COMMITTEE_TIME),
    "rubrics": (4, rubrics, COMMITTEE_TIME),
    "rubric": (4, rubric, COMMITTEE_TIME),
    "applicant's home": (8, applicants_home, REVIEW_TIME),
    "applicant's home, returned": (8, returned_home, stories.RETURNED + timedelta(hours=1)),
    **{f"section {key}": (12, section(key), stories.SUBMITTED) for key in SECTIONS},
    **{
        f"section {key}, returned": (12, section(key, is_returned=True), stories.RETURNED + timedelta(hours=1))
        for key in SECTIONS
    },
    "materials": (12, step("materials"), stories.SUBMITTED),
    "materials, returned": (12, step("materials", is_returned=True), stories.RETURNED + timedelta(hours=1)),
    "check": (12, step("check"), stories.SUBMITTED),
    "check, returned": (12, step("check", is_returned=True), stories.RETURNED + timedelta(hours=1)),
    "employer's home": (12, employers_home, stories.FORWARDED),
    "employers": (12, employers, REVIEW_TIME),
    "inbox": (12, inbox, REVIEW_TIME),
    "queue": (12, queue, REVIEW_TIME),
    "returned": (12, judged("returned"), REVIEW_TIME),
    "done": (12, judged("done"), REVIEW_TIME),
    "reviewer's case": (18, reviewers_case, REVIEW_TIME),
    "dashboard": (12, after("office:dashboard"), COMMITTEE_TIME),
    "accepted": (12, after("office:accepted"), COMMITTEE_TIME),
    "orders": (12, after("payments:orders"), COMMITTEE_TIME),
    "results": (12, after("office:results"), COMMITTEE_TIME),
    "list of results": (12, posted_list, COMMITTEE_TIME),
    "meetings": (12, meetings, COMMITTEE_TIME),
    "planned meeting": (18, planned_meeting, COMMITTEE_TIME),
    "open meeting": (18, open_meeting, COMMITTEE_TIME),
    "countersign": (12, countersigning, COMMITTEE_TIME),
    "secretary's filings": (12, filings("secretary"), COMMITTEE_TIME),
    "registrar's filings": (12, filings("registrar"), COMMITTEE_TIME),
    "supervision": (12, supervision("overview"), REVIEW_TIME),
    "events": (12, supervision("events"), REVIEW_TIME),
    "trail": (12, supervision("trail"), REVIEW_TIME),
}


def asked(client: Client, address: str, post: dict[str, Any] | None = None) -> tuple[list[str], Any]:
    """Give the queries that a page takes, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address) if post is None else client.post(address, post)
    assert answer.status_code == 200, address
    return [query["sql"] for query in captured.captured_queries], answer


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """A cache that no other worker empties in the middle of a count."""
    local = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": local, "LOCATION": uuid4().hex}}


@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_asks_the_same_for_one_three_and_fifty_rows(client: Client, name: str) -> None:
    """C42: no page takes more queries than its budget, nor more for more rows, and no list weighs over 100 kB."""
    most, world_of, at = BUDGETS[name]
    counts = {}
    with time_machine.travel(at, tick=False):
        grow = world_of(client)
        for rows in ROWS:
            address = grow(rows)
            client.get(address)
            queries, answer = asked(client, address)
            counts[rows] = len(queries)
            assert counts[rows] <= most, "\n".join(queries)
            assert len(answer.content) < HEAVIEST or name.startswith(UNWEIGHED), len(answer.content)
    assert len(set(counts.values())) == 1, counts


@pytest.mark.parametrize("is_returned", [False, True], ids=["draft", "returned"])
@pytest.mark.parametrize("key", SECTIONS)
def test_an_autosave_asks_the_same_for_one_three_and_fifty_rows(
    client: Client, key: str, is_returned: bool
) -> None:
    """C42: saving while typing takes at most 6 queries, in a returned case with however many faults too."""
    at = stories.RETURNED + timedelta(hours=1) if is_returned else stories.SUBMITTED
    case = stories.returned() if is_returned else stories.filled(files=False)
    signed_in(client, case.applicant)
    address = reverse("applications:autosave", args=[case.number, key])
    counts = {}
    with time_machine.travel(at, tick=False):
        for rows in ROWS:
            for fault in Fault.objects.filter(review__application=case) if is_returned else ():
                fault.target_key, fault.field = key, ""
                fault.save()
                for _number in range(rows):
                    copied(fault).save()
                break
            typed = {"revision": str(Section.objects.get(application=case, key=key).revision)}
            for name, value in filled_rows(key, rows).items():
                if isinstance(value, list):
                    cells = ((place, row) for place, row in enumerate(value))
                    typed |= {f"{name}-{place}-{cell}": text for place, row in cells for cell, text in row.items()}
                    typed[f"{name}-count"] = str(len(value))
                else:
                    typed[name] = f"{value}{rows}"
            queries, _answer = asked(client, address, typed)
            counts[rows] = sum("SAVEPOINT" not in query for query in queries)
            assert counts[rows] <= 6, "\n".join(queries)
    assert max(counts.values()) == counts[1], counts  # fewer where a group takes no more rows: nothing changed
