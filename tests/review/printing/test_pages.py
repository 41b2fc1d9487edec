"""The pages of print runs: choosing, asking, watching, stopping, taking the file; what each says where it goes wrong."""

import pytest
from django.urls import reverse

from applications.enums import PaperKind, RunStatus
from applications.models import PrintRecord, PrintRun
from review.services import printing
from tests.growing import signed_in
from tests.review.after.world import accepted_case
from tests.review.printing.made import CLOCK, FORM, asked, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db
ASK = {"confirmed": "1", "kinds": FORM, "copies": "2"}


@pytest.fixture
def act(client):
    """The title officer who is signed in."""
    act = office()
    signed_in(client, act.membership)
    return act


def page_of(run):
    return reverse("office:print_run", args=[run.pk])


def test_ticked_cases_are_asked_for_in_two_steps(client, act):
    """Print runs: first what would be printed, how many and how much paper; then it begins."""
    cases = printable(3, pages=7)
    address = reverse("office:print_ask")
    ticked = {"case": [case.number for case in cases[:2]]}
    answer = client.post(address, ticked)
    assert answer.status_code == 200
    assert "批量打印2件" in answer.text
    assert "每件2份，大约28页，双面打印用纸约16张" in answer.text
    assert not PrintRun.objects.exists()
    answer = client.post(address, ticked | ASK)
    run = PrintRun.objects.get()
    assert answer["Location"] == page_of(run)
    assert {item.application for item in run.items.all()} == set(cases[:2])


def test_all_that_match_a_filter(client, act):
    """Print runs: the button takes what the filter shows, on every page of it, and nothing else."""
    wanted, _other = printable(1, state="passed"), printable(1)
    answer = client.get(reverse("office:print_choose"), {"state": "passed"})
    assert "打印符合条件的全部1件" in answer.text
    assert 'value="state=passed"' in answer.text
    client.post(reverse("office:print_ask"), {"every": "1", "words": "state=passed"} | ASK)
    assert [item.application for item in PrintRun.objects.get().items.all()] == wanted


def test_the_list_is_narrowed_by_name_employer_and_number(client, act):
    """Print runs: an officer finds the cases of one employer."""
    case, other = printable(2)
    other.applicant.name = "演示·古力"
    other.applicant.save()
    for words in (other.number, "古力", "演示"):
        found = client.get(reverse("office:print_choose"), {"q": words}).text
        assert other.number in found
        assert (case.number in found) is (words == "演示")
    assert "没有符合条件的申报" in client.get(reverse("office:print_choose"), {"q": "无此人"}).text


def test_what_is_missing_is_told_before_it_is_printed(client, act):
    """Print runs: of two cases one has a certificate; the page says so, and what is not chosen is refused in words."""
    one, other = printable(2)
    set_paper(one, kind=PaperKind.CERTIFICATE)
    sent = {"case": [one.number, other.number]}
    answer = client.post(reverse("office:print_ask"), sent)
    assert "电子证书" in answer.text
    assert "1件" in answer.text
    answer = client.post(reverse("office:print_ask"), sent | {"confirmed": "1", "copies": "9"})
    assert answer.status_code == 422
    assert "请至少选一种文书" in answer.text
    assert all(f'value="{case.number}"' in answer.text for case in (one, other))
    assert not PrintRun.objects.exists()


def test_nothing_chosen_and_somebody_elses_case(client, act):
    """C38: nothing is printed; the page says what to do."""
    foreign = accepted_case(office="hetian-shi-title")
    assert "还没有选申报" in client.post(reverse("office:print_ask"), {}).text
    answer = client.post(reverse("office:print_ask"), {"case": [foreign.number], **ASK})
    assert answer.status_code in (409, 422)
    assert "选中的有1件现在不归本机构办理" in answer.text
    assert not PrintRun.objects.exists()


def test_the_page_of_a_run_looks_again_by_itself_until_it_is_over(client, act):
    """Print runs: while a worker is at it, the page asks for a part of itself every 3 seconds; a link does without."""
    run, _is_new = asked(printable(1), act)
    page = client.get(page_of(run)).text
    assert 'hx-trigger="every 3s"' in page
    assert "做好0件，共1件" in page
    assert "再看一次" in page
    part = client.get(page_of(run), headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<div")
    assert "<html" not in part
    worked(run)
    part = client.get(page_of(run), headers={"HX-Request": "true"}).text
    assert "hx-trigger" not in part
    assert "下载PDF" in part


def test_the_file_is_taken_as_a_private_attachment_and_that_is_on_record(client, act):
    """C44: who took the papers of many people, when, from where; no cache keeps them and no browser runs them."""
    run, _is_new = asked(printable(1), act)
    address = reverse("office:print_download", args=[run.pk])
    assert client.post(address).status_code == 404
    worked(run)
    assert client.get(address).status_code == 405
    answer = client.post(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    taken = PrintRecord.objects.get(act="take")
    assert (taken.run, taken.actor, taken.address) == (run, act.user, "127.0.0.1")
    assert "下载" in client.get(page_of(run)).text


def test_what_there_is_of_a_run_that_was_stopped(client, act):
    """Print runs: with nothing done there is no file, and going on does not say that it keeps anything."""
    run, _is_new = asked(printable(26, pages=1), act)
    printing.stop(run.pk, act=act)
    page = client.get(page_of(run)).text
    assert "停止的时候还没有做好一件，没有文件可以下载。" in page
    assert "做好的部分还在" not in page
    assert "下载PDF" not in page
    printing.resume(run.pk, act=act)
    assert printing.make_part(run.parts.first().pk, clock=CLOCK)
    printing.stop(run.pk, act=act)
    page = client.get(page_of(run)).text
    assert "做好25件，共26件。" in page
    assert "做好的部分还在，接着做不会从头来。" in page
    assert "还没有做好一件" not in page


def test_stop_and_go_on(client, act):
    """Print runs: one button each; pressed twice, the second press is told that it came too late."""
    run, _is_new = asked(printable(1), act)
    for name, words, status in (
        ("print_stop", "已停止，可以接着做。", RunStatus.STOPPED),
        ("print_stop", "这一批已经不在制作了", RunStatus.STOPPED),
        ("print_resume", "做好的部分不重做", RunStatus.MAKING),
        ("print_resume", "这一批不需要继续", RunStatus.MAKING),
    ):
        answer = client.post(reverse(f"office:{name}", args=[run.pk]), follow=True)
        assert words in answer.text
        run.refresh_from_db()
        assert run.status == status


def test_the_same_again_opens_the_run_that_is_there(client, act):
    """Print runs: nothing changed, so nothing is made; the officer is told why he sees an old one."""
    cases = printable(1)
    run = worked(asked(cases, act)[0])
    answer = client.post(reverse("office:print_ask"), {"case": [cases[0].number]} | ASK, follow=True)
    assert answer.request["PATH_INFO"] == page_of(run)
    assert "内容没有变化" in answer.text


def test_void_papers_in_a_run_are_told_and_a_new_run_is_offered(client, act):
    """C39: nobody stamps a print that is void; the button asks for the same cases as they are now."""
    cases = printable(2)
    run = worked(asked(cases, act)[0])
    set_paper(cases[0])
    answer = client.get(page_of(run))
    assert "其中1件后来变了" in answer.text
    answer = client.post(reverse("office:print_ask"), {"run": run.pk})
    assert "批量打印2件" in answer.text
    client.post(reverse("office:print_ask"), {"run": run.pk} | ASK)
    assert PrintRun.objects.exclude(pk=run.pk).get().cases == 2


def test_what_was_left_out_is_named_and_can_be_printed_alone(client, act):
    """Bad input: the page names case and reason; once put right, only those are asked for."""
    good, bad = printable(1)[0], accepted_case()
    set_paper(good, kind=PaperKind.CERTIFICATE)
    run = worked(asked([good, bad], act, kinds=[PaperKind.CERTIFICATE])[0])
    page = client.get(page_of(run)).text
    assert "没有打印的1件" in page
    assert "还没有电子证书。" in page
    assert bad.number in page
    answer = client.post(reverse("office:print_ask"), {"run": run.pk, "left_out": "1"})
    assert "批量打印1件" in answer.text


def test_a_run_given_up_shows_its_reason_and_how_to_go_on(client, act):
    """C43: what went wrong, what is kept, and one button."""
    run, _is_new = asked(printable(1), act)
    run.parts.update(status="failed", attempts=3, error="OSError: x")
    printing.settle(run.pk)
    page = client.get(page_of(run)).text
    assert "有一部分没有做成：OSError: x" in page
    assert "接着做" in page
    client.post(reverse("office:print_resume", args=[run.pk]))
    assert printing.make_part(run.parts.get().pk, clock=CLOCK)


def test_the_list_of_runs_says_what_each_is(client, act):
    """Print runs: first nothing with what to do, then each with its state."""
    address = reverse("office:print_runs")
    assert "还没有批量打印过" in client.get(address).text
    run = worked(asked(printable(1), act)[0])
    page = client.get(address).text
    assert page_of(run) in page
    assert "已制作" in page
