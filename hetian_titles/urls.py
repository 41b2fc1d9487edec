"""The addresses of the portal, a room each."""

from django.contrib import admin
from django.urls import include, path

from hetian_titles.health import healthz
from hetian_titles.language import choose

handler500 = "hetian_titles.away.answer"
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", choose, name="language"),
    path("", include("campaigns.urls")),
    path("account/", include("accounts.urls")),
    path("applications/", include("applications.urls.applicant")),
    path("employer/", include("applications.urls.employer")),
    path("files/", include("applications.urls.files")),
    path("papers/", include("applications.urls.papers")),
    path("desk/", include("review.urls.desk")),
    path("office/", include("review.urls.office")),
    path("committee/", include("review.urls.committee")),
    path("reading/", include("review.urls.reading")),
    path("supervision/", include("review.urls.supervision")),
    path("results/", include("review.urls.results")),
    path("fees/", include("payments.urls")),
    path("admin/", admin.site.urls),
]
