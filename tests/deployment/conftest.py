"""One production installation for the whole module, since it takes seconds to start."""

import pytest

from tests.deployment import servers


@pytest.fixture(scope="session")
def production():
    """An installation with its tables, reference data, bucket and static files; web, workers and beat run."""
    with servers.installation() as whole:
        released = whole.run("-m", "scripts.release")
        assert released.returncode == 0, released.stderr
        collected = whole.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        assert collected.returncode == 0, collected.stderr
        celery = ("celery", "-A", "hetian_titles")
        whole.start("web", "gunicorn", "-c", "deploy/gunicorn.conf.py", "hetian_titles.wsgi")
        for queue in ("default", "paper", "examination"):
            worker = (*celery, "worker", f"--queues={queue}", f"--hostname={queue}@test", "--concurrency=1")
            whole.start(queue, *worker, "--loglevel=info")
        whole.start("beat", *celery, "beat", "--loglevel=info", "--pidfile=")
        for name, ready in (("web", "Booting worker"), ("default", "ready."), ("paper", "ready.")):
            whole.wait_for_log(name, ready)
        yield whole
