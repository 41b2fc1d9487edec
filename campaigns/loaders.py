"""From rows to the facts that the rules take. Kept in the cache under the campaign's revision."""

from typing import Any

from django.core.cache import cache
from django.db import models

from campaigns.enums import CampaignStatus, WindowKind
from campaigns.models import Campaign, Series, Window
from campaigns.rules.calendar import day_of
from campaigns.rules.campaign import (
    CampaignRules,
    ExamOnlyRule,
    FeeRuleFacts,
    RouteRule,
    SlotRule,
    Suspension,
    ThresholdRule,
)
from campaigns.rules.windows import WindowFacts

KEPT_SECONDS = 24 * 3600


def campaign_rules(campaign: Campaign) -> CampaignRules:
    """Give the campaign's rules as plain facts: no query while the campaign's revision is the cached one.

    The row itself keeps them too, for whoever asks again within a request.
    """
    key = f"campaign-rules:{campaign.pk}:{campaign.revision}"
    kept: dict[str, CampaignRules] = vars(campaign).setdefault("kept_rules", {})
    if key not in kept:
        kept[key] = cache.get(key) or _loaded(campaign, key)
    return kept[key]


def _loaded(campaign: Campaign, key: str) -> CampaignRules:
    rules = _load(campaign)
    cache.set(key, rules, KEPT_SECONDS)
    return rules


def _load(campaign: Campaign) -> CampaignRules:
    return CampaignRules(
        key=campaign.key,
        year=campaign.year,
        years_counted_to=campaign.years_counted_to,
        levels=campaign.levels,
        employer_kinds=tuple(campaign.employer_kinds),
        yearly_training_hours=campaign.yearly_training_hours,
        specialty_training_hours=campaign.specialty_training_hours,
        dispatch_years=campaign.dispatch_years,
        recent_training_series=frozenset(
            Series.objects.filter(needs_recent_training=True).values_list("key", flat=True)
        ),
        thresholds=tuple(_facts(ThresholdRule, row) for row in campaign.thresholds.all()),
        exam_only=_exam_only(campaign),
        slots=tuple(_facts(SlotRule, row) for row in campaign.slots.all()),
        fees=fee_rules(campaign),
        routes=_routes(campaign),
        suspensions=_suspensions(),
        windows={row.kind: _facts(WindowFacts, row) for row in campaign.windows.filter(division=None)},
    )


def fee_rules(campaign: Campaign) -> tuple[FeeRuleFacts, ...]:
    """Give the campaign's table of fees as plain facts (C35)."""
    return tuple(_facts(FeeRuleFacts, row) for row in campaign.fees.all())


def _facts(kind: type[Any], row: models.Model) -> Any:
    values = {name: getattr(row, name) for name in kind.__dataclass_fields__}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def _key(related: Any) -> str:
    return related.key if related else ""


def _exam_only(campaign: Campaign) -> tuple[ExamOnlyRule, ...]:
    rows = campaign.exam_only.select_related("series", "specialty")
    return tuple(ExamOnlyRule(row.series.key, _key(row.specialty), row.level, row.examination) for row in rows)


def _routes(campaign: Campaign) -> tuple[RouteRule, ...]:
    return tuple(
        RouteRule(
            order=row.order,
            initial_office_id=row.initial_office_id,
            final_office_id=row.final_office_id,
            clause=row.clause,
            kind=row.kind,
            band=row.band,
            division=_key(row.division),
            tier=row.tier,
            series=_key(row.series),
            specialty=_key(row.specialty),
        )
        for row in campaign.routes.select_related("division", "series", "specialty").order_by("order")
    )


def _suspensions() -> tuple[Suspension, ...]:
    """A campaign runs, and suspends, from the first day of filing to the last day of its certificates."""
    rows = Window.objects.filter(
        campaign__status=CampaignStatus.PUBLISHED,
        campaign__suspends_state_owned=True,
        division=None,
        kind__in=[WindowKind.FILING, WindowKind.CERTIFICATE],
    ).select_related("campaign")
    by_campaign: dict[Campaign, dict[str, Window]] = {}
    for row in rows:
        by_campaign.setdefault(row.campaign, {})[row.kind] = row
    return tuple(
        Suspension(day_of(found["filing"].opens_at), day_of(found["certificate"].closes_at), campaign.name)
        for campaign, found in by_campaign.items()
        if len(found) == 2 and found["filing"].opens_at
    )
