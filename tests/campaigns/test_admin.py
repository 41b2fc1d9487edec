"""The office edits a year's rules on screen; what would hurt is refused with a sentence."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import Division, Office, User
from campaigns.enums import WindowKind
from campaigns.models import (
    CalendarDay,
    Campaign,
    Change,
    ExamOnly,
    Route,
    Series,
    Slot,
    Specialty,
    Threshold,
    Window,
)
from campaigns.services.downloads import waiting_downloads
from documents.edition import edition
from tests.factories import person
from tests.rules.samples import beijing

pytestmark = pytest.mark.django_db
TABLES = (
    "campaign",
    "slot",
    "reason",
    "checklistitem",
    "threshold",
    "examonly",
    "route",
    "question",
    "announcement",
    "series",
    "calendarday",
)


@pytest.fixture
def office(client: Client) -> Client:
    user = User.objects.create_superuser(name="管理员", document_number="110105194912310028", password="x")
    client.force_login(user, backend="accounts.backends.NumberBackend")
    return client


def test_who_only_administers_begins_in_the_back_office_and_is_greeted_by_name(office: Client) -> None:
    """C12: the first page of an administrator without an office is the back office, not an application of his own."""
    page = office.get(reverse("accounts:start"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("admin:index")
    assert "<strong>管理员</strong>" in page.content.decode()


def test_the_tables_of_other_packages_have_chinese_names(client: Client) -> None:
    """Issue 3: an administrator finds failed sign-ins by their name; no table and no column is called in English."""
    client.force_login(person(is_staff=True, is_superuser=True))
    index = client.get(reverse("admin:index")).content.decode()
    rows = client.get(reverse("admin:axes_accessattempt_changelist")).content.decode()
    for shown in ("登录防护", "登录失败计数", "登录记录", "登录失败记录"):
        assert shown in index
    for english in ("Axes", "Access", "Model name", "Attempt Time", "Locked Out"):
        assert english not in index + rows


def test_who_may_only_look_reads_a_year_without_a_form(client: Client) -> None:
    """C44: the right to view opens the rules; nothing on the page can be changed."""
    user = User.objects.create_user(name="查阅员", document_number="110105194912310028", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user, backend="accounts.backends.NumberBackend")
    for table in ("campaign", "threshold", "slot"):
        row = apps.get_model("campaigns", table).objects.first()
        page = client.get(reverse(f"admin:campaigns_{table}_change", args=[row.pk])).content.decode()
        assert 'class="readonly"' in page
        assert 'name="_save"' not in page


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_listed_searched_and_opened(office: Client, table: str) -> None:
    """C12: a later year needs no edit of code; every table has a list, a search and a form."""
    listed = office.get(reverse(f"admin:campaigns_{table}_changelist"), {"q": "职称"})
    assert listed.status_code == 200
    model = next(model for model in admin.site._registry if model._meta.label_lower == f"campaigns.{table}")
    row = model._default_manager.first()
    assert row is not None
    opened = office.get(reverse(f"admin:campaigns_{table}_change", args=[row.pk]))
    assert opened.status_code == 200
    assert str(row) in opened.content.decode()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("data", [{}, {"items": "5", "types": "{}", "levels": "[1]", "employer_kinds": "[[1]]"}])
def test_an_empty_or_malformed_form_is_answered_and_writes_nothing(
    office: Client, table: str, data: dict[str, str]
) -> None:
    """C12: every gap is a message beside its field, never an error page."""
    model = next(model for model in admin.site._registry if model._meta.label_lower == f"campaigns.{table}")
    before = model._default_manager.count()
    management = {
        f"{prefix}-{name}": "0"
        for prefix in ("windows", "fees", "downloads", "specialties", "titles")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    answer = office.post(reverse(f"admin:campaigns_{table}_add"), management | data)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert model._default_manager.count() == before


def post_of(office: Client, row: Model) -> tuple[str, dict[str, Any]]:
    """Give the address of a row's form, and what its browser would send unchanged."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    page = office.get(address).context
    data: dict[str, Any] = {}
    forms = [page["adminform"].form]
    for inline in page["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            widget = bound.field.widget
            if hasattr(widget, "widgets"):
                parts = zip(widget.widgets, widget.decompress(value), strict=True)
                shown = [part.format_value(of_it) or "" for part, of_it in parts]
                data |= {f"{bound.html_name}_{number}": text for number, text in enumerate(shown)}
            elif isinstance(value, bool):
                data |= {bound.html_name: "on"} if value else {}
            else:
                data[bound.html_name] = "" if value is None else value
    return address, data | {"seen": str(page["adminform"].form.seen)}


def prefix_of(data: dict[str, Any], kind: str) -> str:
    return next(name.removesuffix("-kind") for name, value in data.items() if value == kind and "windows" in name)


def test_the_form_saves_what_it_shows(office: Client, campaign: Campaign) -> None:
    """C05: the last instant of a day survives an unchanged save; a telephone can be changed."""
    before = list(campaign.windows.values_list("kind", "opens_at"))
    address, data = post_of(office, campaign)
    answer = office.post(address, data | {"contact_phone": "0903-1000001"})
    assert answer.status_code == 302
    campaign.refresh_from_db()
    assert campaign.contact_phone == "0903-1000001"
    assert list(campaign.windows.values_list("kind", "opens_at")) == before
    assert campaign.windows.get(kind="filing").closes_at == beijing(2025, 3, 6, 23, 59, 59, 999999)
    assert not Change.objects.filter(table="时间安排").exists()


def test_a_new_telephone_has_the_blank_forms_made_anew(office: Client, campaign: Campaign) -> None:
    """C42, C48: whoever changes it, the blanks follow; a change that no blank prints leaves them as they are."""
    campaign.downloads.update(file="downloads/made.pdf", edition=edition())
    address, data = post_of(office, campaign)
    assert office.post(address, data | {"four_only_limit": "41"}).status_code == 302
    assert not waiting_downloads()
    address, data = post_of(office, campaign)
    assert office.post(address, data | {"supervision_phone": "0903-1000001"}).status_code == 302
    assert set(waiting_downloads()) == set(campaign.downloads.values_list("pk", flat=True))


def test_a_closing_hour_is_kept_as_it_was_typed(office: Client, campaign: Campaign) -> None:
    """C05: 18:00 is 18:00; only 23:59, as the end of a day is shown, means its last instant."""
    address, data = post_of(office, campaign)
    filing = prefix_of(data, "filing")
    assert office.post(address, data | {f"{filing}-closes_at_1": "18:00"}).status_code == 302
    assert campaign.windows.get(kind="filing").closes_at == beijing(2025, 3, 6, 18)


def test_windows_out_of_order_are_refused(office: Client, campaign: Campaign) -> None:
    """C06, C08, C10: review before paper, meeting before document."""
    address, data = post_of(office, campaign)
    review = prefix_of(data, "review")
    answer = office.post(address, data | {f"{review}-closes_at_0": "2025-05-30"})
    assert answer.status_code == 200
    assert "不能晚于" in answer.content.decode()
    assert campaign.windows.get(kind="review").closes_at == beijing(2025, 3, 15, 23, 59, 59, 999999)


def test_all_windows_can_move_at_once(office: Client, campaign: Campaign) -> None:
    """C05: moving a whole timetable is one save, not a puzzle."""
    address, data = post_of(office, campaign)
    moved = {
        name: datetime.strptime(value, "%Y/%m/%d").date() + timedelta(days=365)
        for name, value in data.items()
        if name.endswith(("opens_at_0", "closes_at_0")) and value
    }
    assert len(moved) >= 10
    assert office.post(address, data | moved).status_code == 302
    assert campaign.windows.get(kind="filing").closes_at.year == 2026


def test_a_campaign_without_its_tables_cannot_be_published(office: Client, campaign: Campaign) -> None:
    """C24: no published list of reasons, no campaign."""
    campaign.reasons.all().delete()
    address, data = post_of(office, campaign)
    answer = office.post(address, data)
    assert answer.status_code == 200
    assert "还不能发布" in answer.content.decode()


def test_what_the_office_writes_into_the_calendar_is_marked(office: Client) -> None:
    """C39: so that the next load leaves it."""
    day = CalendarDay.objects.get(date="2025-03-31")
    address = reverse("admin:campaigns_calendarday_change", args=[day.pk])
    answer = office.post(address, {"date": "2025-03-31", "name": "肉孜节", "source": "自治区通知"})
    assert answer.status_code == 302
    day.refresh_from_db()
    assert day.corrected
    assert not day.is_workday


@pytest.mark.parametrize(
    ("kind", "opens", "closes", "said"),
    [
        ("filing", (2025, 2, 20), (2025, 3, 7), "地区的时间之内"),
        ("filing", (2025, 2, 16), (2025, 3, 1), "地区的时间之内"),
        ("meeting", (2025, 4, 20), (2025, 4, 26), "4月25日24时前完成"),
        ("filing", (2025, 3, 2), (2025, 3, 1), "截止要晚于开始"),
    ],
)
def test_a_countys_dates_lie_inside_the_prefectures(
    campaign: Campaign, kind: str, opens: tuple[int, ...], closes: tuple[int, ...], said: str
) -> None:
    """C09: a county fixes its own dates, done by 25 April."""
    window = Window(
        campaign=campaign,
        kind=kind,
        division=Division.objects.get(key="moyu"),
        opens_at=beijing(*opens),
        closes_at=beijing(*closes),
        clause="C09",
        citation="墨玉县通知",
    )
    with pytest.raises(ValidationError) as caught:
        window.full_clean()
    assert said in str(caught.value)


def test_a_countys_committee_may_meet_when_it_likes_before_25_april(campaign: Campaign) -> None:
    """C09: 各县市初级职称评审时间由各县市自行确定."""
    Window(
        campaign=campaign,
        kind=WindowKind.MEETING,
        division=Division.objects.get(key="moyu"),
        opens_at=beijing(2025, 3, 20),
        closes_at=beijing(2025, 4, 24, 18),
        clause="C09",
        citation="墨玉县通知",
    ).full_clean()


def test_only_counties_have_dates_of_their_own(campaign: Campaign) -> None:
    """C09: 地直 follows the prefecture."""
    window = campaign.windows.get(kind="filing")
    window.pk, window.division = None, Division.objects.get(key="direct")
    with pytest.raises(ValidationError, match="只有县市"):
        window.full_clean()


def wrong_campaign(campaign: Campaign) -> Campaign:
    campaign.notice_days = 4
    return campaign


def wrong_levels(campaign: Campaign) -> Campaign:
    campaign.levels = {"review": ["genius"]}
    return campaign


def wrong_slot(campaign: Campaign) -> Slot:
    slot = campaign.slots.get(key="diploma")
    slot.must_mask = False
    return slot


def wrong_route(campaign: Campaign) -> Route:
    route = campaign.routes.first()
    route.final_office = Office.objects.get(key="moyu-hr")
    return route


def wrong_threshold(campaign: Campaign) -> Threshold:
    return Threshold(
        campaign=campaign,
        key="x",
        kind="review",
        level="assistant",
        path="skill",
        hardness="hard",
        clause="C34",
        basis="x",
    )


def wrong_examination(campaign: Campaign) -> ExamOnly:
    return ExamOnly(
        campaign=campaign,
        series=Series.objects.get(key="accounting"),
        specialty=Specialty.objects.get(key="construction"),
        level="assistant",
        examination="考试",
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (wrong_campaign, "不少于5"),
        (wrong_levels, "类别和级别用代号"),
        (wrong_slot, "专家可见的材料必须遮盖"),
        (wrong_route, "复审只能由职称办办理"),
        (wrong_threshold, "这一途径须写明"),
        (wrong_examination, "不属于所选系列"),
    ],
)
def test_wrong_rows_are_refused_with_a_sentence(
    campaign: Campaign, make: Callable[[Campaign], Any], said: str
) -> None:
    """C03, C12, C21, C26, C34, C38, C40: data that would break a rule does not get in."""
    with pytest.raises(ValidationError) as caught:
        make(campaign).full_clean()
    assert said in str(caught.value)


def test_codes_are_ticked_in_words_and_kept_as_they_were(office: Client, campaign: Campaign) -> None:
    """C12, C25: no administrator types a code; what is shown and saved unchanged stays the same."""
    rows = (
        campaign,
        campaign.slots.get(key="achievements"),
        campaign.reasons.exclude(items=[]).first(),
        campaign.checklist.get(key="education"),
        campaign.thresholds.get(key="review-intermediate-bachelor"),
    )
    columns = (
        "levels",
        "employer_kinds",
        "kinds",
        "bands",
        "types",
        "items",
        "sections",
        "slots",
        "education_rank",
    )
    for row in rows:
        assert row is not None
        before = {name: getattr(row, name) for name in columns if hasattr(row, name) and name != "slots"}
        address, data = post_of(office, row)
        page = office.get(address).content.decode()
        assert "[&quot;" not in page
        assert office.post(address, data).status_code == 302
        row.refresh_from_db()
        assert {name: getattr(row, name) for name in before} == before


def test_a_level_is_unticked_and_a_strange_code_refused(office: Client, campaign: Campaign) -> None:
    """C12: one kind may take fewer levels; what no box offers is refused beside its field and changes nothing."""
    address, data = post_of(office, campaign)
    assert data["levels_review"] == ["technician", "assistant", "intermediate"]
    assert office.post(address, data | {"levels_review": ["intermediate"], "levels_grant": []}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.levels == {"initial": ["technician", "assistant", "intermediate"], "review": ["intermediate"]}
    answer = office.post(address, data | {"levels_review": ["genius"]})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["levels_review"]
    campaign.refresh_from_db()
    assert campaign.levels["review"] == ["intermediate"]
