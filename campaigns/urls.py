"""Addresses: the public pages."""

from django.urls import path

from campaigns.views import public

app_name = "campaigns"
urlpatterns = [
    path("", public.home, name="home"),
]
