"""Beginning: five questions, what they lead to, one choice."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import PortalRequest
from accounts.models import Employer
from accounts.permissions import acting_for_oneself
from applications.forms.start import StartForm, first_contents, from_quiz, quiz_answers
from applications.rules.quiz import Suggestion, answer
from applications.rules.refusal import Refusal, Refused
from applications.selectors import starting
from applications.selectors.applicant import live_application
from applications.services.filing import Choice, start_application
from campaigns.loaders import campaign_rules
from campaigns.rules.calendar import day_of

ANSWERS = "start-answers"
#: What was typed and is not whole yet, or was sent without a session.
TYPED = "start-typed"
LONGEST = 200


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: PortalRequest) -> HttpResponse:
    """The five questions; answers are kept in the session until a draft is made of them.

    Answers to the public questions come in the address. What is sent without a session is kept over the sign-in.
    """
    if request.user.is_authenticated:
        return _start(request)
    if request.method == "POST":
        request.session[TYPED] = _form(request, request.POST, {}, None).short(LONGEST)
        messages.warning(request, _("登录已过期，还没有提交。您刚才的回答都在，登录后接着办。"))
    return redirect_to_login(request.get_full_path())


@acting_for_oneself
def _start(request: PortalRequest) -> HttpResponse:
    if live_application(request.act):
        return redirect("applications:home")
    typed = request.POST if request.method == "POST" else None
    kept = {**request.session.get(ANSWERS, {}), **request.session.get(TYPED, {}), **from_quiz(request.GET.dict())}
    found = starting.employers_like(typed.get("employer", "")) if typed is not None else []
    employer = _employer(kept.get("employer_id")) if typed is None else _picked(found, typed.get("employer_id"))
    form = _form(request, typed, kept, employer)
    context: dict[str, Any] = {
        "form": form,
        "filing": starting.beginning(request.campaign or None, request.act),
        "found": found,
        "picked": employer,
    }
    if typed is None:
        return render(request, "applications/start.html", context)
    return _answered(request, form, employer, context)


def _form(
    request: PortalRequest, typed: QueryDict | None, kept: dict[str, str], employer: Employer | None
) -> StartForm:
    return StartForm(
        specialties=starting.specialty_choices(),
        facts={"employer_kind": employer.kind if employer else ""},
        today=day_of(request.began_at),
        data=typed,
        initial=kept,
    )


def _picked(found: list[Employer], pk: str | None) -> Employer | None:
    """Give the employer that was picked from those found, or the only one."""
    return next((each for each in found if str(each.pk) == pk), found[0] if len(found) == 1 else None)


def _answered(
    request: PortalRequest, form: StartForm, employer: Employer | None, context: dict[str, Any]
) -> HttpResponse:
    if form.is_valid() and employer:
        request.session[ANSWERS] = {**form.kept(), "employer": employer.name, "employer_id": employer.pk}
        request.session.pop(TYPED, None)
        needs_dispatch = employer.kind == "outside" and not form.typed.get("dispatched_on")
        return redirect("applications:start" if needs_dispatch else "applications:choose")
    if not employer and not form.has_error("employer"):
        form.add_error("employer", _employer_said(context["found"], form.typed.get("employer", "")))
    request.session[TYPED] = form.short(LONGEST)
    return render(request, "applications/start.html", context, status=422)


def _employer_said(found: list[Employer], typed: str) -> str:
    if found:
        return _("有%(count)d家单位名称相近，请在下面选一家。") % {"count": len(found)}
    if len(typed) < starting.LEAST_OF_A_NAME:
        return _("字太少，查不出是哪一家。请写单位全称，至少写名称里连着的%(least)d个字，或写信用代码。") % {
            "least": starting.LEAST_OF_A_NAME
        }
    if starting.waits_for_confirmation(typed):
        return _("这家单位已经登记，正在等县市人社局确认。请催一催单位经办人；您的回答都在，确认后再来接着办。")
    return _("没有找到已确认的单位。请核对名称或代码；单位还没有登记的，请单位经办人先登记，经县市人社局确认。")


@acting_for_oneself
@require_http_methods(["GET", "POST"])
def choose(request: PortalRequest) -> HttpResponse:
    """What the answers lead to, in three lists each; choosing one makes the draft."""
    answers = request.session.get(ANSWERS)
    employer = _employer(answers and answers.get("employer_id"))
    specialty = starting.specialty(answers["specialty"]) if answers else None
    if not (answers and employer and specialty and request.campaign):
        return redirect("applications:start")
    rules, today = campaign_rules(request.campaign), day_of(request.began_at)
    given = quiz_answers(
        answers, employer=employer, series=specialty.series.key, specialty=specialty.key, rules=rules, today=today
    )
    result = answer(given, campaign=rules, at=today)
    offers = _offers(result.open, starting.titles(specialty, [each.level for each in result.open]))
    context: dict[str, Any] = {
        "employer": employer,
        "specialty": specialty,
        "offers": offers,
        "closest": result.closest,
        "filing": starting.beginning(request.campaign or None, request.act),
    }
    if request.method == "GET":
        return render(request, "applications/choose.html", context)
    return _chosen(request, offers, answers, context)


Offer = tuple[str, Suggestion, list[Any]]


def _offers(found: tuple[Suggestion, ...], titles: dict[str, list[Any]]) -> list[Offer]:
    return [
        (f"{each.kind}.{each.level}.{each.path}", each, titles.get(each.level, []))
        for each in found
        if titles.get(each.level)
    ]


def _chosen(
    request: PortalRequest, offers: list[Offer], answers: dict[str, str], context: dict[str, Any]
) -> HttpResponse:
    key, _dot, title_id = request.POST.get("offer", "").rpartition(":")
    picked = next((offer for offer in offers if offer[0] == key), None)
    title = next((title for title in picked[2] if str(title.pk) == title_id), None) if picked else None
    try:
        if picked is None or title is None:
            raise Refused(Refusal(_("还没有选要报哪一项。"), "C12", _("请在下面选一项。")))
        choice = Choice(
            campaign=request.campaign,
            kind=picked[1].kind,
            level=picked[1].level,
            path=picked[1].path,
            specialty=context["specialty"],
            title=title,
            employer=context["employer"],
            answers=first_contents(answers),
        )
        application = start_application(choice=choice, act=request.act)
    except Refused as refused:
        return render(request, "applications/choose.html", {**context, "refusals": refused.refusals}, status=409)
    del request.session[ANSWERS]
    return redirect(reverse("applications:section", args=[application.number, "category"]))


def _employer(pk: object) -> Employer | None:
    if not str(pk or "").isdigit():
        return None
    return starting.confirmed_employers().filter(pk=int(str(pk))).first()
