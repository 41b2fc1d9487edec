"""Addresses: the public pages."""

from django.urls import path

from campaigns.views import public

app_name = "campaigns"
urlpatterns = [
    path("", public.home, name="home"),
    path("guide/", public.guide, name="guide"),
    path("questions/", public.questions, name="questions"),
    path("downloads/", public.downloads, name="downloads"),
    path("downloads/<slug:form>/", public.download, name="download"),
    path("notices/<slug:slug>/", public.announcement, name="announcement"),
]
