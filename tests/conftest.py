"""Rules of every test; `test_traps.py` shows that each of them bites.

Nothing is skipped in silence; a warning, an undefined template variable, inline script or style fail; rows come in no
order that was not asked for; what waits for the commit runs.
"""

import gc

import pytest
from hypothesis import HealthCheck, settings

from tests import disorder, hooks, reference

# A machine under load draws slowly; that says nothing about the rule under test.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


def pytest_configure():
    """Rows come in no order that a query did not ask for."""
    disorder.shuffle()


def _failed_when_skipped(report):
    """Give `report`, failed when it was skipped or marked as expected to fail."""
    if report.skipped or hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped or expected to fail, which no test may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skipped test is a failed test: what is missing must be installed, not passed over."""
    return _failed_when_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """The same for a module that skips itself."""
    return _failed_when_skipped((yield))


#: The files that take longest, the longest first.
LONGEST = (
    *("test_rehearsal", "test_faults_work", "test_demo", "test_production"),
    *("test_every_page", "test_certificate", "test_return", "test_applicant", "test_employer"),
    *("test_papers", "test_query_budgets", "test_hostile", "test_matrix", "test_blind", "test_wording"),
    *("test_checks", "test_reading", "test_blind_copies", "test_generator", "test_races", "test_invariants"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that nobody waits for it alone at the end."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))


def pytest_collection_finish(session):
    """What was imported and collected stays to the end: the garbage collector need not walk through it each time."""
    gc.collect()
    gc.freeze()


def pytest_ignore_collect(collection_path):
    """`tests/postgres` holds races between real connections: they belong to the run on PostgreSQL alone."""
    from django.conf import settings

    is_race = collection_path.name == "postgres" and collection_path.parent.name == "tests"
    if is_race and "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return True
    return None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with the 2025 campaign loaded from its real reference files."""
    with django_db_blocker.unblock():
        reference.load()


@pytest.fixture(autouse=True)
def _reference_stays(request):
    """A transactional test empties the tables behind it; the next finds the data again. Hooks run at the end."""
    marked = request.node.get_closest_marker("django_db")
    asked = marked or {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if asked:
        request.getfixturevalue("_django_db_helper")
        reference.load_if_gone()
    yield
    if asked:
        hooks.run_left_over()


@pytest.fixture(scope="module")
def one_world(django_db_setup, django_db_blocker):
    """A transaction around a module: what its fixtures play in it is played once, and each test undoes its own."""
    from django.db import transaction

    with django_db_blocker.unblock():
        reference.load_if_gone()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)


@pytest.fixture
def campaign(db):
    """The 2025 campaign."""
    from campaigns.models import Campaign

    return Campaign.objects.get(key="2025")
