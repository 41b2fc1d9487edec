"""Addresses: the employer's pages."""

from django.urls import path

from applications.views import employer

app_name = "employer"
urlpatterns = [
    path("", employer.home, name="home"),
    path("together/", employer.print_batch, name="print_batch"),
    path("<str:number>/", employer.case, name="case"),
    path("<str:number>/opinion/", employer.opinion, name="opinion"),
    path("<str:number>/notice/", employer.notice, name="notice"),
    path("<str:number>/objections/", employer.objection, name="objection"),
    path("<str:number>/objections/<int:objection_id>/", employer.finding, name="finding"),
    path("<str:number>/conclude/", employer.conclude, name="conclude"),
    path("<str:number>/scans/<slug:slot>/", employer.scan, name="scan"),
    path("<str:number>/scans/<int:material>/remove/", employer.remove_scan, name="remove_scan"),
    path("<str:number>/forward/", employer.forward, name="forward"),
    path("<str:number>/return/", employer.give_back, name="return"),
]
