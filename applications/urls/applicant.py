"""Addresses: the applicant's pages, and the five public questions."""

from django.urls import URLPattern, URLResolver, path

from applications.views import applicant, checking, masking, materials, sections, starting, transfers
from applications.views.quiz import quiz

app_name = "applications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("quiz/", quiz, name="quiz"),
    path("", applicant.home, name="home"),
    path("start/", starting.start, name="start"),
    path("start/choose/", starting.choose, name="choose"),
    path("<str:number>/", applicant.case, name="case"),
    path("<str:number>/sections/<slug:key>/", sections.section, name="section"),
    path("<str:number>/sections/<slug:key>/autosave/", sections.autosave, name="autosave"),
    path("<str:number>/materials/", materials.materials, name="materials"),
    path("<str:number>/materials/<slug:slot>/upload/", materials.upload, name="upload"),
    path("<str:number>/materials/<slug:slot>/transfers/", transfers.transfers, name="transfers"),
    path("<str:number>/transfers/<uuid:transfer>/", transfers.transfer, name="transfer"),
    path("<str:number>/materials/<int:material>/change/", materials.change, name="change"),
    path("<str:number>/materials/checked/", materials.checked, name="checked"),
    path("<str:number>/materials/<int:material>/masking/<int:page>/", masking.masking, name="masking"),
    path("<str:number>/check/", checking.check, name="check"),
    path("<str:number>/receipts/<int:receipt>/", checking.receipt, name="receipt"),
    path("<str:number>/faults/<int:fault>/answer/", checking.answer, name="answer"),
    path("<str:number>/withdraw/", applicant.withdraw, name="withdraw"),
]
