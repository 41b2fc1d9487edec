"""Production's settings with a beat that beats every two seconds, and a patience that outlasts a loaded machine."""

from hetian_titles.settings.production import *  # noqa: F403
from hetian_titles.settings.production import CELERY_BEAT_SCHEDULE

for entry in CELERY_BEAT_SCHEDULE.values():
    entry["schedule"] = 2.0
CELERY_BEAT_SCHEDULE["invariants"]["schedule"] = 8.0  # it reads everything
EMAIL_TIMEOUT = 60
