"""The file beside the checklist: turned, enlarged, and the number that the identity card is compared with."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.services.materials import remove_material
from tests import factories, stories
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


def test_a_replaced_file_is_laid_beside_the_one_before(client):
    """C17: two pages at once, what differs framed; a file that stayed has nothing beside it."""
    case = stories.returned()
    old = case.materials.get(slot_key="achievements")
    new = stories.upload(case, "achievements", at=stories.CORRECTED, serial=77)
    remove_material(material_id=old.pk, act=factories.act_of(case.applicant, stories.CORRECTED))
    case = stories.resubmitted(case)
    cases.sign_in(client, stories.reviewer_of(case))
    with time_machine.travel(stories.CORRECTED + timedelta(hours=1), tick=False):
        page = page_of(client, case, f"?m={new.pk}")
        assert f'href="{reverse("desk:case", args=[case.number])}?m={new.pk}&amp;c=1#viewer">和上次比</a>' in page
        page = page_of(client, case, f"?m={new.pk}&c=1")
        assert "上次，第1页，共1页" in page
        framed = re.search(rf'src="(/files/{new.pk}/pages/1/\?against={old.pk}[^"]*)"', page)[1].replace(
            "&amp;", "&"
        )
        plain, marked = (client.get(address).content for address in (f"/files/{new.pk}/pages/1/", framed))
        assert plain != marked
        assert client.get(f"/files/{new.pk}/pages/1/?against={new.pk + 999}&there=1").status_code == 404
        assert client.get(f"/files/{new.pk}/pages/1/?against={old.pk}&there=2").status_code == 404
        stayed = case.materials.get(slot_key="diploma")
        assert "和上次比" not in page_of(client, case, f"?m={stayed.pk}&c=1")
        assert "和上次比" not in page_of(client, case, f"?m={old.pk}&c=1")
