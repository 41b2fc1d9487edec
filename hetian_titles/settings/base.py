"""What every installation shares. `demo`, `test` and `production` say the rest."""

import tempfile
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def gettext_noop(text: str) -> str:
    """Mark `text` for translation. Django's own asks for the settings, which are not there before this file is read."""
    return text


INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "documents",
    "accounts",
    "campaigns",
    "applications",
    "review",
    "payments",
    "hetian_titles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hetian_titles.middleware.RequestClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleMiddleware",
    "hetian_titles.middleware.PrivatePagesMiddleware",
    "hetian_titles.middleware.ActorMiddleware",
    "hetian_titles.language.LanguageMiddleware",
    "accounts.middleware.PasswordMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hetian_titles.middleware.RefusalMiddleware",
    "hetian_titles.middleware.OnlySentToMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hetian_titles.urls"
WSGI_APPLICATION = "hetian_titles.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hetian_titles.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "hetian_titles.templatetags.portal",
            ],
        },
    },
]
FORM_RENDERER = "hetian_titles.forms.PortalFormRenderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.NumberBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.validators.PortalPasswordValidator"},
    {"NAME": "accounts.validators.NotCommonValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:start"
LOGOUT_REDIRECT_URL = "campaigns:home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_noop("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "packages"]  # the second: scripts/node-packages

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "hetian_titles.csrf.failed"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 8
IDLE_MINUTES = 60
IDLE_MINUTES_FOR_A_UNIT = 30

CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "accounts.tasks.deliver": {"queue": "mail"},
    "applications.tasks.typeset_paper": {"queue": "paper"},
    "applications.tasks.check_material": {"queue": "scan"},
    "applications.tasks.make_blind_copy": {"queue": "blind"},
    "campaigns.tasks.make_download": {"queue": "paper"},
    "review.tasks.print_part": {"queue": "print"},
    "review.tasks.bind_print_run": {"queue": "print"},
    "hetian_titles.tasks.examine": {"queue": "examination"},
}
# A worker of several queues empties the first that it names before it looks at the next.
QUEUES_IN_ORDER = {"queue_order_strategy": "priority"}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "applications.tasks.sweep", "schedule": 60.0},
    "remind": {"task": "applications.tasks.remind", "schedule": 300.0},
    "papers": {"task": "applications.tasks.requeue_papers", "schedule": 60.0},
    "checks": {"task": "applications.tasks.requeue_checks", "schedule": 60.0},
    "blind_copies": {"task": "applications.tasks.requeue_blind_copies", "schedule": 60.0},
    "print_runs": {"task": "review.tasks.requeue_print_runs", "schedule": 60.0},
    "downloads": {"task": "campaigns.tasks.make_waiting_downloads", "schedule": 600.0},
    "examinations": {"task": "hetian_titles.tasks.requeue_examinations", "schedule": 300.0},
    "deliveries": {"task": "accounts.tasks.requeue_deliveries", "schedule": 120.0},
    "invariants": {"task": "hetian_titles.tasks.check_invariants", "schedule": crontab(hour=3, minute=30)},
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.sign_in.locked_out"
AXES_USERNAME_CALLABLE = "accounts.backends.axes_name"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MEGABYTES = (
    100  # of the files of one upload together; deploy/nginx.conf takes that and what a form wraps around it
)
# A file may come piece by piece, each held in memory: at most DATA_UPLOAD_MAX_MEMORY_SIZE.
APPLICATION_MEGABYTES = 500  # of one application's files, with those under way
TRANSFER_DAYS = 3  # for which a file waits for its next piece
PRINT_RUN_DAYS = 60  # for which the file of a print run is kept
# Whether uploads are opened in a process of their own, which may take little memory and time (documents.apart).
FILES_APART = env.bool("FILES_APART", default=True)
FILES_SECONDS = 10  # of the processor, for one file
SCAN_CHECKS = env.bool(
    "SCAN_CHECKS", default=True
)  # whether files are looked at as a reviewer would, in the background
OFD_PROGRAM = env("OFD_PROGRAM", default=str(BASE_DIR / "var" / "ofd" / "ofd-cli"))  # that scripts/ofd fetches
CLAMD = env("CLAMD", default="")  # where a virus scanner listens (documents.virus)

DEMO = False
PORTAL_ADDRESS = env("PORTAL_ADDRESS", default="http://127.0.0.1:8000").rstrip("/")
# The folder that scripts/fonts fills; an office's own 仿宋_GB2312.ttf and the like may lie there (documents.fonts).
PAPER_FONTS = env("PAPER_FONTS", default=str(BASE_DIR / "var" / "fonts"))
# Where uploaded faces lie while papers are set in them (documents.localfaces); what is lost there is fetched again.
FACES_FOLDER = Path(tempfile.gettempdir()) / "titles-faces"
PAPER_MORE_FACES = env.list("PAPER_MORE_FACES", default=[])  # families of the system, for what the others lack

# With what papers are signed (documents.signing.own); an installation without a key decides so by PAPER_UNSIGNED.
PAPER_UNSIGNED = env.bool("PAPER_UNSIGNED", default=False)
PAPER_SIGNING_KEY = env("PAPER_SIGNING_KEY", default="")
PAPER_SIGNING_PASSPHRASE = ""
PAPER_PKCS11_MODULE = env("PAPER_PKCS11_MODULE", default="")
PAPER_PKCS11_TOKEN = env("PAPER_PKCS11_TOKEN", default="")
PAPER_PKCS11_LABEL = env("PAPER_PKCS11_LABEL", default="")
PAPER_PKCS11_PIN = ""
PAPER_SIGNERS = env("PAPER_SIGNERS", default="")
PAPER_TSA = env("PAPER_TSA", default="")

PORTAL_NAME = gettext_noop("和田地区职称申报平台")
PORTAL_ISSUER = gettext_noop("和田地区专业技术人员职称办公室")
