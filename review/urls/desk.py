"""Addresses: the reviewers' desk."""

from django.urls import path

from review.views import case, conclusions, desk

app_name = "desk"
urlpatterns = [
    path("", desk.queue, name="queue"),
    path("returned/", desk.returned, name="returned"),
    path("done/", desk.done, name="done"),
    path("together/", desk.bulk, name="bulk"),
    path("<str:number>/", case.case, name="case"),
    path("<str:number>/items/<slug:item>/", case.mark, name="mark"),
    path("<str:number>/items/<slug:item>/faults/", case.pin, name="pin"),
    path("<str:number>/faults/<int:fault>/off/", case.unpin, name="unpin"),
    path("<str:number>/return/", conclusions.send_back, name="return"),
    path("<str:number>/onward/", conclusions.go_on, name="onward"),
    path("<str:number>/refuse/", conclusions.refuse, name="refuse"),
]
