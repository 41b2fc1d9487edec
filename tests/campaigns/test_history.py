"""The history of a year's rules: who changed which value, from what to what, when; only ever added to."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from campaigns.code_tables import REFERENCE
from campaigns.enums import ChangeKind
from campaigns.models import CalendarDay, Campaign, Change, Series
from campaigns.models.change import AppendOnlyError
from campaigns.services import load_campaign
from tests import factories
from tests.campaigns.test_admin import office, post_of, prefix_of  # noqa: F401

pytestmark = pytest.mark.django_db


def values_of(change: Change) -> dict[str, tuple[str, str]]:
    return {name: (before, after) for name, before, after in change.values}


def test_a_moved_date_tells_who_moved_it_from_when_to_when(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C05, C44: one save of the campaign with its windows leaves a record of each value that changed, and no other."""
    address, data = post_of(office, campaign)
    filing = prefix_of(data, "filing")
    posted = data | {f"{filing}-closes_at_0": "2025-03-08", "contact_phone": "0903-1000001"}
    assert office.post(address, posted).status_code == 302
    moved, called = Change.objects.get(table="时间安排"), Change.objects.get(table="年度申报")
    assert values_of(moved) == {"截止（含）": ("2025年3月6日（星期四）24时", "2025年3月8日（星期六）24时")}
    assert values_of(called) == {"咨询电话": (campaign.contact_phone, "0903-1000001")}
    assert {moved.by_name, called.by_name} == {"管理员"}
    assert {moved.campaign, called.campaign} == {campaign.key}
    assert moved.at == called.at


def test_who_saves_over_somebody_elses_change_is_told_once(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C05, C44: the later of two saves names what it would undo, keeps what was typed, and changes nothing."""
    address, mine = post_of(office, campaign)
    filing = prefix_of(mine, "filing")
    other = Client()
    colleague = factories.person("另一位管理员", is_staff=True, is_superuser=True)
    other.force_login(colleague, backend="accounts.backends.NumberBackend")
    assert other.post(address, mine | {f"{filing}-closes_at_0": "2025-03-08"}).status_code == 302
    closes = campaign.windows.get(kind="filing").closes_at

    mine |= {"contact_phone": "0903-1000009"}
    told = office.post(address, mine)
    page = told.content.decode()
    assert "您打开这一页以后，另一位管理员改过：时间安排" in page
    assert "0903-1000009" in page
    campaign.refresh_from_db()
    assert campaign.contact_phone != "0903-1000009"
    assert campaign.windows.get(kind="filing").closes_at == closes

    again = mine | {"seen": re.search(r'name="seen" value="(\d+)"', page)[1]}
    assert office.post(address, again).status_code == 302
    campaign.refresh_from_db()
    assert campaign.contact_phone == "0903-1000009"


def test_a_row_that_nobody_else_touched_is_saved_at_once(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C44: a change of another row of the year keeps nobody from saving this one."""
    first, second = campaign.slots.order_by("pk")[:2]
    (address, mine), (elsewhere, others) = post_of(office, first), post_of(office, second)
    assert office.post(elsewhere, others | {"label": "改过的名称"}).status_code == 302
    assert office.post(address, mine | {"label": "我改的名称"}).status_code == 302
    assert campaign.slots.get(pk=first.pk).label == "我改的名称"


def test_an_unchanged_save_leaves_nothing(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C44: what did not change has no history."""
    address, data = post_of(office, campaign)
    assert office.post(address, data).status_code == 302
    assert [change.values for change in Change.objects.all()] == []


def test_a_refused_save_leaves_nothing(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C06: what was not written has no history."""
    address, data = post_of(office, campaign)
    review = prefix_of(data, "review")
    assert office.post(address, data | {f"{review}-closes_at_0": "2025-05-30"}).status_code == 200
    assert not Change.objects.exists()


def test_added_and_deleted_rows_keep_what_they_said(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C44: a row added on screen and a row deleted, one by one or by the list's action."""
    question = campaign.questions.first()
    assert question is not None
    added = {"campaign": campaign.pk, "question": "何时发证？", "answer": "5月。", "clause": "C11", "order": 99}
    assert office.post(reverse("admin:campaigns_question_add"), added).status_code == 302
    office.post(reverse("admin:campaigns_question_delete", args=[question.pk]), {"post": "yes"})
    fresh = campaign.questions.get(order=99)
    chosen = {"action": "delete_selected", "_selected_action": [fresh.pk], "post": "yes"}
    office.post(reverse("admin:campaigns_question_changelist"), chosen)
    kinds = list(Change.objects.order_by("pk").values_list("kind", "row_name", "by_name"))
    assert kinds == [
        (ChangeKind.ADDED, "何时发证？", "管理员"),
        (ChangeKind.DELETED, question.question, "管理员"),
        (ChangeKind.DELETED, "何时发证？", "管理员"),
    ]
    deleted = Change.objects.get(row=str(question.pk), kind=ChangeKind.DELETED)
    assert values_of(deleted)["回答"] == (question.answer, "")


def test_a_file_that_changes_a_row_is_told_from_a_person(campaign: Campaign) -> None:
    """C44: a first load has no history; a later one that overwrites the office's edit has, and no person's name."""
    assert not Change.objects.exists()
    campaign.fees.filter(band="junior").update(amount=100)
    load_campaign(REFERENCE / "2025", overwrite=True)
    change = Change.objects.get()
    assert (change.by, change.by_name) == (None, "由文件载入")
    assert values_of(change) == {"金额（元）": ("100.00", "140.00")}


def test_the_history_of_a_row_and_of_a_campaign_can_be_read(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C44: “历史” of a row shows its changes; of a campaign those of all its tables; nothing there can be written."""
    slot = campaign.slots.get(key="diploma")
    address, data = post_of(office, slot)
    assert office.post(address, data | {"max_pages": "31"}).status_code == 302
    for row, name in ((slot, "slot"), (campaign, "campaign")):
        page = office.get(reverse(f"admin:campaigns_{name}_history", args=[row.pk]), follow=True)
        assert page.status_code == 200
        assert f"单个文件页数上限：{slot.max_pages} → 31" in page.content.decode()
    other = campaign.slots.exclude(pk=slot.pk).first()
    assert other is not None
    page = office.get(reverse("admin:campaigns_slot_history", args=[other.pk]), follow=True)
    assert "→ 31" not in page.content.decode()
    change = Change.objects.get()
    assert office.get(reverse("admin:campaigns_change_add")).status_code == 403
    assert (
        office.post(reverse("admin:campaigns_change_delete", args=[change.pk]), {"post": "yes"}).status_code == 403
    )
    assert office.get(reverse("admin:campaigns_slot_history", args=[999999])).status_code == 404


def test_a_corrected_day_and_a_renamed_series_are_kept(office: Client) -> None:  # noqa: F811
    """C39: the calendar and the tables that are no campaign's own have a history as well."""
    day = CalendarDay.objects.get(date="2025-03-31")
    address = reverse("admin:campaigns_calendarday_change", args=[day.pk])
    office.post(address, {"date": "2025-03-31", "name": "肉孜节", "source": "自治区通知"})
    assert values_of(Change.objects.get(table="工作日历"))["工作日"] == ("是", "否")
    series = Series.objects.get(key="engineering")
    address, data = post_of(office, series)
    assert office.post(address, data | {"name": "工程"}).status_code == 302
    assert values_of(Change.objects.get(table="系列")) == {"系列": (series.name, "工程")}


def test_a_change_is_never_changed(office: Client, campaign: Campaign) -> None:  # noqa: F811
    """C44: neither by the model nor round it."""
    address, data = post_of(office, campaign)
    office.post(address, data | {"contact_phone": "0903-1000001"})
    change = Change.objects.get()
    for write in (change.save, change.delete):
        with pytest.raises(AppendOnlyError):
            write()
    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(by_name="某人")


def test_every_column_and_table_of_the_back_office_is_named_in_chinese() -> None:
    """C12: who edits a year's rules reads no English."""
    strange = [
        f"{model.__name__}.{column.name}"
        for model in _edited()
        for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and str(column.verbose_name).isascii()
    ]
    assert strange == []


def _edited() -> list[Any]:
    return [model for model in admin.site._registry if model._meta.app_label == "campaigns"]
