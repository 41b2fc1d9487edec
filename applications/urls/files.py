"""Addresses: uploaded files and their pages."""

from django.urls import path

from applications.views import files

app_name = "files"
urlpatterns = [
    path("<int:material>/original/", files.original, name="original"),
    path("<int:material>/pages/<int:number>/", files.page, name="page"),
]
