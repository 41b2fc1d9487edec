"""Addresses: publicity and certificates, for everybody."""

from django.urls import path

from review.views import annotated, checking, results, rubrics

app_name = "results"
urlpatterns = [
    path("", results.publicities, name="publicities"),
    path("list/<slug:slug>/", results.publicity, name="publicity"),
    path("list/<slug:slug>/paper/", results.paper, name="paper"),
    path("list/<slug:slug>/objections/<int:entry>/", results.objection, name="objection"),
    path("rubrics/", rubrics.public_rubrics, name="rubrics"),
    path("rubrics/<int:pk>/", rubrics.public_rubric, name="rubric"),
    path("certificates/", results.certificate_check, name="certificate_check"),
    path("certificates/copies/<str:number>/", annotated.copies, name="copies"),
    path("copies/<str:token>/", checking.copy, name="copy"),
    path("files/", checking.file_check, name="file_check"),
    path("certificates/<str:token>/", results.certificate, name="certificate"),
]
