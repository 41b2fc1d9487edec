"""PostgreSQL, Redis, an S3 server and a reverse proxy that speaks TLS. `docs/production.md` lists what must be given.

A secret NAME is read from the file that NAME_FILE names, else from /run/secrets/name, else from the variable NAME.
"""

from pathlib import Path

from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from hetian_titles.logs import logging_config
from hetian_titles.settings.base import *  # noqa: F403
from hetian_titles.settings.base import BASE_DIR, MIDDLEWARE, PAPER_UNSIGNED, env

SECRETS = Path("/run/secrets")


def secret(name: str, default: str | None = None) -> str:
    """Give the secret `name`; raises ImproperlyConfigured when it is nowhere and has no default."""
    path = Path(env(f"{name}_FILE", default=str(SECRETS / name.lower())))
    value = path.read_text(encoding="utf-8").strip() if path.is_file() else env(name, default=default)
    if value is None:
        raise ImproperlyConfigured(f"Give the secret {name}: {path}, or {name}_FILE naming another file.")
    return value


DEBUG = False
SECRET_KEY = secret("SECRET_KEY")
FIELD_KEYS = secret("FIELD_KEYS").split()
INDEX_KEY = secret("INDEX_KEY")

PORTAL_ADDRESS = env("PORTAL_ADDRESS").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

DATABASES = {
    "default": env.db("DATABASE_URL")
    | {
        "PASSWORD": secret("DATABASE_PASSWORD", ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }
}
REDIS_URL = env("REDIS_URL").rstrip("/")
# Redis holds nothing that is not in the database as well: a page waits for it a moment, then goes on without.
CACHES = {
    "default": {
        "BACKEND": "hetian_titles.cache.ForgivingRedisCache",
        "LOCATION": f"{REDIS_URL}/1",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2, "retry": Retry(NoBackoff(), 1)},
    }
}
CELERY_BROKER_URL = f"{REDIS_URL}/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600, "socket_connect_timeout": 2, **QUEUES_IN_ORDER}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BEAT_SCHEDULE_FILENAME = env("BEAT_SCHEDULE", default="/tmp/beat-schedule")

# Servers other than Amazon's do not know the checksums that newer clients add unasked.
S3_CLIENT = Config(
    signature_version="s3v4",
    s3={"addressing_style": env("S3_ADDRESSING", default="path")},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=3,
    read_timeout=20,
    retries={"mode": "standard", "total_max_attempts": 2},  # a request is answered before the proxy gives up on it
)
STORAGES = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": env("S3_ENDPOINT"),
            "bucket_name": env("S3_BUCKET"),
            "region_name": env("S3_REGION", default="us-east-1"),
            "access_key": secret("S3_ACCESS_KEY"),
            "secret_key": secret("S3_SECRET_KEY"),
            "client_config": S3_CLIENT,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))

MIDDLEWARE = ["hetian_titles.proxy.ClientAddressMiddleware", *MIDDLEWARE]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True

EMAIL_HOST = env("EMAIL_HOST", default="")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.int("EMAIL_PORT", default=465)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=True)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 10  # for each of some ten answers: an attempt ends within FIRST_WAIT of accounts.services.messages
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL", default="portal@localhost")

# The key that signs papers is a file, and so are the certificates that count; only `paper` and `release` have the key.
PAPER_SIGNING_KEY = env("PAPER_SIGNING_KEY_FILE", default=str(SECRETS / "paper_signing_key"))
PAPER_SIGNERS = "" if PAPER_UNSIGNED else env("PAPER_SIGNERS_FILE", default=str(SECRETS / "paper_signers"))
PAPER_SIGNING_PASSPHRASE = secret("PAPER_SIGNING_PASSPHRASE", "")
PAPER_PKCS11_PIN = secret("PAPER_PKCS11_PIN", "")

LOGGING = logging_config(as_json=True, level=env("LOG_LEVEL", default="INFO"))
