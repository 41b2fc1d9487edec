"""The public pages: anybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The year's timetable with today, who may apply, three steps."""
    return render(request, "campaigns/home.html")
