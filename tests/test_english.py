"""English on the public pages: for strangers alone, in few queries, with no entry that nobody uses."""

import ast
import re

import pytest
from django.urls import reverse

from scripts import tongue
from tests import factories

CATALOGUE = tongue.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


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


def test_every_entry_of_the_catalogue_stands_in_the_source():
    """An entry whose text was changed in the source would never be shown again."""
    from scripts.house import ROOMS

    found = re.findall(r'^msgid (".*")$', CATALOGUE.read_text(encoding="utf-8"), re.M)
    pages = [path.read_text(encoding="utf-8") for path in (tongue.ROOT / "templates").rglob("*.html")]
    code = [path.read_text(encoding="utf-8") for room in ROOMS for path in (tongue.ROOT / room).rglob("*.py")]
    source = re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", "\n".join(pages + code))
    assert not [text for text in map(ast.literal_eval, found) if text not in source]
