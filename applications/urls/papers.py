"""Addresses: papers that the portal typeset."""

from django.urls import path

from applications.views import papers

app_name = "papers"
urlpatterns = [
    path("appraisals/<str:number>/", papers.appraisals, name="appraisals"),
    path("<slug:code>/", papers.download, name="download"),
    path("<slug:code>/again/", papers.again, name="again"),
]
