"""Addresses: publicity and certificates, for everybody."""

from django.urls import path

from review.views import results, rubrics

app_name = "results"
urlpatterns = [
    path("", results.publicities, name="publicities"),
    path("list/<slug:slug>/", results.publicity, name="publicity"),
    path("list/<slug:slug>/paper/", results.paper, name="paper"),
    path("list/<slug:slug>/objections/<int:entry>/", results.objection, name="objection"),
    path("rubrics/", rubrics.public_rubrics, name="rubrics"),
    path("rubrics/<int:pk>/", rubrics.public_rubric, name="rubric"),
    path("certificates/", results.certificate_check, name="certificate_check"),
    path("certificates/<str:token>/", results.certificate, name="certificate"),
]
