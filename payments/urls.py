"""Addresses: fees."""

from django.urls import path

from payments.views import applicant

app_name = "payments"
urlpatterns = [
    path("of/<str:number>/", applicant.order, name="order"),
]
