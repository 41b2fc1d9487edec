"""The public pages: everybody reads them, in few queries."""

import tomllib
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from campaigns import selectors
from campaigns.code_tables import REFERENCE
from campaigns.enums import Audience
from campaigns.models import Announcement, Download
from campaigns.rules.timetable import lay_out
from campaigns.rules.wording import whole_moment
from campaigns.services.downloads import make_download, waiting_downloads
from documents.papers.catalogue import BLANKS, FORMS
from documents.store import read
from tests import factories
from tests.documents.reading import pages_of, text_of

BEIJING = ZoneInfo("Asia/Shanghai")
MARCH_4 = datetime(2025, 3, 4, 20, 41, tzinfo=BEIJING)
PAGES = ("campaigns:guide", "campaigns:questions", "campaigns:downloads")


@pytest.fixture
def on_march_4():
    with time_machine.travel(MARCH_4, tick=False):
        yield


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_page_of_last_resort_names_the_telephone_of_the_campaign(name):
    """C48: it is drawn without the database, so the number is printed there; it is the one of the newest year's file."""
    newest = max(REFERENCE.glob("*/campaign.toml"))
    phone = tomllib.loads(newest.read_text(encoding="utf-8"))["campaign"]["contact_phone"]
    page = render_to_string(name, {"words": "", "here": "/"})
    assert f"咨询电话{phone}" in strip_tags(page)
    assert f'href="tel:{phone}"' in page, "a phone dials it at a touch"


def test_an_employer_finds_where_it_signs_up(client, campaign, on_march_4):
    """C01: the way of an application says what its employer must do first, and leads there over the sign-in."""
    for page in ("campaigns:home", "campaigns:guide"):
        assert f'href="{reverse("accounts:employer_sign_up")}">去登记单位' in client.get(reverse(page)).text
    led = client.get(reverse("accounts:employer_sign_up"), follow=True).text
    assert f"{reverse('accounts:sign_up')}?next=" in led


def test_who_acts_for_a_unit_is_not_sent_to_sign_one_up(client, campaign, on_march_4):
    """C01: that page opens only for who acts for himself."""
    clerk = factories.clerk_of(factories.employer())
    client.force_login(clerk.user)
    session = client.session
    session["membership"] = clerk.pk
    session.save()
    assert "去登记单位" not in client.get(reverse("campaigns:guide")).text


def test_home_shows_the_timetable_with_today_and_both_telephones(client, campaign, on_march_4):
    """C42, C48: the year's dates with today marked, the time left to file, both telephones."""
    page = client.get("/").content.decode()

    assert "2天3小时19分" in page.replace("2天3小时18分", "2天3小时19分")
    assert "2月17日至<b>3月6日24时</b>" in page
    assert "今天，3月4日" in page
    assert page.count('class="badge is-live"') == 3
    assert "tel:0903-2069736" in page
    assert "tel:0903-2069176" in page


def test_a_date_of_another_year_says_its_year(client, campaign, on_march_4):
    """C05: what ends next January is not taken for this one."""
    last = list(selectors.timetable(campaign))[-1]
    last.opens_at = datetime(2025, 12, 29, 9, tzinfo=BEIJING)
    last.closes_at = datetime(2026, 1, 3, 18, tzinfo=BEIJING)
    last.save()
    page = client.get("/").content.decode()
    assert "12月29日至<b>2026年1月3日18:00</b>" in page
    assert "2月17日至<b>3月6日24时</b>" in page


@pytest.mark.parametrize("name", PAGES)
def test_every_public_page_carries_both_telephones(client, campaign, name, on_march_4):
    """C48: contact and supervision telephone on every public page."""
    page = client.get(reverse(name)).content.decode()

    for phone in (campaign.contact_phone, campaign.supervision_phone):
        assert f'href="tel:{phone}">{phone}</a>' in page


def test_a_notice_is_not_out_before_its_time(client, campaign, on_march_4):
    """A notice set for tomorrow can neither be listed nor opened."""
    Announcement.objects.create(
        campaign=campaign, slug="later", title="明天的通知", body="正文", published_at=MARCH_4 + timedelta(days=1)
    )

    assert "明天的通知" not in client.get("/").content.decode()
    assert client.get(reverse("campaigns:announcement", args=["later"])).status_code == 404


def test_blank_forms_are_made_beforehand_and_served(client, campaign):
    """C23, C46, C47: the blank forms can be fetched as PDF; until one is made the page says so."""
    address = reverse("campaigns:download", args=["training_exemption"])
    assert client.get(address).status_code == 202

    for download_id in waiting_downloads():
        make_download(download_id)

    assert b"".join(client.get(address)).startswith(b"%PDF-")
    assert not waiting_downloads()
    assert Download.objects.get(campaign=campaign, form="training_exemption").size > 1000


def test_a_blank_form_carries_the_year_and_the_telephones_of_its_campaign(campaign):
    """C46, C48: the template of 推荐单位公示 is dated 2025年×月×日; the portal's telephones stand at its foot."""
    download = Download.objects.get(campaign=campaign, form="employer_notice")
    make_download(download.pk)
    download.refresh_from_db()
    with download.file.open("rb") as stream:
        text = text_of(stream.read())
    for words in ("监督电话：××××", "2025年×月×日", f"监督电话：{campaign.supervision_phone}"):
        assert words in text


def test_timetable_places_today_between_what_is_over_and_what_comes(campaign):
    """C05 to C11: every window in order, its state at a moment, inside the picture."""
    table = lay_out(selectors.timetable(campaign), MARCH_4)

    assert [row.closes for row in table.rows] == sorted(row.closes for row in table.rows)
    assert {row.label: row.status for row in table.rows}["网上申报"] == "now"
    assert {row.label: row.status for row in table.rows}["评审工作事前备案"] == "over"
    assert all(0 <= float(row.end.rstrip("%")) <= 100 for row in table.rows)
    assert table.over == sum(row.closes < MARCH_4 for row in table.rows)


def test_the_last_instant_of_filing_still_runs(campaign):
    """C05: 3月6日24时 is the end, one microsecond later it is over."""
    end = datetime(2025, 3, 6, 23, 59, 59, 999999, tzinfo=BEIJING)

    def status(at):
        return {row.label: row.status for row in lay_out(selectors.timetable(campaign), at).rows}["网上申报"]

    assert status(end) == "now"
    assert status(end + timedelta(microseconds=1)) == "over"


def test_pages_stand_before_any_campaign_is_published(client, campaign):
    """Empty state: home says what will appear; other pages do not exist."""
    campaign.status = "preparing"
    campaign.save()

    assert "还没有开始" in client.get("/").content.decode()
    assert client.get(reverse("campaigns:guide")).status_code == 404


def test_the_guide_says_of_each_material_whether_it_must_be_handed_in(client, campaign):
    """C21, C42: must, one of several, or if there is one; masking is said once."""
    page = client.get(reverse("campaigns:guide")).content.decode()
    rows = {row.split("</th>")[0].split(">")[-1]: row for row in page.split("<tr ")[2:]}
    assert ">必交</td>" in rows["身份证（正反两面）"]
    assert "几项里必交一项" in rows["劳动合同"]
    assert "必交（已有职称）" in rows["现任资格证书"]
    assert ">有则交</td>" in rows["继续教育免学审批表"]
    assert rows["学历证书"].count("遮") == 1
    assert "任选一项。要遮盖姓名、照片和单位。" in rows["毕业生登记表"]


def test_everybody_reads_who_when_how_much_and_with_which_forms(client, campaign, on_march_4):
    """C42: the year's tables in plain words, on the home page and in the guide, with questions and blank forms."""
    pages = {name: unescape(client.get(reverse(name)).content.decode()) for name in ("campaigns:home", *PAGES)}
    for page in (pages["campaigns:home"], pages["campaigns:guide"]):
        for words in (
            "疆外民营企业派驻和田",
            "高级工班、预备技师班",
            "以考代评",
            "专项期间暂停",
            "您填写、上传、提交",
            "内部公示不少于5个工作日",
        ):
            assert words in page
    told = {
        "campaigns:guide": [whole_moment(row.closes_at) for row in campaign.windows.all()]
        + [f"{fee.amount:.0f}元" for fee in campaign.fees.all()],
        "campaigns:questions": [row.answer.split("\n")[0] for row in campaign.questions.all()],
        "campaigns:downloads": [row.label for row in campaign.downloads.all()],
    }
    for name, words in told.items():
        assert words
        assert [each for each in words if each not in pages[name]] == []
    assert "网上申报" in pages["campaigns:home"].split('id="time"')[1]


def test_a_folded_way_says_that_a_condition_is_not_met(client, campaign):
    """C24: that a reason will be asked for is read before the way is opened."""
    asked = {
        "employer_kind": "private",
        "education_rank": "30",
        "full_time": "yes",
        "prior_level": "intermediate",
        "prior_years": "1",
        "professional_years": "4",
        "specialty": "engineering/construction",
    }
    page = client.get(reverse("applications:quiz"), asked).content.decode()
    folded = [line.split("</summary>")[0] for line in page.split("<summary>")[1:]]
    assert any("有条件没达到，要说明原因" in line for line in folded)


def test_a_form_without_its_mark_leads_back_to_its_page(campaign):
    """Bad input: 403, with a link to the page it came from; never to another site."""
    strict = Client(enforce_csrf_checks=True)
    sent = strict.post(
        "/account/sign-in/", {}, headers={"referer": "http://testserver/account/sign-in/?next=/fees/"}
    )
    assert sent.status_code == 403
    assert 'href="http://testserver/account/sign-in/?next=/fees/"' in sent.content.decode()
    foreign = strict.post("/account/sign-in/", {}, headers={"referer": "https://example.org/"})
    assert "example.org" not in foreign.content.decode()


def test_every_blank_form_is_offered_to_whoever_fills_it_in(client, campaign):
    """Issue 5, part 7: by who needs it, with number, pages and size, made from the templates of the papers themselves."""
    assert set(campaign.downloads.values_list("form", flat=True)) == set(BLANKS)
    for download_id in waiting_downloads():
        make_download(download_id)
    page = unescape(client.get(reverse("campaigns:downloads")).content.decode())
    places = [page.index(f">{audience.label}</h2>") for audience in Audience]
    assert places == sorted(places)
    for blank in campaign.downloads.all():
        size = strip_tags(filesizeformat(blank.size)).replace("\xa0", " ")
        assert blank.pages == len(pages_of(read(blank.file.name)))
        assert f"{blank.label} <span" in page
        assert f"{blank.pages}页，{size}" in page.replace("\xa0", " ")
        after = page.index(f'"{reverse("campaigns:download", args=[blank.form])}"')
        assert max(place for place in places if place < after) == places[list(Audience).index(blank.audience)]
        assert FORMS[blank.form].number in page
    assert len(page.encode()) < 30_000
