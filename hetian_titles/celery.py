"""The Celery application; tasks live in each room's `tasks.py`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.demo")

app = Celery("hetian_titles")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
