"""Addresses: an expert's reading room. Codes and counted places alone stand in them (C21)."""

from django.urls import path

from review.views import reading

app_name = "reading"
PAGE = "<int:meeting>/<str:code>/<int:file>/<int:page>/"
urlpatterns = [
    path("", reading.meetings, name="meetings"),
    path("<int:meeting>/", reading.packets, name="packets"),
    path("<int:meeting>/<str:code>/", reading.packet, name="packet"),
    path(PAGE, reading.page, name="page"),
    path(f"{PAGE}picture/", reading.picture, name="picture"),
    path(f"{PAGE}flag/", reading.flag, name="flag"),
]
