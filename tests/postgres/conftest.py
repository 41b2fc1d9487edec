"""No worker runs beside a race: a PDF set in the middle of it would only slow it down."""

import pytest

from tests.hooks import queued


@pytest.fixture(autouse=True, scope="package")
def _queued():
    with queued():
        yield
