"""For how long the file of a print run is kept, what its page says of it, and that the same can be made again."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from applications.enums import PartStatus, RunStatus
from applications.models import PrintRun
from documents import store
from review.invariants import print_runs_are_whole
from review.rules import printing as rules
from review.services import printing
from tests.away import no_store
from tests.growing import signed_in
from tests.review.printing.made import CLOCK, FORM, asked, office, printable, worked

pytestmark = pytest.mark.django_db


def test_an_old_file_is_deleted_its_record_stays_and_the_same_is_made_again(client, settings):
    """Print runs: kept for so many days after it was made and not a moment less; then its page offers it anew."""
    act, cases = office(), printable(1)
    run = worked(asked(cases, act)[0])
    name, over = run.file.name, run.ready_at + timedelta(days=settings.PRINT_RUN_DAYS)
    signed_in(client, act.membership)
    address = reverse("office:print_run", args=[run.pk])
    assert "文件保存到" in client.get(address).text
    assert printing.drop_old(over) == 0
    assert default_storage.exists(name)
    later = over + timedelta(seconds=1)
    assert [printing.drop_old(later), printing.drop_old(later)] == [1, 0]
    run.refresh_from_db()
    assert (run.status, run.file.name, run.items.count(), run.records.count()) == (RunStatus.EXPIRED, "", 1, 1)
    page = client.get(address).text
    assert "，已经删除，批次的记录还在" in page
    assert "下载PDF" not in page
    answer = client.post(reverse("office:print_download", args=[run.pk]), follow=True)
    assert "这一批的文件到期，已经删除。请按现在的内容再做一批。" in answer.text
    sent = {"run": run.pk, "confirmed": "1", "kinds": FORM, "copies": "2"}
    client.post(reverse("office:print_ask"), sent)
    again = worked(PrintRun.objects.exclude(pk=run.pk).get())
    assert (again.status, again.pages) == (RunStatus.READY, run.pages)
    assert again.ready_at == CLOCK()


def test_a_run_whose_file_is_gone_says_so_in_the_list_and_is_offered_anew(client, settings):
    """Print runs: lost, or deleted after its days: the list says which, with a button for it; back again, it is ready."""
    act, cases = office(), printable(2)
    signed_in(client, act.membership)
    lost, whole = (worked(asked([case], act)[0]) for case in cases)
    turn, kept = CLOCK().replace(minute=lost.pk % 60), store.read(lost.file.name)
    default_storage.delete(lost.file.name)
    assert printing.look_for_files(turn.replace(minute=(lost.pk + 2) % 60)) == 0
    assert [printing.look_for_files(turn), printing.look_for_files(turn)] == [1, 0]
    listed = client.get(reverse("office:print_runs")).text
    assert [listed.count(words) for words in ("文件不在了", "已制作", "重新制作")] == [1, 1, 1]
    assert [breach.where for breach in print_runs_are_whole() if breach] == [f"PrintRun {lost.pk}"]
    asking = client.post(reverse("office:print_ask"), {"run": lost.pk}).text
    assert f'name="run" value="{lost.pk}"' in asking
    default_storage.save(lost.file.name, ContentFile(kept))
    assert printing.look_for_files(turn) == 1
    default_storage.delete(lost.file.name)
    printing.look_for_files(turn)
    printing.drop_old(lost.ready_at + timedelta(days=settings.PRINT_RUN_DAYS, seconds=1))
    listed = client.get(reverse("office:print_runs")).text
    assert [listed.count(words) for words in ("文件已删除", "已制作", "重新制作")] == [2, 0, 2]
    whole.refresh_from_db()
    assert whole.status == RunStatus.EXPIRED


def test_a_store_that_is_away_loses_no_run():
    """Print runs: while nobody can say whether a file is there, its run stays what it is."""
    run = worked(asked(printable(1), office())[0])
    with no_store():
        assert printing.look_for_files(CLOCK().replace(minute=run.pk % 60)) == 0
    run.refresh_from_db()
    assert run.status == RunStatus.READY


def test_what_a_run_that_was_stopped_had_made_is_deleted_as_well_and_made_again_when_it_goes_on(
    settings, django_capture_on_commit_callbacks
):
    """Print runs, C44: papers of many people lie in no part for longer than in a whole run, nobody goes on or not."""
    act, cases = office(), printable(rules.PART + 1)
    run, _is_new = asked(cases, act)
    first = run.parts.first()
    printing.make_part(first.pk, clock=CLOCK)
    first.refresh_from_db()
    name, over = first.file.name, first.created_at + timedelta(days=settings.PRINT_RUN_DAYS)
    later = over + timedelta(seconds=1)
    assert printing.drop_old(later) == 0
    assert default_storage.exists(name)
    printing.stop(run.pk, act=act)
    with django_capture_on_commit_callbacks(execute=True):
        printing.drop_old(over)
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        printing.drop_old(later)
    assert not default_storage.exists(name)
    printing.resume(run.pk, act=act)
    done = worked(run)
    assert (done.status, done.left_out) == (RunStatus.READY, 0)


def test_parts_of_a_whole_run_that_a_worker_left_behind_are_deleted(settings, django_capture_on_commit_callbacks):
    """Print runs: a worker that dies between writing that a run is whole and dropping its parts leaves them."""
    act, cases = office(), printable(1)
    run = worked(asked(cases, act)[0])
    part = run.parts.get()
    name = default_storage.save(f"runs/{run.pk}/left.pdf", ContentFile(b"%PDF-"))
    run.parts.update(file=name, file_sha256="0" * 64)
    later = part.created_at + timedelta(days=settings.PRINT_RUN_DAYS, seconds=1)
    with django_capture_on_commit_callbacks(execute=True):
        printing.drop_old(later)
    assert not default_storage.exists(name)
    part.refresh_from_db()
    assert (part.status, part.file.name) == (PartStatus.READY, "")
