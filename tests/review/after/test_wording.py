"""The title office words its papers: with a look at them, kept with the campaign, for papers made from then on."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from campaigns.models import Campaign, Change
from documents.wording import PASSAGES
from review.awards import result_document
from review.forms.wording import digest_of
from review.models import ResultDocument
from tests import factories
from tests.growing import signed_in
from tests.review.after.world import at
from tests.stories_after import qualified

pytestmark = pytest.mark.django_db
NOW = at(4, 8)
LIMIT = "逾期不再提交的，本次申报不予受理。"


@pytest.fixture
def officer(client: Client):
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("title-office", role=Role.TITLE_OFFICER))
        yield client


def page(client: Client, form: str = "return_letter") -> str:
    return client.get(reverse("office:wording", args=[form])).content.decode()


def save(client: Client, form: str = "return_letter", **texts: str) -> Any:
    ours = {key: passage.text for key, passage in PASSAGES[form].items()}
    began = {"began": digest_of(Campaign.objects.get(key="2025").wording.get(form, {}))}
    return client.post(reverse("office:wording", args=[form]), began | ours | texts)


def test_what_is_written_is_kept_with_its_author_and_only_where_it_differs(officer: Client) -> None:
    """C44: only the paragraph that differs from ours is the office's; the history names who changed what."""
    assert save(officer, limit=LIMIT).status_code == 302
    assert Campaign.objects.get(key="2025").wording == {"return_letter": {"limit": LIMIT}}
    change = Change.objects.order_by("-pk").first()
    assert change is not None
    assert "文书用语" in str(change.values)
    assert LIMIT in str(change.values)
    assert LIMIT in page(officer)
    assert "改写了1段" in officer.get(reverse("office:wordings")).content.decode()


def test_an_emptied_paragraph_reads_as_ours_again(officer: Client) -> None:
    """Nobody has to remember what stood there."""
    save(officer, limit=LIMIT)
    assert save(officer, limit="").status_code == 302
    assert Campaign.objects.get(key="2025").wording == {}


def test_a_fault_stands_beside_its_paragraph_and_nothing_typed_is_lost(officer: Client) -> None:
    """C16: the letter must say until when; the database stays as it was."""
    answer = save(officer, opening="请改好再交：{申报事项}。", limit=LIMIT)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "缺少{截止时间}" in shown
    assert "请改好再交：{申报事项}。" in shown
    assert LIMIT in shown
    assert Campaign.objects.get(key="2025").wording == {}


def test_two_officers_do_not_overwrite_each_other(officer: Client) -> None:
    """Who began before the other's words stood there is told, and keeps what he typed."""
    began = digest_of({})
    save(officer, limit=LIMIT)
    sent = {"began": began, "limit": "我写的。", "opening": PASSAGES["return_letter"]["opening"].text}
    answer = officer.post(reverse("office:wording", args=["return_letter"]), sent)
    assert answer.status_code == 422
    assert "别人刚改过" in answer.content.decode()
    assert "我写的。" in answer.content.decode()
    assert Campaign.objects.get(key="2025").wording == {"return_letter": {"limit": LIMIT}}


def test_the_look_changes_with_what_is_typed_and_writes_nothing(officer: Client) -> None:
    """The picture is that of the paper in these words; a fault is told in its place."""
    to = reverse("office:wording_preview", args=["return_letter"])
    ours = {key: passage.text for key, passage in PASSAGES["return_letter"].items()} | {"began": digest_of({})}
    first, second = (officer.post(to, ours | {"limit": text}).content.decode() for text in (LIMIT, LIMIT * 3))
    assert first.count("data:image/webp;base64,") == second.count("data:image/webp;base64,") == 1
    assert first != second
    assert "缺少{申报事项}" in officer.post(to, ours | {"opening": "{截止时间}"}).content.decode()
    assert Campaign.objects.get(key="2025").wording == {}


def test_papers_made_from_then_on_say_it(officer: Client) -> None:
    """C10: head, recipients and text of the result document are the office's; one made before has its own data."""
    document = after_document()
    before = result_document(document)
    save(officer, "result_document", head="{机关}（红头）", body="现确认{首位姓名}共{人数}名同志。")
    document.campaign.refresh_from_db()
    now = result_document(document)
    assert before["sign"] == f"{document.office.name}文件"
    assert now["sign"] == f"{document.office.name}（红头）"
    assert now["body"] == f"现确认{document.applications.get().applicant.name}共1名同志。"
    assert document.paper.data["sign"] == before["sign"]


def after_document() -> ResultDocument:
    """Give a result document with one person."""
    return qualified().result_documents.get()


def test_only_the_prefectures_title_office_words_papers(client: Client) -> None:
    """C38: a county's office decides its cases, in the words of the prefecture."""
    with time_machine.travel(NOW, tick=False):
        signed_in(client, factories.officer_of("moyu-title", role=Role.TITLE_OFFICER))
        assert client.get(reverse("office:wordings")).status_code == 404
        assert (
            client.post(reverse("office:wording", args=["refusal"]), {"began": digest_of({})}).status_code == 404
        )
    assert reverse("office:wordings") not in client.get(reverse("office:results")).content.decode()


def test_the_faces_of_papers_are_shown_with_their_files(officer: Client) -> None:
    """Each with its file, its licence and a picture."""
    shown = officer.get(reverse("office:faces")).content.decode()
    for told in ("FandolFang-Polygon.otf", "FandolKai-Polygon.otf", "FandolSong-Bold-Polygon.otf"):
        assert told in shown
    assert shown.count("data:image/webp;base64,") == 3
