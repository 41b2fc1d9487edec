"""One machine, one folder: SQLite, files on disk, a broker made of files. For `make demo`."""

import secrets
from pathlib import Path

from hetian_titles.logs import logging_config
from hetian_titles.settings.base import *  # noqa: F403
from hetian_titles.settings.base import BASE_DIR, env

DATA = Path(env("DATA", default=str(BASE_DIR / "var" / "demo"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """Give the secret kept in `DATA/name`, made on first use and readable by its owner alone."""
    path = DATA / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return path.read_text().strip()


DEMO = True
# Both made by scripts.prepare; a rehearsal needs neither, and may be the first thing that is done here.
PAPER_UNSIGNED = not (DATA / "signing" / "signer.pem").exists()
PAPER_SIGNING_KEY = "" if PAPER_UNSIGNED else str(DATA / "signing" / "signer.pem")
PAPER_SIGNERS = "" if PAPER_UNSIGNED else str(DATA / "signing" / "signers.pem")
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _kept_secret("secret-key")
FIELD_KEYS = [_kept_secret("field-key")]
INDEX_KEY = _kept_secret("index-key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "portal.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache",
    }
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
FACES_FOLDER = DATA / "faces"
STATIC_ROOT = DATA / "static"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "outbox"
DEFAULT_FROM_EMAIL = "portal@localhost"

CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": DATA / "queue",
    "data_folder_out": DATA / "queue",
    "control_folder": DATA / "control",
    "polling_interval": 0.1,
    "store_processed": False,
}
for folder in ("queue", "control", "files", "outbox"):
    (DATA / folder).mkdir(exist_ok=True)
LOGGING = logging_config(as_json=False)
