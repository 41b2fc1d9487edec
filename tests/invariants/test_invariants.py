"""Every invariant holds on played cases, and each tells the one thing that was broken past the services."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from accounts.models import IntegrityEntry, Message
from applications.enums import PaperKind, SectionKey
from applications.models import (
    Application,
    Event,
    Mark,
    Material,
    Paper,
    PrintItem,
    Review,
    Sheaf,
    StoredFile,
)
from applications.services.papers import make as typeset
from campaigns.enums import ExaminationKind, Kind, Level
from campaigns.services import examinations
from hetian_titles.examinations import carry_out
from hetian_titles.invariants import every_invariant, examine_all, report
from payments.models import FeeOrder
from review.models import Attendance, Certificate, CommitteeMember, Filing, Publicity, ResultDocument, Tally
from review.services.revocation import revoke
from tests import factories, stories, stories_after
from tests.away import no_store
from tests.factories import beijing
from tests.review.printing import made as printed

pytestmark = pytest.mark.django_db


FIRST_TIME = {
    SectionKey.CATEGORY: {"explanation": "首次申报，情况属实。"},
    SectionKey.CURRENT: {"has_title": "no", "has_skill": "no"},
}


def certify(passed):
    return stories_after.certified(stories_after.qualified(stories_after.publicised(passed)))


@pytest.fixture(scope="module")
def played(one_world):
    """A certified case, a revoked one, a determined one, one returned: by their own services."""
    certified, revoked = stories_after.in_committee(), stories_after.in_committee()
    stories_after.judged(certified)  # the whole meeting
    certified, revoked = (certify(stories_after.fresh(case)) for case in (certified, revoked))
    act = stories_after.officer_for(revoked, beijing(2025, 6, 3, 10))
    revoke(revoked.pk, finding="材料不属实（演示）。", act=act)
    accepted = stories.accepted(kind=Kind.INITIAL, level=Level.ASSISTANT, contents=FIRST_TIME)
    certify(stories_after.passed(stories_after.originals_confirmed(accepted)))
    stories.returned()
    act = printed.office(certified.final_office.key, beijing(2025, 6, 4, 9))
    printed.worked(printed.asked([certified], act)[0])
    typeset(
        Paper.objects.filter(application=certified, kind=PaperKind.RECEIPT).get().pk, at=beijing(2025, 6, 4, 10)
    )
    return certified


@pytest.fixture
def world(played):
    """The certified case among what was played; a file that the test spoils is there again afterwards."""
    path = first_file()
    with default_storage.open(path) as stream:
        content = stream.read()
    yield Application.objects.get(pk=played.pk)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))


def first_file():
    return StoredFile.objects.order_by("pk").first().path


def broken():
    return {finding.invariant.key: finding for finding in examine_all() if finding.breaches}


def test_they_hold_on_what_the_services_made(world):
    """C44: nothing is broken, and each invariant looked at something."""
    findings = list(examine_all())
    assert {finding.invariant.key: finding.breaches for finding in findings if finding.breaches} == {}
    assert [finding.invariant.key for finding in findings if not finding.checked] == []
    assert len({finding.invariant.key for finding in findings}) == len(every_invariant())


def past_the_trigger(sql, *, table="applications_event", trigger="event_append_only"):
    """Do to a table what the database refuses: with its trigger away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        else:
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute(sql)


def set_event(transition, column, value):
    past_the_trigger(f"UPDATE applications_event SET {column} = {value} WHERE transition = '{transition}'")


def of_frozen(table, sql):
    return lambda case: past_the_trigger(sql, table=table, trigger=f"{table}_append_only")


def of(model, **fields):
    return lambda case: model.objects.update(**fields)


def of_case(**fields):
    return lambda case: Application.objects.filter(pk=case.pk).update(**fields)


def spoil_file(case):
    default_storage.delete(first_file())


def second_document(case):
    first = ResultDocument.objects.get(applications=case)
    first.pk, first.number, first.paper = None, "演示另一份", None
    first.save()
    first.applications.set([case])


BREAKS = {
    "way": lambda case: set_event("accept", "source", "'draft'"),
    "records": lambda case: set_event("accept", "comment", "'改过'"),
    "state": of_case(state_since=beijing(2025, 1, 1, 1)),
    "dates": of_case(accepted_at=beijing(2025, 1, 1, 1)),
    "own": lambda case: set_event("accept", "actor_id", case.applicant_id),
    "reasons": lambda case: set_event("return_for_correction", "reasons", "'[]'"),
    "submissions": of_case(submissions_used=2),
    "frozen": of_frozen("applications_submission", "UPDATE applications_submission SET data = '{}'"),
    "commitments": of_frozen("applications_commitment", "DELETE FROM applications_commitment"),
    "checklist": lambda case: Mark.objects.filter(review=Review.objects.exclude(conclusion="").first()).delete(),
    "turn": lambda case: Application.objects.filter(state="returned").update(correction_due=F("returned_at")),
    "files": spoil_file,
    "papers": lambda case: Paper.objects.filter(status="ready").update(data={"改": "过"}),
    "fees": lambda case: FeeOrder.objects.filter(application=case).update(amount=1),
    "orders": lambda case: FeeOrder.objects.filter(application=case).update(status="due"),
    "payments": lambda case: FeeOrder.objects.filter(application=case).update(paid_on="2025-02-20"),
    "committees": lambda case: CommitteeMember.objects.create(
        committee_id=case.tallies.get().meeting.committee_id, name="演示多一人", unit="演示单位"
    ),
    "meetings": of(Filing, submitted_at=beijing(2025, 4, 10, 10)),
    "votes": lambda case: Attendance.objects.filter(pk__in=Attendance.objects.filter(present=True)[:3]).update(
        present=False
    ),
    "outcomes": lambda case: Tally.objects.filter(application=case).update(yes=1, no=8),
    "decisions": lambda case: Application.objects.filter(kind=Kind.INITIAL).update(kind=Kind.REVIEW),
    "documents": lambda case: Publicity.objects.update(last_day=beijing(2025, 5, 30, 1).date()),
    "titles": second_document,
    "certificates": lambda case: Certificate.objects.filter(application=case).update(
        status="revoked", revoked_at=beijing(2025, 6, 1, 1)
    ),
    "sheaves": of(Sheaf, file_sha256="0" * 64),
    "print_runs": of(PrintItem, status="waiting"),
    "fraud": lambda case: IntegrityEntry.objects.all().delete(),
}


@pytest.mark.parametrize("key", BREAKS)
def test_each_tells_what_was_broken(world, key):
    """C44: a change past the services is found by the invariant that it breaks."""
    BREAKS[key](world)
    assert key in broken()


def test_no_invariant_is_left_without_its_break():
    """One live application a person is kept by the database itself; every other is broken above."""
    assert {invariant.key for invariant in every_invariant()} - set(BREAKS) == {"one-live"}


def test_the_administrators_are_told_once_a_day(world):
    """A breach found at night stands in their inbox the next morning; a run without one says nothing."""
    chief, night = factories.person("演示管理员", is_superuser=True), beijing(2025, 6, 10, 3)
    assert report(at=night) == 0
    FeeOrder.objects.filter(application=world).update(amount=1)
    assert [report(at=night), report(at=night)] == [1, 1]
    told = Message.objects.get(user=chief)
    assert told.subject == "数据核对发现1处不一致"
    assert world.number in told.body


def test_files_that_cannot_be_read_hide_no_other_breach(world):
    """Faults: the store is away; that is told, with what else is broken, by night and where somebody asks."""
    chief = factories.person("演示管理员", is_superuser=True)
    FeeOrder.objects.filter(application=world).update(amount=1)
    asked = examinations.ask(kind=ExaminationKind.INVARIANTS, by=chief, at=beijing(2025, 6, 10, 2))
    with no_store():
        assert sum(report(at=beijing(2025, 6, 1, 3) + timedelta(days=day)) > 1 for day in range(30)) > 0
        assert carry_out(asked.pk, clock=lambda: beijing(2025, 6, 10, 3))
    told = Message.objects.filter(user=chief, body__contains="现在读不到存放的文件，没有核对").first()
    assert world.number in told.body
    asked.refresh_from_db()
    assert asked.failed == "现在读不到存放的文件，没有核对。"


def test_every_file_comes_round_within_thirty_nights(world):
    """The bytes of a part of the files are read each night: a spoilt one is found once in thirty."""
    spoil_file(world)
    nights = [report(at=beijing(2025, 6, 1, 3) + timedelta(days=day)) for day in range(30)]
    assert sorted(nights) == [0] * 29 + [1]


def test_the_command_prints_and_fails(world):
    """A line an invariant with how often it was checked; 1 and the place when something does not hold."""
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert len(out.getvalue().splitlines()) == len(every_invariant())
    before = Event.objects.count(), Material.objects.count()
    FeeOrder.objects.filter(application=world).update(amount=1)
    with pytest.raises(CommandError, match="1处不成立"):
        call_command("check_invariants", stdout=out)
    assert f"{world.number}：缴费单与应缴、到账不一致。" in out.getvalue()
    assert (Event.objects.count(), Material.objects.count()) == before
