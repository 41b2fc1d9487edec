"""Examinations in the back office: a campaign rehearsed, the data checked; asked for by few, made by a worker, kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.enums import ExaminationKind
from campaigns.models import Campaign, Change, Examination
from campaigns.services import copy_campaign, examinations
from campaigns.signals import examination_asked
from hetian_titles.celery import app as celery_app
from hetian_titles.examinations import carry_out
from hetian_titles.rehearsal import scratch
from hetian_titles.tasks import requeue_examinations
from tests import factories
from tests.factories import beijing
from tests.pages import check_page

pytestmark = pytest.mark.django_db
ASKED = beijing(2025, 1, 20, 10)
LIST, ADD = (reverse(f"admin:campaigns_examination_{name}") for name in ("changelist", "add"))
DAYS = {
    "first": "2025-02-17",
    "review_closes": "2025-03-15",
    "windows": [["网上申报", "2025-02-17", "2025-03-06"], ["缴纳评审费", None, "2025-03-30"]],
    "rest": ["2025-02-22", "2025-02-23", "2025-03-01"],
}
HELD = {"words": "状态与记录一致", "checked": 9, "broken": 0, "where": []}


@pytest.fixture(autouse=True)
def _nobody_works() -> Any:
    """No worker stands beside these tests: what is queued waits."""
    celery_app.conf.task_always_eager = False
    yield
    celery_app.conf.task_always_eager = True


@pytest.fixture
def queued() -> Any:
    """Give the examinations that were told of, in order."""
    told: list[int] = []

    def listen(sender: object, *, examination: Examination, **_: Any) -> None:
        told.append(examination.pk)

    examination_asked.connect(listen)
    yield told
    examination_asked.disconnect(listen)


def staff(client: Client, *rights: str) -> User:
    """Sign in as somebody of the office with some rights on campaigns."""
    user = factories.person(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user, backend="accounts.backends.NumberBackend")
    return user


@pytest.fixture
def office(client: Client) -> Client:
    staff(client, "change_campaign")
    return client


def asked(kind: ExaminationKind = ExaminationKind.REHEARSAL, **said: Any) -> Examination:
    if kind == ExaminationKind.REHEARSAL:
        said = {"campaign": Campaign.objects.get(key="2025"), "people": 20, "seed": 1} | said
    return examinations.ask(kind=kind, by=factories.person(), at=ASKED, **said)


def result(*desks: dict[str, Any], **said: Any) -> dict[str, Any]:
    """Give what a rehearsal might have found."""
    empty = {"conflicts": [], "failures": [], "states": [], "clauses": [], "invariants": [HELD], "dates": DAYS}
    return {**empty, "desks": list(desks), **said}


def desk(name: str, days: list[tuple[str, int, int]]) -> dict[str, Any]:
    return {"office": name, "officers": 2, "handled": 30, "days": [list(day) for day in days]}


def page_of(office: Client, found: dict[str, Any], **said: Any) -> str:
    """Give the page of an examination that found something."""
    row = asked(**said)
    claimed = examinations.claim(row.pk, at=ASKED)
    assert claimed is not None
    assert examinations.answer(claimed, found, at=ASKED + timedelta(minutes=3))
    return shown(office, row)


def shown(office: Client, row: Examination) -> str:
    page = office.get(reverse("admin:campaigns_examination_change", args=[row.pk]))
    assert page.status_code == 200
    check_page(page.content, page.request["PATH_INFO"])
    return page.content.decode()


# Who may


def test_only_who_may_change_campaigns_sees_and_asks(client: Client, campaign: Campaign) -> None:
    """C44: somebody of the office without the right reaches none of the pages and writes nothing."""
    row = asked()
    staff(client, "view_campaign")
    for address in (LIST, ADD, reverse("admin:campaigns_examination_change", args=[row.pk])):
        assert client.get(address).status_code == 403
    said = {"kind": "rehearsal", "campaign": campaign.pk, "people": 20, "seed": 1}
    assert client.post(ADD, said).status_code == 403
    assert Examination.objects.count() == 1


def test_nothing_is_edited_or_deleted(office: Client) -> None:
    """C44: an answer stands as it came."""
    row = asked()
    here = reverse("admin:campaigns_examination_change", args=[row.pk])
    office.post(here, {"people": 30})
    assert (
        office.post(reverse("admin:campaigns_examination_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )
    row.refresh_from_db()
    assert row.people == 20
    assert office.get(reverse("admin:campaigns_examination_change", args=[999999])).status_code == 404


def test_a_campaign_that_was_rehearsed_can_still_be_deleted(client: Client, campaign: Campaign) -> None:
    """C12: a draft of next year's rules goes with its rehearsals; their own page offers no way to delete them."""
    user = staff(client)
    user.is_superuser = True
    user.save()
    draft = copy_campaign(campaign, key="2026", name="草稿", year=2026)
    for part in ("windows", "fees", "slots", "reasons", "checklist", "routes", "thresholds", "exam_only"):
        getattr(draft, part).all().delete()
    asked(campaign=draft)
    client.post(reverse("admin:campaigns_campaign_delete", args=[draft.pk]), {"post": "yes"})
    assert not Campaign.objects.filter(key="2026").exists()
    assert not Examination.objects.exists()


# Asking


def test_a_rehearsal_is_asked_for_from_the_page_of_its_campaign(
    office: Client, campaign: Campaign, queued: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    """C12: the link fills in the campaign; one row is written, the worker told after the commit, the page says wait."""
    page = office.get(reverse("admin:campaigns_campaign_change", args=[campaign.pk])).content.decode()
    link = re.search(rf'href="({ADD}\?[^"]+)">排演这一年度', page)
    assert link is not None
    form = office.get(link[1].replace("&amp;", "&")).context["adminform"].form
    said = {name: form[name].value() for name in ("kind", "campaign", "people", "seed")}
    assert said == {"kind": "rehearsal", "campaign": str(campaign.pk), "people": 200, "seed": 1}
    before = campaign.revision
    with django_capture_on_commit_callbacks() as after:
        answer = office.post(ADD, said, follow=True)
        assert queued == []
    for callback in after:
        callback()
    row = Examination.objects.get()
    assert queued == [row.pk]
    assert (row.campaign, row.people, row.seed, row.started_at) == (campaign, 200, 1, None)
    assert "正在排演，通常要几分钟" in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.revision == before  # a rehearsal is no rule: it neither changes them nor has a history
    assert not Change.objects.exists()


def test_a_check_of_the_data_needs_no_campaign(office: Client, campaign: Campaign) -> None:
    answer = office.post(
        ADD, {"kind": "invariants", "campaign": campaign.pk, "people": "", "seed": 7}, follow=True
    )
    row = Examination.objects.get()
    assert (row.kind, row.campaign, row.people, row.seed) == ("invariants", None, None, None)
    assert "正在核对" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": "0"}, "不少于20人。"),
        ({"people": "5000"}, "不多于1000人。"),
        ({"people": "许多"}, "输入整数。"),
        ({"people": ""}, "请填人数。"),
        ({"seed": "-1"}, "大于或等于0"),
        ({"seed": ""}, "请填种子。"),
        ({"campaign": ""}, "请选择排演哪一年度。"),
        ({"campaign": "999999"}, "选择一个有效的选项"),
        ({"kind": "x"}, "x"),
    ],
)
def test_bad_input_is_told_beside_its_field(
    office: Client, campaign: Campaign, wrong: dict[str, str], said: str
) -> None:
    """C12: in Chinese, with what was typed still there, and nothing written."""
    whole = {"kind": "rehearsal", "campaign": str(campaign.pk), "people": "200", "seed": "3"}
    answer = office.post(ADD, whole | wrong)
    form = answer.context["adminform"].form
    assert list(form.errors) == list(wrong)
    assert said in "".join(form.errors[next(iter(wrong))]).replace(" ", "")
    assert {name: form[name].value() for name in whole} == whole | wrong
    assert not Examination.objects.exists()


def test_the_database_refuses_a_rehearsal_of_nothing_and_an_end_without_a_beginning() -> None:
    for wrong in ({"campaign": None}, {"people": None}, {"people": 5000}, {"seed": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Examination.objects.filter(pk=asked().pk).update(finished_at=ASKED)


# Working


def test_two_workers_carry_it_out_once() -> None:
    row = asked(ExaminationKind.INVARIANTS)
    first = examinations.claim(row.pk, at=ASKED)
    assert first is not None
    assert examinations.claim(row.pk, at=ASKED) is None
    assert carry_out(row.pk, clock=lambda: ASKED) is False
    assert examinations.answer(first, {"invariants": []}, at=ASKED)
    assert not examinations.answer(first, {"invariants": [HELD]}, at=ASKED)
    row.refresh_from_db()
    assert row.result == {"invariants": []}


def test_a_dead_worker_is_found_again_and_a_second_one_ends_it() -> None:
    """The row is the truth: what the queue or a worker lost is asked for again; the late one's answer is dropped."""
    row = asked(ExaminationKind.INVARIANTS)
    wait, long = examinations.QUEUE_WAITS, examinations.CLAIM_LIVES + timedelta(seconds=1)
    assert examinations.late_examinations(ASKED + wait - timedelta(seconds=1)) == []
    assert examinations.late_examinations(ASKED + wait) == [row.pk]
    dead = examinations.claim(row.pk, at=ASKED)
    assert dead is not None
    assert examinations.late_examinations(ASKED + wait) == []
    assert examinations.late_examinations(ASKED + long) == [row.pk]
    second = examinations.claim(row.pk, at=ASKED + long)
    assert second is not None
    assert not examinations.answer(dead, {}, at=ASKED + long)
    assert examinations.late_examinations(ASKED + 2 * long) == []
    row.refresh_from_db()
    assert row.failed == "做到一半中断了2次"
    assert row.state == "没有做成"


def test_beat_puts_what_was_lost_back_into_the_queue() -> None:
    row = asked(ExaminationKind.INVARIANTS)
    celery_app.conf.task_always_eager = True
    assert requeue_examinations() == 1
    row.refresh_from_db()
    assert row.state == "已完成"
    assert row.result["invariants"]
    assert requeue_examinations() == 0


def test_a_rehearsal_that_breaks_off_says_what_to_do(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """C12: the reason stands on the page; no worker tries for ever what cannot succeed."""
    monkeypatch.setattr(scratch, "SETTINGS", "hetian_titles.settings.absent")
    row = asked()
    assert carry_out(row.pk, clock=lambda: ASKED)
    page = shown(office, row)
    assert "这次排演没有做成" in page
    assert "hetian_titles.settings.absent" in page
    assert "再来一次" in page
    assert examinations.late_examinations(ASKED + timedelta(days=1)) == []


# What is shown


def test_a_planted_breach_is_shown_with_its_place(office: Client) -> None:
    """C44: the invariants of the nightly check, asked for in the back office."""
    case = factories.application()
    row = asked(ExaminationKind.INVARIANTS)
    assert carry_out(row.pk, clock=lambda: ASKED)
    page = shown(office, row)
    row.refresh_from_db()
    broken = [each for each in row.result["invariants"] if each["broken"]]
    assert broken  # a case without any event was not made by a service
    assert case.number in page
    assert broken[0]["words"] in page


def test_the_page_begins_with_the_conflicts_and_draws_where_work_piles_up(office: Client) -> None:
    """C06, C08: the conflicts in words, then each desk with its bars, in the picture and in a table."""
    days = [("2025-03-12", 9, 6), ("2025-03-15", 2, 8), ("2025-03-17", 0, 3)]
    page = page_of(
        office,
        result(
            desk("和田市人力资源和社会保障局", days),
            desk("墨玉县人力资源和社会保障局", [("2025-03-12", 1, 1)]),
            conflicts=[["C08", "评审会期间的5月1日（劳动节）是休息日，委员到会要另行通知。"]],
            failures=["C45没有决定过任何事"],
            states=[["已发证", 12]],
            clauses=[["C01", 3, 1, "某人：<b>不在范围</b>"]],
        ),
    )
    order = [
        page.index(words)
        for words in ("5月1日（劳动节）", "C45没有决定过任何事", '<svg class="timeline"', "已发证", "不在范围")
    ]
    assert order == sorted(order)
    assert "<b>不在范围" not in page
    assert "和田市人力资源和社会保障局：2人办理30件，最多时有8件在等" in page
    heights = [
        int(high)
        for path in re.findall(r'<path class="bars(?: late)?" d="([^"]*)"', page)
        for high in re.findall(r"v-(\d+)", path)
    ]
    assert heights == [36, 48, 18, 6]  # of 6, 8, 3 and 1 waiting, by one measure
    rows = re.findall(
        r'<th scope="row">(3月\d+日)</th><td class="number">(\d+)</td><td class="number">(\d+)</td>', page
    )
    assert rows == [("3月12日", "6", "1"), ("3月15日", "8", "0"), ("3月17日", "3", "0")]


def test_six_desks_at_most_are_drawn_and_none_is_no_error(office: Client) -> None:
    many = [desk(f"第{number}号办理机构", [("2025-03-03", 9, 9 - number)]) for number in range(1, 8)]
    page = page_of(office, result(*many))
    assert [number for number in range(1, 8) if f"第{number}号办理机构：" in page] == [1, 2, 3, 4, 5, 6]
    empty = page_of(office, result())
    assert "没有一件到过办理机构" in empty
    assert "没有发现冲突" in empty
    assert "网上申报 2月17日—3月6日" in empty
    assert "缴纳评审费 3月30日" in empty


def test_the_list_says_in_words_how_far_each_is(office: Client, campaign: Campaign) -> None:
    for _number in range(4):
        asked()
    _waits, running, done, broken = Examination.objects.order_by("pk")
    for row in (running, done, broken):
        assert examinations.claim(row.pk, at=ASKED)
    for row, finish, said in ((done, examinations.answer, result()), (broken, examinations.give_up, "中断")):
        row.refresh_from_db()
        finish(row, said, at=ASKED)
    page = office.get(LIST).content.decode()
    found = re.findall(r'field-stand">([^<]+)<', page)
    assert found == ["没有做成", "已完成", "正在进行", "等待开始"]
    assert campaign.name in page
