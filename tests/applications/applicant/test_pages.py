"""The applicant's pages: what they show, what they refuse, how few queries they take."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import EmployerStatus
from applications.models import Application, Section
from applications.sections import SECTIONS
from tests import stories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
NOW = beijing(2025, 2, 19, 10)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def signed_in(client: Client, application: Application) -> Client:
    client.force_login(application.applicant)
    return client


def address(application: Application, name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=[application.number, *args])


def test_every_page_of_a_draft_opens(client: Client) -> None:
    """C42: the whole form can be read and filled page by page."""
    draft = stories.filled()
    signed_in(client, draft)
    pages = [reverse("applications:home"), address(draft, "materials"), address(draft, "check")]
    pages += [address(draft, "section", key) for key in SECTIONS]
    pages += [address(draft, "withdraw"), address(draft, "case")]
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        assert draft.number in response.content.decode() or "sections" in page or "materials" in page, page


def test_home_of_a_newcomer_offers_one_button(client: Client) -> None:
    """C42: who has nothing yet sees what to do first."""
    client.force_login(stories.person())
    page = client.get(reverse("applications:home")).content.decode()
    assert reverse("applications:start") in page


def test_a_section_saves_and_goes_on(client: Client) -> None:
    """C15: a complete section leads to the next one."""
    draft = stories.drafted()
    signed_in(client, draft)
    response = client.post(address(draft, "section", "summary"), {"revision": "0", "text": "总结", "then": "next"})
    assert response.status_code == 302
    assert response["Location"] == address(draft, "materials")
    assert Section.objects.get(application=draft, key="summary").complete


def test_an_invalid_section_is_kept_as_typed_and_said(client: Client) -> None:
    """C15: what is wrong stands beside its field; what was typed is not lost."""
    draft = stories.drafted()
    signed_in(client, draft)
    typed = {
        "revision": "0",
        "work_started_on_year": "20一〇",
        "work_started_on_month": "13",
        "native_place": "新疆和田",
    }
    response = client.post(address(draft, "section", "basics"), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "出错" in page
    assert "20一〇" in page
    row = Section.objects.get(application=draft, key="basics")
    assert not row.complete
    assert row.data["native_place"] == "新疆和田"
    assert row.data["work_started_on"] == "20一〇-13"


ANSWERS = {
    "code": "21",
    "degree": "bachelor",
    "has_title": "yes",
    "title_level": "assistant",
    "title_obtained_on_year": "2018",
    "title_obtained_on_month": "12",
    "has_skill": "no",
    "professional_since_year": "2010",
    "professional_since_month": "7",
    "specialty": "construction",
    "level": "intermediate",
}


def test_start_to_draft_in_the_browser(client: Client) -> None:
    """C12: five questions lead to a draft, and the answers to its sections."""
    unit = stories.employer()
    user = stories.person()
    client.force_login(user)
    typed = {"employer": unit.name, **ANSWERS}
    response = client.post(reverse("applications:start"), typed)
    assert response["Location"] == reverse("applications:choose"), response.content.decode()
    chosen = client.get(reverse("applications:choose"))
    offers = chosen.context["offers"]
    key, _offer, titles = next(each for each in offers if each[0].startswith("review.intermediate.education"))
    response = client.post(reverse("applications:choose"), {"offer": f"{key}:{titles[0].pk}"})
    draft = Application.objects.get(applicant=user)
    assert response["Location"] == address(draft, "section", "category")
    assert Section.objects.get(application=draft, key="education").data["full_time"][0]["code"] == "21"


def test_one_of_several_employers_is_picked_from_the_list(client: Client) -> None:
    """C01: where a part of a name fits several employers, the one picked from the list is taken, and stays picked."""
    first, second = stories.employer("和田示例甲建筑公司"), stories.employer("和田示例乙建筑公司")
    client.force_login(stories.person())
    typed = {"employer": "和田示例", **ANSWERS}
    asked = client.post(reverse("applications:start"), typed)
    assert asked.status_code == 422
    assert {each.pk for each in asked.context["found"]} == {first.pk, second.pk}
    again = client.post(reverse("applications:start"), {**typed, "employer_id": second.pk, "code": ""})
    assert f'value="{second.pk}" checked' in again.content.decode()
    assert "employer" not in again.context["form"].errors
    taken = client.post(reverse("applications:start"), {**typed, "employer_id": second.pk})
    assert taken["Location"] == reverse("applications:choose")
    assert client.get(taken["Location"]).context["employer"] == second


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("和田", "字太少"),
        ("和田示例待确认公司", "正在等县市人社局确认"),
        ("和田没有这家公司", "没有找到已确认的单位"),
    ],
)
def test_why_an_employer_is_not_found(client: Client, typed: str, said: str) -> None:
    """C01: too few characters, not confirmed yet, or not signed up: each wants something else of the person."""
    stories.employer("和田示例待确认公司", status=EmployerStatus.PENDING)
    client.force_login(stories.person())
    page = client.post(reverse("applications:start"), {"employer": typed, **ANSWERS})
    assert page.status_code == 422
    assert said in page.context["form"].errors["employer"][0]


def test_a_series_as_a_whole_is_told_from_the_others_in_a_closed_list(client: Client) -> None:
    """C12: no two choices read the same, here and in the public questions."""
    client.force_login(stories.person())
    for address_, field in (("applications:start", "specialty"), ("applications:quiz", "specialty")):
        groups = client.get(reverse(address_)).context["form"].fields[field].choices
        names = [label for _group, inside in list(groups)[1:] for _key, label in inside]
        assert len(names) == len(set(names)) > 40


def test_what_can_be_applied_for_is_seen_at_a_glance(client: Client) -> None:
    """C12, C24, C35: each offer shows its fee and what is in its way; what is met and what to bring is folded."""
    unit = stories.employer()
    client.force_login(stories.person())
    client.post(reverse("applications:start"), {"employer": unit.name, **ANSWERS})
    page = client.get(reverse("applications:choose")).content.decode()
    first = page.split('<section class="panel', 2)[1]
    folded = re.sub(r"<details.*?</details>", "", first, flags=re.S)
    assert "已经达到的" in first
    assert "单位在和田地区" in first
    assert "单位在和田地区" not in folded
    assert "证件照" not in folded
    assert "元" in folded


def test_the_day_of_dispatch_reaches_the_draft(client: Client) -> None:
    """C02: an employer from outside leads back to the day of dispatch, and the day is kept with the other answers."""
    unit = stories.employer(kind="outside")
    user = stories.person()
    client.force_login(user)
    typed = {"employer": unit.name, **ANSWERS}
    assert client.post(reverse("applications:start"), typed)["Location"] == reverse("applications:start")
    page = client.get(reverse("applications:start")).content.decode()
    assert 'name="dispatched_on"' in page
    response = client.post(reverse("applications:start"), {**typed, "dispatched_on": "2022-03-01"})
    assert response["Location"] == reverse("applications:choose")
    assert client.session["start-answers"]["dispatched_on"] == "2022-03-01"


def test_an_autosave_takes_six_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    """C42: saving while typing is cheap."""
    draft = stories.drafted()
    signed_in(client, draft)
    client.get(address(draft, "section", "summary"))
    with django_assert_max_num_queries(6):
        response = client.post(address(draft, "autosave", "summary"), {"revision": "0", "text": "总"})
    assert response.json()["revision"] == 1
    assert response.json()["at"] == "10:00:00"
