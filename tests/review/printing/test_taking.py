"""A print run is looked at again when its file is taken: what changed since is told, and so is a file that is gone."""

import re

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from applications.enums import PaperKind, PaperStatus, RunStatus
from applications.models import Application, Paper, PrintRecord, PrintRun
from review.services import printing
from tests.growing import signed_in
from tests.review.printing.made import asked, grown, office, printable, set_paper, worked

pytestmark = pytest.mark.django_db
TAKEN = "take"


@pytest.fixture
def act(client):
    """The title officer who is signed in."""
    act = office()
    signed_in(client, act.membership)
    return act


def address(run, name="print_run"):
    return reverse(f"office:{name}", args=[run.pk])


def taken(client, run, **sent):
    return client.post(address(run, "print_download"), sent, follow=True)


def words_of(page):
    """Give what is read on a page, without its tags."""
    return re.sub(r"<[^>]+>", "", page.text)


def form_to(page, where):
    """Give the names and values that a form of a page sends to an address, its button among them."""
    [form] = re.findall(rf'<form method="post" action="{where}">(.*?)</form>', page.text)
    found = re.findall(r'name="(\w+)" value="(\w+)"', form)
    return [(name, value) for name, value in found if name != "csrfmiddlewaretoken"]


def test_which_cases_changed_is_told_before_the_file_is_given(client, act):
    """C39, C44: a paper replaced while the page stood open is told first; who knows of it may take the file."""
    cases = printable(3)
    run = worked(asked(cases, act)[0])
    seen = dict(form_to(client.get(address(run)), address(run, "print_download")))
    assert seen == {"changed": "0"}
    cases[1].applicant.name = "演示·古力"
    cases[1].applicant.save()
    set_paper(cases[1])
    answer = taken(client, run, **seen)
    assert answer.redirect_chain == [(address(run), 302)]
    said = words_of(answer)
    assert "这一批里有1件后来变了，PDF里的已作废，还没有下载。请按现在的内容重新做一批。" in said
    assert "后来变了的1件" in said
    assert f"演示·古力，{cases[1].number}呈报表已作废" in said
    assert all(case.number not in said for case in (cases[0], cases[2]))
    assert not PrintRecord.objects.filter(act=TAKEN).exists()
    seen = dict(form_to(answer, address(run, "print_download")))
    assert b"".join(taken(client, run, **seen)).startswith(b"%PDF")
    set_paper(cases[2])
    assert "有2件后来变了" in taken(client, run, **seen).text
    assert PrintRecord.objects.filter(act=TAKEN).count() == 1


@pytest.mark.parametrize("odd", ["", "x", "-1", "1" * 40])
def test_what_no_page_sends_is_as_if_nothing_had_been_told(client, act, odd):
    """Bad input: nobody gets a file with void papers by an odd number."""
    cases = printable(1)
    run = worked(asked(cases, act)[0])
    set_paper(cases[0])
    assert "有1件后来变了" in taken(client, run, changed=odd).text


def test_a_case_that_left_the_reach_of_the_office_has_changed_as_well(client, act):
    """C38: it is named without a way to its page; the run made anew has the others alone."""
    cases = printable(2)
    run = worked(asked(cases, act)[0])
    Application.objects.filter(pk=cases[0].pk).update(final_office=office("hetian-shi-title").own_office)
    page = client.get(address(run))
    assert f"{cases[0].number}不再由本机构办理" in words_of(page)
    assert reverse("office:case", args=[cases[0].number]) not in page.text
    set_paper(cases[0])
    page = client.get(address(run))
    assert f"{cases[0].number}呈报表已作废，不再由本机构办理" in words_of(page)
    assert reverse("office:case", args=[cases[0].number]) not in page.text
    client.post(reverse("office:print_ask"), dict(form_to(page, reverse("office:print_ask"))))
    again = PrintRun.objects.exclude(pk=run.pk).get()
    assert [item.application for item in again.items.all()] == [cases[1]]


def test_one_press_makes_the_same_anew(client, act):
    """C39: the same cases, kinds and copies with the papers that stand; of that nothing changed."""
    cases = printable(2)
    for case in cases:
        set_paper(case, kind=PaperKind.CERTIFICATE)
    run = worked(asked(cases, act, kinds=[PaperKind.REPORT_FORM, PaperKind.CERTIFICATE], copies=3)[0])
    set_paper(cases[0])
    page = client.get(address(run))
    form = form_to(page, reverse("office:print_ask"))
    sent = {name: [value for key, value in form if key == name] for name, _value in form}
    answer = client.post(reverse("office:print_ask"), sent)
    again = worked(PrintRun.objects.exclude(pk=run.pk).get())
    assert answer["Location"] == address(again)
    assert (again.kinds, again.copies, again.cases) == (run.kinds, 3, 2)
    assert "后来变了" not in client.get(address(again)).text
    assert b"".join(taken(client, again)).startswith(b"%PDF")


def test_a_kind_is_named_once(client, act):
    """C47: of the appraisals of three years all may be void; they are one word."""
    case = printable(1)[0]
    for year in (2022, 2023, 2024):
        paper = set_paper(case, kind=PaperKind.APPRAISAL_FORM)
        Paper.objects.filter(pk=paper.pk).update(part=f"{year}")
    Paper.objects.filter(application=case).update(status=PaperStatus.READY)
    run = worked(asked([case], act, kinds=[PaperKind.REPORT_FORM, PaperKind.APPRAISAL_FORM])[0])
    Paper.objects.filter(application=case).update(status=PaperStatus.OUTDATED)
    assert f"{case.number}专业技术人员业务考核表、呈报表已作废" in words_of(client.get(address(run)))


def test_a_paper_that_is_void_without_a_successor_has_changed(client, act):
    """C45: a title that was revoked takes its certificate with it; no print of it goes out unseen."""
    case = printable(1)[0]
    paper = set_paper(case, kind=PaperKind.CERTIFICATE)
    run = worked(asked([case], act, kinds=[PaperKind.CERTIFICATE])[0])
    Paper.objects.filter(pk=paper.pk).update(status=PaperStatus.OUTDATED)
    assert f"{case.number}电子证书已作废" in words_of(client.get(address(run)))
    assert "有1件后来变了" in taken(client, run).text


def before(words, step):
    """Give what does a step once, before the first statement in which some words stand."""
    waits = [step]

    def wrapper(execute, sql, *given):
        if words in sql and waits:
            waits.pop()()
        return execute(sql, *given)

    return wrapper


@pytest.mark.parametrize("when", ["SELECT COUNT(*)", 'INSERT INTO "applications_printrecord"'])
def test_a_file_that_the_sweep_deletes_while_it_is_taken(client, act, django_capture_on_commit_callbacks, when):
    """Print runs: before it is opened one is told on the run's page, which offers it anew; later one has it whole."""
    run = worked(asked(printable(1), act)[0])
    name, size = run.file.name, run.size

    def sweep():
        with django_capture_on_commit_callbacks(execute=True):
            assert printing.drop_old(run.ready_at.replace(year=run.ready_at.year + 1)) == 1
        assert not default_storage.exists(name)

    with connection.execute_wrapper(before(when, sweep)):
        answer = taken(client, run)
    if when == "SELECT COUNT(*)":
        assert "这一批的文件到期，已经删除。请按现在的内容再做一批。" in answer.text
        assert form_to(answer, reverse("office:print_ask"))
        assert answer.redirect_chain == [(address(run), 302)]
    else:
        assert len(b"".join(answer.streaming_content)) == size
    assert PrintRecord.objects.filter(act=TAKEN).exists() is (when != "SELECT COUNT(*)")


def test_a_file_that_was_lost_is_not_said_to_be_deleted(client, act):
    """C44: nobody's sweep deleted it: the administrator is to be told; its record stays, and the same is made again."""
    cases = printable(1)
    run = worked(asked(cases, act)[0])
    assert asked(cases, act) == (run, False)
    default_storage.delete(run.file.name)
    answer = taken(client, run)
    assert "这一批的文件不在了。请按现在的内容再做一批，并把批次告诉系统管理员。" in answer.text
    assert form_to(answer, reverse("office:print_ask"))
    assert "下载PDF" not in answer.text
    run.refresh_from_db()
    assert run.status == RunStatus.LOST
    assert not PrintRecord.objects.filter(act=TAKEN).exists()
    again, is_new = asked(cases, act)
    assert (is_new, again.pk == run.pk) == (True, False)
    assert b"".join(taken(client, worked(again))).startswith(b"%PDF")


def test_both_lists_of_a_run_are_paged_each_by_itself(client, act):
    """Print runs: no case is on neither page; the part that looks again stays on the page that is open."""
    first = printable(1)[0]
    run = worked(asked([first], act)[0])
    cases = grown(run, changed=130, left_out=120)
    set_paper(first)
    pages = [client.get(address(run)).text, client.get(address(run), {"changed": "2", "left_out": "2"}).text]
    assert "后来变了的131件" in pages[0]
    assert "没有打印的120件" in pages[0]
    assert 'href="?changed=2#h-changed"' in pages[0]
    assert 'href="?left_out=2#h-out"' in pages[0]
    assert 'href="?left_out=2&amp;changed=1#h-changed"' in pages[1]
    assert 'href="?changed=2&amp;left_out=1#h-out"' in pages[1]
    assert all(sum(case.number in page for page in pages) == 1 for case in cases)
    PrintRun.objects.filter(pk=run.pk).update(status="making")
    assert f'hx-get="{address(run)}?left_out=2"' in client.get(address(run), {"left_out": "2"}).text
