"""The demonstration's offices can be rung under numbers that nobody has."""

import pytest

from accounts.models import Office
from hetian_titles.demo.people import give_telephones

pytestmark = pytest.mark.django_db


def test_every_office_of_the_demonstration_has_a_number_of_its_own() -> None:
    """C48: those of the notice stay; the others get 0903-1000301 and on, in the demonstration alone."""
    given = set(Office.objects.exclude(phone="").values_list("key", "phone"))
    assert Office.objects.filter(phone="").exists()
    give_telephones()
    assert given <= set(Office.objects.values_list("key", "phone"))
    made = list(Office.objects.filter(phone__startswith="0903-1000").values_list("phone", flat=True))
    assert len(made) == len(set(made)) == Office.objects.count() - len(given)
