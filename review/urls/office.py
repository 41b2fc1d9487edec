"""Addresses: the title office."""

from django.urls import path

from review.views import contacts, copies, office, outcome, printing, seals, wording

app_name = "office"
urlpatterns = [
    path("", office.dashboard, name="dashboard"),
    path("remind/", office.remind, name="remind"),
    path("accepted/", office.accepted, name="accepted"),
    path("determine/", office.determine_together, name="determine_together"),
    path("scan/", office.scan, name="scan"),
    path("cases/<str:number>/", office.case, name="case"),
    path("cases/<str:number>/originals/", office.originals, name="originals"),
    path("cases/<str:number>/determine/", office.determine, name="determine"),
    path("cases/<str:number>/revoke/", office.revoke, name="revoke"),
    path("cases/<str:number>/masking/<int:material>/<int:page>/", copies.masking, name="masking"),
    path("copies/", copies.copies, name="copies"),
    path("copies/make/", copies.remake_all, name="remake_all"),
    path("copies/<int:pk>/", copies.copy, name="copy"),
    path("copies/<int:pk>/pages/<int:page>/", copies.picture, name="copy_page"),
    path("copies/<int:pk>/release/", copies.release, name="release"),
    path("copies/<int:pk>/make/", copies.remake, name="remake"),
    path("wording/", wording.wordings, name="wordings"),
    path("wording/contacts/", contacts.contacts, name="contacts"),
    path("wording/contacts/<slug:paper>/", contacts.preview, name="contacts_preview"),
    path("wording/seals/", seals.seals, name="seals"),
    path("wording/seals/<slug:kind>/", seals.seal, name="seal"),
    path("wording/seals/<slug:kind>/preview/", seals.preview, name="seal_preview"),
    path("wording/seals/<slug:kind>/remove/", seals.remove, name="seal_remove"),
    path("wording/<slug:form>/", wording.wording, name="wording"),
    path("wording/<slug:form>/preview/", wording.preview, name="wording_preview"),
    path("results/", outcome.results, name="results"),
    path("results/publicise/", outcome.publicise, name="publicise"),
    path("results/<int:pk>/", outcome.publicity, name="publicity"),
    path("results/<int:pk>/conclude/", outcome.conclude, name="conclude"),
    path("results/<int:pk>/document/", outcome.document, name="document"),
    path("results/<int:pk>/record/", outcome.record_objection, name="record_objection"),
    path("objections/<int:pk>/", outcome.settle, name="settle"),
    path("documents/<int:pk>/certificates/", outcome.certificates, name="certificates"),
    path("print/", printing.runs, name="print_runs"),
    path("print/cases/", printing.choose, name="print_choose"),
    path("print/ask/", printing.ask, name="print_ask"),
    path("print/<int:pk>/", printing.run, name="print_run"),
    path("print/<int:pk>/stop/", printing.stop, name="print_stop"),
    path("print/<int:pk>/resume/", printing.resume, name="print_resume"),
    path("print/<int:pk>/download/", printing.download, name="print_download"),
]
