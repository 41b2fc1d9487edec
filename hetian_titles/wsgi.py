"""The WSGI entry that gunicorn serves; loaded before it forks, so that no worker's first visitor waits for the views."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hetian_titles.settings.production")
application = get_wsgi_application()
resolve("/healthz")  # imports the views, which Django would leave to the first request of each process
