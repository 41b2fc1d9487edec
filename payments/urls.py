"""Addresses: fees."""

from django.urls import path

from payments.views import applicant, office

app_name = "payments"
urlpatterns = [
    path("", office.orders, name="orders"),
    path("export/", office.export, name="export"),
    path("import/", office.upload, name="import"),
    path("import/<int:pk>/", office.listed, name="import_list"),
    path("<int:pk>/confirm/", office.confirm, name="confirm"),
    path("<int:pk>/refund/", office.refund, name="refund"),
    path("of/<str:number>/", applicant.order, name="order"),
]
