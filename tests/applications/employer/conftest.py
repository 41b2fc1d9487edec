"""Somebody who acts for an employer, signed in on a Monday."""

import pytest
import time_machine

from tests import factories
from tests.applications.employer.test_notice import MONDAY


@pytest.fixture
def clerk():
    return factories.clerk_of(factories.employer())


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk.user)
    session = client.session
    session["membership"] = clerk.pk
    session.save()
    with time_machine.travel(MONDAY, tick=False):
        yield client
