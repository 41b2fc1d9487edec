"""Forms that nobody has set yet are set together, and what was set so is used again, opened alone, and looked after."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from applications.enums import ItemStatus, PaperKind, PaperStatus, RunStatus
from applications.invariants import sheaves_are_unchanged
from applications.models import Paper, PrintedPaper, Sheaf
from applications.services import papers, sheaves
from applications.services.papers import PAPERS
from documents import store
from documents.specimens.daily import conduct
from review.tasks import requeue_print_runs
from tests.documents.test_store import no_room
from tests.growing import signed_in
from tests.hooks import queued
from tests.review.after.world import accepted_case
from tests.review.printing.made import CLOCK, NOW, asked, bound, forms, office, waiting, worked

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)
LATER = CLOCK() + PAPERS.claim_lives + INSTANT


def test_forms_that_wait_are_set_in_one_file(monkeypatch):
    """Print runs: three forms at two at once lie in two files, in order, and each begins on a front page of the run."""
    monkeypatch.setattr(sheaves, "AT_ONCE", 2)
    run = worked(asked(waiting(3), office(), copies=1)[0])
    assert (run.left_out, Sheaf.objects.count()) == (0, 2)
    assert {paper.status for paper in forms()} == {PaperStatus.TOGETHER}
    one, two, three = forms()
    assert (one.sheaf, one.first_page, two.first_page, three.first_page) == (two.sheaf, 0, one.pages, 0)
    assert not any(paper.file for paper in forms())
    with bound(run) as pdf:
        assert len(pdf.pages) == run.pages == 2 + sum(paper.pages + paper.pages % 2 for paper in forms())
    assert list(run.items.values_list("papers__pages", flat=True)) == [paper.pages for paper in forms()]


def test_what_was_set_together_is_not_set_again():
    """Print runs: other copies, other cases, while nothing changed: the pages are taken out of the file that is there."""
    cases, act = waiting(2), office()
    worked(asked(cases, act)[0])
    before = list(forms().values())
    again = worked(asked(cases[1:], act, copies=1)[0])
    assert list(forms().values()) == before
    assert again.pages == 2 + forms()[1].pages + forms()[1].pages % 2
    assert Sheaf.objects.count() == 1


def test_a_form_that_cannot_be_set_is_left_out_with_its_field_and_the_others_go_together():
    """Bad input: one photo is gone, in one name is a character that no face has; the third is printed."""
    gone, glyph, good = waiting(3)
    broken = Paper.objects.get(application=gone)
    broken.data["person"]["photo"] = "0" * 64
    broken.save()
    broken = Paper.objects.get(application=glyph)
    broken.data["person"]["name"] = "演示\U000fffff"
    broken.save()
    run = worked(asked([gone, glyph, good], office())[0])
    why = {item.application: item.error for item in run.items.all()}
    assert why[gone] == "呈报表：“证件照”的文件不在了，或者已经不是原来的那一个。"
    assert why[glyph].startswith("呈报表：“姓名”“\U000fffff”（U+FFFFF）没有字体能打印")
    assert run.items.get(application=good).status == ItemStatus.PRINTED
    assert run.status == RunStatus.READY, run.error
    assert Paper.objects.get(application=good).status == PaperStatus.TOGETHER


def test_one_that_another_worker_has_is_left_to_it():
    """C43: it is neither set twice nor taken out of the other's hands; what is set together goes without it."""
    one, two = waiting(2)
    papers.PAPERS.claim(forms()[0].pk, at=CLOCK())
    sheaves.set_together(forms(), at=CLOCK())
    assert [paper.status for paper in forms()] == [PaperStatus.WAITING, PaperStatus.TOGETHER]
    assert [paper.application for paper in forms()] == [one, two]


def test_a_store_without_room_leaves_the_forms_as_they_were():
    """C43: they wait as if nobody had tried, and the error is told."""
    waiting(2)
    with no_room(20_000), pytest.raises(store.StoreAway):
        sheaves.set_together(forms(), at=CLOCK())
    assert set(forms().values_list("status", "attempts", "claimed_at")) == {(PaperStatus.WAITING, 0, None)}
    assert [breach for breach in sheaves_are_unchanged() if breach] == []
    assert sheaves.drop_empty(LATER) == 1  # what was begun of it


def test_other_kinds_get_a_file_each():
    """Print runs: somebody waits for the file of a receipt; only what an office prints by the hundred goes together."""
    case = accepted_case()
    with queued():
        papers.request_paper(PaperKind.CONDUCT, conduct(False), at=NOW, application=case)
        worked(asked([case], office(), kinds=[PaperKind.CONDUCT])[0])
    assert Paper.objects.get(kind=PaperKind.CONDUCT).status == PaperStatus.READY


def test_a_form_set_together_is_made_alone_when_somebody_wants_it(client):
    """C39: its page says so and makes it at a press; its code tells that the print stands."""
    [case] = waiting(1)
    worked(asked([case], office())[0])
    paper = forms().get()
    address = reverse("papers:download", args=[paper.code])
    assert "这一份没有作废" in client.get(address).text
    signed_in(client, case.applicant)
    assert "还没有单份的PDF" in client.get(address).text
    client.post(reverse("papers:again", args=[paper.code]))
    assert papers.make(paper.pk, at=CLOCK()) or forms().get().status == PaperStatus.READY
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_file_that_was_changed_is_found_and_not_printed():
    """C44: the check of every night names it; a new run leaves its cases out with what to do."""
    act = office()
    [case] = waiting(1)
    worked(asked([case], act)[0])
    assert [breach for breach in sheaves_are_unchanged() if breach] == []
    sheaf = Sheaf.objects.get()
    default_storage.delete(sheaf.file.name)
    assert [breach.what for breach in sheaves_are_unchanged() if breach] == ["文件不在了。"]
    run = worked(asked([case], act, copies=1)[0])
    assert "的文件不在了，或者被改动过" in run.items.get().error


def test_a_file_in_which_no_paper_lies_any_more_is_deleted(django_capture_on_commit_callbacks):
    """C44: it stays while one form has no file of its own; void, and set by itself, nothing is kept of the two."""
    one, two = waiting(2)
    worked(asked([one, two], office())[0])
    name, [void, alone] = Sheaf.objects.get().file.name, forms()
    papers.request_paper(PaperKind.REPORT_FORM, {"other": True}, at=NOW, application=one, soon=False)
    with queued():
        papers.make_again(alone.pk)
    assert sheaves.drop_empty(LATER) == 0  # the other one waits for its own file
    assert papers.make(alone.pk, at=CLOCK())
    assert sheaves.drop_empty(LATER - INSTANT) == 0
    with django_capture_on_commit_callbacks() as after:
        assert sheaves.drop_empty(LATER) == 1
    assert default_storage.exists(name)
    [forget] = after
    forget()
    assert not default_storage.exists(name)
    assert not Sheaf.objects.exists()
    assert [*forms().filter(pk__in=(void.pk, alone.pk)).values_list("status", flat=True)] == ["outdated", "ready"]


def test_beat_deletes_it_with_what_else_is_over():
    """C43: the task that asks again for runs is the one that does it; a case that is gone leaves its sheaf empty."""
    worked(asked(waiting(1), office())[0])
    requeue_print_runs()
    assert Sheaf.objects.count() == 1
    PrintedPaper.objects.all().delete()
    forms().delete()
    requeue_print_runs()
    assert not Sheaf.objects.exists()
