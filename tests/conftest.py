"""Rules of every test: nothing is skipped in silence, an undefined template variable fails."""

import pytest


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
