"""The rubrics: the secretary's editor with the share of the 四唯, and what everybody may read (C31, C32)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import Role
from accounts.http import PortalRequest, typed
from accounts.permissions import acting_as
from applications.rules.refusal import Refusal, Refused
from review.forms.rubrics import ReasonForm, rubric_forms, typed_lines, with_more_rows
from review.models import Committee
from review.rules.rubrics import CriterionFacts, share
from review.selectors import rubrics as selectors
from review.selectors.committee import committees_of
from review.services import rubrics as services

secretaries = acting_as(Role.COMMITTEE_SECRETARY)


@require_GET
@secretaries
def rubrics(request: PortalRequest, pk: int) -> HttpResponse:
    """A committee's rubrics, a layer each."""
    committee = get_object_or_404(committees_of(request.act), pk=pk)
    layers = [
        (layer, selectors.share_of(layer.shown) if layer.shown else None)
        for layer in selectors.layers_of(committee)
    ]
    return render(request, "review/rubrics/layers.html", {"committee": committee, "layers": layers})


@require_http_methods(["GET", "POST"])
@secretaries
def rubric(request: PortalRequest, pk: int, tier: str) -> HttpResponse:
    """The editor of one layer's rubric: keep, publish, or ask for more rows."""
    place, data = _place(request, pk, tier), typed(request)
    criteria = rubric_forms(data, place.first_lines)
    reason = ReasonForm(data, initial={"reason": place.layer.shown.reason if place.layer.shown else ""})
    if data is None:
        return _editor(request, place, criteria, reason)
    if data.get("action") == "more":
        return _editor(request, place, criteria, reason, rows=with_more_rows(criteria))
    if not (criteria.is_valid() and reason.is_valid()):
        return _editor(request, place, criteria, reason, status=422)
    try:
        _keep(request, place, criteria, reason)
    except Refused as refused:
        place = _place(request, pk, tier)  # the draft may have been kept
        return _editor(request, place, criteria, reason, status=409, refusals=refused.refusals)
    return redirect("committee:rubrics", pk=pk) if data.get("action") == "publish" else redirect(request.path)


@require_POST
@secretaries
def share_so_far(request: PortalRequest, pk: int, tier: str) -> HttpResponse:
    """How the points typed so far fall on what they measure; nothing is kept (C32)."""
    place = _place(request, pk, tier)
    found = share(typed_lines(rubric_forms(request.POST)))
    return render(request, "review/rubrics/_share.html", {"share": found, "limit": place.limit})


@login_not_required
@require_GET
def public_rubrics(request: PortalRequest) -> HttpResponse:
    """Every rubric in force, for whoever wants to know how he is judged."""
    return render(request, "review/rubrics/public_list.html", {"rubrics": selectors.public_rubrics()})


@login_not_required
@require_GET
def public_rubric(request: PortalRequest, pk: int) -> HttpResponse:
    """One rubric in force, with the share of the 四唯."""
    shown = get_object_or_404(selectors.public_rubrics().prefetch_related("criteria"), pk=pk)
    context = {
        "rubric": shown,
        "share": selectors.share_of(shown),
        "limit": shown.committee.campaign.four_only_limit,
    }
    return render(request, "review/rubrics/public.html", context)


@dataclass(frozen=True)
class Place:
    """Where the editor stands: a committee, all its layers, the one that is edited, the one that `from` names."""

    committee: Committee
    layers: list[selectors.Layer]
    layer: selectors.Layer
    model: selectors.Layer | None

    @property
    def limit(self) -> int:
        return self.committee.campaign.four_only_limit

    @property
    def others(self) -> list[selectors.Layer]:
        return [each for each in self.layers if each.shown and each.tier != self.layer.tier]

    @property
    def first_lines(self) -> list[CriterionFacts]:
        """The layer's own criteria; for one without any, those of its model."""
        begin = self.layer.shown or (self.model and self.model.shown)
        return selectors.criteria_facts(begin) if begin else []


def _place(request: PortalRequest, pk: int, tier: str) -> Place:
    committee = get_object_or_404(committees_of(request.act), pk=pk)
    layers = selectors.layers_of(committee)
    by_tier = {str(layer.tier): layer for layer in layers}
    if tier not in by_tier:
        raise Http404
    return Place(committee, layers, by_tier[tier], by_tier.get(request.GET.get("from", "")))


def _keep(request: PortalRequest, place: Place, criteria: Any, reason: ReasonForm) -> None:
    """Keep what was typed; publish it when asked to. What is kept stays kept when publishing is refused."""
    kept = services.save_rubric(
        place.committee.pk,
        place.layer.tier,
        lines=typed_lines(criteria),
        reason=reason.cleaned_data["reason"],
        act=request.act,
    )
    if request.POST.get("action") == "publish":
        services.publish_rubric(kept.pk, act=request.act)
        messages.success(request, _("标准已发布，公众可以看到。"))
    else:
        messages.success(request, _("草稿已保存。"))


def _editor(
    request: PortalRequest,
    place: Place,
    criteria: Any,
    reason: ReasonForm,
    *,
    status: int = 200,
    rows: Any = None,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    lines = typed_lines(criteria) if criteria.is_bound else place.first_lines
    context = {
        "place": place,
        "committee": place.committee,
        "layer": place.layer,
        "criteria": rows or criteria,
        "reason": reason,
        "share": share(lines),
        "limit": place.limit,
        "refusals": refusals,
        "form": reason,
    }
    return render(request, "review/rubrics/editor.html", context, status=status)
