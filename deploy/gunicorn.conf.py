"""How production serves the web: gunicorn -c deploy/gunicorn.conf.py hetian_titles.wsgi"""

import os

from hetian_titles.logs import logging_config

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "3"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 75
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True
accesslog = "-"
# no query: it may hold what a person searched for
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
logconfig_dict = logging_config(as_json=True, level=os.environ.get("LOG_LEVEL", "INFO"))
