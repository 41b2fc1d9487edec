"""Addresses: the supervisor."""

from django.urls import path

from review.views import supervision

app_name = "supervision"
urlpatterns = [
    path("", supervision.overview, name="overview"),
    path("events/", supervision.events, name="events"),
    path("events/<str:number>/", supervision.trail, name="trail"),
]
