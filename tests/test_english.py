"""English on the public pages: for strangers alone, in few queries, and what is written stays Chinese."""

import pytest
import time_machine
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Message, User
from review.models import ResultObjection
from scripts import tongue
from tests import factories
from tests.accounts.test_sign_up import typed
from tests.review.after.test_decisions import passed
from tests.review.after.world import at, officer


@pytest.fixture
def visitor(client):
    """Give the browser of somebody who chose English."""
    client.cookies["language"] = "en"
    return client


def test_the_choice_is_kept_in_a_cookie_and_leads_back(client, campaign):
    """C42: a stranger changes to English and stays on his page; the portal begins in Chinese."""
    assert '<html lang="zh-hans" dir="ltr">' in client.get("/guide/").content.decode()
    assert client.post(reverse("language"), {"language": "en", "next": "/guide/"}).headers["Location"] == "/guide/"
    page = client.get("/guide/")
    assert '<html lang="en" dir="ltr">' in page.content.decode()
    assert "Who may apply" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.parametrize(
    "name",
    ["campaigns:home", "campaigns:guide", "campaigns:downloads", "results:publicities", "applications:quiz"],
)
def test_english_pages_keep_the_budget(visitor, campaign, name, django_assert_max_num_queries):
    """C42: a public page takes at most 4 queries in English too."""
    with django_assert_max_num_queries(4):
        assert 'lang="en"' in visitor.get(reverse(name)).content.decode()


def test_nothing_found_is_said_in_english(visitor, campaign):
    """C11: a stranger's question about a certificate, and an address that leads nowhere, are answered in English."""
    asked = visitor.post(reverse("results:certificate_check"), {"number": "6532", "name": "某人"})
    assert "Nothing found" in asked.content.decode()
    assert "There is no such page" in visitor.get("/nowhere/").content.decode()


def test_who_signed_in_reads_chinese_whatever_the_cookie_says(visitor, campaign):
    """What is written and read by somebody known is Chinese: the cookie changes neither his pages nor the public ones."""
    visitor.force_login(factories.person())
    for address in ("/", reverse("accounts:inbox"), reverse("accounts:profile")):
        page = visitor.get(address).content.decode()
        assert 'lang="zh-hans"' in page
        assert reverse("language") not in page


def test_what_a_stranger_writes_is_answered_in_chinese(visitor, campaign):
    """A refusal is Chinese: only questions are answered in another language."""
    assert 'lang="zh-hans"' in visitor.post(reverse("accounts:sign_in"), {}).content.decode()


def test_what_is_written_under_the_cookie_is_chinese(visitor, campaign):
    """C08: what a visitor who reads English objects is answered in Chinese; list, event and message are Chinese."""
    office = officer("title-office", Role.TITLE_OFFICER)
    case = passed()
    visitor.force_login(office.user, backend="accounts.backends.NumberBackend")
    session = visitor.session
    session["membership"] = office.membership.pk
    session.save()
    asked = {"title": "演示公示", "chosen": [case.pk]}
    with time_machine.travel(at(4, 15), tick=False):
        assert visitor.post(reverse("office:publicise"), asked).status_code == 302
        listed = case.publicity_entry.publicity
        visitor.logout()
        visitor.cookies["language"] = "en"
        place = reverse("results:objection", args=[listed.slug, listed.entries.get().pk])
        refused = visitor.post(place, {"content": ""})
        assert 'lang="zh-hans"' in refused.content.decode()
        assert visitor.post(place, {"content": "演示异议"}).status_code == 302
    assert listed.paper.data["people"][0]["kind"] == "授予"
    assert tongue.HAN.search(str(case.events.last()))
    assert all(tongue.HAN.search(message.subject) for message in Message.objects.all())
    assert ResultObjection.objects.get().content == "演示异议"


def test_who_signs_up_under_the_cookie_is_told_in_chinese(visitor, campaign):
    """What a visitor who reads English sends is answered in Chinese, and what he is sent is Chinese."""
    answer = visitor.post(reverse("accounts:sign_up"), typed(), follow=True)
    assert 'lang="zh-hans"' in answer.content.decode()
    assert User.objects.get().name == "李明"
    assert all(tongue.HAN.search(message.subject) for message in Message.objects.all())
