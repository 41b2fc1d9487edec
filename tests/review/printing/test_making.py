"""The workers' side of a print run: parts, what is left out and why, the binding, and what happens when somebody dies."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from applications.enums import ItemStatus, PaperKind, PaperStatus, PartStatus, RunStatus
from applications.models import Application, Paper, PrintPart, PrintRun
from applications.services import papers
from documents import digest, store
from documents.specimens.daily import conduct
from review.rules import printing as rules
from review.services import printing
from review.tasks import requeue_print_runs
from tests.applications.papers.test_making import _address_of_the_database
from tests.away import no_store
from tests.documents.reading import pages_of, text_of
from tests.hooks import queued
from tests.review.after.world import accepted_case
from tests.review.printing.made import CLOCK, FORM, NOW, asked, bound, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_run_is_one_file_with_its_digest_and_its_parts_are_gone():
    """Print runs: cover list, then every case twice from a front page; what the parts held is kept once."""
    run, _is_new = asked(printable(2, pages=3), office())
    [part] = run.parts.all()
    printing.make_part(part.pk, clock=CLOCK)
    part.refresh_from_db()
    worked(run)
    assert (run.status, run.left_out) == (RunStatus.READY, 0)
    data = store.read(run.file.name)
    assert (digest.of_bytes(data), len(data)) == (run.file_sha256, run.size)
    with bound(run) as pdf:
        assert run.pages == len(pdf.pages) == 2 + 2 * 2 * 4
    assert not default_storage.exists(part.file.name)
    assert set(run.parts.values_list("file", flat=True)) == {""}


def test_a_paper_is_taken_as_it_is_and_set_where_it_is_not():
    """C39: the 呈报表 that is there is printed with its code; one that nobody had asked for is set as every other is."""
    [there] = printable(1)
    missing = accepted_case()
    before = Paper.objects.get(application=there)
    run = worked(asked([there, missing], office(), copies=1)[0])
    assert run.left_out == 0
    printed = {item.application: item.papers.get().paper for item in run.items.all()}
    assert printed[there] == before
    made = Paper.objects.get(application=missing, kind=PaperKind.REPORT_FORM)
    assert printed[missing] == made
    assert made.status == PaperStatus.TOGETHER
    with bound(run) as pdf, pdf.open_outline() as outline:
        assert [item.title.split("（")[1] for item in outline.root[1:]] == [
            f"{there.number}）",
            f"{missing.number}）",
        ]


def test_a_case_that_cannot_be_printed_fails_alone_and_the_cover_list_says_why():
    """Bad input: the photo is gone; the case and the field are named, the others are printed."""
    cases = printable(2)
    broken = Paper.objects.create(
        kind=PaperKind.REPORT_FORM,
        application=accepted_case(),
        data={"photo": "0" * 64},
        digest="x",
        created_at=NOW,
    )
    run = worked(asked([*cases, broken.application], office())[0])
    assert (run.status, run.left_out) == (RunStatus.READY, 1)
    item = run.items.get(status=ItemStatus.LEFT_OUT)
    assert item.application == broken.application
    assert item.error == "呈报表：“证件照”的文件不在了，或者已经不是原来的那一个。"
    cover = text_of(store.read(run.file.name))
    assert "没有打印的1件" in cover
    assert "证件照" in cover
    assert broken.application.number in cover


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("PaperDataError: person.sex: 缺少这一项", "呈报表：“性别”缺少这一项。"),
        ("T000123，PaperDataError: person.sex: 缺少这一项", "呈报表：“性别”缺少这一项。"),
        ("PaperDataError: works.0.employer: 应为列表", "呈报表：“工作单位（第1行）”应为列表。"),
        ("PaperDataError: persn: 表上没有这一项", "呈报表：“persn”表上没有这一项。"),
        ("ValueError: the photo 00 has changed", "呈报表：“证件照”的文件不在了，或者已经不是原来的那一个。"),
        ("FileRefused: 图片读不出来。", "呈报表：“证件照”图片读不出来。"),
        ("制作中断了3次", "呈报表没有做成：制作中断了3次"),
    ],
)
def test_what_is_wrong_is_told_by_paper_and_field(error, words):
    """Bad input: a message names the field as the form calls it."""
    assert rules.why_left_out("呈报表", error) == words


def test_a_kind_that_a_case_has_not_is_told():
    """Print runs: a certificate is printed where there is one."""
    with_one, without = accepted_case(), accepted_case()
    set_paper(with_one, kind=PaperKind.CERTIFICATE, pages=1)
    run = worked(asked([with_one, without], office(), kinds=[PaperKind.CERTIFICATE])[0])
    assert run.items.get(application=without).error == "还没有电子证书。"
    assert run.items.get(application=with_one).status == ItemStatus.PRINTED


def test_a_file_that_was_changed_is_not_printed():
    """C44: what is printed is the paper that was set, or the case is left out with the reason."""
    [case] = printable(1)
    paper = Paper.objects.get(application=case)
    default_storage.delete(paper.file.name)
    default_storage.save(paper.file.name, store.ContentFile(b"%PDF changed"))
    run = worked(asked([case, *printable(1)], office())[0])
    assert "的文件不在了，或者被改动过" in run.items.get(application=case).error


def test_a_run_of_nothing_but_left_out_cases_is_its_cover_list():
    """Print runs: the office still gets the list of what is missing."""
    run = worked(asked([accepted_case()], office(), kinds=[PaperKind.CERTIFICATE])[0])
    assert (run.status, run.pages, run.left_out) == (RunStatus.READY, 2, 1)


def test_a_long_run_has_several_cover_lists(monkeypatch):
    """Print runs: a list of 3,000 cases would take more memory than a worker has; each list says which cases it names."""
    monkeypatch.setattr("review.services.printing.binding.LISTED", 2)
    cases = printable(3, pages=1)
    run = worked(asked(cases, office(), copies=1)[0])
    assert run.pages == 2 * 2 + 3 * 2
    first, back, second, *_papers = pages_of(store.read(run.file.name))
    assert f"{run.pk}（第1至2件，共3件）" in first.replace("\n", "")
    assert back.strip() == ""
    assert f"{run.pk}（第3至3件，共3件）" in second.replace("\n", "")
    numbers = [case.number for case in run_cases(run)]
    assert [[number in page for number in numbers] for page in (first, second)] == [
        [True, True, False],
        [False, False, True],
    ]


def run_cases(run):
    return [item.application for item in run.items.order_by("place")]


def test_a_case_that_left_the_reach_of_the_office_is_not_printed():
    """C38: between asking and printing, and also after its part was made, until the file is bound."""
    early, late, stays = cases = printable(3)
    run, _is_new = asked(cases, office())
    other = accepted_case(office="hetian-shi-title").final_office
    Application.objects.filter(pk=early.pk).update(final_office=other)
    [part] = run.parts.all()
    assert printing.make_part(part.pk, clock=CLOCK)
    Application.objects.filter(pk=late.pk).update(final_office=other)
    assert not printing.bind(run.pk, clock=CLOCK)
    run.refresh_from_db()
    assert run.status == RunStatus.MAKING
    worked(run)
    assert {item.application: item.status for item in run.items.all()} == {
        early: ItemStatus.LEFT_OUT,
        late: ItemStatus.LEFT_OUT,
        stays: ItemStatus.PRINTED,
    }
    assert run.items.get(application=late).error == "这件申报已经不归本机构办理，没有打印。"


def test_a_paper_replaced_while_the_run_is_made_is_printed_as_it_is_now():
    """C39: no run is bound with a print that is void already."""
    [case] = printable(1, pages=3)
    run, _is_new = asked([case], office(), copies=1)
    printing.make_part(run.parts.get().pk, clock=CLOCK)
    new = set_paper(case, pages=1)
    worked(run)
    worked(run)
    assert run.status == RunStatus.READY
    printed = run.items.get().papers.get()
    assert (printed.paper, printed.pages) == (new, 1)


def test_a_part_whose_file_is_gone_or_changed_is_made_again():
    """C44: what is bound is what was printed, by its digest."""
    run, _is_new = asked(printable(rules.PART + 1), office())
    for part in run.parts.all():
        printing.make_part(part.pk, clock=CLOCK)
    first, second = run.parts.all()
    default_storage.delete(first.file.name)
    assert not printing.bind(run.pk, clock=CLOCK)
    assert run.parts.get(pk=first.pk).status == PartStatus.WAITING
    assert run.parts.get(pk=second.pk).status == PartStatus.READY
    worked(run)
    assert run.status == RunStatus.READY


# Workers that die, and stores that are away


def test_a_part_in_a_workers_hands_is_not_printed_twice():
    """C43: another worker takes it when the claim has run out, and who lost it cannot finish."""
    run, _is_new = asked(printable(1), office())
    [part] = run.parts.all()
    slow = printing.PARTS.claim(part.pk, at=CLOCK())
    assert not printing.make_part(part.pk, clock=CLOCK)
    later = CLOCK() + printing.PARTS.claim_lives + SECOND
    assert printing.make_part(part.pk, clock=lambda: later)
    assert not printing.PARTS.held(slow).update(status=PartStatus.FAILED)


def test_beat_goes_on_where_a_worker_died():
    """C43: a part that was lost is printed, and the run that waits for its binding is bound."""
    run, _is_new = asked(printable(1), office())
    [part] = run.parts.all()
    printing.PARTS.claim(part.pk, at=CLOCK())
    assert requeue_print_runs() == 2  # years later, by the clock of the world
    part.refresh_from_db()
    run.refresh_from_db()
    assert (part.status, part.attempts) == (PartStatus.READY, 2)
    assert run.status == RunStatus.READY


def test_beat_binds_a_run_whose_last_worker_died_before_it_could_say_so():
    """C43: the parts are all there and the run still counts as being made."""
    run, _is_new = asked(printable(1), office())
    printing.make_part(run.parts.get().pk, clock=CLOCK)
    PrintRun.objects.update(status=RunStatus.MAKING)
    assert requeue_print_runs() == 1
    run.refresh_from_db()
    assert run.status == RunStatus.READY


def test_a_part_given_up_ends_the_run_with_its_reason_and_can_be_gone_on_with():
    """C43: three dead workers end it; what the other parts hold stays, and going on makes the missing one alone."""
    act = office()
    run, _is_new = asked(printable(rules.PART + 1), act)
    first, second = run.parts.all()
    when = CLOCK()
    for _attempt in range(3):
        assert printing.PARTS.claim(first.pk, at=when)
        when += printing.PARTS.claim_lives + SECOND
    printing.make_part(second.pk, clock=CLOCK)
    assert printing.PARTS.late(when) == []
    printing.settle_all()
    run.refresh_from_db()
    assert (run.status, run.error) == (RunStatus.FAILED, "有一部分没有做成：制作中断了3次")
    printing.resume(run.pk, act=act)
    assert run.parts.get(pk=second.pk).status == PartStatus.READY
    assert worked(run).status == RunStatus.READY


def test_while_the_store_is_away_parts_and_binding_wait():
    """C43: nobody's fault counts for nothing; afterwards the run goes on where it was."""
    run, _is_new = asked(printable(1), office())
    [part] = run.parts.all()
    with no_store():
        for _minute in range(4):
            assert not printing.make_part(part.pk, clock=CLOCK)
    part.refresh_from_db()
    assert (part.status, part.attempts, part.claimed_at) == (PartStatus.WAITING, 0, None)
    assert printing.make_part(part.pk, clock=CLOCK)
    with no_store():
        for _minute in range(4):
            assert not printing.bind(run.pk, clock=CLOCK)
    run.refresh_from_db()
    assert (run.status, run.attempts) == (RunStatus.WAITING, 0)
    assert worked(run).status == RunStatus.READY


def test_a_part_waits_for_a_paper_that_another_worker_has(monkeypatch):
    """C43: it is given back when the other does not get done; the other's paper is then taken as it is."""
    monkeypatch.setattr("review.services.printing.making.LOOKS", 2)
    case = accepted_case()
    paper = papers.request_paper(PaperKind.CONDUCT, conduct(False), at=NOW, application=case)
    papers.PAPERS.claim(paper.pk, at=CLOCK())
    run, _is_new = asked([case], office(), kinds=[PaperKind.CONDUCT])
    [part] = run.parts.all()
    assert not printing.make_part(part.pk, clock=CLOCK)
    part.refresh_from_db()
    assert (part.status, part.attempts) == (PartStatus.WAITING, 0)
    later = CLOCK() + papers.PAPERS.claim_lives + SECOND
    assert printing.make_part(part.pk, clock=lambda: later)
    paper.refresh_from_db()
    assert (paper.status, paper.attempts) == (PaperStatus.READY, 2)


DYING_WORKER = """
import sys, time, django
django.setup()
from django.utils.dateparse import parse_datetime
from review.services.printing import making
making._write = lambda part, printed, pages: (print("bound", len(printed), flush=True), time.sleep(60))
making.make_part(int(sys.argv[1]), clock=lambda: parse_datetime(sys.argv[2]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_part_costs_that_part_alone(tmp_path):
    """C43: kill -9 before a part is written down; the part before stays, the next worker prints this one, none twice."""
    with queued():
        run, _is_new = asked(printable(rules.PART + 2), office())
    first, second = run.parts.all()
    assert printing.make_part(first.pk, clock=CLOCK)
    kept = PrintPart.objects.get(pk=first.pk)
    script = tmp_path / "worker.py"
    script.write_text(DYING_WORKER)
    worker = subprocess.Popen(
        [sys.executable, str(script), str(second.pk), CLOCK().isoformat()],
        env={**os.environ, "DATABASE_URL": _address_of_the_database(), "PYTHONPATH": os.getcwd()},
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout.readline() == "bound 2\n"
        worker.send_signal(signal.SIGKILL)
    second.refresh_from_db()
    assert (second.status, second.attempts) == (PartStatus.WAITING, 1)
    assert set(second.items.values_list("status", flat=True)) == {ItemStatus.WAITING}
    later = CLOCK() + printing.PARTS.claim_lives + SECOND
    assert printing.PARTS.late(later) == [second.pk]
    with queued():
        assert printing.make_part(second.pk, clock=lambda: later)
        assert not printing.make_part(first.pk, clock=lambda: later)
    assert PrintPart.objects.get(pk=first.pk).file_sha256 == kept.file_sha256
    run.refresh_from_db()
    assert worked(run).status == RunStatus.READY
    assert run.items.filter(status=ItemStatus.PRINTED).count() == rules.PART + 2


def test_only_kinds_that_were_asked_for_are_printed_in_their_order():
    """Print runs: of several papers each begins on a front page, in one order for every case."""
    [case] = printable(1, pages=1)
    set_paper(case, kind=PaperKind.CONDUCT, pages=1)
    set_paper(case, kind=PaperKind.RECEIPT, pages=1)
    run = worked(asked([case], office(), kinds=[*FORM, PaperKind.CONDUCT], copies=1)[0])
    kinds = list(run.items.get().papers.values_list("paper__kind", flat=True))
    assert kinds == [PaperKind.CONDUCT, PaperKind.REPORT_FORM]
    assert run.pages == 2 + 4
