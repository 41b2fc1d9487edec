# syntax=docker/dockerfile:1
# One image for web, workers and beat. `docker compose build` makes it.

FROM python:3.11-slim-bookworm AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements-pip.lock requirements-ocr.lock /
RUN /venv/bin/pip install --no-deps --require-hashes -r /requirements-pip.lock \
    && /venv/bin/pip install --no-deps --require-hashes -r /requirements-ocr.lock

FROM python:3.11-slim-bookworm AS base
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONUTF8=1
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 fontconfig fonts-noto-cjk fonts-ukij-uyghur \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /tmp portal
WORKDIR /app

FROM node:20-bookworm-slim AS browser
WORKDIR /packages
COPY package.json package-lock.json ./
COPY scripts/node-packages scripts/
RUN scripts/node-packages demo

FROM base AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext make
COPY --from=packages /venv /venv
COPY . .
COPY --from=browser /packages/var/packages var/packages
RUN scripts/fonts var/fonts && python -m documents.polygons var/fonts
RUN scripts/ofd /venv/bin/python var/ofd
RUN make translations
RUN DATA=/tmp/build DJANGO_SETTINGS_MODULE=hetian_titles.settings.demo python manage.py collectstatic --no-input \
    && mv /tmp/build/static staticfiles

FROM base
COPY --from=packages /venv /venv
COPY --from=build /app /app
RUN python -m compileall -q hetian_titles accounts campaigns applications review payments documents
ENV DJANGO_SETTINGS_MODULE=hetian_titles.settings.production
USER portal
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "hetian_titles.wsgi"]
