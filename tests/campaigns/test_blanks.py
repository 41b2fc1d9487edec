"""The blank forms of campaigns that are there already: newer ones come with a release, older files are made anew."""

from datetime import date

import pytest
from django.core.management import call_command

from campaigns.enums import CampaignStatus
from campaigns.models import Campaign, Download, LoadedRow
from campaigns.services import copy_campaign, load_blanks
from campaigns.services.downloads import make_download, waiting_downloads
from documents.edition import edition
from documents.papers.catalogue import BLANKS
from documents.store import read
from scripts.prepare import reference_steps
from tests.documents.reading import text_of

pytestmark = pytest.mark.django_db
NEWEST = "draw_record"


def forms_of(campaign: Campaign) -> set[str]:
    return set(campaign.downloads.values_list("form", flat=True))


def released() -> None:
    """What brings an installation up to date, but the tables."""
    for step in reference_steps(date(2025, 3, 4))[1:]:
        call_command(*step, verbosity=0)


def never_had(*campaigns: Campaign) -> None:
    """Let campaigns be as they were before there was the newest form."""
    Download.objects.filter(form=NEWEST, campaign__in=campaigns)._raw_delete("default")
    scopes = [f"campaign:{campaign.key}" for campaign in campaigns]
    LoadedRow.objects.filter(table="download", key=NEWEST, scope__in=scopes).delete()


def test_a_release_gives_every_campaign_the_newest_forms(campaign: Campaign) -> None:
    """Issue 5, part 7: copied before there was such a form, it has it after; an archived one stays; twice is once."""
    copy, archived = (copy_campaign(campaign, key=key, name=key, year=int(key)) for key in ("2026", "2024"))
    Campaign.objects.filter(pk=archived.pk).update(status=CampaignStatus.ARCHIVED)
    never_had(campaign, copy, archived)
    released()
    assert forms_of(campaign) == forms_of(copy) == set(BLANKS)
    assert forms_of(archived) == set(BLANKS) - {NEWEST}
    before = list(Download.objects.order_by("pk").values_list())
    assert not load_blanks().changed
    released()
    assert list(Download.objects.order_by("pk").values_list()) == before


def test_what_an_office_deleted_or_named_itself_stays_so(campaign: Campaign) -> None:
    """C44: in the year that was loaded, in a copy of it, and in a copy that remembers nothing of any file."""
    campaign.downloads.get(form=NEWEST).delete()
    copy, older = (copy_campaign(campaign, key=key, name=key, year=int(key)) for key in ("2026", "2027"))
    LoadedRow.objects.filter(scope="campaign:2027").delete()
    older.downloads.get(form="roster").delete()
    copy.downloads.filter(form="ballot").update(label="投票用纸")
    released()
    assert forms_of(campaign) == forms_of(copy) == set(BLANKS) - {NEWEST}
    assert forms_of(older) == set(BLANKS) - {"roster"}
    assert copy.downloads.get(form="ballot").label == "投票用纸"


def test_a_blank_of_an_older_edition_is_made_anew_and_offered_meanwhile(campaign: Campaign) -> None:
    """Issue 5, part 7: when the templates have changed, each form follows them by itself; archived years do not."""
    blank = campaign.downloads.get(form=NEWEST)
    make_download(blank.pk)
    assert blank.pk not in waiting_downloads()
    campaign.downloads.filter(pk=blank.pk).update(edition="older")
    assert blank.pk in waiting_downloads()
    blank.refresh_from_db()
    assert read(blank.file.name).startswith(b"%PDF")
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.ARCHIVED)
    assert blank.pk not in waiting_downloads()
    Campaign.objects.filter(pk=campaign.pk).update(status=CampaignStatus.PUBLISHED)
    make_download(blank.pk)
    blank.refresh_from_db()
    assert blank.edition == edition()
    assert blank.pk not in waiting_downloads()


def test_a_copied_campaign_does_not_offer_the_blanks_of_its_source(campaign: Campaign) -> None:
    """C46, C47: the notice of a year bears that year, also where the forms of the year before were made already."""
    blank = campaign.downloads.get(form="employer_notice")
    make_download(blank.pk)
    copied = copy_campaign(campaign, key="2026", name="2026年", year=2026).downloads.get(form="employer_notice")
    assert not copied.file
    assert copied.pk in waiting_downloads()
    make_download(copied.pk)
    copied.refresh_from_db()
    text = text_of(read(copied.file.name))
    assert "2026年×月×日" in text
    assert "2025年" not in text
