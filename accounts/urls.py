"""Addresses: sign-in, sign-up, employers, inbox."""

from django.urls import URLPattern, URLResolver

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = []
