"""The English catalogue is whole: every word of a public page has its English, and no entry is left that nobody uses."""

import gettext
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.template.base import Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import reverse
from django.utils.translation import trans_real

from accounts.enums import Role
from applications.enums import PaperStatus
from applications.models import Paper
from campaigns.models import Announcement
from hetian_titles.language import ASKED_BY_POST, PAGES
from review.models import AnnotatedCopy, Rubric
from review.services.annotating import make_copy
from review.services.certificates import issue_certificates
from scripts import tongue
from scripts.house import ROOMS
from tests import factories
from tests.review.after.test_decisions import issued, passed, posted
from tests.review.after.world import at, moment, officer, panel

LOCALE = tongue.ROOT / "locale" / "en" / "LC_MESSAGES"
IN_FILTERS = re.compile(r'_\("([^"]+)"\)')
#: Too short a number, a name that matches nothing, nothing at all.
QUESTIONS = ({"number": "6532", "name": "某人"}, {"number": "6532 2025 P300 0001 23", "name": "某人"}, {})
#: What stands on public pages for somebody who signed in, and so in Chinese.
SIGNED_IN = {"我的资料，", "身份", "退出", "条未读"}


class Missed(gettext.NullTranslations):
    """Notes each Chinese text that is asked for while a page is drawn and has no English."""

    def __init__(self):
        super().__init__()
        self.texts = set()

    def gettext(self, message):
        if tongue.HAN.search(message):
            self.texts.add(message)
        return message

    def ngettext(self, singular, plural, number):
        return self.gettext(singular)

    def pgettext(self, context, message):
        return self.gettext(message)


@pytest.fixture
def missed():
    """Give what the English catalogue lacks while the test runs."""
    english, lacking = trans_real.translation("en"), Missed()
    before, english._fallback = english._fallback, lacking
    yield lacking.texts
    english._fallback = before


def texts_of(catalogue: Path, *, translated: bool = True) -> set[str]:
    """Give the texts of a catalogue that have a translation, or all of them."""
    reading = ["cat" if translated else "msgen", str(catalogue)]
    source = subprocess.run(reading, check=True, capture_output=True).stdout
    made = subprocess.run(["msgfmt", "--output-file=-", "-"], input=source, check=True, capture_output=True).stdout
    keys = gettext.GNUTranslations(io.BytesIO(made))._catalog
    return {key[0] if isinstance(key, tuple) else key for key in keys if key}


def msgids(template: Template) -> set[str]:
    """Give every text that a template marks, whichever of its branches was drawn."""
    found = set(IN_FILTERS.findall(template.source))
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        found.add(str(node.filter_expression.var.literal))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        found.update(node.render_token_list(part)[0] for part in (node.singular, node.plural) if part)
    return found


def addresses(campaign) -> dict[str, str]:
    """Give one address with data for each page of `PAGES`."""
    panel()
    office = officer("title-office", Role.TITLE_OFFICER)
    (certificate,) = issue_certificates(issued(office, passed()).pk, act=moment(office, at(5, 14)))
    listed = posted(office, passed())
    notice = Announcement.objects.create(
        campaign=campaign, slug="english", title="演示通知", body="正文", published_at=at(3, 11)
    )
    arguments = {
        "campaigns:download": [campaign.downloads.all()[0].form],
        "campaigns:announcement": [notice.slug],
        "results:publicity": [listed.slug],
        "results:certificate": [certificate.token],
        "results:rubric": [Rubric.objects.filter(published_at__isnull=False).first().pk],
    }
    arguments["results:copy"] = [copy_of(certificate).token]
    assert set(arguments) <= PAGES
    return {name: reverse(name, args=arguments.get(name)) for name in PAGES}


def copy_of(certificate) -> AnnotatedCopy:
    """Give an annotated copy, whose paper nobody has made yet."""
    Paper.objects.filter(pk=certificate.paper_id).update(status=PaperStatus.READY, ready_at=at(5, 14))
    act = factories.act_of(certificate.application.applicant, at(5, 15))
    return make_copy(certificate.pk, purpose="演示", valid_until=at(6, 30).date(), act=act)


def test_every_word_of_a_public_page_has_its_english(campaign, client, missed):
    """C42: each page of `PAGES`, drawn in English with data; what its other branches would say is there too."""
    client.cookies["language"] = "en"
    places = addresses(campaign)
    drawn, marked = [], set()
    with time_machine.travel(at(4, 16), tick=False):
        missed.clear()
        for name, address in places.items():
            answers = [client.get(address)]
            if name in ASKED_BY_POST:
                answers += [client.post(address, asked) for asked in QUESTIONS]
            for answer in answers:
                assert answer.status_code in (200, 202, 404, 422), name
                assert answer.headers["Content-Language"] == "en", name
                assert 'lang="en"' in answer.content.decode(), name
                drawn += answer.templates
    for template in drawn:
        marked |= msgids(template)
    english = texts_of(LOCALE / "django.po")
    lacking = {text for text in marked | missed if tongue.HAN.search(text)} - english - SIGNED_IN
    assert not sorted(lacking)


def test_a_found_certificate_is_shown_in_english(campaign, client):
    """C11: a stranger who has number and name, or the code, reads in English whether the certificate stands."""
    office = officer("title-office", Role.TITLE_OFFICER)
    (certificate,) = issue_certificates(issued(office, passed()).pk, act=moment(office, at(5, 14)))
    client.cookies["language"] = "en"
    asked = {"number": certificate.number, "name": certificate.application.applicant.name}
    pages = [
        client.post(reverse("results:certificate_check"), asked),
        client.get(reverse("results:certificate", args=[certificate.token])),
    ]
    for page in pages:
        shown = page.content.decode()
        assert page.status_code == 200
        assert 'lang="en"' in shown
        assert "The certificate is valid" in shown
        assert certificate.grouped_number in shown


def test_every_entry_of_the_catalogue_stands_in_the_source(tmp_path, monkeypatch):
    """An entry whose text was changed in the source would never be shown: each is one that `makemessages` finds."""
    for room in (*ROOMS, "templates"):
        shutil.copytree(tongue.ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.csv"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], verbosity=0)
    found = texts_of(tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po", translated=False)
    assert not texts_of(LOCALE / "django.po") - found
