"""What a signed-in person sees is kept by no browser and no proxy; what everybody sees may be."""

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_signed_in_page_is_not_kept(client):
    client.force_login(factories.person())
    for name in ("applications:home", "campaigns:home", "accounts:profile"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"], name


def test_a_public_page_may_be_kept(client):
    assert "Cache-Control" not in client.get(reverse("campaigns:home"))
