"""The file beside the checklist: turned, enlarged, and the number that the identity card is compared with."""

import re

import pytest
from django.urls import reverse

from tests import factories
from tests.review.desk import cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, time_machine):
    time_machine.move_to(cases.REVIEWED, tick=False)
    member = factories.officer_of("hetian-shi-hr")
    cases.sign_in(client, member)
    return member


def page_of(client, row, query=""):
    return client.get(reverse("desk:case", args=[row.number]) + query).content.decode()


def test_a_page_that_lies_on_its_side_is_turned_by_a_link(client, reviewer):
    """C15: a quarter at a time, kept from page to page, forgotten with the next file; four quarters are none."""
    row = cases.arrived()
    file = row.materials.get(slot_key="achievements")
    page = page_of(client, row, f"?m={file.pk}")
    assert "is-turned" not in page
    assert f"?m={file.pk}&amp;r=1#viewer" in page

    page = page_of(client, row, f"?m={file.pk}&r=1")
    assert "is-turned is-turn-1" in page
    assert f"?m={file.pk}&amp;p=2&amp;r=1#viewer" in page
    other = row.materials.get(slot_key="diploma")
    assert f"?m={other.pk}#viewer" in page
    assert "is-turned" not in page_of(client, row, f"?m={file.pk}&r=4")


def test_an_enlarged_page_is_drawn_from_a_larger_picture(client, reviewer):
    """C15: small print can be read."""
    row = cases.arrived()
    assert 'src="/files/' in page_of(client, row)
    assert "?width=1600" not in page_of(client, row)
    assert "?width=1600" in page_of(client, row, "?z=2")


def test_the_number_to_compare_with_the_identity_card_is_there_and_masked(client, reviewer):
    """C25, C46: the first item of the checklist needs it; three and four characters suffice."""
    row = cases.arrived()
    number, page = row.applicant.document_number, page_of(client, row)
    assert number not in page
    assert re.search(f"{number[:3]}[^0-9]+{number[-4:]}", page)


def test_a_fault_being_pinned_stays_open_while_other_pages_are_looked_at(client, reviewer):
    """C24: the next page, another file and a section keep the form; its place follows what is open."""
    row = cases.arrived()
    file = row.materials.get(slot_key="achievements")
    page = page_of(client, row, f"?m={file.pk}&pin=achievements")
    assert f"?m={file.pk}&amp;p=2&amp;pin=achievements#viewer" in page
    assert "?s=work&amp;pin=achievements#viewer" in page
    page = page_of(client, row, f"?m={file.pk}&p=2&pin=achievements")
    assert f'value="slot:achievements:{file.pk}:2" selected' in page
