"""Addresses: the applicant's pages."""

from django.urls import URLPattern, URLResolver, path

from applications.views.quiz import quiz

app_name = "applications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quiz/", quiz, name="quiz"),
]
