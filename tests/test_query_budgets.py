"""What a page may ask of the database: at most so many queries, and the same number for 1, 3 and 50 rows (issue 2)."""

from collections import defaultdict
from copy import copy
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
from accounts.models import Office
from accounts.services.messages import tell
from applications.enums import PaperKind, State, Transition
from applications.models import Application, EmployerNotice, EmployerOpinion, Fault, Paper, Review, Section
from applications.sections import SECTIONS
from applications.services.steps import record
from campaigns.enums import ExaminationKind, Kind
from campaigns.models import Campaign, Examination
from campaigns.rules.calendar import day_of
from payments.models import FeeImport
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
    REVIEW_TIME,
    Growing,
    World,
    applicants_home,
    blind_copies,
    certificates,
    certify,
    committees,
    copied,
    entered,
    files,
    filled_rows,
    growing,
    masked,
    members,
    notices,
    packet,
    packets,
    posted,
    publicities,
    returned_home,
    rubrics,
    sections,
    signed_in,
)
from tests.review.after import world
from tests.review.copies.made import NAME_LEFT, blinded, file_of
from tests.review.desk import cases

pytestmark = pytest.mark.django_db
ROWS = (1, 3, 50)
HEAVIEST = 100_000  # bytes of HTML of a list
#: What one case has few of: fifty are counted, one is weighed.
OF_ONE_CASE = ("sections", "files", "employer's case", "reviewer's case")


# What an employer sees


def employers_home(client: Client) -> Growing:
    clerk = signed_in(client, factories.clerk_of(factories.employer()))

    def add(_number: int) -> None:
        factories.application(State.EMPLOYER_CHECK, employer=clerk.employer)
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

    return growing(add, reverse("employer:home"))


def typeset(case: Application, kind: PaperKind, number: int) -> Paper:
    """Give one more paper of a case."""
    return Paper.objects.create(
        kind=kind, application=case, part=f"p{number}", data={}, digest="0" * 64, created_at=REVIEW_TIME
    )


def employers_case(client: Client) -> Growing:
    """A case in its notice: objections, signed papers, what was typeset."""
    case = stories.in_notice()
    clerk = signed_in(client, stories.clerk_of(case.employer))

    def add(number: int) -> None:
        case.notices.get().objections.create(
            received_on=day_of(stories.POSTED), content="反映", recorded_by=clerk.user, recorded_at=REVIEW_TIME
        )
        cases.material(case, "posting_notice", at=REVIEW_TIME)
        typeset(case, PaperKind.EMPLOYER_NOTICE, number)

    return growing(add, reverse("employer:case", args=[case.number]))


def employers_check(client: Client) -> Growing:
    """A case being checked, beside what the employer wrote of more and more others."""
    case = stories.in_check()
    clerk = signed_in(client, stories.clerk_of(case.employer))

    def add(_number: int) -> None:
        other = factories.application(State.INITIAL_REVIEW, employer=case.employer)
        EmployerOpinion.objects.create(
            application=other, recorded_by=clerk.user, recorded_at=REVIEW_TIME, **stories.OPINION
        )

    return growing(add, reverse("employer:case", args=[case.number]))


# What offices see


def employers(client: Client) -> Growing:
    signed_in(client, factories.officer_of("hetian-shi-hr"))
    return growing(
        lambda _number: factories.employer(status=EmployerStatus.PENDING), reverse("accounts:employers")
    )


def inbox(client: Client) -> Growing:
    user = signed_in(client, factories.person())
    return growing(
        lambda number: tell(user, key=f"k{number}", subject="标题", body="内容", link="/", at=REVIEW_TIME),
        reverse("accounts:inbox"),
    )


def desk_lists(client: Client) -> Growing:
    """What waits, what was returned, and so what was done."""
    by = factories.act_as(signed_in(client, factories.officer_of("hetian-shi-hr")), REVIEW_TIME)

    def add(_number: int) -> None:
        cases.arrived()
        row = cases.arrived()
        cases.mark_all(row, by, but=("achievements",))
        cases.pin(row, by)
        desk.return_for_correction(row.pk, submission=1, act=by)

    return growing(add, *(reverse(f"desk:{name}") for name in ("queue", "returned", "done")))


def reviewers_case(client: Client) -> Growing:
    """A second submission with as many files as rows (20 by the issue), and as many faults, new and answered."""
    by = factories.act_as(signed_in(client, factories.officer_of("hetian-shi-hr")), REVIEW_TIME)
    row = cases.arrived()
    cases.mark_all(row, by, but=("achievements",))
    cases.pin(row, by)
    desk.return_for_correction(row.pk, submission=1, act=by)
    row = cases.resubmitted(row, files=20, at=REVIEW_TIME)
    last = row.submissions.get(number=2)
    cases.pin(row, by)
    answered, fault = Fault.objects.filter(review__application=row).order_by("pk")

    def add(_number: int) -> None:
        last.materials.add(cases.material(row, "achievements", at=REVIEW_TIME))
        for each in (fault, answered):
            copied(Fault.objects.get(pk=each.pk)).save()
        record(row, Transition.RESUBMIT, row.state, by)

    return growing(add, reverse("desk:case", args=[row.number]))


def title_office(client: Client) -> Growing:
    """What is accepted, due, passed and posted, with its documents and certificates."""
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
        FeeImport.objects.create(
            office=office.office,
            name="对账单.xlsx",
            imported_by=office.user,
            imported_at=COMMITTEE_TIME,
            lines=[],
            outcome=[],
        )

    names = ("office:dashboard", "office:accepted", "payments:orders", "office:results")
    return growing(add, *map(reverse, names))


def offices_case(client: Client) -> Growing:
    """An accepted case: its record and what was typeset."""
    by = factories.act_as(
        signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER)), REVIEW_TIME
    )
    case = world.accepted_case()

    def add(number: int) -> None:
        record(case, Transition.ACCEPT, case.state, by)
        typeset(case, PaperKind.REPORT_FORM, number)

    return growing(add, reverse("office:case", args=[case.number]))


def posted_list(client: Client) -> Growing:
    """The office's page of a list: who is on it, and what was objected."""
    signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
    listed = posted()

    def add(_number: int) -> None:
        entered(listed).objections.create(content="反映", received_at=COMMITTEE_TIME)

    return growing(add, reverse("office:publicity", args=[listed.pk]))


# What committees see


def secretary(client: Client) -> Growing:
    """The committees of an office, each with a meeting and its filing."""
    add_committee = committees()
    panel = add_committee(0)
    signed_in(client, panel.secretary.membership)
    return growing(
        lambda number: met(add_committee(number), number),
        reverse("committee:meetings"),
        reverse("committee:filings"),
        reverse("committee:rubrics", args=[panel.committee.pk]),
    )


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


def planned_meeting(client: Client) -> Growing:
    """A meeting that is prepared: those taken in, and those that could be."""
    panel = world.panel()
    meeting = met(panel)
    signed_in(client, panel.secretary.membership)

    def add(_number: int) -> None:
        counted(meeting, panel)
        case = world.accepted_case()
        blinded(file_of(case), leaks=[NAME_LEFT])
        file_of(case, "awards")

    return growing(add, reverse("committee:meeting", args=[meeting.pk]))


def open_meeting(client: Client) -> Growing:
    panel = world.panel()
    meeting = met(panel, status=MeetingStatus.OPEN)
    signed_in(client, panel.secretary.membership)
    return growing(lambda _number: counted(meeting, panel), reverse("committee:meeting", args=[meeting.pk]))


def countersigning(client: Client) -> Growing:
    panel = world.panel()
    meeting = met(panel, status=MeetingStatus.OPEN)
    signed_in(client, panel.chair.membership)
    return growing(lambda _number: counted(meeting, panel), reverse("committee:countersign"))


def registrar(client: Client) -> Growing:
    add_committee = committees()
    signed_in(client, add_committee(0).registrar.membership)
    return growing(lambda number: met(add_committee(number), number), reverse("committee:filings"))


# What a supervisor sees


def supervision(client: Client) -> Growing:
    """Cases in every office by turns, passed on, each with its record; the record of the first grows."""
    signed_in(client, factories.officer_of("title-office", role=Role.SUPERVISOR))
    by = cases.act(at=REVIEW_TIME)
    first, offices = cases.arrived(), Office.objects.order_by("pk")
    file = first.materials.first()
    assert file

    def add(number: int) -> None:
        file.withdrawals.create(page=1, by=factories.person(), code=f"K{number}", at=REVIEW_TIME)
        record(first, Transition.FORWARD, first.state, by)
        row = cases.arrived(initial_office=offices[number % len(offices)])
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

    pages = [reverse(f"supervision:{name}") for name in ("overview", "events")]
    return growing(add, *pages, reverse("supervision:trail", args=[first.number]))


# What the back office sees


def examined(client: Client) -> Growing:
    """Rehearsals, each asked for by somebody else, with its answer; and the form that asks for one."""
    signed_in(client, factories.person(is_staff=True, is_superuser=True))
    campaign = Campaign.objects.get(key="2025")

    def add(_number: int) -> None:
        Examination.objects.create(
            kind=ExaminationKind.REHEARSAL,
            campaign=campaign,
            people=200,
            seed=1,
            asked_by=factories.person(),
            asked_at=REVIEW_TIME,
            started_at=REVIEW_TIME,
            finished_at=REVIEW_TIME,
            result={"conflicts": ["x" * 10_000]},
        )

    return growing(add, *(reverse(f"admin:campaigns_examination_{name}") for name in ("changelist", "add")))


RETURNED_TIME = stories.RETURNED + timedelta(hours=1)
#: A world: how many queries each of its pages may take, what it holds, and when it is looked at.
BUDGETS: dict[str, tuple[int, World, Any]] = {
    "notices": (4, notices, REVIEW_TIME),
    "publicities": (4, publicities, COMMITTEE_TIME),
    "certificates": (4, certificates, COMMITTEE_TIME),
    "rubrics": (4, rubrics, COMMITTEE_TIME),
    "applicant's home": (8, applicants_home, REVIEW_TIME),
    "applicant's home, returned": (8, returned_home, RETURNED_TIME),
    "sections": (12, sections(), stories.SUBMITTED),
    "sections, returned": (12, sections(is_returned=True), RETURNED_TIME),
    "files": (12, files(), stories.SUBMITTED),
    "masking": (9, masked, stories.SUBMITTED),
    "files, returned": (12, files(is_returned=True), RETURNED_TIME),
    "employer's home": (12, employers_home, stories.FORWARDED),
    "employer's case": (18, employers_case, stories.FORWARDED),
    "employer's check": (20, employers_check, stories.CHECKED),
    "employers": (9, employers, REVIEW_TIME),
    "inbox": (7, inbox, REVIEW_TIME),
    "desk": (12, desk_lists, REVIEW_TIME),
    "reviewer's case": (18, reviewers_case, REVIEW_TIME),
    "title office": (13, title_office, COMMITTEE_TIME),
    "blind copies": (12, blind_copies, COMMITTEE_TIME),
    "title office's case": (18, offices_case, COMMITTEE_TIME),
    "list of results": (12, posted_list, COMMITTEE_TIME),
    "planned meeting": (18, planned_meeting, COMMITTEE_TIME),
    "open meeting": (18, open_meeting, COMMITTEE_TIME),
    "countersigning": (12, countersigning, COMMITTEE_TIME),
    "secretary": (12, secretary, COMMITTEE_TIME),
    "registrar": (12, registrar, COMMITTEE_TIME),
    "packets": (9, packets, COMMITTEE_TIME),
    "packet": (15, packet, COMMITTEE_TIME),
    "members": (8, members, COMMITTEE_TIME),
    "supervision": (13, supervision, REVIEW_TIME),
    "examinations": (9, examined, REVIEW_TIME),
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
    counts = defaultdict(list)
    with time_machine.travel(at, tick=False):
        pages, grow = world_of(client)
        for rows in ROWS:
            grow(rows)
            for address in pages:
                client.get(address)
                queries, answer = asked(client, address)
                counts[address].append(len(queries))
                assert len(queries) <= most, "\n".join([address, *queries])
                is_weighed = rows == 1 or not name.startswith(OF_ONE_CASE)
                assert len(answer.content) < HEAVIEST or not is_weighed, address
    assert {address: found for address, found in counts.items() if len(set(found)) > 1} == {}


def typed(case: Application, key: str, rows: int) -> dict[str, str]:
    """Give a section as its page posts it, with so many rows in every group."""
    said = {"revision": str(Section.objects.get(application=case, key=key).revision)}
    for name, value in filled_rows(key, rows).items():
        if isinstance(value, list):
            cells = ((place, row) for place, row in enumerate(value))
            said |= {f"{name}-{place}-{cell}": text for place, row in cells for cell, text in row.items()}
            said[f"{name}-count"] = str(len(value))
        else:
            said[name] = f"{value}{rows}"
    return said


@pytest.mark.parametrize("is_returned", [False, True], ids=["draft", "returned"])
def test_an_autosave_asks_the_same_for_one_three_and_fifty_rows(client: Client, is_returned: bool) -> None:
    """C42: saving while typing takes at most 6 queries, in a returned case with however many faults too."""
    case = stories.returned() if is_returned else stories.filled(files=False)
    fault = Fault.objects.filter(review__application=case).first()
    signed_in(client, case.applicant)
    with time_machine.travel(RETURNED_TIME if is_returned else stories.SUBMITTED, tick=False):
        for key in SECTIONS:
            counts = {}
            address = reverse("applications:autosave", args=[case.number, key])
            for rows in ROWS:
                if fault:
                    Fault.objects.bulk_create(
                        copied(copy(fault), target_key=key, field="") for _row in range(rows)
                    )
                queries, _answer = asked(client, address, typed(case, key, rows))
                counts[rows] = sum("SAVEPOINT" not in query for query in queries)
                assert counts[rows] <= 6, "\n".join([key, *queries])
            assert max(counts.values()) == counts[1], (key, counts)  # fewer where a group takes no more rows
