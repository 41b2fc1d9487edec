"""Addresses: sign-in, sign-up, employers, inbox."""

from django.urls import path

from accounts.views import capacities, employer, employers, password, profile, sign_in, sign_up

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-up/", sign_up.register, name="sign_up"),
    path("privacy/", sign_up.privacy, name="privacy"),
    path("reset/", password.reset, name="reset"),
    path("reset/code/", password.reset_code, name="reset_code"),
    path("kept/", sign_in.kept, name="kept"),
    path("start/", sign_in.start, name="start"),
    path("capacities/", capacities.capacities, name="capacities"),
    path("profile/", profile.profile, name="profile"),
    path("password/", password.password, name="password"),
    path("inbox/", profile.inbox, name="inbox"),
    path("inbox/read/", profile.read_all, name="read_all"),
    path("inbox/<int:pk>/read/", profile.read, name="read"),
    path("employer/", employer.employer, name="employer"),
    path("employer/sign-up/", employer.employer_sign_up, name="employer_sign_up"),
    path("employer/clerks/", employer.clerk_add, name="clerk_add"),
    path("employer/clerks/<int:pk>/remove/", employer.clerk_remove, name="clerk_remove"),
    path("employers/", employers.employers, name="employers"),
    path("employers/<int:pk>/", employers.employer_case, name="employer_case"),
    path("employers/<int:pk>/correct/", employers.employer_correct, name="employer_correct"),
    path("employers/<int:pk>/licence/", employer.licence, name="licence"),
]
