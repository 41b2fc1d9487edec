"""What a test leaves waiting for a commit that never comes is run all the same, before the test is rolled back."""

from contextlib import contextmanager

from django.db import connection

from hetian_titles.celery import app


@contextmanager
def queued():
    """Let tasks go into the queue, where nobody does them, in place of being done on the spot; then it is emptied."""
    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    try:
        yield
    finally:
        app.conf.task_always_eager = eager
        with app.connection_for_write() as connected:
            for name in {"default", *(route["queue"] for route in app.conf.task_routes.values())}:
                connected.default_channel.queue_purge(name)


def run_left_over() -> None:
    """Run the hooks as the commit would, but for swallowing what goes wrong in one; raises what a hook raises."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    with queued():
        for _savepoints, hook, _robust in waiting:
            hook()
