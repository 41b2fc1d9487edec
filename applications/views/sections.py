"""The sections of the form: shown, saved by hand, saved by themselves."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import PortalRequest
from accounts.permissions import acting_for_oneself
from applications.enums import SectionKey
from applications.forms.section import SectionForm
from applications.models import Application
from applications.rules.person import derived_from
from applications.rules.refusal import Refused
from applications.sections import SECTIONS, labelled
from applications.sections.choices import GENDERS
from applications.selectors.applicant import Workspace
from applications.selectors.contents import contents_of
from applications.services.sections import Saved, StaleRevision, autosave_section, save_section
from applications.views.applicant import own
from campaigns.rules.calendar import BEIJING
from campaigns.rules.wording import plain_day


@acting_for_oneself
@require_http_methods(["GET", "POST"])
def section(request: PortalRequest, number: str, key: str) -> HttpResponse:
    """One section: filled from what is kept; a POST keeps what was typed and goes on when it is complete."""
    if key not in SECTIONS:
        raise Http404
    space = Workspace(own(request, number), request.began_at)
    if not space.application.is_editable:
        lines = labelled(key, space.contents.get(key, {}))
        context = {**_context(space, key, space.form(key)), "lines": lines}
        status = 200 if request.method == "GET" else 409
        return render(request, "applications/section_closed.html", context, status=status)
    if request.method == "GET":
        form = space.form(key, check="check" in request.GET, extra=request.GET.get("add", ""))
        return render(request, "applications/section.html", _context(space, key, form))
    return _saved(request, space, key)


def _saved(request: PortalRequest, space: Workspace, key: str) -> HttpResponse:
    step, _colon, what = request.POST.get("then", "next").partition(":")
    form = space.form(key, typed=request.POST, without=what if step == "remove" else "")
    try:
        saved = save_section(
            application_id=space.application.pk,
            key=key,
            data=form.stored,
            act=request.act,
            revision=_whole(request.POST.get("overwrite") or request.POST.get("revision")),
        )
    except Refused as refused:
        stale = isinstance(refused, StaleRevision)
        context = {**_context(space, key, form), "refusals": refused.refusals, "is_stale": stale}
        context["revision"] = _whole(request.POST.get("revision")) if stale else context["revision"]
        return render(request, "applications/section.html", context, status=409)
    return _onward(request, space, key, step, what, form, saved)


def _onward(
    request: PortalRequest, space: Workspace, key: str, step: str, what: str, form: SectionForm, saved: Saved
) -> HttpResponse:
    here = reverse("applications:section", args=[space.application.number, key])
    if step == "add":
        return redirect(f"{here}?add={what}#g-{what}")
    if step == "remove":
        return redirect(f"{here}#g-{what.partition('-')[0]}")
    if saved.complete:
        return redirect(following(space.application, key))
    space.sections[key].revision, space.sections[key].saved_at = saved.revision, saved.at
    space.sections[key].complete, space.sections[key].data = False, form.stored
    return render(request, "applications/section.html", _context(space, key, form), status=422)


@login_not_required
@require_POST
def autosave(request: PortalRequest, number: str, key: str) -> JsonResponse:
    """Keep what was typed so far; says in JSON when it was saved, or why not. Never writes a state."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": "signed-out"}, status=401)
    if key not in SECTIONS or request.act.membership is not None:
        return JsonResponse({"reason": "gone"}, status=404)
    revision = _whole(request.POST.get("revision"))
    try:
        saved = autosave_section(number=number, key=key, typed=request.POST, act=request.act, revision=revision)
    except Application.DoesNotExist:
        return JsonResponse({"reason": "gone"}, status=404)
    except Refused as refused:
        reason = "stale" if isinstance(refused, StaleRevision) else "refused"
        return JsonResponse({"reason": reason, "message": str(refused.refusals[0])}, status=409)
    return JsonResponse({"revision": saved.revision, "complete": saved.complete, "at": clock(saved)})


def clock(saved: Saved) -> str:
    return f"{saved.at.astimezone(BEIJING):%H:%M:%S}"


def following(application: Application, key: str) -> str:
    """Give the address of what comes after a section."""
    keys = list(SECTIONS)
    place = keys.index(key) + 1
    if place < len(keys):
        return reverse("applications:section", args=[application.number, keys[place]])
    return reverse("applications:materials", args=[application.number])


def _context(space: Workspace, key: str, form: SectionForm) -> dict[str, Any]:
    keys = list(SECTIONS)
    place = keys.index(key)
    return {
        "space": space,
        "application": space.application,
        "form": form,
        "errors": form.errors() if form.data is not None else [],
        "section": space.sections.get(key),
        "revision": space.sections[key].revision,
        "saved_at": space.sections[key].saved_at if space.sections[key].revision else None,
        "is_stale": False,
        "refusals": (),
        "derived": _derived(space) if key == SectionKey.BASICS else None,
        "contents": contents_of(space, current=key),
        "here": key,
        "previous": keys[place - 1] if place else "",
        "is_category": key == SectionKey.CATEGORY,
        "is_basics": key == SectionKey.BASICS,
    }


def _derived(space: Workspace) -> dict[str, str] | None:
    """Say gender and day of birth as the ID number gives them."""
    found = derived_from(space.application.applicant.document_number)
    if found is None:
        return None
    return {"gender": str(dict(GENDERS())[found.gender]), "born": plain_day(found.born_on)}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
