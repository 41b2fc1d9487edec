"""Settings of the tests: SQLite in a temporary folder, or the PostgreSQL and Redis that `tests.services` starts."""

import atexit
import shutil
import tempfile
from pathlib import Path

from hetian_titles.settings.base import *  # noqa: F403
from hetian_titles.settings.base import BASE_DIR, MIDDLEWARE, env

TEST_DATA = DATA = Path(tempfile.mkdtemp(prefix="titles-test-"))
atexit.register(shutil.rmtree, TEST_DATA, ignore_errors=True)

DATA = TEST_DATA
DEMO = True
SECRET_KEY = "only-for-tests"
FIELD_KEYS = ["11" * 32]
INDEX_KEY = "22" * 32
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = ["tests.pages.StrictPageMiddleware", *MIDDLEWARE]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{TEST_DATA}/portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DATA / "test.sqlite3")}

PAPER_SIGNING_KEY = str(BASE_DIR / "var" / "signing" / "signer.pem")  # both made by make prepare-test
PAPER_SIGNERS = str(BASE_DIR / "var" / "signing" / "signers.pem")
FACES_FOLDER = TEST_DATA / "faces"
FILES_APART = False  # tests that bring files of strangers turn it on
FILES_SECONDS = 6  # of the processor: fewer than in production, so that what never ends is told sooner
CLAMD = ""
REDIS_URL = env("REDIS_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            # a database for each process of tests: emptying a cache empties all of its database
            "LOCATION": f"{REDIS_URL}/{1 + int(env('PYTEST_XDIST_WORKER', default='gw0').removeprefix('gw'))}",
        }
    }
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": TEST_DATA / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "portal@localhost"
CELERY_BROKER_URL = f"{REDIS_URL}/2" if REDIS_URL else "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": env("PYTEST_XDIST_WORKER", default="only"),
    **QUEUES_IN_ORDER,
}
CELERY_TASK_ALWAYS_EAGER = env.bool("CELERY_EAGER", default=True)
CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
