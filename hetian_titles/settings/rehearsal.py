"""A scratch installation for one rehearsal, thrown away after it. Nobody signs in here."""

from pathlib import Path

from hetian_titles.logs import logging_config
from hetian_titles.rehearsal.scratch import DATABASE_FILE
from hetian_titles.settings.base import *  # noqa: F403
from hetian_titles.settings.base import env

DATA = Path(env("REHEARSAL_FOLDER")).resolve()
DEMO = True
PAPER_UNSIGNED = True  # its papers reach nobody
SECRET_KEY = "only-for-a-rehearsal"
FIELD_KEYS = ["11" * 32]
INDEX_KEY = "22" * 32

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / DATABASE_FILE,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;"
        },
    }
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FACES_FOLDER = DATA / "faces"
# Nobody here has a password worth guarding, and hashing five thousand well takes minutes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FILES_APART, SCAN_CHECKS, CLAMD = False, False, ""  # it draws its scans itself
# The rows are the truth of every job: the rehearsal works them off by its own clock, and forgets the queue.
CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = logging_config(as_json=False)
