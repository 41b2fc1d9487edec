"""Asking for a print run: whose cases, how many, and when there is nothing new to print."""

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from applications.enums import PaperKind, PaperStatus, RunStatus
from applications.models import Application, Paper, PrintRun
from applications.rules.refusal import Refused
from review.rules import printing as rules
from review.selectors import printing as selectors
from review.services import printing
from tests.review.after.world import accepted_case, officer
from tests.review.printing.made import CLOCK, FORM, NOW, asked, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db


def test_cases_are_divided_in_the_order_of_their_numbers():
    """Print runs: 25 cases a part, so that a worker that dies loses no more; each case once, the copies noted."""
    cases = printable(rules.PART + 2)
    run, is_new = asked(reversed(cases), office(), copies=2)
    assert is_new
    assert [part.items.count() for part in run.parts.all()] == [rules.PART, 2]
    numbers = list(run.items.values_list("application__number", flat=True))
    assert numbers == sorted(case.number for case in cases)
    assert (run.cases, run.copies, run.kinds, run.status) == (len(cases), 2, FORM, RunStatus.MAKING)


def test_an_office_prints_its_own_cases_alone():
    """C38, C44: neither another office's case nor the officer's own is printed, whatever was sent."""
    act = office()
    mine, own = printable(1)[0], accepted_case(applicant=act.user)
    foreign = accepted_case(office="hetian-shi-title")
    run, _is_new = asked([mine, own, foreign], act)
    assert [item.application for item in run.items.all()] == [mine]
    with pytest.raises(Refused, match="还没有选申报"):
        asked([own, foreign], act)
    assert PrintRun.objects.count() == 1


@pytest.mark.parametrize("role", [Role.COMMITTEE_SECRETARY, Role.COMMITTEE_CHAIR])
def test_nobody_else_of_an_office_prints(role):
    """C38: neither secretary nor chairman, and a title office's reviewer has no print runs."""
    cases = printable(1)
    for act in (officer("title-office", role), officer("title-office", Role.REVIEWER)):
        with pytest.raises(Refused, match="由职称办、初审部门打印"):
            asked(cases, act)
        assert not selectors.printable_of(act).exists()
        assert not selectors.runs_of(act).exists()


@pytest.mark.parametrize(
    ("kinds", "copies", "why"), [([], 2, "还没有选打印什么"), (FORM, 0, "份数应是1到5"), (FORM, 6, "份数应是1到5")]
)
def test_what_cannot_be_printed_is_refused_in_words(kinds, copies, why):
    """Print runs: nothing is written; the words say what to change."""
    with pytest.raises(Refused, match=why):
        asked(printable(1), office(), kinds=kinds, copies=copies)
    assert not PrintRun.objects.exists()


def test_more_than_three_thousand_are_refused(monkeypatch):
    """Print runs: one case too many is told with how many there are and what helps."""
    monkeypatch.setattr("review.services.printing.asking.MOST", 2)
    cases = printable(3)
    with pytest.raises(Refused, match=r"选了3件，一次最多打印2件.*缩小范围"):
        asked(cases, office())


def test_the_same_while_nothing_changed_is_the_run_that_is_there():
    """Print runs: asked for twice while it is made, or when it is whole, there is one run and one file."""
    cases, act = printable(2), office()
    run, _is_new = asked(cases, act)
    assert asked(cases, act) == (run, False)
    worked(run)
    assert asked(cases, act) == (run, False)
    for other in (asked(cases, act, copies=1), asked(cases[:1], act)):
        assert run not in other


def test_a_changed_paper_makes_another_run_and_the_old_one_says_so():
    """C39: the earlier file holds a print that is void; its page tells how many; the next asking prints the new one."""
    cases, act = printable(2), office()
    run = worked(asked(cases, act)[0])
    assert selectors.changed_in(run).count() == 0
    set_paper(cases[0], pages=5)
    assert selectors.changed_in(run).count() == 1
    second, is_new = asked(cases, act)
    assert is_new
    assert second != run


def test_a_run_that_left_a_case_out_is_not_used_again():
    """Print runs: asking again is how an office tries what could not be printed before."""
    case, act = accepted_case(), office()
    kinds = [PaperKind.CERTIFICATE]
    run = worked(asked([case], act, kinds=kinds)[0])
    assert run.left_out == 1
    assert asked([case], act, kinds=kinds)[1]


def test_papers_that_had_failed_are_tried_once_more():
    """Print runs: who asks again has put right what was missing."""
    [case] = printable(1)
    paper = Paper.objects.get(application=case)
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.FAILED, attempts=3, error="x")
    asked([case], office())
    paper.refresh_from_db()
    assert (paper.status, paper.attempts, paper.error) == (PaperStatus.WAITING, 0, "")


def test_stopped_and_gone_on_with():
    """Print runs: what is made stays made; a step that does not fit is refused, each is on record with its person."""
    cases, act = printable(rules.PART + 1), office()
    run, _is_new = asked(cases, act)
    first, second = run.parts.all()
    printing.make_part(first.pk, clock=CLOCK)
    printing.stop(run.pk, act=act)
    assert not printing.make_part(second.pk, clock=CLOCK)
    with pytest.raises(Refused, match="已经不在制作"):
        printing.stop(run.pk, act=act)
    kept = run.parts.get(pk=first.pk).file_sha256
    printing.resume(run.pk, act=act)
    with pytest.raises(Refused, match="不需要继续"):
        printing.resume(run.pk, act=act)
    assert run.parts.get(pk=first.pk).file_sha256 == kept
    assert worked(run).status == RunStatus.READY
    assert [(record.act, record.actor_name) for record in run.records.order_by("pk")] == [
        (what, act.name) for what in ("ask", "stop", "resume")
    ]


def test_a_stopped_run_does_not_stand_in_the_way_of_its_like():
    """Print runs: asked for anew while one lies there stopped, it is made; then the old one does not go on."""
    cases, act = printable(1), office()
    run, _is_new = asked(cases, act)
    printing.stop(run.pk, act=act)
    assert asked(cases, act)[1]
    with pytest.raises(Refused, match="同样的一批正在制作"):
        printing.resume(run.pk, act=act)


def test_another_office_can_neither_stop_nor_go_on():
    """C38: the service refuses it as well as the page."""
    run, _is_new = asked(printable(1), office())
    for step in (printing.stop, printing.resume):
        with pytest.raises(Refused, match="由提交打印的机构办理"):
            step(run.pk, act=office("hetian-shi-title"))


def test_the_database_refuses_what_must_never_be():
    """Print runs: a whole run without its file, two live ones of the same, a case left out for no reason."""
    run, _is_new = asked(printable(1), office())
    broken = [
        lambda: PrintRun.objects.update(status=RunStatus.READY),
        lambda: PrintRun.objects.update(copies=0),
        lambda: run.items.update(status="left_out"),
        lambda: run.parts.update(file="runs/x.pdf"),
        lambda: PrintRun.objects.create(
            office=run.office,
            asked_by=run.asked_by,
            kinds=FORM,
            copies=1,
            cases=1,
            fingerprint=run.fingerprint,
            created_at=NOW,
        ),
    ]
    for step in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            step()


def test_runs_are_seen_by_their_own_office_and_not_with_ones_own_case():
    """C38, C44: an officer who applies himself does not open a run in which his colleague printed his case."""
    act, colleague = office(), office()
    run, _is_new = asked(printable(1), act)
    assert list(selectors.runs_of(colleague)) == [run]
    assert not selectors.runs_of(office("hetian-shi-title")).exists()
    Application.objects.filter(pk=run.items.get().application_id).update(applicant=colleague.user)
    assert not selectors.runs_of(colleague).exists()
    assert list(selectors.runs_of(act)) == [run]
