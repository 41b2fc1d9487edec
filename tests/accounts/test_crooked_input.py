"""Input that no form would send."""

import pytest
from django.test import Client

from tests.accounts.people import client_for, officer

pytestmark = pytest.mark.django_db
HUGE = "9" * 30


@pytest.mark.parametrize("path", [f"employers/{HUGE}/", f"employers/{HUGE}/licence/", "employers/0/"])
def test_a_number_no_row_can_have_is_not_found(path: str) -> None:
    """Issue, Bad input: 404, never an error page."""
    assert client_for(officer()).get(f"/account/{path}").status_code == 404


def test_a_page_and_a_state_that_do_not_exist_show_the_first_ones() -> None:
    """Issue, Bad input: an address typed by hand shows the list."""
    assert client_for(officer()).get("/account/employers/?page=zz&state=%00").status_code == 200


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("sign-in/?next=%00//x", {"username": "a\x00b", "password": "x\x00"}),
        ("sign-up/", {"name": "李\x00明"}),
        ("reset/", {"number": "\x00"}),
    ],
)
def test_characters_nobody_sees_are_refused(path: str, fields: dict[str, str]) -> None:
    """Issue, Bad input: 422 and a sentence, on PostgreSQL as on SQLite."""
    assert Client().post(f"/account/{path}", fields).status_code == 422
