"""The Celery application; tasks live in each room's `tasks.py`."""

import os

from celery import Celery
from celery.signals import setup_logging

from hetian_titles import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.demo")

broker.install()
app = Celery("hetian_titles")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_arguments: object) -> None:
    """Leave the logging of the settings as it is: with a receiver here, Celery does not set up its own."""
