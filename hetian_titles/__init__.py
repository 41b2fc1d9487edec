"""The project: settings, addresses, Celery, middleware. No business."""

from hetian_titles.celery import app as celery_app

__all__ = ["celery_app"]
