"""Can I apply, for what, with which papers, for how much, until when: five questions, no sign-in (C42)."""

from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.http import PortalRequest
from applications.forms.quiz import QuizForm
from applications.rules.quiz import answer
from campaigns.loaders import campaign_rules
from campaigns.selectors import series_with_specialties

BEIJING = ZoneInfo("Asia/Shanghai")


@login_not_required
def quiz(request: PortalRequest) -> HttpResponse:
    """Ask by GET: the answers stand in the address and can be sent to a colleague; nothing is kept."""
    if not request.campaign:
        raise Http404
    form = QuizForm(request.GET or None, series=series_with_specialties())
    result = None
    if form.is_bound and form.is_valid():
        today = request.began_at.astimezone(BEIJING).date()
        result = answer(form.answers(), campaign=campaign_rules(request.campaign), at=today)
    return render(request, "applications/quiz.html", {"form": form, "result": result}, status=form.status)
