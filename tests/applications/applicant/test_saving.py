"""Saving a section: partial, stale, late, foreign, oversized."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.enums import State
from applications.models import Application, Event, Section
from applications.rules.refusal import Refused
from applications.services.sections import StaleRevision, save_section
from tests import stories
from tests.factories import act_of

pytestmark = pytest.mark.django_db


def save(
    case: Application, key: str = "summary", *, revision: int = 0, at: Any = stories.SUBMITTED, **data: Any
) -> Any:
    return save_section(
        application_id=case.pk,
        key=key,
        data=data or {"text": "总结"},
        act=act_of(case.applicant, at),
        revision=revision,
    )


def kept(case: Application, key: str = "summary") -> Section:
    return Section.objects.get(application=case, key=key)


def test_half_a_section_is_kept_and_not_called_complete() -> None:
    """C15: what is typed so far is kept as typed; complete means filled and valid."""
    case = stories.drafted()
    saved = save(case, "basics", native_place="新疆", work_started_on="2010-")
    assert not saved.complete
    assert kept(case, "basics").data["work_started_on"] == "2010-"
    saved = save(case, "basics", revision=1, **stories.CONTENTS["basics"])
    assert saved.complete


def test_an_older_page_overwrites_nothing() -> None:
    """C15: two tabs; the second is told, and the first one's text stays."""
    case = stories.drafted()
    save(case, text="第一个窗口")
    with pytest.raises(StaleRevision):
        save(case, text="第二个窗口")
    assert kept(case).data["text"] == "第一个窗口"
    assert kept(case).revision == 1


def test_a_save_whose_answer_was_lost_may_come_again() -> None:
    """C15: the same text over the same page is saved once and answered as saved; another text is another tab's."""
    case = stories.drafted()
    first, again = save(case, text="写好的一段"), save(case, text="写好的一段")
    assert first == again
    assert kept(case).revision == 1
    save(case, revision=1, text="又写一段")
    with pytest.raises(StaleRevision):
        save(case, text="写好的一段")


def test_an_autosave_after_the_submission_changes_nothing(client: Client) -> None:
    """C05: once submitted nothing is written, no state least of all."""
    case = stories.submitted()
    before, events = kept(case), Event.objects.count()
    client.force_login(case.applicant)
    with time_machine.travel(stories.SUBMITTED, tick=False):
        response = client.post(
            reverse("applications:autosave", args=[case.number, "summary"]),
            {"revision": str(before.revision), "text": "晚到的内容", "state": "draft"},
        )
    assert response.status_code == 409
    assert "单位审核" in response.json()["message"]
    after = Application.objects.get(pk=case.pk)
    assert (after.state, after.state_since) == (State.EMPLOYER_CHECK, case.state_since)
    assert kept(case).data == before.data
    assert Event.objects.count() == events


def test_a_signed_out_autosave_is_told_so(client: Client) -> None:
    """C15: a lost session answers in words that the page can act on."""
    case = stories.drafted()
    response = client.post(reverse("applications:autosave", args=[case.number, "summary"]), {"revision": "0"})
    assert response.status_code == 401
    assert response.json() == {"reason": "signed-out"}


def test_nobody_saves_anothers_section() -> None:
    """C44: the applicant alone writes."""
    case = stories.drafted()
    with pytest.raises(Refused):
        save_section(
            application_id=case.pk,
            key="summary",
            data={"text": "x"},
            act=act_of(stories.person("别人"), stories.SUBMITTED),
            revision=0,
        )
    assert kept(case).data == {"text": ""}


def test_too_much_text_is_refused_and_nothing_written() -> None:
    """C15: oversized input gets a sentence; what was kept before stays."""
    case = stories.drafted()
    with pytest.raises(Refused, match="太长"):
        save(case, text="好" * 100_000)
    assert kept(case).revision == 0


def test_a_summary_of_1501_characters_is_kept_and_not_complete() -> None:
    """C15: 1500 characters at most; the rest is not cut in silence."""
    case = stories.drafted()
    assert not save(case, text="字" * 1501).complete
    assert len(kept(case).data["text"]) == 1501
    assert save(case, revision=1, text="字" * 1500).complete


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\ud800乙", "甲\x07乙"])
def test_characters_that_no_database_takes_are_left_out(text: str) -> None:
    """C15: control characters and half characters never reach the database."""
    case = stories.drafted()
    assert save(case, text=text).complete
    assert kept(case).data["text"] == "甲乙"


@pytest.mark.parametrize("count", ["-1", "9999", "x", "", "1e3"])
def test_a_forged_number_of_rows_does_no_harm(client: Client, count: str) -> None:
    """C15: the page's own count is not believed."""
    case = stories.drafted()
    client.force_login(case.applicant)
    with time_machine.travel(stories.SUBMITTED, tick=False):
        response = client.post(
            reverse("applications:section", args=[case.number, "work"]),
            {"revision": "0", "rows-count": count, "rows-0-employer": "和田示例建筑工程有限公司"},
        )
    assert response.status_code == 422
    assert len(kept(case, "work").data["rows"]) <= 12


def test_a_row_is_added_and_removed_without_script(client: Client) -> None:
    """C15: the form works without JavaScript."""
    case = stories.filled(files=False)
    client.force_login(case.applicant)
    here = reverse("applications:section", args=[case.number, "work"])
    row = {f"rows-0-{name}": value for name, value in stories.CONTENTS["work"]["rows"][0].items()}
    with time_machine.travel(stories.SUBMITTED, tick=False):
        response = client.post(here, {"revision": "1", "rows-count": "1", "then": "add:rows", **row})
        assert 'name="rows-1-employer"' in client.get(response["Location"]).content.decode()
        client.post(here, {"revision": "2", "rows-count": "1", "then": "remove:rows-0", **row})
    assert kept(case, "work").data == {"rows": []}


def test_the_end_does_not_lie_before_the_start() -> None:
    """C25: times that contradict each other are said at once."""
    case = stories.drafted()
    row = {**stories.CONTENTS["work"]["rows"][0], "starts_on": "2020-07", "ends_on": "2019-01"}
    assert not save(case, "work", rows=[row]).complete


def test_a_name_of_thirty_characters_is_shown_whole(client: Client) -> None:
    """C15: names are never cut."""
    name = "阿卜杜热伊木江·麦麦提图尔荪尼亚孜·阿卜杜克热木江阿吉木买提"
    assert len(name) == 30
    case = stories.drafted(user=stories.person(name))
    client.force_login(case.applicant)
    with time_machine.travel(stories.SUBMITTED, tick=False):
        page = client.get(reverse("applications:section", args=[case.number, "basics"])).content.decode()
    for part in ("阿卜杜热伊木江·", "麦麦提图尔荪尼亚孜·", "阿卜杜克热木江阿吉木买提"):
        assert f'<span class="np">{part}</span>' in page
    assert case.applicant.document_number not in page
