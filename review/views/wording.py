"""The page on which the prefecture's title office words its papers, with the paper beside it as it will look."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest, typed
from accounts.permissions import acting_as
from applications.enums import PaperKind
from applications.rules.refusal import Refused
from documents.wording import PASSAGES
from review.forms.wording import WordingForm
from review.looks import Look, look_at
from review.services.wording import may_word, word

officers = acting_as(Role.TITLE_OFFICER)


@require_GET
@officers
def wordings(request: PortalRequest) -> HttpResponse:
    """The papers whose words may be the office's own, and which of them are."""
    require_own(request)
    papers = [(PaperKind(form), sorted(request.campaign.wording.get(form, {}))) for form in PASSAGES]
    return render(request, "review/wording/papers.html", {"papers": papers})


@require_http_methods(["GET", "POST"])
@officers
def wording(request: PortalRequest, form: str) -> HttpResponse:
    """The paragraphs of one paper."""
    require_own(request)
    shown = _form(request, form)

    def save() -> str:
        word(request.campaign.pk, form, shown.texts(), instead_of=shown.words, act=request.act)
        return _("用语已保存，之后制作的文书按它印；已经制作的不变。")

    return answered(request, shown, partial(_page, request, shown), save, then="office:wordings")


@require_POST
@officers
def preview(request: PortalRequest, form: str) -> HttpResponse:
    """The first page of the paper with what is typed, of nobody real."""
    require_own(request)
    shown = _form(request, form)
    look = look_at(form, shown.texts()) if shown.is_valid() else Look()
    return looked(request, look, shown, form)


def looked(request: PortalRequest, look: Look, form: forms.Form, paper: str) -> HttpResponse:
    """Give a look to be put beside what is typed, or by itself to a browser without scripts."""
    name = "_preview" if request.htmx else "preview"
    return render(request, f"review/wording/{name}.html", {"look": look, "form": form, "paper": paper})


def answered(
    request: PortalRequest,
    form: forms.Form,
    page: Callable[..., HttpResponse],
    save: Callable[[], str],
    *,
    then: str,
) -> HttpResponse:
    """Give the page of what an office sets, with what is wrong with it, or go on to `then` once `save` tells what it did.

    page: takes `status` and `refusals`; save: raises `Refused` for what may not be kept, and then nothing is.
    """
    if not form.is_bound:
        return page()
    if not form.is_valid():
        return page(status=422)
    try:
        messages.success(request, save())
    except Refused as refused:
        return page(status=refused.status, refusals=refused.refusals)
    return redirect(then)


def require_own(request: PortalRequest) -> None:
    """Answer 404 to whoever may not say what papers say, and before there is a campaign."""
    if may_word(request.act) or request.campaign is None:
        raise Http404


def _form(request: PortalRequest, form: str) -> WordingForm:
    if form not in PASSAGES:
        raise Http404
    return WordingForm(form, request.campaign.wording.get(form, {}), typed(request))


def _page(request: PortalRequest, form: WordingForm, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = {"form": form, "paper": PaperKind(form.paper), **extra}
    return render(request, "review/wording/paper.html", context, status=status)
