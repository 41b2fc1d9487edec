"""Addresses: sign-in, sign-up, employers, inbox."""

from django.urls import path

from accounts.views import capacities, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("start/", sign_in.start, name="start"),
    path("capacities/", capacities.capacities, name="capacities"),
]
