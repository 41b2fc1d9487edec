"""The rubrics: the secretary's editor with the share of the 四唯, and what everybody may read (C31, C32)."""

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
from review.rules.rubrics import share
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
    committee, layer = _layer(request, pk, tier)
    data = typed(request)
    criteria = rubric_forms(data, _begin_with(request, committee, layer))
    reason = ReasonForm(data, initial={"reason": layer.shown.reason if layer.shown else ""})
    if data is None:
        return _editor(request, committee, layer, criteria, reason)
    if data.get("action") == "more":
        return _editor(request, committee, layer, criteria, reason, rows=with_more_rows(criteria))
    if not (criteria.is_valid() and reason.is_valid()):
        return _editor(request, committee, layer, criteria, reason, status=422)
    try:
        _keep(request, committee, layer, criteria, reason)
    except Refused as refused:
        return _editor(request, committee, layer, criteria, reason, status=409, refusals=refused.refusals)
    return redirect("committee:rubrics", pk=pk) if data.get("action") == "publish" else redirect(request.path)


@require_POST
@secretaries
def share_so_far(request: PortalRequest, pk: int, tier: str) -> HttpResponse:
    """How the points typed so far fall on what they measure; nothing is kept (C32)."""
    committee, _found = _layer(request, pk, tier)
    found = share(typed_lines(rubric_forms(request.POST)))
    return render(
        request, "review/rubrics/_share.html", {"share": found, "limit": committee.campaign.four_only_limit}
    )


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


def _layer(request: PortalRequest, pk: int, tier: str) -> tuple[Committee, selectors.Layer]:
    committee = get_object_or_404(committees_of(request.act), pk=pk)
    found = [layer for layer in selectors.layers_of(committee) if layer.tier == tier]
    if not found:
        raise Http404
    return committee, found[0]


def _begin_with(request: PortalRequest, committee: Committee, layer: selectors.Layer) -> list[Any]:
    """The layer's own criteria; for one without any, those of the layer that `from` names."""
    if layer.shown:
        return selectors.criteria_facts(layer.shown)
    other = request.GET.get("from", "")
    models = [each.shown for each in selectors.layers_of(committee) if each.tier == other and each.shown]
    return selectors.criteria_facts(models[0]) if models else []


def _keep(
    request: PortalRequest, committee: Committee, layer: selectors.Layer, criteria: Any, reason: ReasonForm
) -> None:
    """Keep what was typed; publish it when asked to. What is kept stays kept when publishing is refused."""
    lines = typed_lines(criteria)
    kept = services.save_rubric(
        committee.pk, layer.tier, lines=lines, reason=reason.cleaned_data["reason"], act=request.act
    )
    if request.POST.get("action") == "publish":
        services.publish_rubric(kept.pk, act=request.act)
        messages.success(request, _("标准已发布，公众可以看到。"))
    else:
        messages.success(request, _("草稿已保存。"))


def _editor(
    request: PortalRequest,
    committee: Committee,
    layer: selectors.Layer,
    criteria: Any,
    reason: ReasonForm,
    *,
    status: int = 200,
    rows: Any = None,
    refusals: tuple[Refusal, ...] = (),
) -> HttpResponse:
    lines = typed_lines(criteria) if criteria.is_bound else [*_begin_with(request, committee, layer)]
    context = {
        "committee": committee,
        "layer": layer,
        "criteria": rows or criteria,
        "reason": reason,
        "share": share(lines),
        "limit": committee.campaign.four_only_limit,
        "others": [each for each in selectors.layers_of(committee) if each.shown and each.tier != layer.tier],
        "refusals": refusals,
        "form": reason,
    }
    return render(request, "review/rubrics/editor.html", context, status=status)
